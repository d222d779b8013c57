"""SQL about cases, their waits, outcomes, visits and offered places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.case import Case, CaseId, State
from handoff.errors import NoSuchCaseError
from handoff.reach import KEPT
from handoff.records import bells, notices, referrals
from handoff.records.tables import (
    call_backs,
    cases,
    decisions,
    entries,
    insert,
    outcomes,
    places,
    practices,
    timers,
    visits,
    waits,
)
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime, timedelta

    from handoff.reach import Reach, Wanted
    from vault.database import Transaction

MEASURED = 40
"""How many of the latest waits an estimate looks at."""

PLAIN = [column for column in cases.c if column.name not in {"reasons", "facts", "weighed", "settled"}]


def _case(row: sa.Row[Any]) -> Case:
    fields = {column.name: row._mapping[column.name] for column in PLAIN}  # noqa: SLF001 - SQLAlchemy's public name
    return Case(**{**fields, "state": State(fields["state"]), "level": Level(fields["level"])})


async def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert a case; False where an open case has its designation already."""
    still_open = sa.text("state <> 'closed'")
    new = insert(tx, cases).values(**row)
    added = new.on_conflict_do_nothing(index_elements=["designation"], index_where=still_open)
    return await tx.row(added.returning(cases.c.id)) is not None


async def get(tx: Transaction, case_id: str) -> Case:
    """Return a case. Raises NoSuchCaseError."""
    row = await tx.row(sa.select(*PLAIN).where(cases.c.id == case_id))
    if row is None:
        raise NoSuchCaseError("no such case")
    return _case(row)


async def get_locked(tx: Transaction, case_id: str) -> Case:
    """Return a case that nobody else can change until `tx` ends. Raises NoSuchCaseError."""
    row = await tx.row(sa.select(*PLAIN).where(cases.c.id == case_id).with_for_update())
    if row is None:
        raise NoSuchCaseError("no such case")
    return _case(row)


async def sealed(tx: Transaction, case_ids: Collection[str]) -> dict[str, sa.Row[Any]]:
    """Return the sealed columns (reasons, facts, weighed, settled) by case."""
    columns = (cases.c.id, cases.c.reasons, cases.c.facts, cases.c.weighed, cases.c.settled)
    found = await tx.rows(sa.select(*columns).where(cases.c.id.in_(case_ids)))
    return {row.id: row for row in found}


async def among(tx: Transaction, case_ids: Collection[str]) -> dict[str, tuple[Case, bytes | None, bytes | None]]:
    """Return these cases, locked, each with its `weighed` and `settled`, in one query."""
    query = sa.select(*PLAIN, cases.c.weighed, cases.c.settled).where(cases.c.id.in_(case_ids)).order_by(cases.c.id)
    return {row.id: (_case(row), row.weighed, row.settled) for row in await tx.rows(query.with_for_update())}


async def open_cases(tx: Transaction) -> list[Case]:
    """Return every case that is not closed, in the queue's order."""
    query = sa.select(*PLAIN).where(cases.c.state != State.CLOSED).order_by(cases.c.place, cases.c.id)
    return [_case(row) for row in await tx.rows(query)]


async def held_by(tx: Transaction, listener_id: str) -> list[Case]:
    """Return the open cases a listener holds, locked; practice is none."""
    held = (cases.c.claimed_by == listener_id, cases.c.state != State.CLOSED, cases.c.practice.is_(False))
    query = sa.select(*PLAIN).where(*held)
    return [_case(row) for row in await tx.rows(query.order_by(cases.c.id).with_for_update())]


async def live_with(tx: Transaction) -> dict[str, int]:
    """Return how many conversations are live with each listener; practice is none."""
    live = (cases.c.state == State.LIVE, cases.c.practice.is_(False))
    query = sa.select(cases.c.claimed_by, sa.func.count().label("held")).where(*live).group_by(cases.c.claimed_by)
    return {row.claimed_by: row.held for row in await tx.rows(query)}


async def drop_offers(tx: Transaction, listener_id: str) -> list[CaseId]:
    """Take back whatever is offered to, or kept for, or read along by a listener who leaves; return which cases."""
    gone = []
    for column in (cases.c.offered_to, cases.c.second):
        mine = sa.update(cases).where(column == listener_id).values({column.name: None}).returning(cases.c.id)
        gone += [CaseId(row.id) for row in await tx.rows(mine)]
    return gone


async def of_correspondent(tx: Transaction, correspondent: str) -> Case | None:
    """Return the latest case of a correspondent, open or closed."""
    query = sa.select(*PLAIN).where(cases.c.correspondent == correspondent).order_by(cases.c.opened_at.desc()).limit(1)
    row = await tx.row(query)
    return None if row is None else _case(row)


