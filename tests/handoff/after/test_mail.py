"""Notices on their way through real mail servers: one that takes, refuses, hangs, stops in between, answers twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from handoff import retention
from handoff.errors import GateError, IllegalMoveError, NotAllowedError, TooManyLinksError
from handoff.records import after as tables
from handoff.settings import MailSettings
from handoff.takedown.kinds import Kind
from handoff.takedown.mail import Envelope, Outcome, Postbox
from handoff.takedown.states import Move, State
from tests.handoff.after.houses import LINK, after_the_talk, ready
from tests.handoff.havens import PARIS, person
from tests.ports import mail_server, nobodys_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


ENVELOPE = Envelope(
    "abc123", "nous@asso.example", "abuse@telegram.org", "Réf. H-1", "Des mots : é, 你好, 😭.\n.\nfin\n"
)


class Box:
    """A platform's mail server. `answer`: to a message; `refuse`: takes no mail for this address."""

    def __init__(self, answer: str = "250 ok", *, refuse: bool = False) -> None:
        self.answer, self.refuse = answer, refuse
        self.got: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        if self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - idem
        self.got.append(envelope.content.decode("ascii"))
        return self.answer


@asynccontextmanager
async def serving(box: Box) -> AsyncIterator[MailSettings]:
    with mail_server(box) as port:
        yield MailSettings(host="127.0.0.1", port=port, tls="none")


async def once(settings: MailSettings, seconds: float = 5) -> tuple[Outcome, str]:
    attempt = await Postbox(settings, seconds).send(ENVELOPE, datetime(2026, 11, 24, 18, tzinfo=PARIS))
    return attempt.outcome, attempt.fault


async def test_a_mail_arrives_with_every_script_and_the_same_id_each_time():
    box = Box()
    async with serving(box) as settings:
        assert await once(settings) == (Outcome.SENT, "")
        assert await once(settings) == (Outcome.SENT, "")
    assert box.got[0] == box.got[1]
    assert "Message-ID: <abc123@asso.example>" in box.got[0]
    assert box.got[0].isascii()


async def test_an_address_that_is_refused_is_final_and_nothing_was_handed_over():
    box = Box(refuse=True)
    async with serving(box) as settings:
        outcome, fault = await once(settings)
    assert (outcome, box.got) == (Outcome.FAILED, [])
    assert "550" in fault
    assert "telegram" not in fault


@pytest.mark.parametrize(
    ("answer", "outcome"), [("554 never", Outcome.FAILED), ("451 later", Outcome.LATER), ("250 ok", Outcome.SENT)]
)
async def test_the_answer_to_the_message_itself_is_believed(answer, outcome):
    async with serving(Box(answer)) as settings:
        assert (await once(settings))[0] is outcome


async def test_what_makes_no_mail_at_all_has_certainly_not_left():
    box = Box()
    async with serving(box) as settings:
        attempt = await Postbox(settings).send(replace(ENVELOPE, subject="a\nb"), datetime(2026, 11, 24, tzinfo=PARIS))
    assert (attempt.outcome, attempt.fault, box.got) == (Outcome.LATER, "ValueError", [])


async def test_silence_after_the_message_is_unsure_not_a_reason_to_send_again():
    outcome, messages = await talking(*GREETED, b"354 go\r\n", seconds=0.3, hangs=True)
    assert (outcome, messages) == (Outcome.UNSURE, 1)


async def test_a_server_that_is_not_there_is_tried_later():
    with nobodys_port() as port:
        settings = MailSettings(host="127.0.0.1", port=port, tls="none")
        assert (await once(settings))[0] is Outcome.LATER


