"""The vault: what the house has once, vaults, items, wraps, custody, attempts, retries, erasures, the team's key."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "vault_house",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    _vaults()
    _items()
    _custody()
    op.create_table(
        "vault_attempts",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "vault_retries",
        sa.Column("name", sa.LargeBinary, primary_key=True),
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), nullable=False, index=True),
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "vault_erasures",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("is_item", sa.Boolean, nullable=False),
    )
    _team()


def _vaults() -> None:
    op.create_table(
        "vaults",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("suite", sa.SmallInteger, nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("waiting", sa.LargeBinary),
        sa.Column("locked", sa.LargeBinary),
        sa.Column("phrase", sa.LargeBinary, unique=True),
        sa.Column("shares", sa.Boolean),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
    )


def _items() -> None:
    op.create_table(
        "vault_items",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("suite", sa.SmallInteger, nullable=False),
        sa.Column("padded_size", sa.BigInteger, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("vault_id", "seq"),
    )
    op.create_table(
        "vault_wraps",
        sa.Column("item_id", sa.String(32), sa.ForeignKey("vault_items.id"), primary_key=True),
        sa.Column("reader", sa.String(8), primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("suite", sa.SmallInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def _custody() -> None:
    op.create_table(
        "vault_custody",
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )


def _team() -> None:
    op.create_table(
        "team_epochs",
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("waiting", sa.LargeBinary),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "team_wraps",
        sa.Column("epoch", sa.Integer, sa.ForeignKey("team_epochs.epoch"), primary_key=True, autoincrement=False),
        sa.Column("listener_id", sa.String(64), primary_key=True),
        sa.Column("listener_public", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
