"""SQL about listeners: who they are, their sessions, invitations, and failed attempts to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.listener import Skills
from handoff.records.tables import attempts, insert, invitations, knocks, listeners, sessions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from vault.database import Transaction


async def add_listener(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert a listener; False where someone signs in under this name already."""
    new = insert(tx, listeners).values(**row).on_conflict_do_nothing(index_elements=["fingerprint"])
    return await tx.row(new.returning(listeners.c.id)) is not None


async def listener(tx: Transaction, listener_id: str) -> sa.Row[Any] | None:
    """Return a listener by id."""
    return await tx.row(sa.select(listeners).where(listeners.c.id == listener_id))


async def listener_called(tx: Transaction, fingerprints: Collection[bytes]) -> sa.Row[Any] | None:
    """Return the listener who signs in under this name and may still."""
    named = sa.select(listeners).where(listeners.c.fingerprint.in_(fingerprints), listeners.c.retired_at.is_(None))
    return await tx.row(named)


async def listeners_all(tx: Transaction) -> list[sa.Row[Any]]:
    """Return every listener, the first enrolled first."""
    return list(await tx.rows(sa.select(listeners).order_by(listeners.c.enrolled_at)))


def skills_of(row: sa.Row[Any]) -> Skills:
    """Return what a listener's row says they take on."""
    return Skills(frozenset(row.languages.split()), row.minors, row.capacity)


async def anyone(tx: Transaction) -> bool:
    """Tell whether a listener was ever enrolled."""
    return await tx.row(sa.select(listeners.c.id).limit(1)) is not None


async def retire(tx: Transaction, listener_id: str, at: datetime) -> None:
    """Let a listener sign in no more, and end their sessions."""
    await tx.run(sa.update(listeners).where(listeners.c.id == listener_id).values(retired_at=at))
    await tx.run(sa.delete(sessions).where(sessions.c.listener_id == listener_id))
    await tx.run(sa.delete(knocks).where(knocks.c.listener_id == listener_id))


async def another_supervisor(tx: Transaction, listener_id: str) -> bool:
    """Tell whether someone else may still sign in as a supervisor."""
    others = (listeners.c.id != listener_id, listeners.c.role == "supervisor", listeners.c.retired_at.is_(None))
    return await tx.row(sa.select(listeners.c.id).where(*others).limit(1)) is not None


async def supervisors(tx: Transaction) -> set[str]:
    """Return who may sign in as a supervisor, held until the transaction ends: two cannot remove each other."""
    there = (listeners.c.role == "supervisor", listeners.c.retired_at.is_(None))
    query = sa.select(listeners.c.id).where(*there).order_by(listeners.c.id).with_for_update()
    return {row.id for row in await tx.rows(query)}


