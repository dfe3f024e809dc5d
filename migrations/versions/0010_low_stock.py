"""Find the products whose stock is low without going through all stock.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IS_LOW = (
    "on_hand - reserved - allocated <= 0 OR low_at > 0 AND on_hand - reserved - allocated <= low_at"
)


def upgrade() -> None:
    # SQLite can add a computed column in place if it is worked out on reading; it is read from
    # the index alone. PostgreSQL 15 stores it. Rebuilding the table would lose its checks.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE stock ADD COLUMN product_seq INTEGER DEFAULT 0 NOT NULL")
    op.execute(
        "UPDATE stock SET product_seq = (SELECT products.seq FROM products"
        " JOIN variants ON variants.product_id = products.id"
        " WHERE variants.id = stock.variant_id)"
    )
    kind, is_true = ("VIRTUAL", "is_low = 1") if is_sqlite else ("STORED", "is_low")
    op.execute(
        "ALTER TABLE stock ADD COLUMN is_low BOOLEAN"
        f" GENERATED ALWAYS AS ({IS_LOW}) {kind} NOT NULL"
    )
    op.execute(f"CREATE INDEX ix_stock_low ON stock (product_seq) WHERE {is_true}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_stock_low")
    op.execute("ALTER TABLE stock DROP COLUMN is_low")
    op.execute("ALTER TABLE stock DROP COLUMN product_seq")
