"""The command line's errands: a package made and checked, a case erased, a file carried away and opened again."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot import errands, roster
from bot.cli import main
from bot.settings import read_settings
from bot.store import database_url
from handoff.errors import NotAllowedError, SignInRefusedError
from handoff.listener import Role
from handoff.records import cases as case_records
from handoff.refusals import CodeNeededError, LastSupervisorError, NoSuchListenerError
from tests.coffers import SHIPPED, Coffers, coffers
from vault import codes
from vault.database import connect
from vault.errors import CannotOpenError, WrongPhraseError
from vault.keys import Cost
from vault.migrations import upgrade
from vault.portable import open_file, seal_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PASSPHRASE = "lampe tuile corde navire sept"
SHOT = b"\x89PNG\r\n\x1a\n" + b"on m'insulte" * 30
CHEAP = Cost(memory=64, passes=1, lanes=1)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Coffers]:
    """A house whose database is the one its configuration names, so that the command line finds it."""
    _configure(tmp_path)
    settings = read_settings(tmp_path / "config.yml", {})
    database = connect(database_url(settings, tmp_path / "config.yml"))
    await upgrade(database)
    async with coffers(database, tmp_path) as opened:
        yield opened
    await database.close()


def _configure(folder: Path) -> None:
    (folder / "config.yml").write_text(SHIPPED.read_text("utf-8"), "utf-8")
    (folder / "var").mkdir()


async def enrol(house: Coffers) -> None:
    async with house.database.transaction() as tx:
        token = await house.haven.desk_door.first_invitation(tx)
    await house.haven.desk.enrol(str(token), "ada", PASSPHRASE)


async def a_case(house: Coffers) -> tuple[str, str]:
    """Somebody who shares one piece, claimed by ada; return the case's designation and id."""
    person = await house.comes()
    await person.taps("danger:no", "act:consent_yes")
    await person.sends(SHOT)
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, person.id)
    assert case is not None
    desk = house.haven.desk
    session = await desk.session(await desk.sign_in("ada", PASSPHRASE))
    assert session is not None
    await desk.claim(session, case.id)
    return case.designation, case.id


def settings_of(house: Coffers):
    return house.haven.settings, house.folder / "config.yml"


async def test_a_package_is_written_by_designation_and_verified(house: Coffers, tmp_path: Path):
    await enrol(house)
    designation, _ = await a_case(house)
    told: list[str] = []
    output = tmp_path / "p.zip"
    assert await errands.package(*settings_of(house), designation, output, "ada", PASSPHRASE, told.append, ask=str) == 0
    assert output.stat().st_mode & 0o077 == 0
    assert await errands.verify(output, house.vault.keys.signing.public, told.append) == 0
    assert "1 pieces" in told[-2]
    with zipfile.ZipFile(output) as archive:
        assert archive.read("data/pieces/001.png") == SHOT


async def test_no_package_without_the_listeners_passphrase(house: Coffers, tmp_path: Path):
    await enrol(house)
    designation, _ = await a_case(house)
    with pytest.raises(SignInRefusedError):
        await errands.package(*settings_of(house), designation, tmp_path / "p.zip", "ada", "wrong", print, ask=str)
    assert not (tmp_path / "p.zip").exists()


async def test_a_package_never_overwrites_a_file(house: Coffers, tmp_path: Path):
    await enrol(house)
    designation, _ = await a_case(house)
    (tmp_path / "p.zip").write_bytes(b"mine")
    with pytest.raises(errands.NoSuchThingError):
        await errands.package(*settings_of(house), designation, tmp_path / "p.zip", "ada", PASSPHRASE, print, ask=str)
    assert (tmp_path / "p.zip").read_bytes() == b"mine"


async def test_erasing_a_case_leaves_nothing_that_opens_and_gives_a_receipt(house: Coffers):
    await enrol(house)
    designation, case_id = await a_case(house)
    told: list[str] = []
    assert await errands.erase(*settings_of(house), designation, told.append) == 0
    assert told[0].count("-") >= 3
    assert list((house.folder / "var/evidence").glob("??/*")) == []
    with pytest.raises(errands.NoSuchThingError):
        await errands.erase(*settings_of(house), case_id, told.append)


async def test_the_copy_of_a_persons_words_lands_in_their_own_vault(house: Coffers):
    await enrol(house)
    _, case_id = await a_case(house)
    person = await house.comes()
    desk = house.haven.desk
    session = await desk.session(await desk.sign_in("ada", PASSPHRASE))
    assert session is not None
    await desk.packages.copy_words(session, case_id)
    assert [item.shared for item in await person.items()] == [True, False]


def test_verify_names_what_was_changed_and_exits_with_one(tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(b"not a package")
    result = CliRunner().invoke(main, ["verify", str(tmp_path / "x.zip")])
    assert (result.exit_code, result.output) == (1, "x.zip is not what a package has here\n")


def test_verify_is_used_wrongly_with_a_key_that_is_none(tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(b"")
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "x.zip"), "--key", "zz"]).exit_code == 2


