"""Where stored messages are dealt with: read, weighed, answered, all of a batch in one transaction.

Lives here: carrying out what `bot.conversation` decides. Does not live here: what it decides, and the mail itself
(`bot.mailroom`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot import records
from bot.replies import Reply, Say
from bot.situation import Event, Forget, KeepPlace, Ring, Share, Situation, Step, Unwatch, Watch
from bot.standing import Standing, dump, load
from handoff import retention
from handoff.arrivals import Arrivals, NewEntry, Weighing, unwatch, watch
from handoff.case import Case, State
from handoff.relay import said_in
from vault.errors import PhraseNeededError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from bot.channels.channel import Incoming
    from bot.conversation import Conversation
    from bot.mailroom import Mailroom
    from bot.numbers import Numbers
    from bot.observe import Observer
    from bot.records import Stored
    from bot.replies import Writer
    from handoff.hours import Rota
    from nlu.reader import Reader
    from nlu.reading import Reading
    from vault.database import Database, Transaction
    from vault.evidence import Evidence
    from vault.sealing import ServiceKey

WEEK = timedelta(days=7)
SILENT_KINDS = frozenset({"start", "silence", "left"})
"""What is no word of the correspondent's: it opens no case."""


@dataclass(frozen=True, slots=True)
class ChannelTraits:
    """What the conversation must know of a channel."""

    encrypted: bool
    widgets: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tools:
    """What the reception works with."""

    database: Database
    key: ServiceKey
    reader: Reader
    conversation: Conversation
    arrivals: Arrivals
    evidence: Evidence
    mailroom: Mailroom
    writer: Writer
    numbers: Numbers
    rota: Rota
    zone: tzinfo
    traits: Mapping[str, ChannelTraits]
    observer: Observer
    erase_days: int = 7


@dataclass(slots=True)
class _Person:
    """One correspondent while a batch is dealt with."""

    id: str
    channel: str
    language: str
    standing: Standing
    case: Case | None
    vault: str | None


