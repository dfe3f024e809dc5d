"""Give a show two inputs, a program and an invitation.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("outside_url", sa.Text(), nullable=True),
        sa.Column("server_id", sa.String(length=80), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=True),
        sa.Column("stream_id", sa.String(length=40), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_pictures")),
    )
    op.create_table(
        "program_cuts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stream_id", sa.String(length=40), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_cuts")),
    )
    with op.batch_alter_table("program_cuts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_cuts_show_id"), ["show_id"], unique=False)

    with op.batch_alter_table("shows", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("access", sa.String(length=8), server_default="public", nullable=False)
        )
        batch_op.add_column(sa.Column("invite", sa.String(length=60), nullable=True))

    with op.batch_alter_table("stream_keys", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("role", sa.String(length=8), nullable=False, server_default="main")
        )
        batch_op.drop_constraint("pk_stream_keys", type_="primary")
        batch_op.create_primary_key("pk_stream_keys", ["show_id", "role"])
    with op.batch_alter_table("stream_keys", schema=None) as batch_op:
        batch_op.alter_column("role", server_default=None)

    new = ["role", "protocol", "whep"]
    with op.batch_alter_table("streams", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("role", sa.String(length=8), nullable=False, server_default="main")
        )
        batch_op.add_column(
            sa.Column("protocol", sa.String(length=8), nullable=False, server_default="rtmp")
        )
        batch_op.add_column(
            sa.Column("whep", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("renditions", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("stalled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("end_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("end_params", sa.JSON(), nullable=True))
        batch_op.drop_index("uq_streams_running")
        batch_op.create_index(
            "uq_streams_running",
            ["show_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    with op.batch_alter_table("streams", schema=None) as batch_op:
        for name in new:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    # One key a show and one running stream, as it was: the main input's.
    op.execute("DELETE FROM stream_keys WHERE role <> 'main'")
    op.execute("UPDATE streams SET ended_at = started_at WHERE role <> 'main' AND ended_at IS NULL")
    with op.batch_alter_table("streams", schema=None) as batch_op:
        batch_op.drop_index("uq_streams_running")
        batch_op.create_index(
            "uq_streams_running",
            ["show_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        for name in (
            "end_params",
            "end_code",
            "stalled_at",
            "renditions",
            "whep",
            "protocol",
            "role",
        ):
            batch_op.drop_column(name)

    with op.batch_alter_table("stream_keys", schema=None) as batch_op:
        batch_op.drop_constraint("pk_stream_keys", type_="primary")
        batch_op.create_primary_key("pk_stream_keys", ["show_id"])
        batch_op.drop_column("role")

    with op.batch_alter_table("shows", schema=None) as batch_op:
        batch_op.drop_column("invite")
        batch_op.drop_column("access")

    op.drop_table("program_cuts")
    op.drop_table("pictures")
