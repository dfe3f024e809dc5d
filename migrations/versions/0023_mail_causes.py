"""Keep why a mail was not sent apart from the words of whoever refused it.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("cause", sa.String(length=16), nullable=True))
    op.execute(
        "UPDATE mails SET cause = 'not_set_up', error = NULL WHERE error = 'mail.not_set_up'"
    )


def downgrade() -> None:
    op.execute("UPDATE mails SET error = 'mail.not_set_up' WHERE cause = 'not_set_up'")
    op.drop_column("mails", "cause")
