"""What happens to a notice after it left: answers, the hour, the next step, the mail on its way.

Lives here: moves of a sent notice, reminders, sending what was written down. Does not live here: drafting
(`handoff.takedown.notices`), the rules (`handoff.takedown.states`).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.arrivals import NewEntry
from handoff.errors import IllegalMoveError, NoSuchCaseError
from handoff.permissions import Act
from handoff.records import cases as case_records
from handoff.records import notices as records
from handoff.takedown.mail import Attempt, Envelope, Outcome
from handoff.takedown.notices import EMAIL, step_of
from handoff.takedown.states import DECIDED, OPEN, Move, State, after, next_reminder, passed

if TYPE_CHECKING:
    from handoff.arrivals import Arrivals
    from handoff.case import Case
    from handoff.changes import Changes
    from handoff.listener import Session
    from handoff.takedown.mail import Postbox
    from handoff.takedown.notices import Notices, Tools
    from vault.database import Database, Transaction

AT_ONCE = 50
TRIES = 4
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long until a mail the server did not take is tried again."""
INTERRUPTED = timedelta(minutes=3)
"""After so long a mail that was being sent is one that a stop of the house cut off: nobody knows whether it left."""
TOLD = {State.REMOVED: "notice-removed", State.REFUSED: "notice-refused"}


class Follow:
    """Answers to notices that left, and the next step. Each method raises NotAllowedError where the session may not."""

    def __init__(self, tools: Tools, notices: Notices) -> None:
        self._tools, self._notices = tools, notices

    async def move(self, session: Session, case_id: str, notice_id: str, move: Move) -> None:
        """Write down what the platform answered, or what a listener decides. Raises IllegalMoveError."""
        if move is Move.SEND:
            raise IllegalMoveError("a notice leaves through its gates")
        async with self._tools.casework.allowed(session, case_id, Act.FOLLOW) as (tx, case):
            row = await records.get(tx, case.id, notice_id)
            await self._demand_still(tx, row, move)
            state, now = after(row.state, move), self._tools.clock()
            await records.change(tx, row.id, _moved(state, move, now, self._tools.settings.reminders))
            await records.note(tx, row.id, move.value, now, session.listener_id)
            if state in TOLD:
                await self._notices.tell(tx, case, TOLD[state])

    @staticmethod
    async def _demand_still(tx: Transaction, row: records.Row, move: Move) -> None:
        mail = (await records.mails_of(tx, [row.id])).get(row.id)
        if move is Move.DROP and mail is not None and mail.state in {"queued", "sending", "unsure"}:
            raise IllegalMoveError("the mail of this notice is on its way")

    async def step(self, session: Session, case_id: str, notice_id: str) -> str:
        """Write down that a listener took the next step; return which. Raises IllegalMoveError at the last."""
        async with self._tools.casework.allowed(session, case_id, Act.FOLLOW) as (tx, case):
            row = await records.get(tx, case.id, notice_id)
            step = step_of(row, self._tools.settings)
            if step is None or row.state not in OPEN:
                raise IllegalMoveError("no further step is left")
            await records.change(tx, row.id, {"steps": row.steps + 1})
            await records.note(tx, row.id, f"step_{step.value}", self._tools.clock(), session.listener_id)
        return step.value

    async def settle_unsure(self, session: Session, case_id: str, notice_id: str, *, left: bool) -> None:
        """Say what became of a mail nobody knows about: it left, or it is to be sent once more, under the same id."""
        async with self._tools.casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            row = await records.get(tx, case.id, notice_id)
            mail = (await records.mails_of(tx, [row.id])).get(row.id)
            if mail is None or mail.state != "unsure":
                raise IllegalMoveError("this mail's fate is known")
            now = self._tools.clock()
            await records.note(tx, row.id, "unsure_left" if left else "unsure_again", now, session.listener_id)
            if left:
                await records.settle_mail(tx, mail.id, "sent", now)
                await self._notices.left(tx, case, row, EMAIL, session.listener_id)
            else:
                await records.put_back(tx, mail.id, now, mail.fault)


