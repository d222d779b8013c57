"""Gathering what a listener sees: the board's cards, and one room with its words opened for this session alone.

Lives here: from rows and seals to the plain values of `handoff.room`. Does not live here: who may look
(`handoff.desk` has asked before), pages (`handoff.desks`). What is opened stays in memory while one page is drawn.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.case import Case, EntryId, State
from handoff.permissions import acts
from handoff.pointing import pointed
from handoff.records import bells as bell_records
from handoff.records import cases as records
from handoff.records import decisions as decision_records
from handoff.records import entries as entry_records
from handoff.records import notices as notice_records
from handoff.room import Card, Ground, Mark, Room, RoomEntry, Tile
from vault.errors import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import sqlalchemy as sa

    from handoff.door import Door
    from handoff.listener import Session
    from vault.database import Transaction
    from vault.evidence import Evidence, Item, Withheld
    from vault.sealing import ServiceKey
    from vault.team import Team

LAST_WORDS = 2
"""How many of the correspondent's last messages the screen repeats at the top."""
NOBODY = "nobody"
"""How far a case called where no way of ringing is configured: somebody has to look by themselves."""
ONE_HOUR = "deadline:hour"
"""The tap that starts a clock of its own: due within the hour that follows it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What weighs in a case: its reasons as JSON, gravest first, and its facts, question to the choice that counts."""

    reasons: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules of the reasons, each once."""
        return tuple(dict.fromkeys(str(reason.get("rule", "")) for reason in self.reasons))


class Gathering:
    """Reads and opens. `open_numbers` tells which public numbers answer; `encrypted`: channels nobody overhears.

    `rings`: a way of ringing is configured; without one no card says that anybody is rung or was told.
    """

    def __init__(
        self,
        *,
        service_key: ServiceKey,
        team: Team,
        evidence: Evidence,
        door: Door,
        open_numbers: Callable[[datetime], Sequence[str]],
        encrypted: Collection[str],
        rings: bool = True,
    ) -> None:
        self._key, self._team, self._evidence, self._door = service_key, team, evidence, door
        self._open_numbers, self._encrypted, self._rings = open_numbers, frozenset(encrypted), rings

    # -- the board -----------------------------------------------------------------------------------------------------

    async def board(self, tx: Transaction, session: Session) -> list[Card]:
        """Return a card of every open case: those waiting in the queue's order, then those live and silent."""
        cards = await self._cards(tx, session, await records.open_cases(tx))
        cards = [card for card in cards if card.may or not card.practice]  # others' practice is nobody's business
        return sorted(cards, key=lambda card: card.state is not State.WAITING)

    async def _cards(self, tx: Transaction, session: Session, cases: Sequence[Case]) -> list[Card]:
        ids = [case.id for case in cases]
        sealed, ringing = await records.sealed(tx, ids), await bell_records.ringing(tx, ids)
        shown = await self._door.shown_as(tx)
        waiting = await self._evidence.unheard(tx, [case.vault for case in cases if case.vault is not None])
        cards = (
            self._card(session, case, self._known(sealed[case.id]), shown, ringing=case.id in ringing) for case in cases
        )
        late = await notice_records.late(tx, ids)
        return [
            replace(card, to_hear=waiting.get(case.vault or "", 0), late=late.get(case.id, 0))
            for card, case in zip(cards, cases, strict=True)
        ]

    def _known(self, row: sa.Row[Any]) -> Known:
        if row.reasons is None or row.facts is None:
            return Known()
        reasons = json.loads(self._key.open("cases", "reasons", row.id, row.reasons))
        facts = json.loads(self._key.open("cases", "facts", row.id, row.facts))
        return Known(reasons, {name: _choice(value) for name, value in facts.items()})

    def _card(self, session: Session, case: Case, known: Known, shown: Mapping[str, str], *, ringing: bool) -> Card:
        return Card(
            case_id=case.id,
            designation=case.designation,
            level=case.level,
            state=case.state,
            reasons=known.rules,
            age=known.facts.get("age", ""),
            waiting_since=case.waiting_since,
            last_word_at=case.last_word_at,
            channel=case.channel,
            language=case.language,
            contacts=case.contacts,
            mine=case.claimed_by == session.listener_id,
            claimant=shown.get(case.claimed_by or "", ""),
            unanswered_since=case.unanswered_since,
            called=case.called if self._rings else NOBODY if case.called or ringing else "",
            ringing=ringing and self._rings,
            may=acts(session.role, session.listener_id, case),
            offered=case.offered_to == session.listener_id,
            second=case.second == session.listener_id,
            marked_until=case.abuse_until,
            practice=case.practice,
        )

    # -- the room ------------------------------------------------------------------------------------------------------

    async def facts(self, tx: Transaction, case_id: str) -> Mapping[str, str]:
        """Return what is known of a case, as ids."""
        return self._known((await records.sealed(tx, [case_id]))[case_id]).facts

    async def room(self, tx: Transaction, session: Session, case: Case, at: datetime) -> Room:
        """Return a case's one screen. Lines this session holds no key for are `unreadable`."""
        (card,) = await self._cards(tx, session, [case])
        known = self._known((await records.sealed(tx, [case.id]))[case.id])
        entries = await self._entries(tx, session, case, _marks(known))
        facts, said = known.facts, [entry for entry in entries if entry.author == "correspondent"]
        shown = await self._door.shown_as(tx)
        return Room(
            card=card,
            grounds=_grounds(known, entries),
            deadline=_deadline(facts, said),
            readable=facts.get("screen", ""),
            speak=facts.get("speak", ""),
            safe_hours=facts.get("safe_hours", ""),
            encrypted=case.channel in self._encrypted,
            who=facts.get("who", ""),
            age=facts.get("age", ""),
            register=facts.get("register", "tu"),
            language=case.language,
            contacts=case.contacts,
            direct=facts.get("direct", ""),
            last_words=tuple(entry for entry in said if entry.kind == "text")[-LAST_WORDS:],
            unheard=tuple(entry for entry in said if entry.kind == "unread"),
            author=facts.get("author", ""),
            entries=tuple(entries),
            notes=tuple(entry for entry in entries if entry.author == "note"),
            tiles=await self._tiles(tx, case),
            place_offered=bool(await records.places_of(tx, case.id)),
            numbers=tuple(self._open_numbers(at)),
            may=card.may,
            facts=facts,
            offered_to=shown.get(case.offered_to or "", ""),
            second=shown.get(case.second or "", ""),
            call_back=await records.call_back_of(tx, case.id) is not None,
            decisions=tuple(await decision_records.of_case(tx, case.id, shown)),
        )

    async def _entries(
        self, tx: Transaction, session: Session, case: Case, marks: Mapping[str, Sequence[Mark]]
    ) -> list[RoomEntry]:
        rows = await entry_records.of_case(tx, case.id, session.listener_id)
        seeds = await self._team.unlock(tx, session.listener_id, session.seed)
        texts = await asyncio.to_thread(self._open_all, seeds, case.id, rows)
        return [
            _entry(row, text, tuple(marks.get(row.id, ())), mine=row.listener_id == session.listener_id)
            for row, text in zip(rows, texts, strict=True)
        ]

    def _open_all(self, seeds: Mapping[int, bytes], case_id: str, rows: Sequence[sa.Row[Any]]) -> list[str | None]:
        return [self._open(seeds, case_id, row) for row in rows]

    def _open(self, seeds: Mapping[int, bytes], case_id: str, row: sa.Row[Any]) -> str | None:
        try:
            return self._team.open_entry(seeds, row.epoch, case_id, row.id, row.sealed).decode("utf-8", "replace")
        except CannotOpenError:
            return None

    async def _tiles(self, tx: Transaction, case: Case) -> tuple[Tile, ...]:
        if case.vault is None:
            return ()
        items = {item.seq: item for item in await self._evidence.items(tx, case.vault)}
        withheld = {one.seq: one for one in await self._evidence.withheld.of(tx, case.vault)}
        return tuple(
            _tile(number, items.get(seq), withheld.get(seq))
            for number, seq in enumerate(sorted({*items, *withheld}), start=1)
        )


