"""The desk: everything a page may do for a signed-in listener, each call checked against `handoff.permissions`.

Lives here: who is asking, whether they may, and one transaction per act. Does not live here: pages (`handoff.desks`),
signing in itself (`handoff.door`), what follows from an act (`handoff.moves`), what the correspondent's side does
(`handoff.arrivals`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.asking import Asking
from handoff.case import CaseId, EntryId, Move, after
from handoff.endings import Endings
from handoff.gather import Gathering
from handoff.handover import Handover
from handoff.leaving import Leaving
from handoff.listening import Listening
from handoff.moves import Moves
from handoff.outgoing import Known
from handoff.packages import Packages, no_dossier
from handoff.permissions import Act, demand, demand_here
from handoff.records import cases as records
from handoff.recovery import Recovery
from handoff.refusals import StillHeldError
from handoff.rescue import Rescue
from handoff.settings import ShiftSettings
from handoff.shifts import Shifts
from handoff.speaking import Speaking
from handoff.worries import Worries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from handoff.alarm import Alarm, Ringing
    from handoff.bells import Bells
    from handoff.changes import Changes
    from handoff.codes import Codes
    from handoff.door import Door
    from handoff.listener import Listener, Role, Session
    from handoff.packages import DossierOf
    from handoff.practice import Practice
    from handoff.relay import Relay, Words
    from handoff.room import Card, Room
    from nlu.severity import Level
    from vault.database import Database
    from vault.evidence import Evidence, OpenItem
    from vault.sealing import ServiceKey
    from vault.team import Team

VISIT = timedelta(hours=1)
"""A visit that goes on is written down once in so long."""
HELP = "help"
"""The reason of an alarm by which a listener calls a supervisor into the room."""


def _now() -> datetime:
    return datetime.now(UTC)


async def _nowhere(_channel: str, _correspondent: str) -> str | None:
    return None


def _never(_at: datetime) -> datetime | None:
    return None


class Desk:
    """What the pages of a desk call. Every method that takes a `session` raises NotAllowedError where it may not.

    `words` says the closing letter; `open_numbers` which public numbers answer at a moment, by id; `encrypted` names
    the channels that are end-to-end encrypted; `preview` makes a WEBP of a piece, as `vault.preview.preview` does.
    `closes_at` says when the house that is open now closes; `address_of` where a channel reaches a correspondent;
    `known` which numbers and pages may be named. What else there is to do stands in `handover`, `shifts`, `rescue`.
    """

    handover: Handover
    shifts: Shifts
    rescue: Rescue
    endings: Endings
    leaving: Leaving
    packages: Packages
    listening: Listening
    recovery: Recovery
    worries: Worries
    codes: Codes
    practice: Practice | None = None

    def __init__(
        self,
        *,
        database: Database,
        door: Door,
        relay: Relay,
        bells: Bells,
        alarm: Alarm,
        team: Team,
        evidence: Evidence,
        service_key: ServiceKey,
        words: Words,
        changes: Changes,
        open_numbers: Callable[[datetime], Sequence[str]],
        preview: Callable[[OpenItem], Awaitable[bytes]],
        encrypted: Collection[str] = (),
        clock: Callable[[], datetime] = _now,
        closes_at: Callable[[datetime], datetime | None] = _never,
        shifts: ShiftSettings | None = None,
        address_of: Callable[[str, str], Awaitable[str | None]] = _nowhere,
        known: Known | None = None,
        dossier_of: DossierOf = no_dossier,
        practice_of: Callable[[Asking], Practice] | None = None,
    ) -> None:
        self._database, self._door, self._relay, self._bells, self._alarm = database, door, relay, bells, alarm
        self._team, self._evidence, self._key, self._changes = team, evidence, service_key, changes
        self._clock = clock
        self._moves = Moves(bells, relay, words, service_key)
        self._asking = Asking(database, team, relay, changes, clock)
        limits = shifts or ShiftSettings()
        pause = timedelta(minutes=limits.pause_minutes)
        self.shifts = Shifts(self._asking, door, closes_at=closes_at, capacity=limits.capacity, pause=pause)
        self.rescue = Rescue(self._asking, bells, door, address_of, open_numbers)
        self.practice = practice_of(self._asking) if practice_of is not None else None
        self._speaking = Speaking(self._asking, known or Known(), self.practice)
        self._gathering = self._gathers(open_numbers, encrypted)
        self._furnish(preview, dossier_of)

    def _gathers(self, open_numbers: Callable[[datetime], Sequence[str]], encrypted: Collection[str]) -> Gathering:
        """Return what brings board and room together."""
        return Gathering(
            service_key=self._key,
            team=self._team,
            evidence=self._evidence,
            door=self._door,
            open_numbers=open_numbers,
            encrypted=encrypted,
            rings=self._alarm.works,
        )

    def _furnish(self, preview: Callable[[OpenItem], Awaitable[bytes]], dossier_of: DossierOf) -> None:
        """Set up what else there is to do, of what the desk holds by then."""
        self.recovery, self.codes = Recovery(self._database, self._door, self._team), self._door.codes
        self.worries = Worries(self._asking, self._door)
        self.packages = Packages(self._asking, self._evidence, dossier_of)
        self.listening = Listening(self._asking, self._evidence, self._key, preview)
        self.handover = Handover(self._asking, self.shifts, self._moves)
        self.endings = Endings(self._asking, self._gathering, self._moves, self._speaking)
        self.leaving = Leaving(self._asking, self._moves)

    # -- doors ---------------------------------------------------------------------------------------------------------

    async def sign_in(self, name: str, passphrase: str, lane: str = "") -> str:
        """Return the cookie of a new session. Raises SignInRefusedError, TooManyAttemptsError, CodeNeededError."""
        return await self._door.sign_in(name, passphrase, lane)

    def device_for(self, name: str) -> str:
        """Return what a device shows from now on that was let in under this name; it opens nothing."""
        return self._door.device_for(name)

    def lane_of(self, name: str, device: str, network: str) -> str:
        """Return whence a sign-in is tried: a device known for this name, else a network."""
        return self._door.lane_of(name, device, network)

    async def answer_code(self, knock: str, code: str) -> str:
        """Return the cookie of a new session for the code after the passphrase; `knock` is CodeNeededError's.

        Raises CodeNeededError, TooManyAttemptsError, TooLateError.
        """
        return await self._door.answer(knock, code)

    async def session(self, cookie: str, *, clicked: bool = True) -> Session | None:
        """Return the session of a cookie, or None when it ended, idled too long or never was.

        `clicked` is False where a page asks by itself: only what a person does keeps a session from idling.
        """
        return await self._door.session(cookie, clicked=clicked)

    async def sign_out(self, session: Session) -> None:
        """End a session: its copy of the listener's key is gone, and nothing is offered to them any more.

        Raises StillHeldError while conversations are live with them: those are handed over first.
        """
        async with self._database.transaction() as tx:
            if (await records.live_with(tx)).get(session.listener_id):
                raise StillHeldError("conversations are still live")
            self._changes.tell_of(tx, await records.drop_offers(tx, session.listener_id))
        await self._door.sign_out(session)

    async def end_shift(self, session: Session, note: str) -> list[CaseId]:
        """Hand everything one holds back to the queue, `note` kept in each, and sign out; return which cases."""
        now = self._clock()
        async with self._database.transaction() as tx:
            held = await records.held_by(tx, session.listener_id)
            for case in held:
                if note.strip():
                    await self._asking.keep_note(tx, session, case, note)
                await self._moves.release(tx, case, now)
            self._changes.tell_of(tx, [case.id for case in held])
        await self.sign_out(session)
        return [case.id for case in held]

    async def invite(self, session: Session, role: Role) -> str:
        """Return a one-time token by which someone enrols within a day. Supervisors only."""
        return await self._door.invite(session, role)

    async def invited(self, token: str) -> Role | None:
        """Return what an invitation invites to, or None when it is used, too old or unknown."""
        return await self._door.invited(token)

    async def enrol(self, token: str, name: str, passphrase: str) -> str:
        """Make the invited listener and return the cookie of their first session.

        Raises InvitationError, NameTakenError, WeakPassphraseError.
        """
        return await self._door.enrol(token, name, passphrase)

    # -- the house's own keeping: no session, for whoever holds the machine --------------------------------------------

    async def listeners(self) -> list[Listener]:
        """Return everybody who ever enrolled, the first first."""
        return await self._door.listeners()

    # -- the board and the moves ---------------------------------------------------------------------------------------

    async def board(self, session: Session) -> list[Card]:
        """Return a card of every open case: those waiting in the queue's order, then those live and silent."""
        demand(session.role, Act.SEE_BOARD)
        async with self._database.reading() as tx:
            return await self._gathering.board(tx, session)

    async def take_next(self, session: Session, *, agreed: bool | None = None) -> CaseId | None:
        """Claim the next case within this listener's reach; None when nobody waits for them.

        `agreed`: whether they take a second emergency this shift. Raises OnPauseError, FullError, and
        SecondEmergencyError where that has to be asked first.
        """
        demand(session.role, Act.TAKE_NEXT)
        async with self._database.transaction() as tx:
            await self._asking.demand_key(tx, session)
            wanted = await self.shifts.wanted(tx, session, agreed=agreed)
            case_id = await self._moves.take_next(tx, wanted)
            if case_id is not None:
                self._changes.tell_of(tx, [case_id])
        return case_id

    async def claim(self, session: Session, case_id: str, *, agreed: bool = False) -> None:
        """Claim this very case. Raises IllegalMoveError when someone else was first, else as `take_next`."""
        async with self._database.transaction() as tx:
            case = await records.get_locked(tx, case_id)
            after(case.state, Move.CLAIM)  # who comes second is told that, not that they may not
            demand_here(session.role, session.listener_id, case, Act.CLAIM)
            await self._asking.demand_key(tx, session)
            if not case.practice:
                await self.shifts.demand_fit(tx, session, case, agreed=agreed)
            await self._moves.claim(tx, case, session.listener_id, self._clock())
            self._changes.tell_of(tx, [case_id])

    async def take_over(self, session: Session, case_id: str, reason: str) -> None:
        """Take a case from the listener who holds it; `reason` is kept as a note. Supervisors only.

        Raises EmptyMessageError without a reason.
        """
        async with self._asking.allowed(session, case_id, Act.TAKE_OVER) as (tx, case):
            await self._asking.demand_key(tx, session)
            await self._asking.keep_note(tx, session, case, reason)
            await self._moves.take_over(tx, case, session.listener_id, self._clock())

    async def release(self, session: Session, case_id: str, note: str = "") -> None:
        """Put a case back into the queue, at the place it had; `note` is the hand-over, kept as a note."""
        async with self._asking.allowed(session, case_id, Act.RELEASE) as (tx, case):
            if note.strip():
                await self._asking.keep_note(tx, session, case, note)
            await self._moves.release(tx, case, self._clock())

    async def reopen(self, session: Session, case_id: str) -> None:
        """Put a closed case back into the queue."""
        async with self._asking.allowed(session, case_id, Act.REOPEN) as (tx, case):
            await self._moves.reopen(tx, case, self._clock())

    async def close(
        self,
        session: Session,
        case_id: str,
        *,
        points: Sequence[str],
        outcome: str,
        type: str,  # noqa: A002 - the word of the label guide
        plan: Sequence[str] = (),
        again: str = "",
        confirmed: bool = False,
        because: str = "",
    ) -> None:
        """Say the last words with one to three `points` retained, write the outcome down, end ladders and alarms.

        `plan`: with whom, where, what helps. `again`: the answer to the direct question, which is asked again before
        high or above is closed. Raises AskAgainError without one that lets it be closed, AlreadyClosedError,
        UnfinishedClosingError where a point, the outcome or the kind of violence is missing, and, as `say` does for
        points and plan, HeldForPromiseError unless `confirmed`, HeldForContactError unless `because` says why.
        """
        ending: dict[str, Any] = {"points": points, "outcome": outcome, "type": type, "plan": plan, "again": again}
        await self.endings.close(session, case_id, **ending, confirmed=confirmed, because=because)

    async def lower(self, session: Session, case_id: str, level: Level, reason: str) -> None:
        """Set the level, `reason` kept as a note. What is said afterwards may raise it again.

        Raises EmptyMessageError without a reason.
        """
        async with self._asking.allowed(session, case_id, Act.WEIGH) as (tx, case):
            await self._asking.keep_note(tx, session, case, reason)
            await self._moves.weigh(tx, case, level, self._clock())

    async def call(self, session: Session, case_id: str) -> None:
        """Call a supervisor into the room, on their board and by every way of the alarm."""
        async with self._asking.allowed(session, case_id, Act.CALL) as (tx, case):
            await records.change(tx, case_id, {"called": case.called or "supervisor"})
            await self._bells.ring(tx, case_id, case.level, HELP, "supervisor", self._clock())

    # -- the room ------------------------------------------------------------------------------------------------------

    async def room(self, session: Session, case_id: str) -> Room:
        """Return a case's one screen. A supervisor's visit to another's room is recorded."""
        await self._visit(session, case_id)
        async with self._database.reading() as tx:
            case = await self._asking.seen(tx, session, case_id, Act.READ)
            return await self._gathering.room(tx, session, case, self._clock())

    async def _visit(self, session: Session, case_id: str) -> None:
        """Write down, before a word is shown, that someone looks into a room that is not theirs."""
        visitor, act, now = session.listener_id, Act.READ, self._clock()
        async with self._database.reading() as tx:
            case = await self._asking.seen(tx, session, case_id, act)
            if case.claimed_by == visitor or await records.visited_since(tx, case_id, visitor, act, now - VISIT):
                return
        async with self._database.transaction() as tx:
            await self._asking.seen(tx, session, case_id, act)
            await records.add_visit(tx, case_id, visitor, act, now)

    async def say(
        self, session: Session, case_id: str, text: str, key: str, *, confirmed: bool = False, because: str = ""
    ) -> EntryId:
        """Send a message to the correspondent, once per `key`; text that begins with `//` is kept as a note instead.

        Raises HeldForNoteError for `//` further down, and HeldForTableError, unless `confirmed`; HeldForContactError
        for a handle, number or link that is not in service, unless `because` says why it is sent: supervisors read
        that. Raises TooManySignsError, EmptyMessageError.
        """
        return await self._speaking.say(session, case_id, text, key, confirmed=confirmed, because=because)

    async def note(self, session: Session, case_id: str, text: str, key: str) -> EntryId:
        """Keep a note for colleagues, once per `key`; it never crosses. Raises EmptyMessageError."""
        return await self._speaking.note(session, case_id, text, key)

    async def place(self, session: Session, case_id: str) -> str:
        """Reveal what the correspondent offered for rescue, oldest first, "" when there is none. Recorded."""
        async with self._asking.allowed(session, case_id, Act.PLACE) as (tx, _):
            await records.add_visit(tx, case_id, session.listener_id, Act.PLACE, self._clock())
            rows = await records.places_of(tx, case_id)
        return "\n".join(self._key.open("rescue_places", "sealed", row.id, row.sealed).decode() for row in rows)

    async def call_back(self, session: Session, case_id: str) -> str:
        """Reveal the number to call back, "" where none was asked for. Claimant only, recorded."""
        async with self._asking.allowed(session, case_id, Act.CALL_BACK) as (tx, _):
            await records.add_visit(tx, case_id, session.listener_id, Act.CALL_BACK, self._clock())
            sealed = await records.call_back_of(tx, case_id)
        return "" if sealed is None else self._key.open("call_backs", "sealed", case_id, sealed).decode()

    async def called_back(self, session: Session, case_id: str) -> None:
        """Destroy the number: they were called. Claimant only."""
        async with self._asking.allowed(session, case_id, Act.CALL_BACK) as (tx, _):
            await records.drop_call_back(tx, case_id)

    # -- evidence ------------------------------------------------------------------------------------------------------

    async def evidence(self, session: Session, case_id: str, item_id: str) -> OpenItem:
        """Open a piece of evidence that is shared with the team. Raises the vault's NotSharedError, NoSuchItemError."""
        return await self.listening.open(session, case_id, item_id)

    async def preview(self, session: Session, case_id: str, item_id: str) -> bytes:
        """Return a WEBP preview of a shared piece. Raises the vault's NotSharedError, NoSuchItemError, PreviewError."""
        return await self.listening.preview(session, case_id, item_id)

    # -- bells, for whoever holds a link -------------------------------------------------------------------------------

    async def ringing(self, token: str) -> Ringing | None:
        """Return what an alarm's link is about, or None when the link is unknown or used."""
        return await self._alarm.look(token)

    async def acknowledge(self, token: str) -> Ringing | None:
        """Stop an alarm by its one-time link; None when the link is unknown or used."""
        return await self._alarm.acknowledge(token, self._clock())
