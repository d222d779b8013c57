"""Only the claimant's plain messages in a case's room reach that case's correspondent: never a note, never a mix-up."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.case import State
from handoff.errors import HandoffError, HeldForNoteError, IllegalMoveError, NotAllowedError
from handoff.listener import Role
from handoff.records.tables import entries
from nlu.severity import Level
from tests.handoff.havens import Haven, person

if TYPE_CHECKING:
    from handoff.listener import Session

LISTENERS, CORRESPONDENTS = 4, 6
ACTS = (
    "say", "say", "say", "note", "strokes", "held", "confirmed", "again", "claim", "claim", "release", "take_over",
    "close", "writes", "writes",
)  # fmt: skip
evening = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, LISTENERS - 1), st.integers(0, CORRESPONDENTS - 1)),
    min_size=20, max_size=60,
)  # fmt: skip
number = itertools.count()
AS_LETTERS = str.maketrans("0123456789", "bcdfghjklm")


@pytest.fixture
async def team(here: Haven) -> list[Session]:
    """Four who answer; the first is a supervisor."""
    first = await here.first_supervisor()
    return [first, *[await here.enrolled(first, f"listener {n}", Role.LISTENER) for n in range(LISTENERS - 1)]]


def a_mark() -> str:
    """Return a word nobody said before; in letters, since a number of four digits is held as a phone's."""
    return f"mark{str(next(number)).translate(AS_LETTERS)}x"


@dataclass
class Evening:
    """What was tried at the desk, and what of it was allowed to cross: the mark of each text says where it belongs."""

    here: Haven
    team: list[Session]
    names: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    crossed: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stayed: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def begin(self) -> None:
        evening_number = next(number)
        self.names = [f"evening {evening_number} person {n}" for n in range(CORRESPONDENTS)]
        for name in self.names:
            self.cases.append(await self.here.comes(name, Level.emergency, f"first of {name}"))
            self.written[name].append(f"first of {name}")

    async def act(self, act: str, who: int, whom: int) -> None:
        """Try one act; note what must cross and what must stay by whether the desk allowed it."""
        name, case_id, desk, session = self.names[whom], self.cases[whom], self.here.desk, self.team[who]
        mark = a_mark()
        match act:
            case "say":
                await desk.say(session, case_id, mark, mark)
                self.crossed[name].append(mark)
            case "note":
                await desk.note(session, case_id, mark, mark)
                self.stayed[name].append(mark)
            case "strokes":
                await desk.say(session, case_id, f" // {mark}", mark)
                self.stayed[name].append(mark)
            case "held":
                with pytest.raises((HeldForNoteError, NotAllowedError)):
                    await desk.say(session, case_id, f"{mark} // {mark}", mark)
            case "confirmed":
                await desk.say(session, case_id, f"{mark} // {mark}", mark, confirmed=True)
                self.crossed[name].append(f"{mark} // {mark}")
            case "again":
                await desk.say(session, case_id, mark, mark)
                self.crossed[name].append(mark)
                await desk.say(session, case_id, f"never{mark}", mark)
            case "writes":
                await self.here.writes(case_id, mark)
                self.written[name].append(mark)
            case _:
                await self._move(act, who, case_id, mark)

    async def _move(self, act: str, who: int, case_id: str, mark: str) -> None:
        desk, session = self.here.desk, self.team[who]
        match act:
            case "claim":
                await desk.claim(session, case_id, agreed=True)
            case "release":
                await desk.release(session, case_id, f"handover {mark}")
            case "take_over":
                await desk.take_over(session, case_id, f"over {mark}")
            case "close":
                await desk.close(session, case_id, points=[f"point {mark}"], outcome="helped", type="none", again="no")

    async def try_act(self, act: str, who: int, whom: int) -> bool:
        try:
            await self.act(act, who, whom)
        except HandoffError:
            return False
        return True

    async def check(self) -> None:
        """Each correspondent was sent what was said to them, whole and in its order, and not one other word."""
        everything = [mark for marks in (*self.crossed.values(), *self.stayed.values()) for mark in marks]
        for name, case_id in zip(self.names, self.cases, strict=True):
            assert Counter(self.here.letters.to(person(name))) == Counter(self.crossed[name])
            told = str([body for to, body, _ in self.here.letters.sent if to == person(name)])
            for other in everything:
                assert (other in told) == (other in self.crossed[name])
            assert "never" not in told
            assert "handover" not in told
            assert "over mark" not in told
            await self._check_talk(name, case_id)

    async def _check_talk(self, name: str, case_id: str) -> None:
        rows = await self.here.rows(entries.select().where(entries.c.case_id == case_id).order_by(entries.c.number))
        async with self.here.database.reading() as tx:
            seeds = await self.here.team.unlock(tx, self.team[0].listener_id, self.team[0].seed)
        lines = [(r.author, self.here.team.open_entry(seeds, r.epoch, case_id, r.id, r.sealed).decode()) for r in rows]
        said = [text for author, text in lines if author == "listener"]
        notes = [text for author, text in lines if author == "note" and text.startswith("mark")]
        assert Counter(said) == Counter(self.crossed[name])
        assert Counter(notes) == Counter(self.stayed[name])
        assert [text for author, text in lines if author == "correspondent"] == self.written[name]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=evening)
