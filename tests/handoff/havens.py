"""A whole haven as far as the handoff reaches: real tables, keys, desk and rounds; only the bot's side is written down.

`build` makes one from the shared fixtures. Correspondents are plain names here; their letters arrive in `letters`.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.texts import Texts
from handoff.alarm import Alarm
from handoff.arrivals import Arrivals, NewEntry, Reason, Weighing
from handoff.bells import Bells, unwatch
from handoff.changes import Changes
from handoff.desk import Desk
from handoff.door import Door
from handoff.hours import Hours, Rota
from handoff.listener import Role
from handoff.practice import Practice
from handoff.records import cases as case_records
from handoff.records.tables import alarms, decisions, timers
from handoff.relay import Relay
from handoff.rounds import Rounds
from handoff.settings import AlarmSettings, LaddersSettings
from nlu.severity import Level
from vault.blobs import FileBlobs
from vault.evidence import Evidence, OpenItem
from vault.shreds import Shreds
from vault.team import Team

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

    from handoff.case import Case, EntryId
    from handoff.listener import Session
    from tests.conftest import Clock
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys

PARIS = ZoneInfo("Europe/Paris")
PASSPHRASE = "tasse moulin verger plume onze"
ALWAYS = Rota(Hours.of("always", PARIS), Hours.of("always", PARIS))


@dataclass
class Letters:
    """The outbox: a letter is there once its transaction is durable, and never if it is not."""

    sent: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)
    parked: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)

    async def post(
        self,
        tx: Transaction,
        correspondent: str,
        body: dict[str, Any],
        entry_id: str | None = None,
        *,
        parked: bool = False,
    ) -> None:
        kept = self.parked if parked else self.sent
        tx.afterwards(lambda: kept.append((correspondent, body, entry_id)))

    def to(self, correspondent: str, sender: str = "listener") -> list[str]:
        """Return what somebody was written, a letter a line."""
        mine = (body for name, body, _ in self.sent if name == correspondent and body["from"] == sender)
        return ["\n".join(body["paragraphs"]) for body in mine]


class Sentences:
    """The closing letter, as short as can be."""

    def ended(self, case: Case, register: str) -> dict[str, Any]:
        return {"paragraphs": [f"ended {register}"], "choices": [], "numbers": []}

    def closing(
        self, case: Case, points: Sequence[str], register: str, *, own_path: bool = False, plan: Sequence[str] = ()
    ) -> dict[str, Any]:
        deserved = [] if own_path else ["not deserved"]
        return {"paragraphs": [f"goodbye {register}", *deserved, *points, *plan], "choices": [], "numbers": []}


@dataclass
class Said:
    """What the bot was asked to say when time went by: (kind, case, state)."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    broken_for: set[str] = field(default_factory=set)

    async def late(self, tx: Transaction, case: Case) -> None:
        await self.silence(tx, case, "late")

    async def silence(self, tx: Transaction, case: Case, kind: str) -> None:
        if case.id in self.broken_for:
            await case_records.change(tx, case.id, {"language": "xx"})  # half done
            raise RuntimeError("the bot cannot")
        tx.afterwards(lambda: self.said.append((kind, case.id, case.state.value)))


@functools.cache
def texts() -> Texts:
    """Return the real sentences, read once."""
    return Texts()


