"""SQL about notices: what they are, what happened to them, which links they name, their mail on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.errors import NoSuchNoticeError
from handoff.records.after import mails, notice_events, notice_links, notices
from handoff.takedown.kinds import Kind
from handoff.takedown.states import OPEN, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vault.database import Transaction


@dataclass(frozen=True, slots=True)
class Row:
    """One notice as its row tells it. `sealed` opens with the team's key, None once its case is erased."""

    id: str
    case_id: str | None
    number: int
    platform: str
    kind: Kind
    state: State
    way: str
    links: int
    flagger: bool
    epoch: int
    sealed: bytes | None
    made_by: str
    made_at: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None
    decided_at: datetime | None
    steps: int
    reminded: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a notice. `state`: queued | sending | sent | failed | unsure."""

    id: str
    notice_id: str
    sealed: bytes | None
    state: str
    tries: int
    fault: str
    written_at: datetime


def _row(row: sa.Row[Any]) -> Row:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return Row(**{**fields, "kind": Kind(fields["kind"]), "state": State(fields["state"])})


async def add(tx: Transaction, row: Mapping[str, Any], fingerprints: Collection[bytes]) -> None:
    """Insert a notice with the fingerprints of the links it names."""
    await tx.run(sa.insert(notices).values(**row))
    await set_links(tx, row["id"], fingerprints)


async def set_links(tx: Transaction, notice_id: str, fingerprints: Collection[bytes]) -> None:
    """Say which links a notice names."""
    await tx.run(sa.delete(notice_links).where(notice_links.c.notice_id == notice_id))
    if fingerprints:
        rows = [{"notice_id": notice_id, "fingerprint": one} for one in dict.fromkeys(fingerprints)]
        await tx.run(sa.insert(notice_links), rows)


async def next_number(tx: Transaction, case_id: str) -> int:
    """Return the number the next notice of a case has."""
    row = await tx.row(sa.select(sa.func.max(notices.c.number)).where(notices.c.case_id == case_id))
    return int(row[0] or 0) + 1 if row is not None else 1


async def get(tx: Transaction, case_id: str, notice_id: str) -> Row:
    """Return a notice of a case, locked until `tx` ends. Raises NoSuchNoticeError."""
    query = sa.select(notices).where(notices.c.id == notice_id, notices.c.case_id == case_id)
    row = await tx.row(query.with_for_update())
    if row is None:
        raise NoSuchNoticeError("no such notice in this case")
    return _row(row)


async def of_case(tx: Transaction, case_id: str) -> list[Row]:
    """Return every notice of a case, the first first."""
    query = sa.select(notices).where(notices.c.case_id == case_id).order_by(notices.c.number)
    return [_row(row) for row in await tx.rows(query)]


async def waiting(tx: Transaction) -> list[Row]:
    """Return every notice whose answer is waited for, or that waits to be read, the oldest first."""
    states = [state.value for state in (*OPEN, State.DRAFTED)]
    query = sa.select(notices).where(notices.c.state.in_(states), notices.c.case_id.is_not(None))
    return [_row(row) for row in await tx.rows(query.order_by(notices.c.sent_at, notices.c.made_at))]


async def late(tx: Transaction, case_ids: Collection[str]) -> dict[str, int]:
    """Count, by case, the notices without an answer that a reminder was given of."""
    mine = (notices.c.case_id.in_(case_ids), notices.c.state.in_([state.value for state in OPEN]))
    query = sa.select(notices.c.case_id, sa.func.count().label("late")).where(*mine, notices.c.reminded > 0)
    return {str(row.case_id): int(row.late) for row in await tx.rows(query.group_by(notices.c.case_id))}


async def change(tx: Transaction, notice_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a notice."""
    await tx.run(sa.update(notices).where(notices.c.id == notice_id).values(**values))


async def note(tx: Transaction, notice_id: str, event: str, at: datetime, listener_id: str | None = None) -> None:
    """Write down what happened to a notice."""
    row = {"notice_id": notice_id, "event": event, "at": at, "listener_id": listener_id}
    await tx.run(sa.insert(notice_events).values(**row))


async def events_of(tx: Transaction, notice_ids: Collection[str]) -> Sequence[sa.Row[Any]]:
    """Return what happened to these notices, in order."""
    query = sa.select(notice_events).where(notice_events.c.notice_id.in_(notice_ids)).order_by(notice_events.c.id)
    return await tx.rows(query)


async def named_in(tx: Transaction, case_id: str, fingerprints: Collection[bytes], but: str = "") -> set[bytes]:
    """Return which of these links stand already in a notice of this case that was not dropped."""
    joined = notice_links.join(notices, notice_links.c.notice_id == notices.c.id)
    query = sa.select(notice_links.c.fingerprint).select_from(joined)
    here = (notices.c.case_id == case_id, notices.c.state != State.DROPPED, notices.c.id != but)
    rows = await tx.rows(query.where(*here, notice_links.c.fingerprint.in_(fingerprints)))
    return {bytes(row.fingerprint) for row in rows}


