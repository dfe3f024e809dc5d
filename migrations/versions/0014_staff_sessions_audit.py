"""Let staff leave and come back, tell where they are signed in, and keep what they did.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_GROWS = "the audit log only grows"


def upgrade() -> None:
    op.add_column("staff", sa.Column("deactivated_at", sa.DateTime(timezone=True)))
    op.add_column(
        "staff_sessions",
        sa.Column("device", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column(
        "staff_sessions",
        sa.Column("network", sa.String(length=64), server_default="", nullable=False),
    )
    op.add_column("staff_sessions", sa.Column("last_seen_at", sa.DateTime(timezone=True)))
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_staff_id_id", "audit_entries", ["staff_id", "id"])
    op.create_index("ix_audit_entries_action_id", "audit_entries", ["action", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entries_no_{verb.lower()} BEFORE {verb} ON audit_entries"
                f" BEGIN SELECT RAISE(ABORT, '{_GROWS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_GROWS}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE ON audit_entries"
        " FOR EACH ROW EXECUTE FUNCTION audit_entries_only_grow()"
    )


def downgrade() -> None:
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entries_only_grow()")
    with op.batch_alter_table("staff_sessions") as table:
        table.drop_column("last_seen_at")
        table.drop_column("network")
        table.drop_column("device")
    with op.batch_alter_table("staff") as table:
        table.drop_column("deactivated_at")
