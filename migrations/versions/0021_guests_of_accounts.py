"""Remember of which account a guest was.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("viewers", sa.Column("account_id", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_viewers_account_id"), "viewers", ["account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_viewers_account_id"), "viewers")
    op.drop_column("viewers", "account_id")
