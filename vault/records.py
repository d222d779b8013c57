"""The vault's tables, and every statement that touches them.

Lives here: SQL. Does not live here: any decision, and anything clear that a person wrote.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vault.database import Ordinal, UtcDateTime, metadata

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction

house = sa.Table(
    "vault_house",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""What the whole installation has once: the salt of the phrase look-up, the marks its keys are recognised by."""

vaults = sa.Table(
    "vaults",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("suite", sa.SmallInteger, nullable=False),
    sa.Column("public", sa.LargeBinary, nullable=False),
    sa.Column("waiting", sa.LargeBinary),  # the seed under a shred value and the service key, until a phrase is chosen
    sa.Column("locked", sa.LargeBinary),  # the seed under the phrase, from then on
    sa.Column("phrase", sa.LargeBinary, unique=True),  # the keyed fingerprint by which a phrase finds its vault
    sa.Column("shares", sa.Boolean),  # what the owner last said about sharing; NULL: not asked yet
    sa.Column("asked", sa.Integer, nullable=False),  # how often they said something about it
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("touched_at", UtcDateTime, nullable=False, index=True),
    sa.Column("erased_at", UtcDateTime),
    sa.Column("recovery", sa.LargeBinary),  # the seed under the recovery words, where they were wanted
    sa.Column("recovery_phrase", sa.LargeBinary),
    sa.Column("warned_at", UtcDateTime),  # when its owner was told that its time is running out
    sa.Index("ix_vaults_recovery_phrase", "recovery_phrase", unique=True),
)

items = sa.Table(
    "vault_items",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),  # that of the custody entry which says the item was kept
    sa.Column("suite", sa.SmallInteger, nullable=False),
    sa.Column("padded_size", sa.BigInteger, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", UtcDateTime, nullable=False),
    sa.Column("unheard", sa.Boolean, nullable=False, server_default=sa.false()),  # a voice or a film nobody played yet
    sa.Column("likeness", sa.LargeBinary),  # the perceptual hashes of a picture, sealed as its record is
    sa.Column("parts", sa.SmallInteger),  # how many files hold it, where it came in parts; NULL: one, named as the item
    sa.UniqueConstraint("vault_id", "seq"),
)

withheld = sa.Table(
    "vault_withheld",
    metadata,
    sa.Column("item_id", sa.String(32), primary_key=True),
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), nullable=False, index=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),  # held | declared | destroyed
    sa.Column("memo", sa.LargeBinary),  # what is known of it, sealed to the vault and under a shred value of its own
    sa.Column("at", UtcDateTime, nullable=False),
)
"""Items that may show an intimate image of a minor, and what is left of those that were destroyed."""

wraps = sa.Table(
    "vault_wraps",
    metadata,
    sa.Column("item_id", sa.ForeignKey("vault_items.id"), primary_key=True),
    sa.Column("reader", sa.String(8), primary_key=True),  # "vault" or "team"
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),  # of the team's key; 0 for the vault's
    sa.Column("suite", sa.SmallInteger, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

custody = sa.Table(
    "vault_custody",
    metadata,
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)

attempts = sa.Table(
    "vault_attempts",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
)

retries = sa.Table(
    "vault_retries",
    metadata,
    sa.Column("name", sa.LargeBinary, primary_key=True),  # the keyed fingerprint of a vault and a caller's key
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), nullable=False, index=True),
    sa.Column("item_id", sa.String(32), nullable=False),
    sa.Column("receipt", sa.LargeBinary, nullable=False),  # opens with the service key and the caller's key together
    sa.Column("made_at", UtcDateTime, nullable=False),
)

