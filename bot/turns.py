"""One message of one person on its way through a batch's transaction: prepared, kept, carried out, answered.

Messages of different people go together, wave by wave: a wave keeps its lines by one statement; a person's next message
waits for the next wave. Does not live here: what is decided (`bot.conversation`), the batch (`bot.reception`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot import afterwards, records
from bot.acts import HELD
from bot.channels.channel import SILENT_KINDS
from bot.custodian import Custodian, withhold
from bot.news import is_quiet
from bot.replies import Reply, Say
from bot.situation import (
    Answered,
    Aside,
    Coffer,
    Event,
    Forget,
    KeepNumber,
    KeepPlace,
    OpenLetters,
    Ring,
    Share,
    ShowLine,
    Situation,
    Step,
    Unwatch,
    Watch,
    Worry,
)
from bot.standing import Standing
from handoff import retention
from handoff.arrivals import Arrivals, NewEntry, Weighing, unwatch, watch
from handoff.case import Case, EntryId, State
from handoff.relay import FOLDING, said_in
from handoff.settings import FollowUpSettings
from handoff.worries import colleague, whom
from vault.errors import PhraseNeededError
from vault.settings import IntimateSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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
    web_chat: str = ""
    alarmed: bool = False
    follow_up: FollowUpSettings = field(default_factory=FollowUpSettings)
    intimate: IntimateSettings = field(default_factory=IntimateSettings)


@dataclass(slots=True)
class Person:
    """One correspondent while a batch is dealt with."""

    id: str
    channel: str
    language: str
    standing: Standing
    case: Case | None
    vault: str | None


@dataclass(slots=True)
class Kept:
    """What a turn brings to its wave: a line of the talk, and what the case weighs now."""

    entry: NewEntry | None
    weighing: Weighing


def waves(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Deal turns into waves, in order: in each, a person has one message at most."""
    wave: list[Turn] = []
    for turn in turns:
        if any(turn.person is other.person for other in wave):
            yield wave
            wave = []
        wave.append(turn)
    if wave:
        yield wave


async def take_wave(tools: Tools, tx: Transaction, wave: Sequence[Turn]) -> None:
    """Take every turn of a wave: its lines and weights together, its wishes one by one, its letters together."""
    kept = [one for turn in wave if (one := await turn.prepare()) is not None]
    cases = await tools.arrivals.take_in(
        tx, [one.entry for one in kept if one.entry is not None], [one.weighing for one in kept]
    )
    lines: list[NewEntry] = []
    letters: list[dict[str, Any]] = []
    for turn in wave:
        turn.weighed(cases)
        await turn.carry_out()
        said = await turn.answer()
        lines += [line for line, _ in said if line is not None]
        letters += [letter for _, letter in said]
    if lines:
        await tools.arrivals.keep_lines(tx, lines)
    await records.post(tx, letters)
    for who in {letter["correspondent_id"] for letter in letters}:
        tx.afterwards(partial(tools.mailroom.ring, who))


