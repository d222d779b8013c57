"""A lease has one holder: whoever lost it stores and sends nothing, whoever waits comes next, whatever clocks do."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from tests.conftest import CHEAP
from vault import holders, lease_records
from vault.database import connect
from vault.keys import load_keys
from vault.leases import Lease, LeaseLostError, Terms, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vault.database import Database
    from vault.keys import HouseKeys

ROOT = Path(__file__).resolve().parents[2]
TERMS = Terms(lasts=15, sign=4, spare=3, look=0.01)
QUICK = Terms(lasts=0.6, sign=0.1, spare=0.1, look=0.01)


@dataclass
class Moment:
    """A clock that a test turns."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Elsewhere:
    """Some processes that want one lease, each as if on a machine of its own; what they stored and sent."""

    database: Database
    keys: HouseKeys
    what: str
    clock: Moment = field(default_factory=Moment)
    leases: dict[str, Lease] = field(default_factory=dict)
    stored: list[tuple[str, int]] = field(default_factory=list)
    sent: list[tuple[str, int]] = field(default_factory=list)

    def lease(self, who: str) -> Lease:
        if who not in self.leases:
            lease = Lease(self.database, self.keys.service, self.what, terms=TERMS, clock=self.clock)
            lease._me = f"{who}.machine-{who}.1.1"
            self.leases[who] = lease
        return self.leases[who]

    async def fence(self) -> int:
        async with self.database.reading() as tx:
            row = await lease_records.read(tx, names_of(self.keys.service, self.what))
        return row.fence if row is not None else 0

    async def do(self, who: str, act: str) -> None:
        lease = self.lease(who)
        try:
            match act:
                case "attempt":
                    if not lease.holds:
                        await lease.attempt()
                case "sign":
                    if lease.holds:
                        await lease.sign()
                case "store":
                    async with lease.fenced.transaction() as tx:
                        await tx.run(sa.text("SELECT 1"))
                        self.stored.append((who, lease._held.fence if lease._held else 0))
                case "send":
                    await lease.guard()
                    self.sent.append((who, lease._held.fence if lease._held else 0))
                    assert self.sent[-1][1] == await self.fence(), "sent by one who is not the holder"
                case "let_go":
                    await lease.let_go()
        except LeaseLostError:
            pass
        assert sum(one.holds for one in self.leases.values()) <= 1, "two think that they hold it"


def one_after_another(done: list[tuple[str, int]]) -> bool:
    """Tell whether what was done belongs to turns that follow one another, each of one process."""
    fences = [fence for _, fence in done]
    return fences == sorted(fences) and len(set(done)) == len(set(fences))


@pytest.fixture
def elsewhere(database: Database, keys: HouseKeys) -> Elsewhere:
    return Elsewhere(database, keys, secrets.token_hex(4))


ACTS = st.sampled_from(["attempt", "attempt", "sign", "store", "send", "let_go"])
STEPS = st.lists(
    st.one_of(st.tuples(st.sampled_from("abc"), ACTS), st.tuples(st.just("time"), st.floats(0, 20))), max_size=40
)


@pytest.fixture(scope="module")
def own_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("leases") / "havre.db"))


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whoever_stalls_dies_or_lets_go_no_two_ever_hold_store_or_send_at_once(
    own_file: Path, steps: list[tuple[str, str | float]]
):
    url = f"sqlite+aiosqlite:///{own_file}"
    keys = load_keys(own_file.parent / "keys", cost=CHEAP)

    async def run() -> Elsewhere:
        database = connect(url)
        try:
            all_ = Elsewhere(database, keys, secrets.token_hex(8))
            for who, act in steps:
                if isinstance(act, float):
                    all_.clock.now += act
                else:
                    await all_.do(who, act)
            return all_
        finally:
            await database.close()

    found = asyncio.run(run())
    assert one_after_another(found.stored), found.stored
    assert one_after_another(found.sent), found.sent


