"""Files that come in parts."""

import sqlalchemy as sa
from alembic import op

from vault.database import UtcDateTime

revision = "0009"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("vault_items", sa.Column("parts", sa.SmallInteger))
    op.create_table(
        "vault_uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), nullable=False, index=True),
        sa.Column("name", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("padded_size", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "vault_parts",
        sa.Column("item_id", sa.String(32), primary_key=True),
        sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("blob_id", sa.String(32), nullable=False, unique=True),
        sa.Column("mark", sa.LargeBinary),
    )