GREETED = (b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n")
"""What a server says up to the message."""


async def talking(*replies: bytes, seconds: float = 1, hangs: bool = False) -> tuple[Outcome, int]:
    """Talk to a server that says these things, one to each thing it hears; count the messages it was handed.

    At the end it closes the line, or says nothing until the other side has had enough.
    """
    messages, gone = 0, asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal messages
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            writer.write(replies[0])
            for reply in replies[1:]:
                line = await reader.readuntil(b"\r\n")
                writer.write(reply)
                if line.strip().upper() == b"DATA" and reply.startswith(b"354"):
                    await reader.readuntil(b"\r\n.\r\n")
                    messages += 1
            if hangs:
                await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        outcome, _ = await once(MailSettings(host="127.0.0.1", port=port, tls="none"), seconds)
        await gone.wait()
    return outcome, messages


async def test_a_server_that_answers_everything_twice_gets_the_message_once_at_most():
    twice = b"250 ok\r\n250 ok\r\n"
    outcome, messages = await talking(b"220 hi\r\n", twice, twice, twice, b"354 go\r\n", b"250 ok\r\n")
    assert messages <= 1
    assert outcome is not Outcome.SENT or messages == 1


async def test_a_server_that_goes_away_after_the_message_leaves_it_unsure():
    outcome, messages = await talking(*GREETED, b"354 go\r\n")
    assert (outcome, messages) == (Outcome.UNSURE, 1)


async def test_a_server_that_speaks_no_smtp_gets_nothing():
    outcome, messages = await talking(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert (outcome, messages) == (Outcome.LATER, 0)


# -- through the house -------------------------------------------------------------------------------------------------


async def test_a_notice_is_sent_once_its_hour_begins_and_the_person_is_told(haven_with_folder, ada, mine):
    haven, box = haven_with_folder, Box()
    async with serving(box) as settings:
        after = after_the_talk(haven, settings)
        notice_id = await ready(after, ada, mine)
        await after.takedown.notices.send(ada, mine, notice_id)
        with pytest.raises(IllegalMoveError):
            await after.takedown.notices.send(ada, mine, notice_id)
        for _ in range(3):
            await after.rounds.tick(haven.clock.now)
    view = await after.takedown.notices.one(ada, mine, notice_id)
    assert (len(box.got), view.row.state) == (1, State.SENT)
    assert haven.letters.to(person("lea"), "bot") == ["notice-sent"]
    assert [row.sealed for row in await haven.rows(tables.mails.select())] == [None]


async def test_the_desk_is_reminded_at_30_50_and_60_minutes_and_a_removal_at_41_ends_it(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    first, second = await ready(after, ada, mine), ""
    await after.takedown.notices.sent_by_form(ada, mine, first)
    second = await after.takedown.notices.draft_account(ada, mine, "snapchat", Kind.HARASSMENT, "@x", "fr")
    reminded = {}
    for minute in range(1, 70):
        haven.clock.forward(minutes=1)
        if await after.rounds.tick(haven.clock.now):
            reminded[minute] = [
                entry.text for entry in (await haven.desk.room(ada, mine)).entries if entry.kind == "notice"
            ]
        if minute == 41:
            await after.takedown.follow.move(ada, mine, first, Move.REMOVE)
    assert reminded == {30: ["notice:1:Telegram:30:partners"]}
    view = await after.takedown.notices.one(ada, mine, first)
    assert (view.row.decided_at - view.row.sent_at).total_seconds() == 41 * 60
    assert (await after.takedown.notices.one(ada, mine, second)).row.state is State.DRAFTED


async def test_without_an_answer_all_three_reminders_come_and_nothing_is_done_by_itself(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    notice_id = await ready(after, ada, mine)
    await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    reminded = []
    for minute in range(1, 200):
        haven.clock.forward(minutes=1)
        if await after.rounds.tick(haven.clock.now):
            reminded.append(minute)
    assert reminded == [30, 50, 60]
    (waiting,) = await after.takedown.waiting(ada)
    assert waiting.past
    assert waiting.row.state is State.SENT


async def test_a_mail_cut_off_by_a_stop_is_never_sent_again_by_itself(haven_with_folder, ada, mine):
    haven, box = haven_with_folder, Box()
    async with serving(box) as settings:
        after = after_the_talk(haven, settings)
        notice_id = await ready(after, ada, mine)
        await after.takedown.notices.send(ada, mine, notice_id)
        async with haven.database.transaction() as tx:
            await tx.run(tables.mails.update().values(state="sending", next_at=haven.clock.now))
        haven.clock.forward(minutes=5)
        await after.rounds.tick(haven.clock.now)
        assert (await after.takedown.notices.one(ada, mine, notice_id)).mail.state == "unsure"
        assert box.got == []
        await after.takedown.follow.settle_unsure(ada, mine, notice_id, left=False)
        await after.rounds.tick(haven.clock.now)
    assert len(box.got) == 1


async def test_a_server_that_is_away_is_tried_a_few_times_and_then_the_listener_is_told(haven_with_folder, ada, mine):
    haven = haven_with_folder
    with nobodys_port() as port:
        after = after_the_talk(haven, MailSettings(host="127.0.0.1", port=port, tls="none"))
        notice_id = await ready(after, ada, mine)
        await after.takedown.notices.send(ada, mine, notice_id)
        for _ in range(40):
            await after.rounds.tick(haven.clock.now)
            haven.clock.forward(minutes=1)
    view = await after.takedown.notices.one(ada, mine, notice_id)
    assert (view.mail.state, view.mail.tries, view.row.state) == ("failed", 4, State.DRAFTED)
    await after.takedown.notices.answer(ada, mine, notice_id, saved="kept")  # it can be mended and sent again


async def test_the_same_link_is_reported_once_in_a_case_and_two_thousand_are_refused(haven_with_folder, ada, mine):
    after = after_the_talk(haven_with_folder, None)
    first = await after.takedown.notices.draft(ada, mine, LINK, Kind.HARASSMENT, "fr")
    again = await after.takedown.notices.draft(ada, mine, f"{LINK}?utm_source=x", Kind.HARASSMENT, "fr")
    assert (len(first.ids), again.ids, len(again.known)) == (1, (), 1)
    with pytest.raises(TooManyLinksError):
        await after.takedown.notices.draft(ada, mine, " ".join(f"{LINK}{n}" for n in range(2000)), Kind.OTHER, "fr")


async def test_what_a_notice_says_is_sealed_and_gone_with_the_case_what_is_counted_stays(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    sent = await ready(after, ada, mine)
    await after.takedown.notices.sent_by_form(ada, mine, sent)
    await after.takedown.notices.draft_account(ada, mine, "snapchat", Kind.HARASSMENT, "@x", "fr")
    rows = await haven.rows(tables.notices.select())
    assert all(b"Insultes" not in row.sealed and LINK.encode() not in row.sealed for row in rows)
    async with haven.database.transaction() as tx:
        await retention.erase(tx, mine)
    (row,) = await haven.rows(tables.notices.select())
    assert (row.case_id, row.sealed, row.platform, row.state) == (None, None, "telegram", "sent")
    assert await haven.rows(tables.notice_links.select()) == []


async def test_nobody_but_the_claimant_drafts_and_nobody_sends_past_a_gate(haven_with_folder, grace, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    bob = await haven.enrolled(grace, "bob")
    with pytest.raises(NotAllowedError):
        await after.takedown.notices.draft(bob, mine, LINK, Kind.HARASSMENT, "fr")
    notice_id = await ready(after, ada, mine, account="unknown")
    with pytest.raises(GateError) as error:
        await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    assert error.value.gates == ("second",)
    with pytest.raises(NotAllowedError):
        await after.takedown.notices.second(ada, mine, notice_id)
    await after.takedown.notices.answer(ada, mine, notice_id, second=bob.listener_id)
    with pytest.raises(GateError):
        await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    await after.takedown.notices.second(bob, mine, notice_id)
    await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    assert json.dumps([event for event, _ in (await after.takedown.notices.one(ada, mine, notice_id)).events]) == (
        '["drafted", "second", "sent"]'
    )
