"""Let viewers have accounts, and orders an e-mail address.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "viewer_accounts",
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", name=op.f("pk_viewer_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_viewer_accounts_email")),
    )
    op.create_table(
        "viewer_codes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewer_codes")),
    )
    op.create_index(op.f("ix_viewer_codes_expires_at"), "viewer_codes", ["expires_at"])
    op.create_table(
        "viewer_sessions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewer_sessions")),
    )
    op.create_index(op.f("ix_viewer_sessions_viewer_id"), "viewer_sessions", ["viewer_id"])
    op.create_index(op.f("ix_viewer_sessions_expires_at"), "viewer_sessions", ["expires_at"])
    with op.batch_alter_table("viewers") as viewers:
        viewers.add_column(sa.Column("avatar", sa.String(length=80), nullable=True))
        viewers.add_column(sa.Column("language", sa.String(length=8), nullable=True))
    # As plain columns: a table of orders is not copied for them.
    op.add_column(
        "orders",
        sa.Column("contact_email", sa.String(length=254), nullable=False, server_default=""),
    )
    op.add_column(
        "orders", sa.Column("language", sa.String(length=8), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("orders", "language")
    op.drop_column("orders", "contact_email")
    op.drop_column("viewers", "language")
    op.drop_column("viewers", "avatar")
    op.drop_table("viewer_sessions")
    op.drop_table("viewer_codes")
    op.drop_table("viewer_accounts")