def person(name: str) -> str:
    """Return the id of the correspondent of this name."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


async def no_picture(item: OpenItem) -> bytes:
    return b"preview of " + item.id.encode()


class Haven:
    """Everything built as the composition root builds it."""

    def __init__(
        self, database: Database, keys: HouseKeys, folder: Path, clock: Clock, *, rota: Rota = ALWAYS,
        alarm: AlarmSettings | None = None,
    ) -> None:  # fmt: skip
        self.database, self.keys, self.clock, self.rota = database, keys, clock, rota
        self.changes, self.letters, self.prompt = Changes(), Letters(), Said()
        self.addresses: dict[str, str] = {}
        self.opened: list[tuple[str, str, int]] = []
        self.shreds = Shreds(folder / "shreds.db")
        self.team = Team(keys.service, clock)
        blobs = FileBlobs(folder / "evidence")
        self.evidence = Evidence(database, blobs, self.shreds, keys, self.team, clock)
        self.bells = Bells(LaddersSettings(), rota, keys.service)
        self.arrivals = Arrivals(self.team, keys.service, self.bells, self.changes)
        self.relay = Relay(self.arrivals, self.bells, self.letters, keys.service)
        self.rounds = Rounds(database, self.bells, self.prompt, self.changes)
        self.alarm = Alarm(
            database, alarm or AlarmSettings(), rota, keys.service, texts(), self.changes, "https://desk.example"
        )
        self.door = Door(database=database, keys=keys, team=self.team, clock=clock)
        self.desk = Desk(
            database=database, door=self.door, relay=self.relay, bells=self.bells, alarm=self.alarm, team=self.team,
            evidence=self.evidence, service_key=keys.service, words=Sentences(), changes=self.changes,
            open_numbers=lambda at: ("3018", "119") if at.hour < 22 else ("119",), preview=no_picture,
            encrypted={"web"}, clock=clock, closes_at=rota.desk.closes_at, address_of=self._address_of,
            practice_of=lambda asking: Practice(asking, self.arrivals, texts()),
        )  # fmt: skip

    async def _address_of(self, channel: str, correspondent: str) -> str | None:
        """Open an address; note how many decisions were on record by then."""
        self.opened.append((channel, correspondent, len(await self.rows(decisions.select()))))
        return self.addresses.get(correspondent)

    # -- people of the house -------------------------------------------------------------------------------------------

    async def first_supervisor(self, name: str = "grace") -> Session:
        async with self.database.transaction() as tx:
            token = await self.door.first_invitation(tx)
        assert token is not None
        return await self.entered(await self.desk.enrol(token, name, PASSPHRASE))

    async def enrolled(self, by: Session, name: str, role: Role = Role.LISTENER) -> Session:
        token = await self.desk.invite(by, role)
        return await self.entered(await self.desk.enrol(token, name, PASSPHRASE))

    async def entered(self, cookie: str) -> Session:
        session = await self.desk.session(cookie)
        assert session is not None
        return session

    # -- correspondents ------------------------------------------------------------------------------------------------

    async def comes(
        self, name: str, level: Level = Level.medium, words: str = "", *, reasons: Sequence[Reason] = (),
        facts: Mapping[str, Any] | None = None, **opening: Any,
    ) -> str:  # fmt: skip
        """Open a case and return it; `words` are the first message, weighed at `level`."""
        async with self.database.transaction() as tx:
            opened = {"channel": "web", "language": "fr", "at": self.clock.now, **opening}
            case_id = await self.arrivals.open_case(tx, correspondent=person(name), **opened)
            entries = [self._line(case_id, words)] if words else []
            weighing = Weighing(case_id, level, self.clock.now, reasons, facts or {})
            await self.arrivals.take_in(tx, entries, [weighing])
        return case_id

    async def writes(self, case_id: str, words: str, *, kind: str = "text", **weighed: Any) -> EntryId:
        """Have the correspondent say something; `level`, `reasons`, `facts` weigh it."""
        line = self._line(case_id, words, kind)
        async with self.database.transaction() as tx:
            weighings = [Weighing(case_id, at=self.clock.now, **weighed)] if weighed else []
            await self.arrivals.take_in(tx, [line], weighings)
        return line.id

    def _line(self, case_id: str, words: str, kind: str = "text") -> NewEntry:
        return NewEntry(case_id, "correspondent", words.encode(), self.clock.now, kind)

    async def sends(self, case_id: str, content: bytes, *, shared: bool) -> str:
        """Have the correspondent send a file; return the item."""
        vault = (await self.case(case_id)).vault
        if vault is None:
            async with self.database.transaction() as tx:
                vault = await self.evidence.open_vault(tx, None)
                await self.arrivals.attach_vault(tx, case_id, vault)

        async def stream() -> AsyncIterator[bytes]:
            yield content

        receipt = await self.evidence.keep(
            vault, stream(), name="photo.jpg", declared="image/jpeg", limit=10_000_000, share_with_team=shared,
            actor="owner", source="web",
        )  # fmt: skip
        return receipt.item_id

    # -- looking inside ------------------------------------------------------------------------------------------------

    async def case(self, case_id: str) -> Case:
        async with self.database.reading() as tx:
            return await case_records.get(tx, case_id)

    async def rows(self, query: sa.Select[Any]) -> list[Any]:
        async with self.database.reading() as tx:
            return list(await tx.rows(query))

    async def due(self, case_id: str) -> dict[str, tuple[str, datetime]]:
        """Return what is due for a case: kind to step and moment."""
        found = await self.rows(timers.select().where(timers.c.case_id == case_id))
        return {row.kind: (row.step, row.due_at) for row in found}

    async def no_longer_due(self, case_id: str, kind: str) -> None:
        """Take one ladder away, to look at the others alone."""
        async with self.database.transaction() as tx:
            await unwatch(tx, case_id, kind)

    async def ringing(self, case_id: str) -> dict[tuple[str, str], Level]:
        """Return what rings for a case: (reason, who) to level."""
        found = await self.rows(alarms.select().where(alarms.c.case_id == case_id, alarms.c.ended_at.is_(None)))
        return {(row.reason, row.who): Level(row.level) for row in found}

    async def minutes(self, most: float, step: float = 0.5) -> dict[float, list[tuple[str, str]]]:
        """Let time pass with the rounds going; return what happened when: ("rings", who) or (kind said, state)."""
        happened: defaultdict[float, list[tuple[str, str]]] = defaultdict(list)
        known = {row.id for row in await self.rows(alarms.select())}
        passed = 0.0
        while True:
            said = len(self.prompt.said)
            with contextlib.suppress(ExceptionGroup):
                await self.rounds.tick(self.clock.now)
            happened[passed] += [(kind, state) for kind, _, state in self.prompt.said[said:]]
            new = [row for row in await self.rows(alarms.select()) if row.id not in known]
            happened[passed] += [("rings", row.who) for row in new]
            known |= {row.id for row in new}
            if passed >= most:
                return {minute: what for minute, what in happened.items() if what}
            passed += step
            self.clock.forward(minutes=step)

    def close(self) -> None:
        self.shreds.close()


@asynccontextmanager
async def a_haven(
    database: Database, keys: HouseKeys, folder: Path, clock: Clock, **settings: Any
) -> AsyncIterator[Haven]:
    haven = Haven(database, keys, folder, clock, **settings)
    try:
        yield haven
    finally:
        await haven.evidence.settle()
        haven.close()
