"""The tables of files that come in parts, and every statement that touches them.

Lives here: SQL. Does not live here: what a part is (`vault.uploads`), items themselves (`vault.records`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vault import records
from vault.database import UtcDateTime, metadata
from vault.records import Row, insert_into, items

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction

uploads = sa.Table(
    "vault_uploads",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),  # of the item it is to be
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), nullable=False, index=True),
    sa.Column("name", sa.LargeBinary, nullable=False, unique=True),  # the keyed fingerprint of vault and caller's key
    sa.Column("padded_size", sa.BigInteger, nullable=False),  # of the whole, so that it finds room when it is complete
    sa.Column("sealed", sa.LargeBinary, nullable=False),  # opens with the service key and the caller's key together
    sa.Column("made_at", UtcDateTime, nullable=False),
)
"""Files of which parts are still missing."""

parts = sa.Table(
    "vault_parts",
    metadata,
    sa.Column("item_id", sa.String(32), primary_key=True),
    sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),  # from 1
    sa.Column("blob_id", sa.String(32), nullable=False, unique=True),
    sa.Column("mark", sa.LargeBinary),  # the keyed fingerprint of its SHA-256, until the file is whole
)
"""The parts of items, and of uploads that are to become items."""


async def upload(tx: Transaction, names: Collection[bytes]) -> Row | None:
    """Return the upload of a vault and a caller's key."""
    return await tx.row(sa.select(uploads).where(uploads.c.name.in_(names)))


async def begin(tx: Transaction, row: Mapping[str, Any]) -> Row:
    """Write down an upload; return it."""
    (begun,) = await tx.rows(sa.insert(uploads).values(**row).returning(*uploads.c))
    return begun


async def is_under_way(tx: Transaction, upload_id: str) -> bool:
    """Tell whether an upload still stands; held until the transaction ends."""
    return await tx.row(sa.select(uploads.c.id).where(uploads.c.id == upload_id).with_for_update()) is not None


async def add_part(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Write down a part; tell whether it was not there yet."""
    added = insert_into(tx, parts).values(**row).on_conflict_do_nothing().returning(parts.c.number)
    return await tx.row(added) is not None  # not by a count of rows: PostgreSQL's driver does not tell one here


async def parts_of(tx: Transaction, item_id: str) -> Sequence[Row]:
    """Return the parts of an item or an upload, in their order."""
    return await tx.rows(sa.select(parts).where(parts.c.item_id == item_id).order_by(parts.c.number))


async def files_of(tx: Transaction, item: Row) -> tuple[str, ...]:
    """Return the files of an item that came in parts, in their order; none for one that did not."""
    return tuple(row.blob_id for row in await parts_of(tx, item.id)) if item.parts else ()


async def finish(tx: Transaction, upload_id: str) -> None:
    """Let an upload end: its item is written down, and nothing remembers its parts' fingerprints."""
    await tx.run(sa.update(parts).where(parts.c.item_id == upload_id).values(mark=None))
    await tx.run(sa.delete(uploads).where(uploads.c.id == upload_id))


@cache
def _room() -> sa.Select[Any]:
    late, ours = items.c.kept_at >= sa.bindparam("since"), items.c.vault_id == sa.bindparam("vault")
    coming = (uploads.c.vault_id == sa.bindparam("vault")) & (uploads.c.id != sa.bindparam("besides"))
    return sa.select(
        sa.func.count().label("held"),
        _sum(items.c.padded_size).label("stored"),
        _sum(sa.case((late, 1), else_=0)).label("lately"),
        _sum(sa.case((late, items.c.padded_size), else_=0)).label("lately_stored"),
        sa.select(sa.func.count()).where(coming).scalar_subquery().label("coming"),
        sa.select(_sum(uploads.c.padded_size)).where(coming).scalar_subquery().label("coming_bytes"),
    ).where(ours)


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(column), 0)


async def room(tx: Transaction, vault_id: str, since: datetime, besides: str) -> Row:
    """Count what a vault holds: items and stored bytes, both since a moment too, and what is coming in parts.

    `held`, `stored`, `lately`, `lately_stored`, `coming`, `coming_bytes`; the upload `besides` is left out.
    """
    (row,) = await tx.rows(_room(), {"vault": vault_id, "since": since, "besides": besides})
    return row


async def unfinished(tx: Transaction, before: datetime) -> list[str]:
    """List the uploads that began before a moment and are not whole yet."""
    return [row.id for row in await tx.rows(sa.select(uploads.c.id).where(uploads.c.made_at < before))]


async def uploads_of(tx: Transaction, vault_id: str) -> list[str]:
    """List the uploads of a vault."""
    return [row.id for row in await tx.rows(sa.select(uploads.c.id).where(uploads.c.vault_id == vault_id))]


async def known_files(tx: Transaction, ids: Collection[str]) -> set[str]:
    """Tell which of these are items, uploads, or files of their parts."""
    found = {row.id for row in await tx.rows(sa.select(uploads.c.id).where(uploads.c.id.in_(ids)))}
    found |= {row.blob_id for row in await tx.rows(sa.select(parts.c.blob_id).where(parts.c.blob_id.in_(ids)))}
    return found | await records.known_items(tx, ids)


async def condemn(tx: Transaction, ids: Collection[str]) -> None:
    """Remove items and uploads from every table, and decide that their keys and files are to be destroyed.

    Uploads first: whoever writes a part down holds its upload, so that no part comes in behind the ones removed.
    """
    await tx.run(sa.delete(uploads).where(uploads.c.id.in_(ids)))
    gone = await tx.rows(sa.delete(parts).where(parts.c.item_id.in_(ids)).returning(parts.c.blob_id))
    await records.drop_items(tx, ids)
    await records.condemn(tx, [*ids, *(row.blob_id for row in gone)], is_item=True)
