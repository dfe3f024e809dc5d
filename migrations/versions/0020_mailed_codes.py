"""Let several requests be answered by the one code that was mailed.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("viewer_codes", sa.Column("code_id", sa.String(length=40), nullable=True))
    # A code is typed within minutes: those of before are asked for again.
    op.execute("DELETE FROM viewer_codes")
    with op.batch_alter_table("viewer_codes") as codes:
        codes.alter_column("code_id", existing_type=sa.String(length=40), nullable=False)
        codes.create_index(op.f("ix_viewer_codes_code_id"), ["code_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_viewer_codes_code_id"), "viewer_codes")
    op.drop_column("viewer_codes", "code_id")
