"""The folder of keys, and small secrets sealed by a phrase."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vault.errors import CannotOpenError, KeyFileError, WrongPhraseError
from vault.keys import LOCK_HEAD, Cost, HouseKeys, Pair, Passphrases, is_signed, load_keys

ROOT = Path(__file__).resolve().parents[2]

CHEAP = Cost(memory=64, passes=1, lanes=1)
PEPPER, SHRED, PLACE = os.urandom(32), os.urandom(32), b"havre/v1/lock|1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made"


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


def test_the_first_start_makes_keys_only_the_service_may_read(folder: Path) -> None:
    first = load_keys(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "custody-001.key": 0o600,
        "pepper.key": 0o600,
        "service-001.key": 0o600,
    }
    again = load_keys(folder)
    assert again.signing == first.signing
    assert again.service.open("t", "c", "r", first.service.seal("t", "c", "r", b"x")) == b"x"


def test_a_service_key_given_by_the_environment_needs_no_file(folder: Path) -> None:
    given = os.urandom(32).hex()
    keys = load_keys(folder, given)
    assert not (folder / "service-001.key").exists()
    assert load_keys(folder, given).service.open("t", "c", "r", keys.service.seal("t", "c", "r", b"x")) == b"x"
    with pytest.raises(KeyFileError):
        load_keys(folder)


@pytest.mark.parametrize("name", ["pepper.key", "custody-001.key", "service-001.key"])
def test_a_missing_key_is_never_made_anew_beside_others(folder: Path, name: str) -> None:
    load_keys(folder)
    (folder / name).unlink()
    with pytest.raises(KeyFileError, match="bring back the whole folder"):
        load_keys(folder)
    assert not (folder / name).exists()


@pytest.mark.parametrize("text", ["", "xyz", "0" * 63, "0" * 65, "0" * 64 + "\n" + "0" * 64])
def test_a_damaged_key_file_is_named(folder: Path, text: str) -> None:
    load_keys(folder)
    write(folder / "pepper.key", text)
    with pytest.raises(KeyFileError, match=r"pepper\.key must be 64 hexadecimal digits"):
        load_keys(folder)


def test_a_key_everybody_could_read_is_refused_with_the_mend(folder: Path) -> None:
    load_keys(folder)
    (folder / "service-001.key").chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_keys(folder)


def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens(folder: Path) -> None:
    old = load_keys(folder)
    sealed = old.service.seal("t", "c", "r", b"x")
    for kind in ("service", "custody"):
        write(folder / f"{kind}-002.key", os.urandom(32).hex())
    new = load_keys(folder)
    assert new.service.open("t", "c", "r", sealed) == b"x"
    assert new.service.seal("t", "c", "r", b"x")[0] == 2
    assert new.signing.epoch == 2
    assert new.signers[1] == old.signing.public
    assert is_signed(new.signers[1], old.signing.sign(b"body"), b"body")
    assert not is_signed(new.signers[2], old.signing.sign(b"body"), b"body")


def test_no_key_shows_when_printed(keys: HouseKeys) -> None:
    pair = Pair.new()
    shown = f"{keys!r} {pair!r}"
    assert pair.seed.hex() not in shown
    assert repr(pair.seed) not in shown
    assert repr(keys.signing.seed) not in shown
    assert "<vault.keys.Passphrases" not in shown


async def test_a_phrase_opens_what_it_sealed_however_it_is_typed() -> None:
    passphrases = Passphrases(PEPPER, CHEAP)
    sealed = await passphrases.seal("un-deux-trois", b"seed", shred=SHRED, context=PLACE)
    assert await passphrases.open(" UN deux, trois ", sealed, shred=SHRED, context=PLACE) == b"seed"


@pytest.mark.parametrize("missing", ["phrase", "pepper", "shred", "place"])
async def test_nothing_less_than_phrase_pepper_shred_value_and_place_opens_it(missing: str) -> None:
    sealed = await Passphrases(PEPPER, CHEAP).seal("phrase", b"seed", shred=SHRED, context=PLACE)
    passphrases = Passphrases(os.urandom(32) if missing == "pepper" else PEPPER, CHEAP)
    with pytest.raises(WrongPhraseError):
        await passphrases.open(
            "other" if missing == "phrase" else "phrase",
            sealed,
            shred=os.urandom(32) if missing == "shred" else SHRED,
            context=b"elsewhere" if missing == "place" else PLACE,
        )


async def test_a_changed_lock_does_not_open_and_costs_no_more_than_a_gibibyte() -> None:
    passphrases = Passphrases(PEPPER, CHEAP)
    sealed = await passphrases.seal("phrase", b"seed", shred=SHRED, context=PLACE)
    costly = sealed[:1] + (2**31).to_bytes(4, "big") + sealed[5:]
    for bad in (b"", b"\x02" + sealed[1:], sealed[:LOCK_HEAD], costly, sealed[:5] + b"\0" + sealed[6:]):
        with pytest.raises(CannotOpenError):
            await passphrases.open("phrase", bad, shred=SHRED, context=PLACE)
    for place in range(7, len(sealed)):
        bent = bytearray(sealed)
        bent[place] ^= 1
        with pytest.raises(WrongPhraseError):
            await passphrases.open("phrase", bytes(bent), shred=SHRED, context=PLACE)


async def test_the_lookup_of_a_phrase_cannot_be_computed_without_the_pepper() -> None:
    one, other = Passphrases(PEPPER, CHEAP), Passphrases(os.urandom(32), CHEAP)
    salt = os.urandom(16)
    found = await one.slow_fingerprint("Un Deux", salt, b"p")
    assert found == await one.slow_fingerprint("un-deux", salt, b"p")
    assert found != await other.slow_fingerprint("un deux", salt, b"p")
    assert found != await one.slow_fingerprint("un deux", os.urandom(16), b"p")
    assert found != await one.slow_fingerprint("un deux", salt, b"q")


def test_many_phrases_at_the_same_moment_are_all_answered(tmp_path):
    """In a process of its own: where derivations block one another, no thread of it ever comes back."""
    program = (
        "import asyncio\n"
        "from vault.keys import Passphrases\n"
        "async def main():\n"
        "    houses = [Passphrases(bytes(32)) for _ in range(2)]\n"
        "    await asyncio.gather(*(h.slow_fingerprint('mot', bytes(16), b'x') for h in houses for _ in range(3)))\n"
        "asyncio.run(main())\n"
        "print('all answered')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert done.stdout.strip() == "all answered"
