"""Practice cases: a scripted story on the real desk for a new listener, nobody's from its first line to its last.

Lives here: beginning one, going on after each answer, ending it. Does not live here: the stories (`handoff.stories`),
and what keeps them apart from real people: they are in no queue and no figure, ring nobody (`handoff.bells`,
`handoff.rounds`), send nothing (`handoff.relay`) and lead to nothing outside (`handoff.permissions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handoff import queue
from handoff.arrivals import NewEntry, Weighing, new_id
from handoff.case import Case, CaseId, State
from handoff.designation import draw_numbered
from handoff.permissions import Act, demand
from handoff.records import cases as records
from handoff.records import people
from handoff.records import practice as practice_records
from handoff.refusals import NoSuchListenerError, NoSuchStoryError
from handoff.stories import STORIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handoff.alarm import Texts
    from handoff.arrivals import Arrivals
    from handoff.asking import Asking
    from handoff.listener import Session
    from handoff.stories import Story, Turn
    from vault.database import Transaction

BETWEEN = timedelta(seconds=25)
"""How far apart the lines stand that were written before anybody came."""


@dataclass(frozen=True, slots=True)
class Practising:
    """A practice case that goes on, as the team page shows it."""

    case_id: CaseId
    story: str
    listener_id: str
    designation: str
    state: State


class Practice:
    """Plays stories. `asking` opens acts at the desk, `arrivals` is what the other side does, `texts` what it says."""

    def __init__(self, asking: Asking, arrivals: Arrivals, texts: Texts) -> None:
        self._asking, self._arrivals, self._texts = asking, arrivals, texts
        self.stories = {story.id: story for story in STORIES}

    async def begin(self, session: Session, story_id: str, listener_id: str, language: str) -> CaseId:
        """Make a practice case for somebody, who finds it on their board. Supervisors only.

        Raises NoSuchStoryError, NoSuchListenerError.
        """
        demand(session.role, Act.TEAM)
        story, now = self._story(story_id), self._asking.clock()
        async with self._asking.database.transaction() as tx:
            row = await people.listener(tx, listener_id)
            if row is None or row.retired_at is not None:
                raise NoSuchListenerError("nobody of the team")
            case_id = await self._open(tx, story, listener_id, language, now)
            whose = {"case_id": case_id, "listener_id": listener_id, "made_by": session.listener_id, "made_at": now}
            await practice_records.add(tx, {**whose, "story": story.id, "turn": 0})
            await self._arrivals.take_in(
                tx, self._opening(story, case_id, language, now), [_weighed(story, case_id, now)]
            )
        return case_id

    def _story(self, story_id: str) -> Story:
        if story_id not in self.stories:
            raise NoSuchStoryError("no such story")
        return self.stories[story_id]

    async def _open(self, tx: Transaction, story: Story, listener_id: str, language: str, at: datetime) -> CaseId:
        case_id = CaseId(new_id())
        row = {"id": case_id, "correspondent": new_id(), "channel": "web", "language": language, "practice": True}
        times = {"opened_at": at, "waiting_since": at, "last_word_at": at, "place": queue.place(story.level, at)}
        standing = {"state": State.WAITING, "level": int(story.level), "contacts": 1, "called": ""}
        while not await records.add(
            tx, {**row, **times, **standing, "offered_to": listener_id, "designation": draw_numbered(language)}
        ):
            pass  # the number keeps its two words free for somebody real
        return case_id

    def _opening(self, story: Story, case_id: CaseId, language: str, at: datetime) -> list[NewEntry]:
        lines = [("choice", f"{question}:{choice}") for question, choice in story.taps.items()]
        lines += [("text", self._said(story, number, language)) for number in range(1, story.opening + 1)]
        first = at - BETWEEN * len(lines)
        return [
            NewEntry(case_id, "correspondent", words.encode(), first + BETWEEN * number, kind)
            for number, (kind, words) in enumerate(lines)
        ]

    def _said(self, story: Story, number: int, language: str) -> str:
        return self._texts.say(f"practice-{story.id}-{number}", language, story.register)

    async def goes_on(self, tx: Transaction, case: Case) -> None:
        """Have the other side answer, after something the listener said; a story that is told stays silent."""
        row = await practice_records.take_turn(tx, case.id)
        story = None if row is None else self._story(row.story)
        if row is None or story is None or row.turn > len(story.turns):
            return
        turn, now = story.turns[row.turn - 1], self._asking.clock()
        before = story.opening + sum(one.sentences for one in story.turns[: row.turn - 1])
        numbers = range(before + 1, before + 1 + turn.sentences)
        lines = [
            NewEntry(case.id, "correspondent", self._said(story, number, case.language).encode(), now)
            for number in numbers
        ]
        await self._arrivals.take_in(tx, lines, _risen(story, turn, case, now))

    async def open_ones(self, session: Session) -> list[Practising]:
        """Return the practice cases that go on. Supervisors only."""
        demand(session.role, Act.TEAM)
        async with self._asking.database.reading() as tx:
            rows = await practice_records.open_ones(tx)
        return [Practising(row.case_id, row.story, row.listener_id, row.designation, State(row.state)) for row in rows]

    async def end(self, session: Session, case_id: str) -> None:
        """End a practice case and erase it, talk and all: by whoever practises, or a supervisor."""
        async with self._asking.allowed(session, case_id, Act.END) as (tx, case):
            await records.erase(tx, case.id)


def _reasons(choices: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return answers by button as reasons, each named by the rule that such an answer meets."""
    return [
        {"rule": f"{question}-{choice}".replace("_", "-"), "source": "answer", "question": question, "choice": choice}
        for question, choice in choices
    ]


def _weighed(story: Story, case_id: CaseId, at: datetime) -> Weighing:
    reasons = _reasons([(question, story.taps[question]) for question in story.weighs])
    return Weighing(case_id, story.level, at, reasons, {**story.taps, "register": story.register})


def _risen(story: Story, turn: Turn, case: Case, at: datetime) -> list[Weighing]:
    if turn.level is None:
        return []
    question, _, choice = turn.because.partition(":")
    reasons = _reasons([(question, choice), *((one, story.taps[one]) for one in story.weighs)])
    facts = {**story.taps, question: choice, "register": story.register}
    return [Weighing(case.id, turn.level, at, reasons, facts)]
