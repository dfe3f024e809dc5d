"""Find what is held of one viewer by an index, and leave no work of mails that are gone.

The work of a mail that was given up keeps the mail server's words, which may name the address.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_show_timeline_subject", "show_timeline", ["subject"])
    op.create_index(op.f("ix_act_people_viewer_id"), "act_people", ["viewer_id"])
    op.execute(
        "DELETE FROM work_items WHERE handler IN ('mail.send', 'mail.send_many')"
        " AND NOT EXISTS (SELECT 1 FROM mails WHERE mails.id = work_items.payload ->> 'mail_id')"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_act_people_viewer_id"), "act_people")
    op.drop_index("ix_show_timeline_subject", "show_timeline")
