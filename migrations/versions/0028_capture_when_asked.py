"""Let the simulated gateway capture only when it is asked to.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sandbox_controls",
        sa.Column("captures_when_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("sandbox_controls") as table:
        table.alter_column("captures_when_asked", server_default=None)


def downgrade() -> None:
    op.drop_column("sandbox_controls", "captures_when_asked")