async def test_a_stalled_owner_that_wakes_up_can_neither_store_nor_send(elsewhere: Elsewhere):
    first, second = elsewhere.lease("a"), elsewhere.lease("b")
    assert await first.attempt()
    assert not await second.attempt()
    elsewhere.clock.now += TERMS.lasts  # the first does nothing meanwhile
    assert await second.attempt()
    with pytest.raises(LeaseLostError):
        await first.guard()
    with pytest.raises(LeaseLostError):
        async with first.fenced.transaction():
            pytest.fail("a transaction of one who lost the lease went on")
    assert not await first.sign()
    await second.guard()


async def test_an_owner_whose_clock_stood_still_is_stopped_by_the_fence(elsewhere: Elsewhere):
    first, second = elsewhere.lease("a"), elsewhere.lease("b")
    assert await first.attempt()
    slept = Moment(elsewhere.clock.now)
    first._clock = slept  # a machine that was put to sleep: its clock stays behind
    assert not await second.attempt()
    elsewhere.clock.now += TERMS.lasts
    assert await second.attempt()
    assert first.holds, "by its own clock it still does"
    with pytest.raises(LeaseLostError):
        await first.guard()


async def test_an_owner_gives_up_before_anybody_could_follow(elsewhere: Elsewhere):
    first, second = elsewhere.lease("a"), elsewhere.lease("b")
    assert await first.attempt()
    assert not await second.attempt()
    elsewhere.clock.now += TERMS.lasts - TERMS.spare
    assert not first.holds
    assert not await second.attempt()


async def test_signs_of_life_keep_a_lease_for_ever(elsewhere: Elsewhere):
    first, second = elsewhere.lease("a"), elsewhere.lease("b")
    assert await first.attempt()
    for _ in range(10):
        elsewhere.clock.now += TERMS.sign
        assert await first.sign()
        assert not await second.attempt()


async def test_what_was_let_go_is_taken_at_once_in_the_next_turn(elsewhere: Elsewhere):
    first, second = elsewhere.lease("a"), elsewhere.lease("b")
    assert await first.attempt()
    await first.let_go()
    assert await second.attempt()
    assert await elsewhere.fence() == 2


async def test_a_lease_is_found_again_after_the_service_key_was_rotated(
    database: Database, tmp_path: Path, elsewhere: Elsewhere
):
    from vault.keys import rotate  # noqa: PLC0415 - this test alone

    assert await elsewhere.lease("a").attempt()
    rotate(tmp_path / "keys", "service")
    elsewhere.keys = load_keys(tmp_path / "keys", cost=CHEAP)
    assert not await elsewhere.lease("b").attempt()
    elsewhere.clock.now += TERMS.lasts
    assert await elsewhere.lease("b").attempt()
    assert await elsewhere.fence() == 2


async def test_the_table_holds_no_token(database: Database, elsewhere: Elsewhere):
    elsewhere.what = "telegram/4201:a-secret-token"
    assert await elsewhere.lease("a").attempt()
    async with database.reading() as tx:
        (row,) = await tx.rows(sa.select(lease_records.leases))
    for part in ("telegram", "4201:a", "secret"):
        assert part.encode() not in bytes(row.name)
        assert part not in str(row)


# -- work that is done while a lease is held ---------------------------------------------------------------------------


def of_this_machine(
    database: Database, keys: HouseKeys, told: list[str] | None = None, ring: Callable[[], None] = lambda: None
) -> Lease:
    def tell(event: str, _who: str) -> None:
        if told is not None:
            told.append(event)
        ring()

    return Lease(database, keys.service, "telegram/1:x", tell=tell, terms=QUICK)


