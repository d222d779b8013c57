"""Fifty people and ten listeners at once over the web desk: no word in a wrong room, none lost, order kept."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handoff.listener import Role, Skills
from handoff.records.tables import cases, entries
from nlu.severity import Level
from tests.handoff.desks.houses import Pages, Visitor
from tests.handoff.havens import Haven, person

if TYPE_CHECKING:
    from handoff.listener import Session

LISTENERS, CORRESPONDENTS, CAPACITY = 10, 50, 12
ACTS = ("say", "say", "say", "again", "note", "slashes", "read", "read", "release", "next", "next", "over", "writes")
one = st.tuples(st.sampled_from(ACTS), st.integers(0, CORRESPONDENTS - 1), st.sampled_from((True, True, False)))
turns = st.lists(one, min_size=4, max_size=8)
evening = st.lists(turns, min_size=LISTENERS, max_size=LISTENERS)
"""What each listener does, one thing after another, all ten at the same time: mostly in a room they took."""
MARK = re.compile(r"mark[b-m]+x")
AS_LETTERS = str.maketrans("0123456789", "bcdfghjklm")
number = itertools.count()


def a_mark() -> str:
    """Return a word nobody said before, in letters: a number is held as a telephone's."""
    return f"mark{str(next(number)).translate(AS_LETTERS)}x"


@dataclass
class Team:
    """Ten who answer, the first a supervisor, each with a browser of their own."""

    sessions: list[Session]
    browsers: list[Visitor]


@pytest.fixture
async def team(here: Haven) -> Team:
    first = await here.first_supervisor("listener 0")
    roles = [Role.LISTENER] * (LISTENERS - 1)
    sessions = [first, *[await here.enrolled(first, f"listener {n}", role) for n, role in enumerate(roles, 1)]]
    pages, browsers = Pages(here), []
    for n, session in enumerate(sessions):
        await here.desk.shifts.set_skills(first, session.listener_id, Skills(capacity=CAPACITY))
        browsers.append(pages.visitor())
        await browsers[-1].signs_in(f"listener {n}")
    return Team(sessions, browsers)


@dataclass
class Crowd:
    """What was tried over the pages, and what of it the desk took: a mark belongs to one room for ever."""

    here: Haven
    team: Team
    names: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    crossed: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    stayed: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    room_of: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    rooms: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    async def begin(self) -> None:
        """Let fifty people come, and each listener take until all are with somebody; the night before is over."""
        async with self.here.database.transaction() as tx:
            await tx.run(cases.update().values(state="closed", claimed_by=None))
        tonight = next(number)
        for n in range(CORRESPONDENTS):
            self.names.append(f"night {tonight} person {n}")
            mark = a_mark()
            self.cases.append(await self.here.comes(self.names[n], Level.high, mark))
            self._wrote(n, mark)
        await asyncio.gather(*(self._takes(browser) for browser in self.team.browsers))
        whose = {session.listener_id: who for who, session in enumerate(self.team.sessions)}
        for whom, case_id in enumerate(self.cases):
            self.rooms[whose[str((await self.here.case(case_id)).claimed_by)]].append(whom)

    async def _takes(self, browser: Visitor) -> None:
        for _ in range(CORRESPONDENTS // LISTENERS):
            await browser.act("/next")

    def _wrote(self, whom: int, mark: str) -> None:
        self.written[self.cases[whom]].append(mark)
        self.room_of[mark] = self.cases[whom]

    async def listens(self, who: int, acts: list[tuple[str, int, bool]]) -> None:
        """Do one listener's acts, one after another."""
        for act, anybody, own in acts:
            mine = self.rooms[who]
            whom = mine[anybody % len(mine)] if own and mine else anybody
            await self._act(act, who, whom, self.cases[whom], a_mark())

    async def _act(self, act: str, who: int, whom: int, case_id: str, mark: str) -> None:
        browser, at = self.team.browsers[who], f"/room/{case_id}"
        match act:
            case "say" | "again":
                self.room_of[mark] = case_id
                answer = await browser.act(f"{at}/say", text=mark, key=mark)
                if answer.status_code == 303:
                    self.crossed[case_id].append((who, mark))
                if act == "again":
                    await browser.act(f"{at}/say", text=f"never{mark}", key=mark)
            case "note" | "slashes":
                self.room_of[mark] = case_id
                path, text = (f"{at}/note", mark) if act == "note" else (f"{at}/say", f"// {mark}")
                if (await browser.act(path, text=text, key=mark)).status_code == 303:
                    self.stayed[case_id].append(mark)
            case "read":
                page = await browser.get(f"{at}/parts")
                self.strays += [found for found in MARK.findall(page.text) if self.room_of.get(found) != case_id]
            case "writes":
                self._wrote(whom, mark)
                await self.here.writes(case_id, mark)
            case "release":
                await browser.act(f"{at}/release", note="")
            case "next":
                await browser.act("/next")
            case "over":
                await browser.act(f"{at}/take-over", reason="relève")

    async def check(self) -> None:
        """Each person was sent what was said to them and nothing else; each talk is whole, each writer in order."""
        for name, case_id in zip(self.names, self.cases, strict=True):
            sent = self.here.letters.to(person(name))
            assert Counter(sent) == Counter(mark for _, mark in self.crossed[case_id])
            said, notes, written = await self._talk(case_id)
            assert Counter(said) == Counter(sent)
            assert Counter(note for note in notes if MARK.fullmatch(note)) == Counter(self.stayed[case_id])
            assert Counter(written) == Counter(self.written[case_id])
            for who in range(LISTENERS):
                mine = [mark for whose, mark in self.crossed[case_id] if whose == who]
                assert [mark for mark in sent if mark in mine] == mine
                assert [mark for mark in said if mark in mine] == mine

    async def _talk(self, case_id: str) -> tuple[list[str], list[str], list[str]]:
        rows = await self.here.rows(entries.select().where(entries.c.case_id == case_id).order_by(entries.c.number))
        first = self.team.sessions[0]
        async with self.here.database.reading() as tx:
            seeds = await self.here.team.unlock(tx, first.listener_id, first.seed)
        lines = [(r.author, self.here.team.open_entry(seeds, r.epoch, case_id, r.id, r.sealed).decode()) for r in rows]
        said, notes, written = (
            [text for author, text in lines if author == whose] for whose in ("listener", "note", "correspondent")
        )
        return said, notes, written


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(acts=evening)
async def test_fifty_people_and_ten_listeners_at_once_find_no_word_in_a_wrong_room_and_none_lost(
    here: Haven, team: Team, acts: list[list[tuple[str, int, bool]]]
) -> None:
    crowd = Crowd(here, team)
    await crowd.begin()
    await asyncio.gather(*(crowd.listens(who, mine) for who, mine in enumerate(acts)))
    assert crowd.strays == []
    await crowd.check()


async def test_with_everybody_in_their_own_rooms_every_word_crosses_in_order(here: Haven, team: Team) -> None:
    crowd = Crowd(here, team)
    await crowd.begin()
    assert sum(map(len, crowd.rooms.values())) == CORRESPONDENTS
    acts = {
        who: [(act, whom, False) for act in ("writes", "say", "read", "note") for whom in rooms]
        for who, rooms in crowd.rooms.items()
    }
    await asyncio.gather(*(crowd.listens(who, mine) for who, mine in acts.items()))
    assert crowd.strays == []
    await crowd.check()
    assert sum(map(len, crowd.crossed.values())) == CORRESPONDENTS
    assert sum(map(len, crowd.stayed.values())) == CORRESPONDENTS