def _tile(number: int, item: Item | None, withheld: Withheld | None) -> Tile:
    if item is not None:
        state = withheld.state if withheld else ""
        unheard = item.unheard and item.shared and not state
        return Tile(item.id, number, item.kept_at, item.shared, item.size_class, state, unheard)
    if withheld is None:
        raise ValueError("a tile of nothing")
    return Tile(withheld.item_id, number, withheld.at, shared=False, size=0, withheld=withheld.state)


def _choice(value: object) -> str:
    """Return the answer that counts where several were given: the last."""
    if isinstance(value, list):
        return str(value[-1]) if value else ""
    return str(value)


def _entry(row: sa.Row[Any], text: str | None, marks: tuple[Mark, ...], *, mine: bool) -> RoomEntry:
    return RoomEntry(
        id=EntryId(row.id),
        author=row.author,
        kind=row.kind,
        at=row.at,
        text=text or "",
        mine=mine,
        alias=row.alias,
        delivery=row.delivery,
        marks=() if text is None else _widened(text, marks),
        unreadable=text is None,
        reply_to=row.reply_to or "",
        replaces=row.replaces or "",
        aside=row.kept_from is not None,
    )


def _marks(known: Known) -> Mapping[str, list[Mark]]:
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for reason in known.reasons:
        start, end = int(reason.get("start", 0)), int(reason.get("end", 0))
        if reason.get("entry") and start < end:
            found[reason["entry"]].append(Mark(reason["rule"], start, end))
    return found


def _widened(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks with the neighbours of their words; one rule marks no stretch twice."""
    found: list[Mark] = []
    for mark in marks:
        start, end = pointed(text, mark.start, mark.end)
        if start < end and not any(one.rule == mark.rule and one.start < end and start < one.end for one in found):
            found.append(Mark(mark.rule, start, end))
    return tuple(found)


def _grounds(known: Known, entries: Sequence[RoomEntry]) -> tuple[Ground, ...]:
    """Return the reasons with the person's own words, cut out of the line they stand in; none of them twice."""
    texts = {entry.id: entry.text for entry in entries}
    grounds = []
    for reason in known.reasons:
        entry = EntryId(reason["entry"]) if reason.get("entry") else None
        text = texts.get(entry, "") if entry else ""
        start, end = pointed(text, int(reason.get("start", 0)), int(reason.get("end", 0)))
        choice = {name: str(reason.get(name, "")) for name in ("rule", "source", "question", "choice")}
        grounds.append(Ground(**choice, entry=entry if entry in texts else None, words=text[start:end]))
    return tuple(dict.fromkeys(grounds))


def _deadline(facts: Mapping[str, str], said: Sequence[RoomEntry]) -> datetime | None:
    """Return the moment something was threatened for: as the bot noted it, or an hour after that was tapped."""
    noted = facts.get("deadline_at")
    if noted:
        return datetime.fromisoformat(noted)
    if facts.get("deadline") != "hour":
        return None
    taps = [entry.at for entry in said if entry.kind == "choice" and entry.text == ONE_HOUR]
    return taps[-1] + timedelta(hours=1) if taps else None
