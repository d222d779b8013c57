"""New keys: whoever was known is known again, what was sealed opens, what was signed is proven."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.channels.channel import Incoming
from bot.tickets import Tickets
from tests.coffers import coffers
from vault.custody import verify
from vault.errors import KeyFileError
from vault.keys import load_keys, rotate

if TYPE_CHECKING:
    from pathlib import Path

    from vault.database import Database

PHRASE = "tilleul-canoe-bougie-radis-phare"


async def test_after_both_keys_were_rotated_a_person_goes_on_as_before(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path) as house:
        person = await house.comes("their-address")
        await person.taps("danger:no", "act:consent_yes")
        await person.sends(b"before", "text/plain")
    assert rotate(tmp_path / "var/keys", "service") == 2
    assert rotate(tmp_path / "var/keys", "custody") == 2
    async with coffers(database, tmp_path) as house:
        again = await house.comes("their-address")
        assert again.id == person.id
        again.count = 10
        await again.taps("act:vault")
        assert "une pièce" in again.words
        await again.sends(b"after", "text/plain")
        vault_id = str(await again.vault_id())
        async with house.database.reading() as tx:
            entries = await house.vault.evidence.list_custody(tx, vault_id)
        assert {entry.epoch for entry in entries} == {1, 2}
        assert verify(entries, house.vault.keys.signers) is None
        await house.deposits.choose(again.id, PHRASE)
        items = await again.items()
        for item, content in zip(items, (b"before", b"after"), strict=True):
            opened = await house.vault.evidence.open_for_victim(item.id, PHRASE)
            assert b"".join([chunk async for chunk in opened.chunks()]) == content


async def test_a_link_given_before_the_key_was_rotated_serves_once_after_it(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path) as house:
        person = await house.comes("4711", "telegram")
        async with database.transaction() as tx:
            ticket = await Tickets(house.vault.keys.service).give(tx, person.id)
    rotate(tmp_path / "var/keys", "service")
    async with coffers(database, tmp_path) as house, database.transaction() as tx:
        tickets = Tickets(house.vault.keys.service)
        assert await tickets.take(tx, ticket) == person.id
        assert await tickets.take(tx, ticket) is None


async def test_what_arrived_before_the_key_was_rotated_is_known_to_have_arrived(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path) as house:
        person = await house.comes()
        await house.haven.mailroom.arrive("web", person.id, "say/k", Incoming("text", datetime.now(UTC), text="a"))
    rotate(tmp_path / "var/keys", "service")
    async with coffers(database, tmp_path) as house:
        assert await house.haven.mailroom.arrived_before("web", person.id, "say/k")


def test_what_is_sealed_from_now_on_needs_the_new_key(tmp_path: Path):
    before = load_keys(tmp_path / "keys").service
    rotate(tmp_path / "keys", "service")
    after = load_keys(tmp_path / "keys").service
    sealed = after.seal("t", "c", "r", b"words")
    assert sealed[0] == 2
    assert after.open("t", "c", "r", before.seal("t", "c", "r", b"older")) == b"older"


def test_a_rotation_cut_short_leaves_the_keys_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    load_keys(tmp_path / "keys")
    before = {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()}
    monkeypatch.setattr("pathlib.Path.rename", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        rotate(tmp_path / "keys", "custody")
    monkeypatch.undo()
    assert {path.name: path.read_text() for path in (tmp_path / "keys").glob("*.key")} == before
    assert rotate(tmp_path / "keys", "custody") == 2


def test_new_keys_are_for_their_owner_alone(tmp_path: Path):
    load_keys(tmp_path / "keys")
    rotate(tmp_path / "keys", "service")
    assert (tmp_path / "keys/service-002.key").stat().st_mode & 0o077 == 0


def test_a_service_key_given_from_elsewhere_is_not_rotated_here(tmp_path: Path):
    load_keys(tmp_path / "keys", "ab" * 32)
    with pytest.raises(KeyFileError):
        rotate(tmp_path / "keys", "service")
