"""The vault's tables, and every statement that touches them.

Lives here: SQL. Does not live here: any decision, and anything clear that a person wrote.
"""

from __future__ import annotations

import sqlalchemy as sa

from vault.database import UtcDateTime, metadata

house = sa.Table(
    "vault_house",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""What the whole installation has once: the salt of the phrase look-up, the mark the service key is recognised by."""

vaults = sa.Table(
    "vaults",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("suite", sa.SmallInteger, nullable=False),
    sa.Column("public", sa.LargeBinary, nullable=False),
    sa.Column("waiting", sa.LargeBinary),  # the seed under the service key, until a phrase is chosen
    sa.Column("locked", sa.LargeBinary),  # the seed under the phrase, from then on
    sa.Column("phrase", sa.LargeBinary, unique=True),  # the keyed fingerprint by which a phrase finds its vault
    sa.Column("shares", sa.Boolean),  # what the owner last said about sharing; NULL: not asked yet
    sa.Column("asked", sa.Integer, nullable=False),  # how often they said something about it
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("touched_at", UtcDateTime, nullable=False, index=True),
    sa.Column("erased_at", UtcDateTime),
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
    sa.UniqueConstraint("vault_id", "seq"),
)

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

erasures = sa.Table(
    "vault_erasures",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("is_item", sa.Boolean, nullable=False),
)
"""What a durable decision has condemned and no hand has destroyed yet: shred values, and the files of items."""

epochs = sa.Table(
    "team_epochs",
    metadata,
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("public", sa.LargeBinary, nullable=False),
    sa.Column("waiting", sa.LargeBinary),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

team_wraps = sa.Table(
    "team_wraps",
    metadata,
    sa.Column("epoch", sa.ForeignKey("team_epochs.epoch"), primary_key=True),
    sa.Column("listener_id", sa.String(64), primary_key=True),
    sa.Column("listener_public", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
