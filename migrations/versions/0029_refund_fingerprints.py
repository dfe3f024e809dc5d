"""Keep a fingerprint of the request with a refund, as with an order.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "refunds",
        sa.Column("fingerprint", sa.String(length=64), nullable=False, server_default=""),
    )
    with op.batch_alter_table("refunds") as table:
        table.alter_column("fingerprint", server_default=None)


def downgrade() -> None:
    op.drop_column("refunds", "fingerprint")
