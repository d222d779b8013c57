"""The correspondent's side of a case: it opens, it is written in, weighed, put in line; a closed one reopens.

Lives here: what the bot calls inside its own transaction. Not here: what listeners do (`handoff.desk`).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from handoff import queue
from handoff.bells import Bells, Climb, unwatch, watch
from handoff.case import Case, CaseId, EntryId, Move, State, after
from handoff.changes import Changes, of_case
from handoff.designation import draw, draw_numbered
from handoff.errors import NoSuchCaseError
from handoff.ladder import RISK, Kind
from handoff.records import cases as records
from handoff.records import entries as entry_records
from handoff.records import shifts, worries
from handoff.worries import raise_worry, show
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vault.database import Transaction
    from vault.sealing import ServiceKey
    from vault.team import Team

TRIES = 12
SOON = timedelta(hours=24)
"""Whoever writes again so soon after the end is kept for the listener they know, for a few minutes."""
AT_DESK = timedelta(hours=2)
"""Who was at the desk so lately is taken to be there."""
PRESENT = timedelta(minutes=10)
"""Who did something at the desk so lately is there: later, nobody is told so."""
NEVER_NEWS = frozenset({"weighed-before"})
"""Rules that repeat what a case weighs already: they say nothing a human has not seen."""
InLine = tuple[int, tuple[int, int] | None]
"""How many wait before a case, and the measured minutes (half, nine in ten) where enough were measured."""
Reason = dict[str, Any]
"""A reason as JSON: `rule`, `source`, `question`, `choice`, and for words `entry` (an entry's id), `start`, `end`."""

__all__ = ["Arrivals", "NewEntry", "Reason", "Weighing", "mark_delivery", "new_id", "unwatch", "watch"]


def new_id() -> str:
    """Return a fresh random id."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One line to keep. `author`: correspondent | bot | listener | note | system; `clear` is sealed to the team.

    `alias` is what the listener was called when they wrote it, as colleagues read it. `delivery` is "queued" for what
    is on its way to the correspondent, "" for everything else. `reply_to` and `replaces` are ids of earlier lines.
    `quiet`: a tap on what was left on the screen, which opens no closed case again. `kept_from`: the listener it is
    about, who never sees it.
    """

    case_id: str
    author: str
    clear: bytes = field(repr=False)
    at: datetime
    kind: str = "text"
    id: EntryId = field(default_factory=lambda: EntryId(new_id()))
    listener_id: str | None = None
    alias: str = ""
    once: bytes | None = None
    delivery: str = ""
    reply_to: str | None = None
    replaces: str | None = None
    quiet: bool = False
    kept_from: str | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """An assessment of a case. `facts` are what is known, as ids: see `handoff.room.Room` for the names shown."""

    case_id: str
    level: Level
    at: datetime
    reasons: Sequence[Reason] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class Arrivals:
    """What the correspondent's side may do to cases."""

    def __init__(self, team: Team, service_key: ServiceKey, bells: Bells, changes: Changes) -> None:
        self._team, self._key, self._bells, self._changes = team, service_key, bells, changes

    async def open_case(
        self,
        tx: Transaction,
        *,
        correspondent: str,
        channel: str,
        language: str,
        at: datetime,
        vault: str | None = None,
    ) -> CaseId:
        """Open a case, in the queue from this moment, at medium until it is weighed."""
        case_id, level = CaseId(new_id()), Level.medium
        row = {"id": case_id, "correspondent": correspondent, "channel": channel, "language": language, "vault": vault}
        times = {"opened_at": at, "waiting_since": at, "last_word_at": at, "place": queue.place(level, at)}
        standing = {"state": State.WAITING, "level": int(level), "contacts": 1, "called": ""}
        await self._designate(tx, {**row, **times, **standing}, language)
        await records.begin_waits(tx, [(case_id, level, at)], came=True)
        await self._bells.climb(tx, [Climb(case_id, Kind.UNCLAIMED, level, at)])
        self._changes.tell_of(tx, [case_id])
        return case_id

    async def _designate(self, tx: Transaction, row: dict[str, Any], language: str) -> None:
        for _ in range(TRIES):
            if await records.add(tx, {**row, "designation": draw(language)}):
                return
        while not await records.add(tx, {**row, "designation": draw_numbered(language)}):
            pass

    async def attach_vault(self, tx: Transaction, case_id: str, vault: str) -> None:
        """Say whose evidence belongs to a case."""
        await records.change(tx, case_id, {"vault": vault})
        self._changes.tell_of(tx, [case_id])

    async def case_of(self, tx: Transaction, correspondent: str) -> Case | None:
        """Return the latest case of a correspondent, open or closed."""
        return await records.of_correspondent(tx, correspondent)

    async def contacts(self, tx: Transaction, correspondent: str, since: datetime) -> int:
        """Return how often this correspondent came since then: cases opened and reopened."""
        return await records.contacts(tx, correspondent, since)

    # -- what is said and what it weighs -----------------------------------------------------------------------------

    async def take_in(
        self, tx: Transaction, entries: Sequence[NewEntry] = (), weighings: Sequence[Weighing] = ()
    ) -> dict[str, Case]:
        """Keep a batch of lines and assessments, of any number of cases; return those cases as they stand now.

        A case that was closed is reopened by its correspondent's word. Raises NoSuchCaseError.
        """
        ids = {entry.case_id for entry in entries} | {weighing.case_id for weighing in weighings}
        found = await records.among(tx, ids)
        if ids - found.keys():
            raise NoSuchCaseError("no such case")
        await self._keep(tx, entries)
        standings = {
            case_id: _Standing(case, case, weighed, settled) for case_id, (case, weighed, settled) in found.items()
        }
        for entry in entries:
            if entry.author == "correspondent" and not entry.quiet:
                standings[entry.case_id].hear(entry.at, aside=entry.kept_from is not None)
        for weighing in weighings:
            self._weigh(standings[weighing.case_id], weighing)
        await self._write(tx, standings.values())
        self._changes.tell_of(tx, standings)
        if any(one.now.level >= RISK and one.now.level > one.before.level for one in standings.values()):
            self._changes.tell_urgent(tx)
        return {case_id: standing.now for case_id, standing in standings.items()}

    async def keep_lines(self, tx: Transaction, entries: Sequence[NewEntry]) -> None:
        """Keep lines of the house's own, which change nothing about their cases."""
        await self._keep(tx, entries)
        self._changes.tell_of(tx, {entry.case_id for entry in entries})

    async def _keep(self, tx: Transaction, entries: Sequence[NewEntry]) -> None:
        if not entries:
            return
        epoch, public = await self._team.public(tx)
        await entry_records.add_all(tx, [self._row(entry, epoch, public) for entry in entries])

    def _row(self, entry: NewEntry, epoch: int, public: bytes) -> dict[str, Any]:
        sealed = self._team.seal_entry(epoch, public, entry.case_id, entry.id, entry.clear)
        row = {"id": entry.id, "case_id": entry.case_id, "author": entry.author, "kind": entry.kind, "at": entry.at}
        whose = {"listener_id": entry.listener_id, "alias": entry.alias, "once": entry.once, "delivery": entry.delivery}
        earlier = {"reply_to": entry.reply_to or None, "replaces": entry.replaces or None}
        return {**row, **whose, **earlier, "epoch": epoch, "sealed": sealed, "kept_from": entry.kept_from}

    def _weigh(self, standing: _Standing, weighing: Weighing) -> None:
        written = json.dumps([list(weighing.reasons), dict(weighing.facts)], sort_keys=True, ensure_ascii=False)
        weighed = self._key.fingerprint("weighed", written)
        standing.raise_to(self._level(standing, weighing), weighing.at)
        if weighed != standing.weighed:
            case_id = weighing.case_id
            standing.weighed = weighed
            standing.sealed = {
                "case": case_id,
                "reasons": self._key.seal("cases", "reasons", case_id, _json(list(weighing.reasons))),
                "facts": self._key.seal("cases", "facts", case_id, _json(dict(weighing.facts))),
                "weighed": weighed,
            }

    def _level(self, standing: _Standing, weighing: Weighing) -> Level:
        if standing.settled is None:
            return weighing.level
        known = set(json.loads(self._key.open("cases", "settled", weighing.case_id, standing.settled)))
        news = (reason for reason in weighing.reasons if reason.get("rule") not in NEVER_NEWS)
        is_news = any(reason_key(reason) not in known for reason in news)
        return weighing.level if is_news else Level.low  # a human has weighed these very reasons

    async def _write(self, tx: Transaction, standings: Collection[_Standing]) -> None:
        changed = [standing for standing in standings if standing.now != standing.before]
        await records.change_all(tx, [_columns(standing.now) for standing in changed])
        await records.change_all(tx, [standing.sealed for standing in standings if standing.sealed is not None])
        reopened = [s.now for s in changed if s.before.state is State.CLOSED]
        await self._keep_for_whom_they_know(tx, [s for s in changed if s.before.state is State.CLOSED])
        await records.begin_waits(tx, [(case.id, case.level, case.waiting_since) for case in reopened], came=True)
        await self._stop_silence(tx, [standing for standing in changed if standing.broke_silence])
        await self._bells.climb(tx, [climb for standing in changed for climb in standing.climbs()])

    async def _keep_for_whom_they_know(self, tx: Transaction, came_back: Sequence[_Standing]) -> None:
        """Keep whoever writes again soon for the listener they know, at the desk now and no worry of theirs."""
        for standing in came_back:
            case_id, listener, at = standing.now.id, standing.before.previous_listener, standing.now.waiting_since
            marked = standing.before.abuse_until is not None and standing.before.abuse_until > at
            if listener is None or marked or at - (standing.before.closed_at or at) > SOON:
                continue
            there = await shifts.signed_in_of(tx, {listener}, at - AT_DESK)
            if there and not await worries.are_about(tx, case_id, listener):
                await records.change(tx, case_id, {"offered_to": listener})

    async def _stop_silence(self, tx: Transaction, spoke: Sequence[_Standing]) -> None:
        if spoke:
            ids = [standing.now.id for standing in spoke]
            await self._bells.stop(tx, ids, (Kind.SILENCE, Kind.LOOK), max(s.now.last_word_at for s in spoke))

    # -- the line, rings, places -------------------------------------------------------------------------------------

    async def place_in_line(self, tx: Transaction, case_id: str, at: datetime) -> InLine | None:
        """Return where this case stands in line; None once claimed."""
        return (await self.places_in_line(tx, [case_id], at)).get(case_id)

    async def places_in_line(self, tx: Transaction, case_ids: Sequence[str], at: datetime) -> dict[str, InLine]:
        """Return the same for several cases; those that do not wait are left out."""
        return await queue.places_in_line(tx, case_ids, at)

    async def anyone_there(self, tx: Transaction, at: datetime) -> bool:
        """Tell whether somebody of the team is at the desk: signed in, and did something there in these minutes."""
        return await shifts.anyone_since(tx, at - PRESENT)

    async def ring(self, tx: Transaction, case_id: str, reason: str, at: datetime) -> bool:
        """Ring on-call for a case now (`reason`: "asked" or an id of the bot's); False where it rings."""
        case = await records.get(tx, case_id)
        await records.change(tx, case_id, {"called": "on_call"})
        self._changes.tell_of(tx, [case_id])
        return await self._bells.ring(tx, case_id, case.level, reason, "on_call", at)

    async def worry(self, tx: Transaction, case_id: str, at: datetime) -> None:
        """Ring somebody else about the listener of a case, who sees nothing of it."""
        await raise_worry(tx, self._bells, self._changes, case_id, at)

    async def show(self, tx: Transaction, case_id: str, entry_id: str, at: datetime) -> None:
        """Let a line into the talk that was kept from the listener in doubt."""
        await show(tx, self._bells, self._changes, case_id, entry_id, at)

    async def offer_place(self, tx: Transaction, case_id: str, clear: bytes, at: datetime) -> None:
        """Keep a place or a number offered in danger: no transcript, destroyed by `handoff.retention`."""
        place_id = new_id()
        sealed = self._key.seal("rescue_places", "sealed", place_id, clear)
        await records.add_place(tx, {"id": place_id, "case_id": case_id, "sealed": sealed, "offered_at": at})
        self._changes.tell_of(tx, [case_id])

    async def ask_call_back(self, tx: Transaction, case_id: str, clear: bytes, at: datetime) -> None:
        """Keep a number to be called back at, in place of an earlier one: no transcript, destroyed after the call."""
        sealed = self._key.seal("call_backs", "sealed", case_id, clear)
        await records.put_call_back(tx, {"case_id": case_id, "sealed": sealed, "asked_at": at})
        self._changes.tell_of(tx, [case_id])


@dataclass(slots=True)
class _Standing:
    """One case while a batch is taken in: as it was, and as it will be."""

    before: Case
    now: Case
    weighed: bytes | None
    settled: bytes | None
    sealed: dict[str, Any] | None = None
    heard_at: datetime | None = None
    raised_at: datetime | None = None

    def hear(self, at: datetime, *, aside: bool) -> None:
        """Note a word of the correspondent's; one kept from the listener calls for no answer of theirs."""
        self.heard_at = at
        if aside:
            if self.now.state is State.SILENT:
                self.now = replace(self.now, state=after(State.SILENT, Move.SPEAK_AGAIN))
            return
        self.now = replace(self.now, last_word_at=max(at, self.now.last_word_at))
        match self.now.state:
            case State.CLOSED:
                self._reopen(at)
            case State.SILENT:
                self.now = replace(self.now, state=after(State.SILENT, Move.SPEAK_AGAIN))
                self._wait_for_answer(at)
            case State.LIVE:
                self._wait_for_answer(at)

    def _reopen(self, at: datetime) -> None:
        now, place = self.now, queue.place(self.now.level, at)
        self.now = replace(
            now,
            state=after(State.CLOSED, Move.REOPEN),
            waiting_since=at,
            place=place,
            contacts=now.contacts + 1,
            closed_at=None,
            unanswered_since=None,
            called="",
        )

    def _wait_for_answer(self, at: datetime) -> None:
        if self.now.unanswered_since is None:
            self.now = replace(self.now, unanswered_since=at)

    def raise_to(self, level: Level, at: datetime) -> None:
        """Raise the level; a lower one changes nothing."""
        if level > self.now.level:
            place = min(self.now.place, queue.place(level, self.now.waiting_since))
            self.now = replace(self.now, level=level, place=place)
            self.raised_at = at

    @property
    def broke_silence(self) -> bool:
        """Tell whether a word came where a ladder of silence may have been running."""
        if self.heard_at is None:
            return False
        waited = self.before.state is State.WAITING and self.before.level >= RISK
        talked = self.before.state is State.LIVE and self.before.unanswered_since is None
        return waited or talked or self.before.state is State.SILENT

    def climbs(self) -> list[Climb]:
        """Return the ladders that begin, or begin again because the level rose."""
        now, level = self.now, self.now.level
        begun: list[Climb] = []
        if now.state is State.WAITING and (self.raised_at is not None or self.before.state is State.CLOSED):
            begun.append(Climb(now.id, Kind.UNCLAIMED, level, self.raised_at or now.waiting_since))
        is_news = self.before.unanswered_since is None or self.raised_at is not None
        if now.state is State.LIVE and now.unanswered_since is not None and is_news:
            begun.append(Climb(now.id, Kind.UNANSWERED, level, self.raised_at or now.unanswered_since))
        begin_silence = self.heard_at or self.raised_at
        if now.state is State.WAITING and begin_silence is not None and level >= RISK:
            begun.append(Climb(now.id, Kind.SILENCE, level, begin_silence))
        return begun


def reason_key(reason: Mapping[str, Any]) -> str:
    """Return what makes a reason the same one as before."""
    return "|".join(str(reason.get(name, "")) for name in ("rule", "question", "choice", "entry", "start"))


def _columns(case: Case) -> dict[str, Any]:
    names = ("state", "place", "waiting_since", "last_word_at", "unanswered_since", "closed_at", "contacts", "called")
    return {"case": case.id, "level": int(case.level), **{name: getattr(case, name) for name in names}}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


async def mark_delivery(
    tx: Transaction, entry_ids: Collection[str], state: str, at: datetime, changes: Changes
) -> set[str]:
    """Move entries on (queued, sent, delivered, read, ...), never back; return the cases in which some moved."""
    moved = await entry_records.mark(tx, entry_ids, state, at) if entry_ids else set()
    for case_id in moved:
        tx.afterwards(partial(changes.tell, of_case(case_id)))
    return moved
