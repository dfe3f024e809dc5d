"""Count how often a removal was tried, and keep what was in its way last.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("removals", sa.Column("tries", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("removals", sa.Column("error", sa.Text(), nullable=True))
    with op.batch_alter_table("removals") as table:
        table.alter_column("tries", server_default=None)


def downgrade() -> None:
    op.drop_column("removals", "error")
    op.drop_column("removals", "tries")