anchors = sa.Table(
    "vault_anchors",
    metadata,
    sa.Column("id", Ordinal, primary_key=True),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("token", sa.LargeBinary, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

anchored_heads = sa.Table(
    "vault_anchored",
    metadata,
    sa.Column("vault_id", sa.ForeignKey("vaults.id"), primary_key=True),
    sa.Column("anchor_id", sa.ForeignKey("vault_anchors.id"), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("way", sa.Text, nullable=False),  # from the head to the root
)

erasures = sa.Table(
    "vault_erasures",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("is_item", sa.Boolean, nullable=False),
)
"""What a durable decision has condemned and no hand has destroyed yet: shred values, and the files of items."""

Row = sa.Row[Any]


def insert_into(tx: Transaction, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT as this engine writes it, which can leave alone or change what is there already."""
    return postgresql.insert(table) if tx.connection.dialect.name == "postgresql" else sqlite.insert(table)


# -- the house ---------------------------------------------------------------------------------------------------------


async def house_value(tx: Transaction, name: str) -> bytes | None:
    """Return what the house has under a name."""
    row = await tx.row(sa.select(house.c.value).where(house.c.name == name))
    return None if row is None else bytes(row.value)


async def settle_house(tx: Transaction, name: str, value: bytes) -> bytes:
    """Have the house hold a value under a name that may be taken already; return the one it holds."""
    await tx.run(insert_into(tx, house).values(name=name, value=value).on_conflict_do_nothing())
    return await house_value(tx, name) or value


async def replace_house(tx: Transaction, name: str, value: bytes) -> None:
    """Replace what the house has under a name."""
    new = insert_into(tx, house).values(name=name, value=value)
    await tx.run(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


# -- vaults and their chain --------------------------------------------------------------------------------------------


async def add_vault(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down a new vault."""
    await tx.run(sa.insert(vaults), [row])


VAULT = sa.select(vaults).where(vaults.c.id == sa.bindparam("vault"))


async def vault(tx: Transaction, vault_id: str, *, held: bool = False) -> Row | None:
    """Return a vault's row; `held`: nobody else changes it before this transaction ends."""
    return await tx.row(VAULT.with_for_update() if held else VAULT, {"vault": vault_id})


async def any_vault(tx: Transaction) -> bool:
    """Tell whether a vault was ever made."""
    return await tx.row(sa.select(vaults.c.id).limit(1)) is not None


async def change_vault(tx: Transaction, vault_id: str, values: Mapping[str, Any]) -> None:
    """Change a vault's columns."""
    await tx.run(sa.update(vaults).where(vaults.c.id == vault_id).values(**values))


async def phrase_vault(tx: Transaction, phrase: bytes) -> str | None:
    """Find the vault of a phrase by its fingerprint."""
    return getattr(await tx.row(sa.select(vaults.c.id).where(vaults.c.phrase == phrase)), "id", None)


async def recovery_vault(tx: Transaction, words: bytes) -> str | None:
    """Find the vault of recovery words by their fingerprint."""
    return getattr(await tx.row(sa.select(vaults.c.id).where(vaults.c.recovery_phrase == words)), "id", None)


async def touch_phrase(tx: Transaction, phrase: bytes, at: datetime) -> None:
    """Remember when the owner of a phrase came back; no row changes where nobody owns it."""
    await tx.run(sa.update(vaults).where(vaults.c.phrase == phrase).values(touched_at=at))


async def untouched(tx: Transaction, before: datetime) -> list[str]:
    """List the vaults nobody touched since a moment."""
    old = (vaults.c.touched_at < before) & vaults.c.erased_at.is_(None)
    return [row.id for row in await tx.rows(sa.select(vaults.c.id).where(old).order_by(vaults.c.touched_at))]


async def warn(tx: Transaction, before: datetime, at: datetime) -> list[str]:
    """Note that the owners of vaults untouched since a moment, with something in them, are told; return these."""
    old = (vaults.c.touched_at < before) & vaults.c.erased_at.is_(None)
    old &= vaults.c.warned_at.is_(None) | (vaults.c.warned_at < vaults.c.touched_at)
    held = sa.exists().where(items.c.vault_id == vaults.c.id)
    told = sa.update(vaults).where(old, held).values(warned_at=at).returning(vaults.c.id)
    return [row.id for row in await tx.rows(told)]


async def seals_of(tx: Transaction, vault_ids: Collection[str]) -> dict[str, Row]:
    """Return which of these vaults are not erased, with what their seed is sealed by (`waits`, `locked`)."""
    columns = (vaults.c.id, vaults.c.waiting.is_not(None).label("waits"), vaults.c.locked, vaults.c.recovery)
    query = sa.select(*columns).where(vaults.c.id.in_(vault_ids), vaults.c.erased_at.is_(None))
    return {row.id: row for row in await tx.rows(query)}


async def forget_erased(tx: Transaction, before: datetime) -> None:
    """Drop what is left of vaults erased before a moment whose keys are destroyed: the chain and the row."""
    condemned = sa.select(erasures.c.id)
    gone = sa.select(vaults.c.id).where(vaults.c.erased_at < before, vaults.c.id.not_in(condemned))
    await tx.run(sa.delete(withheld).where(withheld.c.vault_id.in_(gone)))
    await tx.run(sa.delete(anchored_heads).where(anchored_heads.c.vault_id.in_(gone)))
    await tx.run(sa.delete(custody).where(custody.c.vault_id.in_(gone)))
    await tx.run(sa.delete(vaults).where(vaults.c.id.in_(gone)))


async def add_entries(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add entries to a chain of custody."""
    await tx.run(sa.insert(custody), rows)


async def entries(tx: Transaction, vault_id: str) -> Sequence[Row]:
    """Return a vault's chain of custody from its beginning."""
    return await tx.rows(sa.select(custody).where(custody.c.vault_id == vault_id).order_by(custody.c.seq))


# -- items and their wraps ---------------------------------------------------------------------------------------------


async def add_item(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down a new item."""
    await tx.run(sa.insert(items), [row])


async def item(tx: Transaction, item_id: str) -> Row | None:
    """Return an item's row."""
    return await tx.row(sa.select(items).where(items.c.id == item_id))


@cache
def _items_of() -> sa.Select[Any]:
    team = wraps.alias()
    shared = sa.exists().where(team.c.item_id == items.c.id, team.c.reader == "team").label("shared")
    own = (wraps.c.item_id == items.c.id) & (wraps.c.reader == "vault")
    columns = (items.c.id, items.c.seq, items.c.kept_at, items.c.padded_size, items.c.unheard)
    more = (withheld.c.state.label("withheld"), shared, wraps.c.sealed.label("secret"))
    query = sa.select(*columns, *more).join(wraps, own).outerjoin(withheld, withheld.c.item_id == items.c.id)
    return query.where(items.c.vault_id == sa.bindparam("vault")).order_by(items.c.seq)


async def items_of(tx: Transaction, vault_id: str) -> Sequence[Row]:
    """Return a vault's items, oldest first, each with `shared` and with its `secret` wrapped for the vault."""
    return await tx.rows(_items_of(), {"vault": vault_id})


async def known_items(tx: Transaction, item_ids: Collection[str]) -> set[str]:
    """Tell which of these items exist."""
    return {row.id for row in await tx.rows(sa.select(items.c.id).where(items.c.id.in_(item_ids)))}


async def drop_items(tx: Transaction, item_ids: Collection[str]) -> None:
    """Remove items with their wraps and what was kept for retries; their files are another matter."""
    await tx.run(sa.delete(retries).where(retries.c.item_id.in_(item_ids)))
    await tx.run(sa.delete(wraps).where(wraps.c.item_id.in_(item_ids)))
    await tx.run(sa.delete(items).where(items.c.id.in_(item_ids)))


# -- withheld items ----------------------------------------------------------------------------------------------------


async def withhold(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down that nobody may open an item."""
    await tx.run(sa.insert(withheld), [row])


async def withheld_item(tx: Transaction, item_id: str) -> Row | None:
    """Return what is written of a withheld item, or of what is left of it."""
    return await tx.row(sa.select(withheld).where(withheld.c.item_id == item_id))


async def withheld_of(tx: Transaction, vault_id: str) -> Sequence[Row]:
    """Return everything withheld in a vault, oldest first."""
    return await tx.rows(sa.select(withheld).where(withheld.c.vault_id == vault_id).order_by(withheld.c.seq))


async def held_since(tx: Transaction, before: datetime) -> list[str]:
    """List the items of which nobody said, since a moment, what they show."""
    query = sa.select(withheld.c.item_id).where(withheld.c.state == "held", withheld.c.at < before)
    return [row.item_id for row in await tx.rows(query.order_by(withheld.c.at))]


async def still_withheld(tx: Transaction, item_id: str, state: str) -> None:
    """Write down how far a withheld item went."""
    await tx.run(sa.update(withheld).where(withheld.c.item_id == item_id).values(state=state))


async def withhold_no_more(tx: Transaction, item_ids: Collection[str]) -> None:
    """Forget that items were withheld."""
    await tx.run(sa.delete(withheld).where(withheld.c.item_id.in_(item_ids)))


async def known_memos(tx: Transaction, item_ids: Collection[str]) -> set[str]:
    """Tell of which of these items a memo is kept."""
    query = sa.select(withheld.c.item_id).where(withheld.c.item_id.in_(item_ids), withheld.c.memo.is_not(None))
    return {row.item_id for row in await tx.rows(query)}


# -- wraps -------------------------------------------------------------------------------------------------------------


async def add_wraps(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give readers the secret of items."""
    await tx.run(sa.insert(wraps), rows)


async def wraps_of(tx: Transaction, item_id: str, reader: str) -> Sequence[Row]:
    """Return the wraps of an item for one kind of reader, the newest epoch first."""
    of_item = (wraps.c.item_id == item_id) & (wraps.c.reader == reader)
    return await tx.rows(sa.select(wraps).where(of_item).order_by(wraps.c.epoch.desc()))


async def drop_wraps(tx: Transaction, item_ids: Collection[str], reader: str) -> None:
    """Take the secret of items from one kind of reader."""
    await tx.run(sa.delete(wraps).where(wraps.c.item_id.in_(item_ids), wraps.c.reader == reader))


# -- attempts, erasures ------------------------------------------------------------------------------------------------


async def attempts_of(tx: Transaction, key: bytes, at: datetime) -> Row | None:
    """Return how many attempts failed in a row, and when the last did; held until the transaction ends.

    A row is made where there is none: only what exists can be held, and many may come at once.
    """
    await tx.run(insert_into(tx, attempts).values(key=key, failures=0, last_at=at).on_conflict_do_nothing())
    return await tx.row(sa.select(attempts).where(attempts.c.key == key).with_for_update())


async def count_attempts(tx: Transaction, key: bytes, at: datetime, failures: int) -> None:
    """Write down how many attempts failed in a row."""
    await tx.run(sa.update(attempts).where(attempts.c.key == key).values(failures=failures, last_at=at))


async def uncount_attempt(tx: Transaction, key: bytes, by: int) -> None:
    """Take back an attempt that was right; `by` 0 costs as much and changes nothing."""
    left = sa.case((attempts.c.failures > by, attempts.c.failures - by), else_=0)
    await tx.run(sa.update(attempts).where(attempts.c.key == key).values(failures=left))


async def forget_attempts(tx: Transaction, key: bytes | None = None, before: datetime | None = None) -> int:
    """Forget the attempts of one key, or those that ended before a moment; return how many keys."""
    which = attempts.c.key == key if key is not None else attempts.c.last_at < before
    return (await tx.run(sa.delete(attempts).where(which))).rowcount


async def condemn(tx: Transaction, ids: Collection[str], *, is_item: bool) -> None:
    """Decide that the keys of items, or of a vault, are to be destroyed."""
    if ids:
        await tx.run(sa.insert(erasures), [{"id": condemned, "is_item": is_item} for condemned in ids])


async def condemned(tx: Transaction, most: int, after: str) -> Sequence[Row]:
    """Return what is condemned and not destroyed yet, by its id, behind the one `after` which was looked at."""
    return await tx.rows(sa.select(erasures).where(erasures.c.id > after).order_by(erasures.c.id).limit(most))


async def destroyed(tx: Transaction, ids: Collection[str]) -> None:
    """Write down that what was condemned is destroyed."""
    await tx.run(sa.delete(erasures).where(erasures.c.id.in_(ids)))
