"""`havre doctor` on real folders, a real mail server and a running house."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import SMTP

from bot import records, vital_records
from bot.diagnosis import Line, State
from bot.doctor import examine
from bot.machine import listening, look_at, swap_limits, swaps
from bot.settings import Settings, read_settings
from tests.haven import ROOT, Haven, make_haven
from tests.ports import nobodys_port
from tests.telegram.houses import BOARD, DESK_TOKEN, TOKEN, account, both, desk_account, telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account
    from vault.database import Database

__all__ = ["account", "desk_account", "make_haven", "telegram"]


def ask(haven: Haven) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "doctor", "--config", str(haven.config)]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=haven.folder, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own program


def of(lines: list[Line], where: str) -> set[State]:
    return {line.state for line in lines if line.where.startswith(where)}


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder everybody comes to: pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="havre-open-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def settings_at(folder: Path, changes: dict[str, str] | None = None) -> tuple[Settings, Path]:
    haven = Haven(folder, changes=changes or {})
    haven.configure()
    return read_settings(haven.config, {}), haven.config


def test_a_running_house_with_both_bots_has_nothing_to_mend_and_no_secret_is_printed(
    telegram: FakeTelegram, account: Account, desk_account: Account, make_haven: Callable[..., Haven]
):
    telegram.world.chats[0, BOARD].rights |= {"can_delete_messages"}
    told = ask(make_haven(changes=both(telegram, "polling")))
    assert told.returncode == 0, told.stdout
    assert "ok: channels.telegram: Telegram answers" in told.stdout
    assert "ok: handoff.desks.web.listen: listens" in told.stdout
    assert "ok: store.database: SQLite" in told.stdout
    assert "ok: store.keys: its owner's alone" in told.stdout
    assert told.stdout.count("one process serves this bot") == 2
    for secret in (TOKEN, DESK_TOKEN, "127.0.0.1", "http", str(abs(BOARD))):
        assert secret not in told.stdout + told.stderr


def test_a_house_that_does_not_run_is_to_be_mended_and_looking_leaves_nothing_behind(tmp_path: Path):
    haven = Haven(tmp_path)
    haven.configure()
    told = ask(haven)
    assert told.returncode == 1
    assert "to mend: channels.web.listen: nothing answers" in told.stdout
    assert told.stdout.splitlines()[-1].startswith("2 to mend")
    assert [path.name for path in tmp_path.iterdir()] == ["config.yml"]


async def test_folders_that_everybody_comes_to_are_to_be_mended(open_place: Path):
    settings, config = settings_at(open_place)
    var = open_place / "var"
    for folder in (var, var / "keys", var / "evidence"):
        folder.mkdir(mode=0o755)
    lines = await examine(settings, config)
    assert of(lines, "store.keys") == of(lines, "store.evidence") == {State.MEND}
    var.chmod(0o700)
    lines = await examine(settings, config)
    assert of(lines, "store.keys") == of(lines, "store.evidence") == {State.OK}


def test_what_the_system_says_of_a_folder_is_what_is_judged(tmp_path: Path):
    (tmp_path / "keys").mkdir(mode=0o750)
    place = look_at("store.keys", tmp_path / "keys", os.geteuid())
    assert place.modes[0] & 0o777 == 0o750
    assert place.owner == os.geteuid()
    assert place.free == os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    assert look_at("store.keys", tmp_path / "nothing", None).modes == ()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert look_at("store.keys", tmp_path / "loop", None).hidden


def test_the_running_unit_is_found_by_where_it_listens_and_its_swap_by_its_groups(tmp_path: Path):
    proc, groups = tmp_path / "proc", tmp_path / "groups"
    for folder in (proc / "net", proc / "42" / "fd", groups / "system.slice" / "havre.service"):
        folder.mkdir(parents=True)
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    row = "   0: 0100007F:1F53 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 9911 1\n"
    (proc / "net" / "tcp").write_text(head + row)
    (proc / "42" / "fd" / "7").symlink_to("socket:[9911]")
    (proc / "42" / "cgroup").write_text("0::/system.slice/havre.service\n")
    (proc / "swaps").write_text("Filename Type Size Used Priority\n/swapfile file 1 0 -2\n")
    (groups / "system.slice" / "memory.swap.max").write_text("max\n")
    (groups / "system.slice" / "havre.service" / "memory.swap.max").write_text("0\n")
    house = listening({8019}, proc)
    assert house is not None
    assert (house.pid, house.user) == (42, os.geteuid())
    assert listening({8018}, proc) is None
    assert swaps(proc) == 1
    assert swap_limits(42, proc, (groups,)) == ["0", "max"]


def test_this_very_process_is_found_where_it_listens():
    code = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1) as child:  # noqa: S603 - our own line
        assert child.stdout is not None
        house = listening({int(child.stdout.readline())})
        child.communicate(b"\n")
    assert house is not None
    assert house.pid == child.pid


@pytest.fixture
async def mail_server() -> AsyncIterator[tuple[int, list[str]]]:
    """A mail server that writes down what it is asked for."""
    asked: list[str] = []

    class Listening(SMTP):
        async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - the library's name
            asked.append("EHLO")
            await super().smtp_EHLO(hostname)

        async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - the library's name
            asked.append("MAIL")
            await super().smtp_MAIL(arg)

    server = await asyncio.get_running_loop().create_server(lambda: Listening(object(), hostname="x"), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], asked
    server.close()
    await server.wait_closed()


def alarm(port: int) -> dict[str, str]:
    way = f'{{host: 127.0.0.1, port: {port}, tls: none, sender: "a@example.org", to: "b@example.org"}}'
    return {"  alarm: {}": f"  alarm: {{email: {way}}}"}


async def test_a_mail_server_is_greeted_and_gets_no_mail(tmp_path: Path, mail_server: tuple[int, list[str]]):
    port, asked = mail_server
    lines = await examine(*settings_at(tmp_path, alarm(port)))
    assert of(lines, "handoff.alarm.email") == {State.OK}
    assert set(asked) == {"EHLO"}


async def test_a_mail_server_that_is_away_is_to_be_mended(tmp_path: Path):
    with nobodys_port() as port:
        lines = await examine(*settings_at(tmp_path, alarm(port)))
    assert of(lines, "handoff.alarm.email") == {State.MEND}
    assert not any("example.org" in line.what for line in lines)


async def test_how_the_mail_stands_is_told_by_the_oldest_that_waits(database: Database):
    now = datetime.now(UTC).replace(microsecond=0)
    person = {"channel": "telegram", "language": "fr", "created_at": now}
    letter = {"ref": "r", "body": b"x", "entry_id": None}
    message = {"ref": "r", "channel": "telegram", "correspondent_id": "a", "place": None}
    async with database.transaction() as tx:
        assert await vital_records.mail(tx, ["telegram"]) == vital_records.Mail()
        await tx.run(
            sa.insert(records.correspondents), [{**person, "id": "a"}, {**person, "id": "b", "channel": "web"}]
        )
        for hours, who, state in ((5, "b", "queued"), (3, "a", "sent"), (2, "a", "held"), (1, "a", "queued")):
            row = {**letter, "correspondent_id": who, "state": state, "created_at": now - timedelta(hours=hours)}
            await records.post(tx, [row])
        for hours, state in ((9, "done"), (8, "new"), (7, "aside")):
            row = {**message, "external": bytes([hours]), "body": b"x", "state": state}
            await tx.run(sa.insert(records.inbox), [{**row, "received_at": now - timedelta(hours=hours)}])
        timer = {**message, "external": b"t", "body": b"x", "state": "done", "place": records.TIMER}
        await tx.run(sa.insert(records.inbox), [{**timer, "received_at": now}])
        told = await vital_records.mail(tx, ["telegram"])
        assert re.fullmatch(r"(SQLite|PostgreSQL) \d+\.[\d.]+", await vital_records.engine(tx))
    assert told == vital_records.Mail(
        last_in=now - timedelta(hours=7),
        last_out=now - timedelta(hours=1),
        waiting_since=now - timedelta(hours=8),
        owed_since=now - timedelta(hours=2),
        aside=1,
    )


async def rasa_that_says(body: bytes) -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("body", "state", "word"),
    [
        (b'{"intent": {"name": "greet", "confidence": 0.9}}', State.OK, "tells intents"),
        (b'{"intent": {"name": "order_pizza", "confidence": 0.9}}', State.MEND, "no intent of the label guide"),
    ],
)
async def test_a_rasa_server_is_asked_for_the_intent_of_a_greeting(
    tmp_path: Path, body: bytes, state: State, word: str
):
    async with contextlib.aclosing(rasa_that_says(body)) as serving:
        port = await anext(serving)
        lines = await examine(*settings_at(tmp_path, rasa(port)))
    (line,) = [line for line in lines if line.where == "nlu.rasa.url"]
    assert line.state is state
    assert word in line.what


async def test_a_rasa_server_that_is_away_is_to_be_mended_and_the_built_in_reader_is_named(tmp_path: Path):
    with nobodys_port() as port:
        lines = await examine(*settings_at(tmp_path, rasa(port)))
    (line,) = [line for line in lines if line.where == "nlu.rasa.url"]
    assert line.state is State.MEND
    assert "built-in reader does meanwhile" in line.what


def rasa(port: int) -> dict[str, str]:
    return {"  engine: built-in": f"  engine: rasa\n  rasa: {{url: 'http://127.0.0.1:{port}'}}"}