async def named(tx: Transaction, name: str) -> list[CaseId]:
    """Return the cases of an id, or of a designation: an open one before all that were closed."""
    query = sa.select(cases.c.id, cases.c.state).where((cases.c.id == name) | (cases.c.designation == name))
    rows = await tx.rows(query)
    open_ones = [row for row in rows if row.state != State.CLOSED]
    return [CaseId(row.id) for row in open_ones or rows]


async def change(tx: Transaction, case_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a case."""
    await tx.run(sa.update(cases).where(cases.c.id == case_id).values(**values))


async def change_all(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the same columns on several cases; each row carries `case` (the id) and the new values."""
    if rows:
        names = [name for name in rows[0] if name != "case"]
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        await tx.run(sa.update(cases).where(cases.c.id == sa.bindparam("case")).values(**values), rows)


async def claim_first(tx: Transaction, wanted: Wanted) -> CaseId | None:
    """Claim the first case within reach that nobody else is claiming at this moment."""
    first = _next(wanted, sa.select(cases.c.id)).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    return await _claim(tx, cases.c.id == first, wanted.listener_id, wanted.at)


async def next_free(tx: Transaction, wanted: Wanted, limit: int, skip: int = 0) -> list[sa.Row[Any]]:
    """Return the next cases within reach (id, level, language, facts), in the queue's order."""
    query = _next(wanted, sa.select(cases.c.id, cases.c.level, cases.c.language, cases.c.facts))
    return list(await tx.rows(query.limit(limit).offset(skip)))


async def kept_for(tx: Transaction, listener_id: str) -> tuple[CaseId, Level] | None:
    """Return the first case that waits and is kept for this listener; practice waits until it is picked."""
    mine = (cases.c.offered_to == listener_id, cases.c.state == State.WAITING, cases.c.practice.is_(False))
    row = await tx.row(sa.select(cases.c.id, cases.c.level).where(*mine).order_by(cases.c.place).limit(1))
    return None if row is None else (CaseId(row.id), Level(row.level))


def _next(wanted: Wanted, query: sa.Select[Any]) -> sa.Select[Any]:
    free = query.where(cases.c.state == State.WAITING, cases.c.practice.is_(False), *_open_to(wanted))
    return free.order_by(cases.c.place, cases.c.id)


def _open_to(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    me, now = wanted.listener_id, wanted.at
    is_late = (cases.c.level >= int(Level.critical)) | (cases.c.waiting_since <= now - KEPT)
    kept_for_another = cases.c.offered_to.is_not(None) & (cases.c.offered_to != me)
    marked_by_me = (cases.c.abuse_until > now) & (cases.c.previous_listener == me)
    open_to = [sa.or_(sa.not_(kept_for_another), is_late), sa.func.coalesce(sa.not_(marked_by_me), sa.true())]
    if wanted.emergencies is not None:
        burns = cases.c.level == int(Level.emergency)
        open_to.append(burns if wanted.emergencies else sa.not_(burns))
    return [*open_to, *_within(wanted.reach)]


def _within(reach: Reach) -> list[sa.ColumnElement[bool]]:
    if reach.mine is None:
        return []
    spoken = cases.c.language.in_(reach.mine) | (cases.c.level == int(Level.emergency))
    return [spoken if reach.others is None else spoken | cases.c.language.not_in(reach.others)]


async def claim_this(tx: Transaction, case_id: str, listener_id: str, at: datetime) -> CaseId | None:
    """Claim one case, if it still waits."""
    return await _claim(tx, cases.c.id == case_id, listener_id, at)


async def _claim(tx: Transaction, which: sa.ColumnElement[bool], listener_id: str, at: datetime) -> CaseId | None:
    claimed = {"state": State.LIVE, "claimed_by": listener_id, "unanswered_since": at, "called": "", "offered_to": None}
    held = sa.update(cases).where(which, cases.c.state == State.WAITING).values(**claimed).returning(cases.c.id)
    row = await tx.row(held)
    return None if row is None else CaseId(row.id)


async def begin_waits(tx: Transaction, rows: Sequence[tuple[str, Level, datetime]], *, came: bool) -> None:
    """Note that these cases wait, at a level, since a moment; `came`: by their correspondents' own word."""
    if rows:
        values = [{"case_id": case, "level": int(level), "since": since, "came": came} for case, level, since in rows]
        await tx.run(sa.insert(waits), values)


async def end_wait(tx: Transaction, case_id: str, listener_id: str, at: datetime) -> None:
    """Note that a human came and who, with the level the case had then."""
    level = sa.select(cases.c.level).where(cases.c.id == case_id).scalar_subquery()
    running = sa.update(waits).where(waits.c.case_id == case_id, waits.c.until.is_(None))
    await tx.run(running.values(until=at, level=level, listener_id=listener_id))


async def waits_since(tx: Transaction, since: datetime, level: Level | None) -> list[timedelta]:
    """Return the latest waits that ended since then, at one level or at all."""
    query = sa.select(waits.c.since, waits.c.until).where(waits.c.until >= since)
    if level is not None:
        query = query.where(waits.c.level == int(level))
    return [row.until - row.since for row in await tx.rows(query.order_by(waits.c.until.desc()).limit(MEASURED))]


async def contacts(tx: Transaction, correspondent: str, since: datetime) -> int:
    """Return how often a correspondent came since then: a case handed over between listeners is no new contact."""
    joined = sa.select(sa.func.count()).select_from(waits.join(cases, waits.c.case_id == cases.c.id))
    row = await tx.row(joined.where(cases.c.correspondent == correspondent, waits.c.came, waits.c.since >= since))
    return 0 if row is None else int(row[0])


async def ahead(tx: Transaction, case_ids: Collection[str]) -> dict[str, tuple[int, Level]]:
    """Return, for each of these that waits, how many wait before it, and its level."""
    other = cases.alias("other")
    waits_too = (other.c.state == State.WAITING, other.c.practice.is_(False))
    before = sa.select(sa.func.count()).where(*waits_too, other.c.place < cases.c.place)
    query = sa.select(cases.c.id, cases.c.level, before.scalar_subquery().label("before"))
    found = await tx.rows(query.where(cases.c.id.in_(case_ids), cases.c.state == State.WAITING))
    return {row.id: (row.before, Level(row.level)) for row in found}


async def add_outcome(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down how a case ended: what is counted, nothing that was said."""
    await tx.run(sa.insert(outcomes).values(**row))


async def add_visit(tx: Transaction, case_id: str, listener_id: str, act: str, at: datetime) -> None:
    """Write down that someone looked into a room that is not theirs, or revealed something."""
    await tx.run(sa.insert(visits).values(case_id=case_id, listener_id=listener_id, act=act, at=at))


async def visited_since(tx: Transaction, case_id: str, listener_id: str, act: str, since: datetime) -> bool:
    """Tell whether such a visit is on record since then."""
    mine = (visits.c.case_id == case_id, visits.c.listener_id == listener_id, visits.c.act == act)
    return await tx.row(sa.select(visits.c.id).where(*mine, visits.c.at >= since).limit(1)) is not None


async def add_place(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Keep a place offered for rescue."""
    await tx.run(sa.insert(places).values(**row))


async def places_of(tx: Transaction, case_id: str) -> list[sa.Row[Any]]:
    """Return the sealed places of a case, oldest first."""
    return list(await tx.rows(sa.select(places).where(places.c.case_id == case_id).order_by(places.c.offered_at)))


async def put_call_back(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Keep a number to call back, instead of an earlier one of the same case."""
    new = insert(tx, call_backs).values(**row)
    fresh = {"sealed": new.excluded.sealed, "asked_at": new.excluded.asked_at}
    await tx.run(new.on_conflict_do_update(index_elements=["case_id"], set_=fresh))


async def call_back_of(tx: Transaction, case_id: str) -> bytes | None:
    """Return the sealed number to call back."""
    row = await tx.row(sa.select(call_backs.c.sealed).where(call_backs.c.case_id == case_id))
    return None if row is None else bytes(row.sealed)


async def drop_call_back(tx: Transaction, case_id: str) -> None:
    """Destroy a number to call back."""
    await tx.run(sa.delete(call_backs).where(call_backs.c.case_id == case_id))


async def forget_places(tx: Transaction, before: datetime) -> int:
    """Destroy the places, and numbers to call back, offered before a moment; return how many."""
    await tx.run(sa.delete(call_backs).where(call_backs.c.asked_at < before))
    return (await tx.run(sa.delete(places).where(places.c.offered_at < before))).rowcount


async def closed_before(tx: Transaction, before: datetime) -> list[CaseId]:
    """Return the cases closed before a moment."""
    old = sa.select(cases.c.id).where(cases.c.state == State.CLOSED, cases.c.closed_at < before)
    return [CaseId(row.id) for row in await tx.rows(old)]


async def erase(tx: Transaction, case_id: str) -> None:
    """Remove a case and all that hangs on it; its outcome stays, pointing nowhere."""
    await bells.forget(tx, case_id)
    await notices.forget(tx, case_id)
    await referrals.forget(tx, case_id)
    for table in (waits, visits, places, timers, entries, decisions, call_backs, practices):
        await tx.run(sa.delete(table).where(table.c.case_id == case_id))
    await tx.run(sa.update(outcomes).where(outcomes.c.case_id == case_id).values(case_id=None))
    await tx.run(sa.delete(cases).where(cases.c.id == case_id))