def _moved(state: State, move: Move, now: datetime, minutes: tuple[float, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {"state": state.value}
    if move is Move.ACKNOWLEDGE:
        values["acknowledged_at"] = now
    if state in DECIDED:
        values |= {"decided_at": now, "due_at": None}
    if state is State.DROPPED:
        values["due_at"] = None
    if move is Move.REAPPEAR:
        values |= {"decided_at": None, "reminded": 0, "due_at": next_reminder(now, 0, minutes)}
    return values


class Rounds:
    """What the clock does with notices: reminders, and the mail that was written down. It decides nothing."""

    def __init__(
        self, database: Database, tools: Tools, notices: Notices, arrivals: Arrivals, changes: Changes,
        postbox: Postbox | None,
    ) -> None:  # fmt: skip
        self._database, self._tools, self._notices = database, tools, notices
        self._arrivals, self._changes, self._postbox = arrivals, changes, postbox

    async def tick(self, now: datetime) -> int:
        """Remind of every notice that is due, send every mail that waits; return how much was done."""
        async with self._database.reading() as tx:
            due = await records.due(tx, now, AT_ONCE)
        reminded = [await self._remind(row, now) for row in due]
        return sum(reminded) + await self._send_all(now)

    # -- reminders -----------------------------------------------------------------------------------------------------

    async def _remind(self, row: records.Row, now: datetime) -> bool:
        minutes = self._tools.settings.reminders
        if row.case_id is None or row.sent_at is None or row.due_at is None:
            return False
        if row.reminded >= len(minutes):  # the configuration names fewer by now: nothing is due any more
            async with self._database.transaction() as tx:
                await records.take_due(tx, row.id, now, row.reminded, None)
            return False
        begun = row.due_at - timedelta(minutes=minutes[row.reminded])  # since it was sent, or stood there again
        given = max(passed(begun, now, minutes), row.reminded + 1)
        async with self._database.transaction() as tx:
            if not await records.take_due(tx, row.id, now, given, next_reminder(begun, given, minutes)):
                return False
            await records.note(tx, row.id, "reminded", now)
            line = self._line(row, minutes[given - 1])
            await self._arrivals.keep_lines(tx, [NewEntry(row.case_id, "system", line.encode(), now, "notice")])
            self._changes.tell_of(tx, [row.case_id])
        return True

    def _line(self, row: records.Row, minutes: float) -> str:
        """Return what a room keeps of a reminder, said in words where it is read; the step is not taken."""
        tools = self._tools
        name = tools.platforms.get(row.platform).name.replace(":", " ")
        step = step_of(row, tools.settings)
        return f"notice:{row.number}:{name}:{minutes:g}:{step.value if step is not None else ''}"

    # -- mail ----------------------------------------------------------------------------------------------------------

    async def _send_all(self, now: datetime) -> int:
        if self._postbox is None:
            return 0
        await self._give_up_interrupted(now)
        async with self._database.reading() as tx:
            due = await records.mails_due(tx, now, AT_ONCE)
        return sum([await self._send(self._postbox, mail_id, now) for mail_id in due])

    async def _give_up_interrupted(self, now: datetime) -> None:
        async with self._database.transaction() as tx:
            for mail in await records.interrupted(tx, now - INTERRUPTED):
                await records.settle_mail(tx, mail.id, "unsure", now, "interrupted")
                await records.note(tx, mail.notice_id, "mail_unsure", now)

    async def _send(self, postbox: Postbox, mail_id: str, now: datetime) -> bool:
        async with self._database.transaction() as tx:
            mail = await records.begin_mail(tx, mail_id, now)
        if mail is None or mail.sealed is None:
            return False
        body = json.loads(self._tools.key.open("notice_mails", "sealed", mail.id, mail.sealed))
        sender = self._tools.settings.contact
        attempt = await postbox.send(Envelope(mail.id, sender, body["to"], body["subject"], body["text"]), now)
        async with self._database.transaction() as tx:
            await self._settle(tx, mail, attempt, now)
        return attempt.outcome is Outcome.SENT

    async def _settle(self, tx: Transaction, mail: records.Mail, attempt: Attempt, now: datetime) -> None:
        found = await self._found(tx, mail)
        if found is None:
            return  # erased while it was under way
        case, row = found
        match attempt.outcome:
            case Outcome.SENT:
                await records.settle_mail(tx, mail.id, "sent", now)
                await self._notices.left(tx, case, row, EMAIL, None)
            case Outcome.LATER if mail.tries < TRIES:
                await records.put_back(tx, mail.id, now + WAITS[mail.tries - 1], attempt.fault)
            case Outcome.LATER | Outcome.FAILED:
                await records.settle_mail(tx, mail.id, "failed", now, attempt.fault)
                await records.note(tx, row.id, "mail_failed", now)
            case Outcome.UNSURE:
                await records.settle_mail(tx, mail.id, "unsure", now, attempt.fault)
                await records.note(tx, row.id, "mail_unsure", now)
        self._changes.tell_of(tx, [case.id])

    @staticmethod
    async def _found(tx: Transaction, mail: records.Mail) -> tuple[Case, records.Row] | None:
        place = await records.case_of(tx, mail.notice_id)
        if place is None:
            return None
        try:
            case = await case_records.get_locked(tx, place)
        except NoSuchCaseError:
            return None
        return case, await records.get(tx, place, mail.notice_id)
