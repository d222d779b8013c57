from __future__ import annotations

import asyncio
import email
import hmac
import json
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP
from pydantic import ValidationError

from handoff.hours import Hours, Rota
from handoff.records.tables import alarms, rings
from handoff.settings import AlarmSettings, EmailSettings
from nlu.severity import Level
from tests.handoff.havens import PARIS, Haven, a_haven, person
from vault.sealing import ServiceKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from email.message import EmailMessage
    from pathlib import Path

    from aiosmtpd.smtp import Envelope
    from aiosmtpd.smtp import Session as SmtpSession

    from tests.conftest import Clock
    from vault.database import Database
    from vault.keys import HouseKeys

SECRET = "gateway secret"


@dataclass
class Mailbox:
    """What a real mail server took in."""

    port: int = 0
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        parsed = email.message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.mails.append((envelope.rcpt_tos, parsed))
        self.came.set()
        return "250 taken"


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box, loop = Mailbox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="localhost"), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()


@dataclass
class Gateway:
    """What a real HTTP server was sent; answers `status`."""

    url: str = ""
    status: int = 204
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head)}
        self.posts.append((headers, await reader.readexactly(int(headers["content-length"]))))
        if self.meanwhile is not None:
            await self.meanwhile()
        writer.write(f"HTTP/1.1 {self.status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    server = await asyncio.start_server(gateway.answer, "127.0.0.1", 0)
    gateway.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ring"
    yield gateway
    server.close()
    await server.wait_closed()


def _email(port: int) -> dict[str, Any]:
    box = {"host": "127.0.0.1", "port": port, "tls": "none", "sender": "havre@desk.example"}
    return {**box, "to": ["oncall@desk.example"], "supervisors": "lead@desk.example"}


@pytest.fixture
async def rung(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, mailbox: Mailbox, gateway: Gateway
) -> AsyncIterator[Haven]:
    """A haven whose on-call is rung by e-mail and by a webhook."""
    webhook = {"url": gateway.url, "secret": SECRET}
    settings = AlarmSettings.model_validate({"email": _email(mailbox.port), "webhook": webhook})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        yield haven


async def _raised(haven: Haven, level: Level = Level.emergency, who: str = "on_call") -> str:
    case_id = await haven.comes("julie", level, "il m'a frappée, j'ai peur")
    async with haven.database.transaction() as tx:
        await haven.bells.ring(tx, case_id, level, "asked", who, haven.clock.now)
    return case_id


def _link(mailbox: Mailbox) -> str:
    return mailbox.mails[-1][1].get_content().split("https://desk.example/alarm/")[1].strip()


async def test_on_call_is_rung_by_mail_and_by_the_gateway(rung: Haven, mailbox: Mailbox, gateway: Gateway) -> None:
    await _raised(rung)
    rung.clock.forward(minutes=3)
    assert await rung.alarm.tick(rung.clock.now) == 1
    ((to, mail),) = mailbox.mails
    assert to == ["oncall@desk.example"]
    assert mail["Subject"] == "Permanence : une situation attend (urgence)"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "3 minutes" in mail.get_content()
    ((_, body),) = gateway.posts
    posted = json.loads(body)
    assert posted["link"] == f"https://desk.example/alarm/{_link(mailbox)}"
    assert (posted["level"], posted["who"], posted["ring"]) == ("emergency", "on_call", 1)


async def test_the_gateway_can_check_who_rings(rung: Haven, gateway: Gateway) -> None:
    await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    ((headers, body),) = gateway.posts
    assert headers["x-havre-signature"] == "sha256=" + hmac.digest(SECRET.encode(), body, "sha256").hex()


async def test_a_ring_tells_nothing_about_anybody(rung: Haven, mailbox: Mailbox, gateway: Gateway) -> None:
    case_id = await _raised(rung)
    case = await rung.case(case_id)
    await rung.alarm.tick(rung.clock.now)
    told = mailbox.mails[0][1].as_string() + gateway.posts[0][1].decode() + str(gateway.posts[0][0])
    for secret in ("frapp", "peur", case.designation, case.id, person("julie"), "julie", "web"):
        assert secret not in told.replace("desk.example", "")


async def test_a_supervisors_ring_goes_to_supervisors(rung: Haven, mailbox: Mailbox) -> None:
    await _raised(rung, who="supervisor")
    await rung.alarm.tick(rung.clock.now)
    assert [to for to, _ in mailbox.mails] == [["lead@desk.example"]]


async def test_it_rings_again_and_again_until_somebody_says_they_are_on_it(rung: Haven, mailbox: Mailbox) -> None:
    await _raised(rung)
    for minutes, mails in ((0, 1), (4, 1), (1, 2), (5, 3)):
        rung.clock.forward(minutes=minutes)
        await rung.alarm.tick(rung.clock.now)
        assert len(mailbox.mails) == mails
    answered = await rung.alarm.acknowledge(_link(mailbox), rung.clock.now)
    assert answered is not None
    assert (answered.level, answered.rings) == (Level.emergency, 3)
    rung.clock.forward(minutes=30)
    assert await rung.alarm.tick(rung.clock.now) == 0


async def test_looking_at_the_link_stops_nothing_and_it_serves_once(rung: Haven, mailbox: Mailbox) -> None:
    await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    token = _link(mailbox)
    for _ in range(2):
        seen = await rung.desk.ringing(token)
        assert seen is not None
        assert seen.since == rung.clock.now
    assert await rung.desk.acknowledge(token) is not None
    assert await rung.desk.acknowledge(token) is None
    assert await rung.desk.ringing(token) is None
    assert await rung.desk.ringing("unknown") is None


@pytest.mark.parametrize("again", [False, True])
async def test_a_link_rung_before_the_key_was_rotated_still_stops_it(
    rung: Haven,
    mailbox: Mailbox,
    again: bool,  # noqa: FBT001 - a case of the test
) -> None:
    await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    token, before = _link(mailbox), rung.keys.service
    rung.alarm._key = ServiceKey.of({**before._keys, 9: bytes(range(32))}, 9)
    if again:  # the ring after it carries another link, and the first one lies on a phone all the same
        rung.clock.forward(minutes=5)
        await rung.alarm.tick(rung.clock.now)
        assert _link(mailbox) != token
    assert await rung.alarm.look(token) is not None
    assert await rung.alarm.acknowledge(token, rung.clock.now) is not None
    assert await rung.alarm.acknowledge(token, rung.clock.now) is None


async def test_the_link_lies_in_no_table(rung: Haven, mailbox: Mailbox) -> None:
    await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    (row,) = await rung.rows(alarms.select())
    assert _link(mailbox) not in str(tuple(row))
    assert row.link != bytes.fromhex(_link(mailbox))


async def test_a_gateway_that_is_down_does_not_stop_the_mail_and_is_written_down(
    rung: Haven, mailbox: Mailbox, gateway: Gateway
) -> None:
    gateway.status = 503
    await _raised(rung)
    assert await rung.alarm.tick(rung.clock.now) == 1
    assert len(mailbox.mails) == 1
    written = {row.way: row for row in await rung.rows(rings.select())}
    assert (written["webhook"].fault, written["webhook"].sent_at) == ("HTTPStatusError", None)
    assert (written["email"].fault, written["email"].sent_at) == ("", rung.clock.now)


async def test_a_mail_server_that_is_down_does_not_stop_the_gateway(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, gateway: Gateway, unused_tcp_port: int
) -> None:
    settings = AlarmSettings.model_validate({"email": _email(unused_tcp_port), "webhook": {"url": gateway.url}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        await _raised(haven)
        assert await haven.alarm.tick(clock.now) == 1
        assert len(gateway.posts) == 1
        assert "x-havre-signature" not in gateway.posts[0][0]
        (failed,) = await haven.rows(rings.select().where(rings.c.way == "email"))
        assert failed.sent_at is None
        assert failed.fault


async def test_a_ring_is_written_down_before_it_is_sent(rung: Haven, gateway: Gateway) -> None:
    seen = []

    async def look() -> None:
        seen.append({row.way: row.sent_at for row in await rung.rows(rings.select())})

    gateway.meanwhile = look
    await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    assert seen == [{"email": None, "webhook": None}]
    assert {row.sent_at for row in await rung.rows(rings.select())} == {rung.clock.now}


async def test_a_server_that_hangs_holds_no_other_ring_up(rung: Haven, mailbox: Mailbox, gateway: Gateway) -> None:
    hangs = asyncio.Event()
    gateway.meanwhile = hangs.wait
    for name in ("julie", "tom", "zoe"):
        case_id = await rung.comes(name, Level.emergency)
        async with rung.database.transaction() as tx:
            await rung.arrivals.ring(tx, case_id, "asked", rung.clock.now)
    ticking = asyncio.create_task(rung.alarm.tick(rung.clock.now))
    async with asyncio.timeout(10):
        while len(mailbox.mails) < 3:
            mailbox.came.clear()
            await mailbox.came.wait()
    assert not ticking.done()
    hangs.set()
    assert await ticking == 3
    assert len(gateway.posts) == 3


async def test_what_no_way_carried_rings_again_within_the_minute(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, gateway: Gateway
) -> None:
    gateway.status = 503
    settings = AlarmSettings.model_validate({"webhook": {"url": gateway.url}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        await _raised(haven)
        assert await haven.alarm.tick(clock.now) == 1
        gateway.status = 204
        assert await haven.alarm.tick(clock.forward(seconds=59)) == 0
        assert await haven.alarm.tick(clock.forward(seconds=1)) == 1
        assert await haven.alarm.tick(clock.forward(minutes=4)) == 0


async def test_a_ring_cut_off_while_it_was_sent_rings_again_within_the_minute(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, gateway: Gateway
) -> None:
    reached, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        reached.set()
        await never.wait()

    gateway.meanwhile = hang
    settings = AlarmSettings.model_validate({"webhook": {"url": gateway.url}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        await _raised(haven)
        ticking = asyncio.create_task(haven.alarm.tick(clock.now))
        await reached.wait()
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        never.set()
        assert await haven.alarm.tick(clock.forward(seconds=60)) == 1
        assert await haven.alarm.tick(clock.forward(minutes=4)) == 0


async def test_a_ring_for_which_nobody_is_configured_is_not_tried_every_minute(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, mailbox: Mailbox
) -> None:
    settings = AlarmSettings.model_validate({"email": {**_email(mailbox.port), "supervisors": ()}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        case_id = await haven.comes("julie")
        async with haven.database.transaction() as tx:
            await haven.bells.ring(tx, case_id, Level.medium, "help", "supervisor", clock.now)
        assert await haven.alarm.tick(clock.now) == 1
        assert [row.fault for row in await haven.rows(rings.select())] == ["NobodyToRingError"]
        assert await haven.alarm.tick(clock.forward(minutes=1)) == 0
        assert await haven.alarm.tick(clock.forward(minutes=4)) == 1


async def test_a_mail_server_without_tls_is_given_no_alarm_in_clear(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, mailbox: Mailbox
) -> None:
    settings = AlarmSettings.model_validate({"email": {**_email(mailbox.port), "tls": "starttls"}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        await _raised(haven)
        await haven.alarm.tick(clock.now)
        assert mailbox.mails == []
        (row,) = await haven.rows(rings.select())
        assert row.fault == "ClearServerError"


async def test_many_ticks_at_once_ring_once(rung: Haven, mailbox: Mailbox) -> None:
    await _raised(rung)
    rang = await asyncio.gather(*(rung.alarm.tick(rung.clock.now) for _ in range(8)))
    assert sum(rang) == 1
    assert len(mailbox.mails) == 1


async def test_the_same_reason_rings_once_not_twice(rung: Haven) -> None:
    case_id = await _raised(rung)
    async with rung.database.transaction() as tx:
        assert not await rung.arrivals.ring(tx, case_id, "asked", rung.clock.now)
        assert await rung.arrivals.ring(tx, case_id, "worry", rung.clock.now)


async def test_a_grave_case_to_which_nobody_came_after_all_rings_anew(rung: Haven, mailbox: Mailbox) -> None:
    case_id = await _raised(rung)
    await rung.alarm.tick(rung.clock.now)
    await rung.desk.acknowledge(_link(mailbox))
    await rung.no_longer_due(case_id, "silence")
    await rung.no_longer_due(case_id, "unclaimed")
    rung.clock.forward(minutes=14)
    await rung.rounds.tick(rung.clock.now)
    assert await rung.ringing(case_id) == {}
    rung.clock.forward(minutes=1)
    await rung.rounds.tick(rung.clock.now)
    assert await rung.ringing(case_id) == {("again", "on_call"): Level.emergency}


async def test_saying_one_is_on_it_does_not_stop_the_ladder(rung: Haven, mailbox: Mailbox) -> None:
    """A supervisor who answers at once and then does not come leaves on-call to ring at its minute."""
    case_id = await rung.comes("julie", Level.emergency)
    await rung.no_longer_due(case_id, "silence")
    await rung.rounds.tick(rung.clock.now)
    await rung.alarm.tick(rung.clock.now)
    await rung.desk.acknowledge(_link(mailbox))
    assert await rung.minutes(5) == {2: [("rings", "on_call")], 5: [("late", "waiting")]}
    assert ("unclaimed", "on_call") in await rung.ringing(case_id)


async def test_what_can_wait_and_was_acknowledged_rings_no_more(rung: Haven, mailbox: Mailbox) -> None:
    case_id = await _raised(rung, Level.high)
    await rung.alarm.tick(rung.clock.now)
    await rung.desk.acknowledge(_link(mailbox))
    assert "again" not in await rung.due(case_id)


async def test_an_alarm_waits_for_the_first_moment_somebody_can_be_rung(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, mailbox: Mailbox
) -> None:
    rota = Rota(Hours.of("never", PARIS), Hours.of({"daily": ["20:00-23:00"]}, PARIS))
    settings = AlarmSettings.model_validate({"email": _email(mailbox.port)})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings, rota=rota) as haven:
        await _raised(haven)  # 19:00 in Paris
        assert await haven.alarm.tick(clock.now) == 0
        assert await haven.alarm.tick(clock.now + timedelta(hours=1)) == 1
        (row,) = await haven.rows(alarms.select())
        assert row.next_at == clock.now + timedelta(minutes=65)


async def test_a_role_nobody_has_an_address_for_is_no_ring_that_was_sent(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock, mailbox: Mailbox
) -> None:
    settings = AlarmSettings.model_validate({"email": {**_email(mailbox.port), "supervisors": []}})
    async with a_haven(database, keys, tmp_path, clock, alarm=settings) as haven:
        await _raised(haven, who="supervisor")
        await haven.alarm.tick(clock.now)
        assert mailbox.mails == []
        (row,) = await haven.rows(rings.select())
        assert (row.fault, row.sent_at) == ("NobodyToRingError", None)


def test_an_alarm_may_cross_no_network_in_clear() -> None:
    with pytest.raises(ValidationError, match="starttls or implicit"):
        EmailSettings.model_validate({**_email(25), "host": "mail.example.org"})


async def test_the_board_says_that_it_rings_only_where_something_rings(
    rung: Haven, database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock
) -> None:
    listener = await rung.first_supervisor()
    case_id = await _raised(rung)
    (card,) = await rung.desk.board(listener)
    assert (card.case_id, card.ringing) == (case_id, True)
    async with a_haven(database, keys, tmp_path / "quiet", clock) as quiet:
        (card,) = await quiet.desk.board(listener)
        assert (card.ringing, card.called) == (False, "nobody")
