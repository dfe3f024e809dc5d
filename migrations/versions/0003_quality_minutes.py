"""Keep a minute of quality for each show.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_minutes",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("players", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("stalled_ratio", sa.Double(), nullable=True),
        sa.Column("latency_p50_ms", sa.Double(), nullable=True),
        sa.Column("latency_p95_ms", sa.Double(), nullable=True),
        sa.Column("first_frame_p50_ms", sa.Double(), nullable=True),
        sa.Column("first_frame_p95_ms", sa.Double(), nullable=True),
        sa.Column("bitrate_p50_kbps", sa.Double(), nullable=True),
        sa.Column("dropped_ratio", sa.Double(), nullable=True),
        sa.Column("video_kbps", sa.Double(), nullable=True),
        sa.Column("frame_rate", sa.Double(), nullable=True),
        sa.Column("jitter_ms", sa.Double(), nullable=True),
        sa.Column("fault", sa.String(length=12), nullable=True),
        sa.PrimaryKeyConstraint("show_id", "at", name=op.f("pk_quality_minutes")),
    )


def downgrade() -> None:
    op.drop_table("quality_minutes")