async def due(tx: Transaction, now: datetime, limit: int) -> list[Row]:
    """Return the notices whose next reminder is due."""
    query = sa.select(notices).where(notices.c.due_at <= now, notices.c.case_id.is_not(None))
    return [_row(row) for row in await tx.rows(query.order_by(notices.c.due_at).limit(limit))]


async def take_due(tx: Transaction, notice_id: str, now: datetime, reminded: int, due_at: datetime | None) -> bool:
    """Count a reminder and set the next; False where somebody else just did."""
    still = sa.update(notices).where(notices.c.id == notice_id, notices.c.due_at <= now)
    return (await tx.run(still.values(reminded=reminded, due_at=due_at))).rowcount == 1


# -- mail --------------------------------------------------------------------------------------------------------------


async def add_mail(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write a mail down, to be sent."""
    await tx.run(sa.insert(mails).values(**row))


async def mails_of(tx: Transaction, notice_ids: Collection[str]) -> dict[str, Mail]:
    """Return the latest mail of each of these notices."""
    query = sa.select(mails).where(mails.c.notice_id.in_(notice_ids)).order_by(mails.c.written_at)
    return {row.notice_id: _mail(row) for row in await tx.rows(query)}


async def mails_due(tx: Transaction, now: datetime, limit: int) -> list[str]:
    """Return the ids of the mails that are to be sent now."""
    query = sa.select(mails.c.id).where(mails.c.state == "queued", mails.c.next_at <= now)
    return [row.id for row in await tx.rows(query.order_by(mails.c.next_at).limit(limit))]


async def begin_mail(tx: Transaction, mail_id: str, now: datetime) -> Mail | None:
    """Take a mail to be sent: from now on, a crash leaves it unsure, never sent twice. None where it is taken."""
    still = sa.update(mails).where(mails.c.id == mail_id, mails.c.state == "queued")
    row = await tx.row(still.values(state="sending", tries=mails.c.tries + 1, next_at=now).returning(*mails.c))
    return None if row is None else _mail(row)


async def settle_mail(tx: Transaction, mail_id: str, state: str, at: datetime, fault: str = "") -> None:
    """Write down what became of a mail. Its sealed text goes once it has left or will not."""
    values: dict[str, Any] = {"state": state, "fault": fault[:80], "settled_at": at}
    if state in {"sent", "failed"}:
        values["sealed"] = None
    await tx.run(sa.update(mails).where(mails.c.id == mail_id).values(**values))


async def put_back(tx: Transaction, mail_id: str, next_at: datetime, fault: str) -> None:
    """Have a mail tried again later: the server did not take it, that is certain."""
    values = {"state": "queued", "next_at": next_at, "fault": fault[:80]}
    await tx.run(sa.update(mails).where(mails.c.id == mail_id).values(**values))


async def interrupted(tx: Transaction, before: datetime) -> list[Mail]:
    """Return the mails that were being sent when the house stopped."""
    query = sa.select(mails).where(mails.c.state == "sending", mails.c.next_at <= before)
    return [_mail(row) for row in await tx.rows(query)]


def _mail(row: sa.Row[Any]) -> Mail:
    return Mail(row.id, row.notice_id, row.sealed, row.state, row.tries, row.fault, row.written_at)


# -- erasing -----------------------------------------------------------------------------------------------------------


async def forget(tx: Transaction, case_id: str) -> None:
    """Destroy what notices of a case say and name; that they were, and how they ended, stays, pointing nowhere."""
    mine = sa.select(notices.c.id).where(notices.c.case_id == case_id)
    await tx.run(sa.delete(mails).where(mails.c.notice_id.in_(mine)))
    await tx.run(sa.delete(notice_links).where(notice_links.c.notice_id.in_(mine)))
    unsent = sa.select(notices.c.id).where(notices.c.case_id == case_id, notices.c.sent_at.is_(None))
    await tx.run(sa.delete(notice_events).where(notice_events.c.notice_id.in_(unsent)))
    await tx.run(sa.delete(notices).where(notices.c.case_id == case_id, notices.c.sent_at.is_(None)))
    gone = sa.update(notices).where(notices.c.case_id == case_id)
    await tx.run(gone.values(case_id=None, sealed=None, due_at=None))


async def case_of(tx: Transaction, notice_id: str) -> str | None:
    """Return the case of a notice; None once it was erased."""
    row = await tx.row(sa.select(notices.c.case_id).where(notices.c.id == notice_id))
    return None if row is None or row.case_id is None else str(row.case_id)