class FrontDesk:
    """Takes batches of stored messages from the mailroom."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def take(self, batch: Sequence[tuple[Stored, Incoming]]) -> None:
        """Deal with these in order, in one transaction, or raise and leave no trace."""
        readings = await self._read(batch)
        tools = self._tools
        with tools.observer.batch.time():
            async with tools.database.transaction() as tx:
                people = await self._people(tx, {row.correspondent for row, _ in batch})
                for (row, incoming), reading in zip(batch, readings, strict=True):
                    person = people.get(row.correspondent)
                    if person is not None:
                        await _Turn(tools, tx, person, row, incoming, reading).take()
                await self._save(tx, people.values())
                await records.finish(tx, [row.id for row, _ in batch])
        for row, _ in batch:
            tools.observer.messages.labels(row.channel).inc()

    async def rescue(self, row: Stored, incoming: Incoming) -> None:
        """Keep a message nobody could deal with where listeners see it, at medium at least, and say that it arrived."""
        async with self._tools.database.transaction() as tx:
            people = await self._people(tx, {row.correspondent})
            await _Turn(self._tools, tx, people[row.correspondent], row, incoming, None).keep()
            await self._save(tx, people.values())
            await records.finish(tx, [row.id])

    async def _read(self, batch: Sequence[tuple[Stored, Incoming]]) -> list[Reading | None]:
        found: list[Reading | None] = []
        for _, incoming in batch:
            text = incoming.text if incoming.kind == "text" else ""
            found.append(await self._tools.reader.read(text, hint=incoming.language) if text else None)
            await asyncio.sleep(0)  # a batch of long messages must not hold up the others who share the loop
        return found

    async def _people(self, tx: Transaction, ids: set[str]) -> dict[str, _Person]:
        rows = await records.conversations(tx, ids)
        people = {}
        for row in rows.values():
            clear = self._tools.key.open("correspondents", "state", row.id, row.state) if row.state else None
            case = await self._tools.arrivals.case_of(tx, row.id) if row.case_id else None
            people[row.id] = _Person(row.id, row.channel, row.language, load(clear), case, row.vault_id)
        return people

    async def _save(self, tx: Transaction, people: Any) -> None:
        rows = [
            {
                "row_id": person.id,
                "new_state": self._tools.key.seal("correspondents", "state", person.id, dump(person.standing)),
                "new_language": person.language,
                "new_case": person.case.id if person.case else None,
            }
            for person in people
        ]
        await records.save_conversations(tx, rows)


class _Turn:
    """One message of one person, within the batch's transaction."""

    def __init__(
        self, tools: Tools, tx: Transaction, person: _Person, row: Stored, incoming: Incoming, reading: Reading | None
    ) -> None:
        self._tools, self._tx, self._person, self._row = tools, tx, person, row
        self._incoming, self._reading, self._at = incoming, reading, row.received_at

    async def take(self) -> None:
        person, incoming = self._person, self._incoming
        if incoming.kind == "start" and incoming.language and not person.standing.greeted:
            person.language = incoming.language
        before = person.case
        case = await self._case()
        entry = self._entry(case)
        step = self._tools.conversation.step(
            person.standing, Event(incoming, entry.id if entry else "", self._reading), self._situation(before)
        )
        if any(isinstance(wish, KeepPlace) for wish in step.wishes):
            entry = None  # a place offered for rescue stands in no transcript
        person.standing = step.standing
        person.language = step.language or person.language
        await self._write(case, entry, step)
        await self._wish(step)
        await self._answer(step.replies)

    async def keep(self) -> None:
        """Keep the message in the talk and say that it arrived: no reading, no question."""
        case = await self._case()
        entry = self._entry(case)
        if case is not None and entry is not None:
            self._person.case = (await self._tools.arrivals.take_in(self._tx, [entry]))[case.id]
            await self._answer((Reply((Say("kept"),)),))

    # -- the case ----------------------------------------------------------------------------------------------------

    async def _case(self) -> Case | None:
        """Return the case, opened by the first word; who comes often is known by how often."""
        person, arrivals = self._person, self._tools.arrivals
        if self._incoming.kind in SILENT_KINDS:
            return person.case
        if person.case is None:
            await arrivals.open_case(
                self._tx,
                correspondent=person.id,
                channel=person.channel,
                language=person.language,
                at=self._at,
                vault=person.vault,
            )
            person.case = await arrivals.case_of(self._tx, person.id)
            self._tools.observer.told("case_opened", channel=person.channel)
        elif person.case.state is State.CLOSED:
            contacts = await arrivals.contacts(self._tx, person.id, self._at - WEEK) + 1
            person.standing = replace(person.standing, contacts=contacts)
        if self._incoming.kind == "evidence" and person.case and person.vault and not person.case.vault:
            await arrivals.attach_vault(self._tx, person.case.id, person.vault)
        return person.case

    def _entry(self, case: Case | None) -> NewEntry | None:
        if case is None or self._incoming.kind in {"start", "silence"}:
            return None
        clear = {
            "text": self._incoming.text,
            "choice": self._incoming.choice,
            "evidence": ",".join(self._incoming.items),
            "unread": self._incoming.media,
            "left": "act:quit",
        }[self._incoming.kind]
        kind = "choice" if self._incoming.kind == "left" else self._incoming.kind
        return NewEntry(case.id, "correspondent", clear.encode(), self._at, kind)

    def _situation(self, case: Case | None) -> Situation:
        tools, at = self._tools, datetime.now(UTC)
        traits = tools.traits[self._person.channel]
        opening = tools.rota.desk.next_opening(at)
        return Situation(
            at=at.astimezone(tools.zone),
            open=tools.rota.desk.is_open(at),
            opening=opening.astimezone(tools.zone) if opening else None,
            rings=tools.rota.someone(at),
            screen=tools.numbers.screen_at(at),
            talks=tools.numbers.talks_at(at),
            state=case.state if case else None,
            level=case.level if case else None,
            encrypted=traits.encrypted,
            widgets=traits.widgets,
            erase_days=tools.erase_days,
        )

    async def _write(self, case: Case | None, entry: NewEntry | None, step: Step) -> None:
        if case is None:
            return
        standing = step.standing
        places = [one for one, _ in standing.readings]
        reasons = [_reason(reason, places) for reason in step.assessment.reasons]
        weighing = Weighing(case.id, step.assessment.level, self._at, reasons, standing.facts())
        cases = await self._tools.arrivals.take_in(self._tx, [entry] if entry else [], [weighing])
        self._person.case = cases[case.id]
        if case.level < cases[case.id].level:
            self._tools.observer.levels.labels(cases[case.id].level.name).inc()

    # -- what is wished for --------------------------------------------------------------------------------------------

    async def _wish(self, step: Step) -> None:
        for wish in step.wishes:
            await self._carry_out(wish)

    async def _carry_out(self, wish: Any) -> None:
        tools, case = self._tools, self._person.case
        match wish:
            case Forget():
                await self._forget()
            case Share(share=share):
                await self._share(share=share)
            case _ if case is None:
                return
            case Ring(reason=reason):
                await tools.arrivals.ring(self._tx, case.id, reason, self._at)
            case KeepPlace(words=words):
                await tools.arrivals.offer_place(self._tx, case.id, words.encode(), self._at)
            case Watch():
                await watch(self._tx, case.id, wish.kind, self._due(wish), since=self._at)
            case Unwatch(kind=kind):
                await unwatch(self._tx, case.id, kind)

    def _due(self, wish: Watch) -> datetime:
        now = datetime.now(UTC)
        if wish.at_opening:
            opening = self._tools.rota.desk.next_opening(now)
            return opening.astimezone(UTC) if opening else now + timedelta(days=1)
        return now + timedelta(seconds=wish.seconds)

    async def _share(self, *, share: bool) -> None:
        person, tools = self._person, self._tools
        if person.vault is None:
            person.vault = await tools.evidence.open_vault(self._tx, None)
            await records.give_vault(self._tx, person.id, person.vault)
            if person.case is not None:
                await tools.arrivals.attach_vault(self._tx, person.case.id, person.vault)
        try:
            await tools.evidence.consent(self._tx, person.vault, share)
        except PhraseNeededError:
            await self._answer((Reply((Say("consent-needs-phrase"),)),))

    async def _forget(self) -> None:
        """Erase what each package holds of this person, all of it in this transaction; the last letter still comes."""
        person, tools = self._person, self._tools
        if person.case is not None:
            await retention.erase(self._tx, person.case.id)
        if person.vault is not None:
            await tools.evidence.erase(self._tx, person.vault)
        await records.forget(self._tx, person.id, self._row.id)
        person.case, person.vault, person.standing = None, None, Standing(greeted=True)

    # -- what is said --------------------------------------------------------------------------------------------------

    async def _answer(self, replies: Sequence[Reply]) -> None:
        """Write down what is said, with its line in the talk; it goes out once the batch is durable."""
        person, tools = self._person, self._tools
        lines, letters = [], []
        for one in replies:
            now = datetime.now(UTC)
            line = await self._line() if one.line else None
            body = tools.writer.letter(one, person.language, person.standing.register, now, line)
            entry = self._spoken(body, now)
            lines += [entry] if entry else []
            letters.append(tools.mailroom.letter(person.id, body, entry.id if entry else None, now))
        if lines:
            await tools.arrivals.take_in(self._tx, lines)
        if letters:
            await records.post(self._tx, letters)
            self._tx.afterwards(partial(tools.mailroom.ring, person.id))

    def _spoken(self, body: dict[str, Any], at: datetime) -> NewEntry | None:
        case = self._person.case
        return NewEntry(case.id, "bot", said_in(body).encode(), at, delivery="queued") if case else None

    async def _line(self) -> Say | None:
        case = self._person.case
        found = await self._tools.arrivals.place_in_line(self._tx, case.id, self._at) if case else None
        if found is None:
            return Say("waiting-arrived")
        before, minutes = found
        if minutes is None:
            return Say("waiting-line", count=before)
        return Say("waiting-estimate", count=before, low=minutes[0], high=minutes[1])


def _reason(reason: Any, entries: Sequence[str]) -> dict[str, Any]:
    """Turn a reason into JSON; a message is named by the id of its line in the talk."""
    told = {"rule": reason.rule, "source": reason.source, "question": reason.question, "choice": reason.choice}
    if 0 <= reason.message < len(entries):
        told |= {"entry": entries[reason.message], "start": reason.start, "end": reason.end}
    return told
