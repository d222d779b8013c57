"""The perceptual hashes of pictures, sealed with each piece."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("vault_items", sa.Column("likeness", sa.LargeBinary))
