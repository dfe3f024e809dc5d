"""Keep what is removed when, and what was.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_retention")),
    )
    op.create_table(
        "removals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_mails_created_at"), "mails", ["created_at"])
    op.create_index(op.f("ix_payment_webhooks_received_at"), "payment_webhooks", ["received_at"])
    # Mails had a removal of their own before; its job is no more.
    op.execute("DELETE FROM work_items WHERE handler = 'mail.forget_old'")


def downgrade() -> None:
    op.drop_index(op.f("ix_payment_webhooks_received_at"), table_name="payment_webhooks")
    op.drop_index(op.f("ix_mails_created_at"), table_name="mails")
    op.drop_table("removals")
    op.drop_table("retention")