async def add_session(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a session."""
    await tx.run(sa.insert(sessions).values(**row))


async def session(tx: Transaction, cookies: Collection[bytes]) -> sa.Row[Any] | None:
    """Return a session with its listener's name and role."""
    joined = sessions.join(listeners, sessions.c.listener_id == listeners.c.id)
    whose = (listeners.c.name, listeners.c.role, listeners.c.otp_step)
    query = sa.select(sessions, *whose).select_from(joined)
    return await tx.row(query.where(sessions.c.cookie.in_(cookies), listeners.c.retired_at.is_(None)))


async def set_code(tx: Transaction, listener_id: str, sealed: bytes, *, before: bytes | None) -> None:
    """Put a new secret, not asked for yet, in the place of the one `before`; where that has changed, do nothing."""
    same = listeners.c.otp.is_(None) if before is None else listeners.c.otp == before
    mine = sa.update(listeners).where(listeners.c.id == listener_id, same)
    await tx.run(mine.values(otp=sealed, otp_step=None))


async def take_step(tx: Transaction, listener_id: str, sealed: bytes, step: int) -> bool:
    """Use up the step a code of this secret is of; False where it, or a later one, was used already."""
    later = listeners.c.otp_step.is_(None) | (listeners.c.otp_step < step)
    mine = sa.update(listeners).where(listeners.c.id == listener_id, listeners.c.otp == sealed, later)
    return (await tx.run(mine.values(otp_step=step))).rowcount == 1


async def drop_code(tx: Transaction, listener_id: str) -> None:
    """Take a listener's secret away."""
    await tx.run(sa.update(listeners).where(listeners.c.id == listener_id).values(otp=None, otp_step=None))


async def add_knock(tx: Transaction, row: Mapping[str, Any], before: datetime) -> None:
    """Keep that somebody's passphrase was right; those older than a moment are gone."""
    await tx.run(sa.delete(knocks).where(knocks.c.made_at <= before))
    await tx.run(sa.insert(knocks).values(**row))


async def knock(tx: Transaction, tokens: Collection[bytes], after: datetime) -> sa.Row[Any] | None:
    """Return a knock that still counts."""
    return await tx.row(sa.select(knocks).where(knocks.c.token.in_(tokens), knocks.c.made_at > after))


async def take_knock(tx: Transaction, knock_id: str) -> bool:
    """Use a knock up; False where someone else just did."""
    return (await tx.run(sa.delete(knocks).where(knocks.c.id == knock_id))).rowcount == 1


async def aliases(tx: Transaction) -> dict[str, str]:
    """Return what each listener who is signed in is called."""
    rows = await tx.rows(sa.select(sessions.c.listener_id, sessions.c.alias).order_by(sessions.c.started_at))
    return {row.listener_id: row.alias for row in rows}


async def seen(tx: Transaction, session_id: str, at: datetime) -> None:
    """Note that a session was used."""
    await tx.run(sa.update(sessions).where(sessions.c.id == session_id).values(seen_at=at))


async def end_session(tx: Transaction, session_id: str) -> None:
    """Remove a session, and with it its copy of the listener's key."""
    await tx.run(sa.delete(sessions).where(sessions.c.id == session_id))


async def end_sessions(tx: Transaction, started_before: datetime, seen_before: datetime) -> None:
    """Remove sessions that have run out or idled."""
    old = (sessions.c.started_at <= started_before) | (sessions.c.seen_at <= seen_before)
    await tx.run(sa.delete(sessions).where(old))


async def add_invitation(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert an invitation."""
    await tx.run(sa.insert(invitations).values(**row))


async def invitation(tx: Transaction, tokens: Collection[bytes], now: datetime) -> sa.Row[Any] | None:
    """Return an invitation that can still be used."""
    return await tx.row(sa.select(invitations).where(invitations.c.token.in_(tokens), invitations.c.until > now))


async def take_invitation(tx: Transaction, invitation_id: str) -> bool:
    """Use an invitation up; False where someone else just did."""
    return (await tx.run(sa.delete(invitations).where(invitations.c.id == invitation_id))).rowcount == 1


async def drop_invitations(tx: Transaction, before: datetime | None, *, nobodys: bool = False) -> None:
    """Remove invitations that ran out before a moment, or all; with `nobodys`, also those no listener made."""
    gone = sa.true() if before is None else invitations.c.until <= before
    await tx.run(sa.delete(invitations).where(gone | invitations.c.made_by.is_(None) if nobodys else gone))


async def failures(tx: Transaction, fingerprint: bytes, at: datetime) -> tuple[int, datetime]:
    """Return how many sign-ins in a row failed for a name (or overall), and when the last did; locked until `tx` ends.

    Where none did, the row is made, so that whoever comes at the same moment waits for it.
    """
    fresh = insert(tx, attempts).values(fingerprint=fingerprint, failures=0, last_at=at)
    await tx.run(fresh.on_conflict_do_nothing(index_elements=["fingerprint"]))
    row = await tx.row(sa.select(attempts).where(attempts.c.fingerprint == fingerprint).with_for_update())
    return (0, at) if row is None else (row.failures, row.last_at)


async def set_failures(tx: Transaction, fingerprint: bytes, count: int, at: datetime) -> None:
    """Write down how many sign-ins in a row failed; `failures` has been asked before."""
    mine = sa.update(attempts).where(attempts.c.fingerprint == fingerprint)
    await tx.run(mine.values(failures=count, last_at=at))


async def forget_failures(tx: Transaction, fingerprint: bytes | None = None, before: datetime | None = None) -> None:
    """Forget the failures of one name, or those older than a moment."""
    which = sa.delete(attempts)
    if fingerprint is not None:
        which = which.where(attempts.c.fingerprint == fingerprint)
    if before is not None:
        which = which.where(attempts.c.last_at < before)
    await tx.run(which)
