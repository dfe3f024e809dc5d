"""Keep which lines of talk are hidden or held up, and who may not speak.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hidden_lines",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("danmaku_id", sa.String(length=64), nullable=False),
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("show_id", "danmaku_id", name=op.f("pk_hidden_lines")),
    )
    with op.batch_alter_table("hidden_lines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hidden_lines_show_id_hidden_at", ["show_id", "hidden_at"], unique=False
        )
    op.create_table(
        "mutes",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("muted_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("show_id", "viewer_id", name=op.f("pk_mutes")),
    )
    op.create_table(
        "announcements",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("danmaku_id", sa.String(length=64), nullable=False),
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_announcements")),
    )


def downgrade() -> None:
    op.drop_table("announcements")
    op.drop_table("mutes")
    op.drop_table("hidden_lines")