@pytest.mark.parametrize("size", [0, 1, 16384, 3_000_000])
async def test_a_sealed_file_opens_with_its_passphrase_and_nothing_else(size: int):
    content, sealed, clear = bytes(range(256)) * (size // 256) + bytes(size % 256), io.BytesIO(), io.BytesIO()
    await seal_file(io.BytesIO(content), sealed, "five words of my own", CHEAP)
    sealed.seek(0)
    await open_file(sealed, clear, "five words of my own")
    assert clear.getvalue() == content
    sealed.seek(0)
    with pytest.raises(WrongPhraseError):
        await open_file(sealed, io.BytesIO(), "six words of my own")


async def test_every_changed_byte_and_every_cut_of_a_sealed_file_is_found():
    sealed = io.BytesIO()
    await seal_file(io.BytesIO(b"a letter"), sealed, "five words of my own", CHEAP)
    whole = sealed.getvalue()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        if place in {8, 9, 10, 11, 12, 13}:
            continue  # the price of a guess: another one takes another time, and still does not open
        with pytest.raises((CannotOpenError, WrongPhraseError)):
            await open_file(io.BytesIO(bytes(changed)), io.BytesIO(), "five words of my own")
    for length in range(len(whole)):
        with pytest.raises((CannotOpenError, WrongPhraseError)):
            await open_file(io.BytesIO(whole[:length]), io.BytesIO(), "five words of my own")


def test_a_file_that_does_not_open_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"HAVRE1\n" + bytes(200))
    result = CliRunner().invoke(
        main, ["open", str(tmp_path / "x"), "--output", str(tmp_path / "y"), "--passphrase", "a"]
    )
    assert result.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


async def test_with_the_printed_code_a_new_supervisor_reads_what_was_written(house: Coffers):
    await enrol(house)
    _, case_id = await a_case(house)
    desk = house.haven.desk
    ada = await desk.session(await desk.sign_in("ada", PASSPHRASE))
    assert ada is not None
    code = await desk.recovery.print_code(ada)
    told: list[str] = []
    assert await errands.recover(*settings_of(house), code, told.append) == 0
    cookie = await desk.enrol(told[0].rsplit("/", 1)[1], "grace", PASSPHRASE)
    grace = await desk.session(cookie)
    assert grace is not None
    room = await desk.room(grace, case_id)
    assert not any(entry.unreadable for entry in room.entries)


# -- who leaves the team -----------------------------------------------------------------------------------------------


async def _team(house: Coffers) -> None:
    await enrol(house)
    desk = house.haven.desk
    ada = await desk.session(await desk.sign_in("ada", PASSPHRASE))
    assert ada is not None
    await desk.enrol(await desk.invite(ada, Role.LISTENER), "eve", PASSPHRASE)


async def test_a_supervisor_removes_a_listener_from_the_command_line(house: Coffers) -> None:
    await _team(house)
    told: list[object] = []
    assert await roster.remove(*settings_of(house), "Eve", "ada", PASSPHRASE, str, told.append) == 0
    assert told == ["eve can sign in no more; 0 conversations went back to the queue"]
    with pytest.raises(SignInRefusedError):
        await house.haven.desk.sign_in("eve", PASSPHRASE)
    told.clear()
    await errands.list_listeners(*settings_of(house), told.append)
    assert "(retired)" in str(told[1])


async def test_the_command_line_removes_nobody_without_a_supervisors_passphrase(house: Coffers) -> None:
    await _team(house)
    for name, passphrase, why in (
        ("eve", PASSPHRASE, NotAllowedError),
        ("ada", "pas celle-ci", SignInRefusedError),
    ):
        with pytest.raises(why):
            await roster.remove(*settings_of(house), "ada", name, passphrase, str, print)
    with pytest.raises(NoSuchListenerError, match="havre listener list"):
        await roster.remove(*settings_of(house), "mary", "ada", PASSPHRASE, str, print)
    with pytest.raises(LastSupervisorError, match="enrol another one first"):
        await roster.remove(*settings_of(house), "ada", "ada", PASSPHRASE, str, print)


async def test_the_command_line_asks_for_the_one_time_code_too(house: Coffers) -> None:
    await _team(house)
    desk = house.haven.desk
    ada = await desk.session(await desk.sign_in("ada", PASSPHRASE))
    assert ada is not None
    await desk.codes.begin(ada)
    secret = base64.b32decode((await desk.codes.own(ada, "Havre")).secret.replace(" ", ""))
    now = datetime.now(UTC)
    await desk.codes.confirm(ada, codes.code_at(secret, now - timedelta(seconds=codes.STEP_SECONDS)))
    with pytest.raises(CodeNeededError):
        await roster.remove(*settings_of(house), "eve", "ada", PASSPHRASE, lambda: "000000", print)
    code = codes.code_at(secret, now + timedelta(seconds=codes.STEP_SECONDS))
    assert await roster.remove(*settings_of(house), "eve", "ada", PASSPHRASE, lambda: code, print) == 0


async def test_nobody_enrolled_yet_is_said_with_what_to_do(house: Coffers) -> None:
    told: list[object] = []
    await errands.list_listeners(*settings_of(house), told.append)
    assert told == ["nobody has enrolled yet: `havre listener add` prints a link"]