async def test_whatever_is_done_at_the_desk_only_plain_words_of_the_claimant_cross(
    here: Haven, team: list[Session], acts: list[tuple[str, int, int]]
) -> None:
    tonight = Evening(here, team)
    await tonight.begin()
    holder: dict[str, int | None] = dict.fromkeys(tonight.cases)
    for act, who, whom in acts:
        case_id = tonight.cases[whom]
        allowed = await tonight.try_act(act, who, whom)
        match act:
            case "claim" | "take_over" if allowed:
                holder[case_id] = who
            case "release" | "close" if allowed:
                assert holder[case_id] == who
                holder[case_id] = None
            case "say" | "confirmed" | "again" | "strokes":
                assert allowed == (holder[case_id] == who)
            case "note":
                assert allowed == (holder[case_id] == who or team[who].role is Role.SUPERVISOR)
    await tonight.check()


@pytest.mark.parametrize("seed", range(6))
async def test_with_everybody_at_once_no_two_people_are_crossed(here: Haven, team: list[Session], seed: int) -> None:
    tonight, chance = Evening(here, team), random.Random(seed)
    await tonight.begin()
    desk_acts = [act for act in ACTS if act != "writes"]
    for _ in range(16):
        wave = [("writes", 0, whom) for whom in range(CORRESPONDENTS)]
        wave += [("claim", chance.randrange(LISTENERS), whom) for whom in range(CORRESPONDENTS)]
        wave += [(chance.choice(desk_acts), who, whom) for who in range(LISTENERS) for whom in range(CORRESPONDENTS)]
        chance.shuffle(wave)
        await asyncio.gather(*(tonight.try_act(*act) for act in wave))
    assert sum(map(len, tonight.crossed.values())) > 10
    assert sum(map(len, tonight.stayed.values())) > 3
    await tonight.check()


async def test_a_word_said_in_the_moment_of_a_take_over_reaches_nobody_else(here: Haven, team: list[Session]) -> None:
    supervisor, listener, *_ = team
    case_id = await here.comes("julie", Level.emergency, "bonsoir")
    await here.desk.claim(listener, case_id)
    answers = await asyncio.gather(
        here.desk.take_over(supervisor, case_id, "relève"),
        *(here.desk.say(listener, case_id, f"mot {n}", f"k{n}") for n in range(6)),
        return_exceptions=True,
    )
    through = [answer for answer in answers[1:] if not isinstance(answer, Exception)]
    assert len(here.letters.to(person("julie"))) == len(through)
    for answer in answers:
        assert not isinstance(answer, Exception) or isinstance(answer, NotAllowedError | IllegalMoveError)
    assert (await here.case(case_id)).state is State.LIVE
    with pytest.raises(NotAllowedError):
        await here.desk.say(listener, case_id, "encore moi", "last")