async def test_whoever_waits_says_so_once_and_follows_at_once_when_the_first_ends(database: Database, keys: HouseKeys):
    told: list[str] = []
    works, waits, follows = asyncio.Event(), asyncio.Event(), asyncio.Event()
    first, second = of_this_machine(database, keys), of_this_machine(database, keys, told, waits.set)

    def work(started: asyncio.Event) -> Callable[[], asyncio.Future[None]]:
        async def go() -> None:
            started.set()
            await asyncio.Event().wait()

        return lambda: asyncio.ensure_future(go())

    running = asyncio.create_task(first.run(work(works)))
    await works.wait()
    waiting = asyncio.create_task(second.run(work(follows)))
    await waits.wait()
    for _ in range(3):
        assert not await second.attempt()
    running.cancel()
    async with asyncio.timeout(10):
        await follows.wait()
    assert told == ["lease_waited_for", "lease_taken"]
    waiting.cancel()
    await asyncio.gather(running, waiting, return_exceptions=True)


async def test_work_stops_when_the_lease_is_lost_and_begins_anew_when_it_is_back(database: Database, keys: HouseKeys):
    told: list[str] = []
    lease, started, stopped = of_this_machine(database, keys, told), asyncio.Queue[int](), asyncio.Queue[int]()

    async def work() -> None:
        await started.put(1)
        try:
            await asyncio.Event().wait()
        finally:
            await stopped.put(1)

    running = asyncio.create_task(lease.run(work))
    await started.get()
    (name,) = names_of(keys.service, "telegram/1:x")
    async with database.transaction() as tx:
        await lease_records.take(tx, lease_records.Held(name, "stranger.x.1.1", 9, lease._end()))
    async with asyncio.timeout(10):
        await stopped.get()  # before anybody else could have begun
        await started.get()  # the stranger gave no sign of life
    assert told == ["lease_taken", "lease_lost", "lease_waited_for", "lease_taken"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_goes_wrong_in_the_work_is_told_and_the_lease_let_go(database: Database, keys: HouseKeys):
    async def work() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await of_this_machine(database, keys).run(work)
    assert await of_this_machine(database, keys).attempt()


# -- other processes ---------------------------------------------------------------------------------------------------


@contextmanager
def holder(database: Database, folder: Path, lasts: float) -> Iterator[subprocess.Popen[str]]:
    place = database.engine.url.set(drivername="sqlite+aiosqlite") if database.is_sqlite else database.engine.url
    url = place.render_as_string(hide_password=False)
    command = [sys.executable, str(Path(__file__).parent / "lease_holder.py"), url, str(folder / "keys"), "w"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, str(lasts)], stdin=-1, stdout=-1, text=True, env=environ) as child:
        try:
            assert said(child) == "held"
            yield child
        finally:
            child.kill()


def said(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def asked(child: subprocess.Popen[str]) -> str:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()
    return said(child)


async def test_a_killed_owner_is_followed_at_once(database: Database, keys: HouseKeys, tmp_path: Path):
    lease = Lease(database, keys.service, "w")
    with holder(database, tmp_path, 3600) as child:
        assert asked(child) == "stored sent"
        assert not await lease.attempt()
        child.kill()
        child.wait()
        assert await lease.attempt()


async def test_a_stopped_owner_is_followed_and_told_so_when_it_goes_on(
    database: Database, keys: HouseKeys, tmp_path: Path
):
    lease = Lease(database, keys.service, "w", terms=QUICK)
    with holder(database, tmp_path, QUICK.lasts) as child:
        child.send_signal(signal.SIGSTOP)
        async with asyncio.timeout(20):
            await lease._wait()
        child.send_signal(signal.SIGCONT)
        assert asked(child) == "lost"


def test_a_process_of_this_machine_is_gone_when_it_is_and_one_elsewhere_never_certainly():
    me = holders.this_process()
    assert not holders.is_gone(me)
    chance, machine, number, started = me.split(".")
    assert holders.is_gone(f"{chance}.{machine}.{number}.{int(started) - 1}"), "the number belongs to another by now"
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
        assert holders.is_gone(f"{chance}.{machine}.{child.pid}.{started}")
        assert not holders.is_gone(f"{chance}.elsewhere.{child.pid}.{started}")
    for strange in ("", "x", "a.b.c.d", f"{chance}.{machine}.x.y", f"{chance}..1.1"):
        assert not holders.is_gone(strange)
    assert holders.short(me) == chance
