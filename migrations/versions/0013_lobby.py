"""Covers and descriptions of shows, and who booked them.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "shows",
        sa.Column("description", sa.String(length=500), server_default="", nullable=False),
    )
    op.add_column("shows", sa.Column("cover", sa.String(length=60), nullable=True))
    op.add_column("shows", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "show_bookings",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["show_id"], ["shows.id"], name=op.f("fk_show_bookings_show_id_shows")
        ),
        sa.PrimaryKeyConstraint("show_id", "viewer_id", name=op.f("pk_show_bookings")),
    )
    op.create_index(op.f("ix_show_bookings_viewer_id"), "show_bookings", ["viewer_id"])


def downgrade() -> None:
    op.drop_table("show_bookings")
    op.drop_column("shows", "revision")
    op.drop_column("shows", "cover")
    op.drop_column("shows", "description")
