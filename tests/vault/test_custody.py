"""The chain of custody: what anybody can check, and what it shows when somebody laid hands on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from vault.custody import Act, Entry, Fault, Wrong, canonical, commitment, genesis, receipt_code, verify, write
from vault.keys import SigningKey

if TYPE_CHECKING:
    from pathlib import Path

SIGNING, OLDER = SigningKey(2, os.urandom(32)), SigningKey(1, os.urandom(32))
PUBLIC = {1: OLDER.public, 2: SIGNING.public}
VAULT, AT = "a" * 32, datetime(2026, 11, 24, 22, 10, tzinfo=UTC)


def chain(length: int = 6, vault: str = VAULT) -> tuple[list[Entry], bytes]:
    entries: list[Entry] = []
    head = genesis(vault)
    for number in range(length):
        signing = OLDER if number < length // 2 else SIGNING
        entry, head = write(vault, (number, head), signing, at=AT, actor="owner", act=Act.KEPT, item=f"{number}")
        entries.append(entry)
    return entries, head


def signed_anew(entry: Entry, **change: object) -> Entry:
    """Rewrite an entry as one who holds the signing key would."""
    body = canonical({**json.loads(entry.body), **change})
    return replace(entry, body=body, signature=(OLDER if entry.epoch == 1 else SIGNING).sign(body.encode()))


def test_an_untouched_chain_holds_across_a_change_of_keys() -> None:
    entries, head = chain()
    assert verify(entries, PUBLIC, head) is None
    assert verify([], PUBLIC) is None


def test_every_character_of_every_entry_is_held() -> None:
    entries, _ = chain(3)
    for place, entry in enumerate(entries):
        for at in range(len(entry.body)):
            bent = entry.body[:at] + chr(ord(entry.body[at]) ^ 1) + entry.body[at + 1 :]
            touched = [*entries[:place], replace(entry, body=bent), *entries[place + 1 :]]
            fault = verify(touched, PUBLIC)
            assert fault is not None
            assert fault.n == entry.n


def test_every_bit_of_a_signature_is_held() -> None:
    entries, _ = chain(1)
    for place in range(8 * 64):
        bent = bytearray(entries[0].signature)
        bent[place // 8] ^= 1 << place % 8
        assert verify([replace(entries[0], signature=bytes(bent))], PUBLIC) == Fault(1, Wrong.SIGNATURE)


@pytest.mark.parametrize("gone", range(5))
def test_an_entry_taken_out_shows(gone: int) -> None:
    entries, _ = chain()
    fault = verify(entries[:gone] + entries[gone + 1 :], PUBLIC)
    assert fault == Fault(gone + 2, Wrong.NUMBER)


def test_an_end_cut_off_shows_to_whoever_knows_the_head() -> None:
    entries, head = chain()
    assert verify(entries[:-1], PUBLIC) is None
    assert verify(entries[:-1], PUBLIC, head) == Fault(5, Wrong.END)


def test_two_entries_that_changed_places_show() -> None:
    entries, _ = chain()
    entries[2], entries[3] = entries[3], entries[2]
    assert verify(entries, PUBLIC) == Fault(4, Wrong.NUMBER)


def test_an_entry_twice_shows() -> None:
    entries, _ = chain()
    assert verify([*entries, entries[-1]], PUBLIC) == Fault(6, Wrong.NUMBER)


def test_an_entry_of_another_vault_shows() -> None:
    entries, _ = chain()
    others, _ = chain(6, "b" * 32)
    assert verify([*entries[:3], others[3], *entries[4:]], PUBLIC) == Fault(4, Wrong.CHAIN)


def test_even_the_one_who_signs_cannot_change_the_past_unseen() -> None:
    entries, head = chain()
    entries[2] = signed_anew(entries[2], act="shared")
    assert verify(entries, PUBLIC, head) == Fault(4, Wrong.CHAIN)
    entries[-1] = signed_anew(chain()[0][-1], prev="0" * 64)
    assert verify(entries[:2] + chain()[0][2:5] + entries[-1:], PUBLIC) == Fault(6, Wrong.CHAIN)


def test_a_key_nobody_knows_shows() -> None:
    entries, _ = chain()
    assert verify(entries, {2: SIGNING.public}) == Fault(1, Wrong.KEY)
    assert verify([replace(entries[0], epoch=2)], PUBLIC) == Fault(1, Wrong.KEY)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "null", '{"v":1}', "not json", canonical({"v": 2}), " " + canonical({"v": 1})]
)
def test_a_body_of_another_form_shows(body: str) -> None:
    entries, _ = chain()
    assert verify([replace(entries[0], body=body)], PUBLIC) == Fault(1, Wrong.FORM)


def test_the_chain_does_not_tell_whether_a_known_picture_is_among_the_evidence() -> None:
    picture = "ab" * 32
    salts = os.urandom(32), os.urandom(32)
    assert commitment(salts[0], picture) != commitment(salts[1], picture)
    assert commitment(salts[0], picture) == commitment(salts[0], picture)


def test_a_receipt_is_sixteen_signs_a_person_can_note_down() -> None:
    code = receipt_code(bytes(range(32)))
    assert code == "AAAQ-EAYE-AUDA-OCAJ"
    assert receipt_code(bytes(9) + b"\1" + bytes(22)) != receipt_code(bytes(32))


@pytest.mark.peer
@pytest.mark.skipif(not shutil.which("openssl") and os.environ.get("HAVRE_PEERS") != "required", reason="no openssl")
def test_anybody_checks_an_entry_with_openssl_as_the_page_says(tmp_path: Path) -> None:
    entries, _ = chain(1)
    (tmp_path / "body.json").write_text(entries[0].body)
    (tmp_path / "body.sig").write_bytes(entries[0].signature)
    (tmp_path / "public.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + PUBLIC[2])
    assert openssl(tmp_path, "pkey -pubin -inform DER -in public.der -out custody.pem")
    check = "pkeyutl -verify -pubin -inkey custody.pem -rawin -in body.json -sigfile body.sig"
    assert openssl(tmp_path, check)
    (tmp_path / "body.json").write_text(entries[0].body + " ")
    assert not openssl(tmp_path, check)


def openssl(folder: Path, command: str) -> bool:
    line = ["openssl", *command.split()]
    return subprocess.run(line, cwd=folder, check=False, capture_output=True).returncode == 0
