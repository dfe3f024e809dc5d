"""Find products by their words: an index, which the core fills when it starts.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE products_search"
            " USING fts5(words, prefix='1 2 3', tokenize='ascii')"
        )
        return
    op.execute(
        "CREATE TABLE products_search (row_no BIGINT NOT NULL, words TSVECTOR NOT NULL,"
        " CONSTRAINT pk_products_search PRIMARY KEY (row_no))"
    )
    op.execute(
        "CREATE INDEX ix_products_search_words ON products_search USING gin (words)"
        " WITH (fastupdate = on, gin_pending_list_limit = 256)"
    )


def downgrade() -> None:
    op.drop_table("products_search")