class Turn:
    """One message of one person."""

    def __init__(
        self, tools: Tools, tx: Transaction, person: Person, row: Stored, incoming: Incoming, reading: Reading | None
    ) -> None:
        self.person = person
        self._tools, self._tx, self._row = tools, tx, row
        self._incoming, self._reading, self._at = incoming, reading, row.received_at
        self._step: Step | None = None
        self._more: list[Reply] = []
        self._second: list[Reply] = []
        self._after: list[Reply] = []
        self._aside: str | None = None

    async def prepare(self) -> Kept | None:
        """Take the conversation's step; return what is to be kept, None where there is no case."""
        person, incoming = self.person, self._incoming
        if incoming.kind == "start" and incoming.language and not person.standing.greeted:
            person.language = incoming.language
        if incoming.kind == "evidence" and await withhold(self._tools, self._tx, person, incoming.items):
            incoming = replace(incoming, media=HELD)
        before, case = person.case, await self._case()
        entry = self._entry(case)
        event = Event(incoming, entry.id if entry else "", self._reading)
        self._step = step = self._tools.conversation.step(person.standing, event, await self._situation(before))
        person.standing, person.language = step.standing, step.language or person.language
        if case is None:
            return None
        if any(isinstance(wish, KeepPlace | KeepNumber) for wish in step.wishes):
            entry = None  # a place offered for rescue, or a number, stands in no transcript
        for wish in step.wishes:
            if isinstance(wish, Aside):
                self._aside = whom(case)
                entry = replace(entry, kept_from=self._aside if wish.words else None) if entry else None
        return Kept(entry, self._weighing(case, step))

    def weighed(self, cases: Mapping[str, Case]) -> None:
        """Take note of where the case stands after the wave was kept."""
        case = self.person.case
        if case is None:
            return
        self.person.case = now = cases[case.id]
        if now.level > case.level:
            self._tools.observer.levels.labels(now.level.name).inc()

    async def carry_out(self) -> None:
        """Do what the step wishes for; whoever writes is there, and reads what was kept behind a neutral line."""
        if self._incoming.kind == "text" and self.person.channel not in FOLDING:
            await self._tools.mailroom.open_letters(self._tx, self.person.id)
        for wish in self._step.wishes if self._step else ():
            await self._wish(wish)

    async def answer(self) -> list[tuple[NewEntry | None, dict[str, Any]]]:
        """Return the letters, each with its line in the talk where there is a case."""
        first, *rest = self._step.replies if self._step and self._step.replies else (None,)
        replies = [*self._more, *([first] if first else []), *self._second, *rest, *self._after]
        return [await self._letter(one) for one in replies]

    async def keep_plainly(self) -> None:
        """Keep the message in the talk and say that it arrived: no reading, no question."""
        case = await self._case()
        entry = self._entry(case)
        if case is None or entry is None:
            return
        self.person.case = (await self._tools.arrivals.take_in(self._tx, [entry]))[case.id]
        line, letter = await self._letter(Reply((Say("kept"),)))
        await self._tools.arrivals.keep_lines(self._tx, [line] if line else [])
        await records.post(self._tx, [letter])
        self._tx.afterwards(partial(self._tools.mailroom.ring, self.person.id))

    # -- the case ----------------------------------------------------------------------------------------------------

    async def _case(self) -> Case | None:
        """Return the case, opened by the first word; who comes often is known by how often."""
        person, arrivals = self.person, self._tools.arrivals
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
        elif person.case.state is State.CLOSED and not self._is_quiet(person.case):
            contacts = await arrivals.contacts(self._tx, person.id, self._at - WEEK) + 1
            person.standing = replace(person.standing, contacts=contacts)
        if self._incoming.kind == "evidence" and person.case and person.vault and person.case.vault != person.vault:
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
            "place": "place",
            "left": "act:quit",
        }[self._incoming.kind]
        kind = {"left": "choice", "place": "unread"}.get(self._incoming.kind, self._incoming.kind)
        return NewEntry(
            case.id,
            "correspondent",
            clear.encode(),
            self._at,
            kind,
            id=EntryId(self._row.ref),  # a later edit or answer finds this line by the message it came as
            reply_to=self._incoming.reply_to,
            replaces=self._incoming.edits,
            quiet=self._is_quiet(case),
        )

    def _is_quiet(self, case: Case) -> bool:
        return is_quiet(self._incoming, case.state, self.person.standing, self._reading, case.closed_at)

    async def _situation(self, case: Case | None) -> Situation:
        tools, at, holder = self._tools, datetime.now(UTC), whom(case)
        traits = tools.traits[self.person.channel]
        opening = tools.rota.desk.next_opening(at)
        return Situation(
            at=at.astimezone(tools.zone),
            open=(is_open := tools.rota.desk.is_open(at)),
            there=not is_open and await tools.arrivals.anyone_there(self._tx, at),
            opening=opening.astimezone(tools.zone) if opening else None,
            rings=tools.rota.someone(at),
            screen=tools.numbers.screen_at(at),
            talks=tools.numbers.talks_at(at),
            state=case.state if case else None,
            level=case.level if case else None,
            closed_at=case.closed_at if case else None,
            encrypted=traits.encrypted,
            widgets=traits.widgets,
            erase_days=tools.erase_days,
            web_chat=tools.web_chat,
            met=holder is not None,
            colleague=holder is not None and await colleague(self._tx, holder),
            alarmed=tools.alarmed and tools.rota.someone(at),
            severe_hours=tools.follow_up.severe_hours,
            other_hours=tools.follow_up.other_hours,
        )

    def _weighing(self, case: Case, step: Step) -> Weighing:
        reasons = [reason.told([one for one, _ in step.standing.readings]) for reason in step.assessment.reasons]
        return Weighing(case.id, step.assessment.level, self._at, reasons, step.standing.facts())

    # -- what is wished for --------------------------------------------------------------------------------------------

    async def _wish(self, wish: Any) -> None:
        tools, case = self._tools, self.person.case
        match wish:
            case OpenLetters():
                await tools.mailroom.open_letters(self._tx, self.person.id)
            case Forget():
                await self._forget()
            case Share(share=share):
                await self._share(share=share)
            case Coffer():
                said = await Custodian(tools, self._tx, self.person).carry_out(wish)
                (self._second if wish.act in {"receipts", "arrived"} else self._after).extend(said)
            case _ if case is None:
                return
            case Ring(reason=reason):
                await tools.arrivals.ring(self._tx, case.id, reason, self._at)
            case KeepNumber(words=words):
                await tools.arrivals.ask_call_back(self._tx, case.id, words.encode(), self._at)
            case KeepPlace(words=words):
                await tools.arrivals.offer_place(self._tx, case.id, words.encode(), self._at)
            case Answered():
                await afterwards.take(self._tx, case.id, wish.what, wish.entry, self._at)
            case Watch():
                await watch(self._tx, case.id, wish.kind, self._due(wish), since=self._at)
            case Unwatch(kind=kind):
                await unwatch(self._tx, case.id, kind)
            case _:
                await self._about_listener(case.id, wish)

    async def _about_listener(self, case_id: str, wish: Any) -> None:
        match wish:
            case Worry():
                await self._tools.arrivals.worry(self._tx, case_id, self._at)
            case ShowLine(entry=entry):
                await self._tools.arrivals.show(self._tx, case_id, entry, self._at)

    def _due(self, wish: Watch) -> datetime:
        now = datetime.now(UTC)
        if wish.at_opening:
            opening = self._tools.rota.desk.next_opening(now)
            return opening.astimezone(UTC) if opening else now + timedelta(days=1)
        return now + timedelta(seconds=wish.seconds)

    async def _share(self, *, share: bool) -> None:
        person, tools = self.person, self._tools
        if person.vault is None:
            person.vault = await records.vault_held(self._tx, person.id)  # a file may have come meanwhile
            if person.vault is None:
                person.vault = await tools.evidence.open_vault(self._tx, None)
                await records.give_vault(self._tx, person.id, person.vault)
            if person.case is not None:
                await tools.arrivals.attach_vault(self._tx, person.case.id, person.vault)
        try:
            await tools.evidence.consent(self._tx, person.vault, share)
        except PhraseNeededError:
            self._more.append(Reply((Say("consent-needs-phrase"),)))

    async def _forget(self) -> None:
        """Erase what each package holds of this person, all of it in this transaction; the last letter still comes."""
        person, tools = self.person, self._tools
        if person.case is not None:
            await retention.erase(self._tx, person.case.id)
        if person.vault is not None:
            await tools.evidence.erase(self._tx, person.vault)
        await records.forget(self._tx, person.id)
        person.case, person.vault, person.standing = None, None, Standing(greeted=True)

    # -- what is said --------------------------------------------------------------------------------------------------

    async def _letter(self, one: Reply) -> tuple[NewEntry | None, dict[str, Any]]:
        person, tools, now = self.person, self._tools, datetime.now(UTC)
        line = await self._line() if one.line else None
        body = tools.writer.letter(one, person.language, person.standing.register, now, line)
        entry = self._spoken(body, now)
        return entry, tools.mailroom.letter(person.id, body, entry.id if entry else None, now)

    def _spoken(self, body: dict[str, Any], at: datetime) -> NewEntry | None:
        case = self.person.case
        if case is None:
            return None
        return NewEntry(case.id, "bot", said_in(body).encode(), at, delivery="queued", kept_from=self._aside)

    async def _line(self) -> Say | None:
        case = self.person.case
        found = await self._tools.arrivals.place_in_line(self._tx, case.id, self._at) if case else None
        if found is None:
            return Say("waiting-arrived")
        before, minutes = found
        if minutes is None:
            return Say("waiting-line", count=before)
        return Say("waiting-estimate", count=before, low=minutes[0], high=minutes[1])
