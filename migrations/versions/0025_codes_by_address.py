"""Find the codes that an address was mailed.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_viewer_codes_email_code_id", "viewer_codes", ["email", "code_id"])


def downgrade() -> None:
    op.drop_index("ix_viewer_codes_email_code_id", "viewer_codes")
