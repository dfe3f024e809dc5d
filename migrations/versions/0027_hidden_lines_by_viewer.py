"""Find the hidden lines of one viewer by an index.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_hidden_lines_viewer_id"), "hidden_lines", ["viewer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_hidden_lines_viewer_id"), "hidden_lines")
