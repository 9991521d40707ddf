"""Version 0002 of the desk's tables: accounts of a team, and keys that expire."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table accounts, and add the column `until` to keys."""
    op.create_table(
        "accounts",
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("password", sa.Text),
        sa.Column("email", sa.String(254), unique=True),
    )
    op.add_column("keys", sa.Column("until", sa.String(32)))
