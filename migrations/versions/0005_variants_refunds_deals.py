"""Give products variants and their own stock; refunds, flash deals, carts, order audit.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cart_lines",
        sa.Column("viewer_id", sa.String(length=40), nullable=False),
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_lines_quantity_positive")),
        sa.PrimaryKeyConstraint("viewer_id", "show_id", "variant_id", name=op.f("pk_cart_lines")),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("path", name=op.f("uq_categories_path")),
    )
    op.create_table(
        "flash_deals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.String(length=40), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at", sa.JSON(), nullable=False),
        sa.Column("total_limit", sa.Integer(), nullable=False),
        sa.Column("buyer_limit", sa.Integer(), nullable=True),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_flash_deals_ends_after_start")),
        sa.CheckConstraint(
            "sold >= 0 AND sold <= total_limit", name=op.f("ck_flash_deals_never_oversold")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flash_deals")),
    )
    with op.batch_alter_table("flash_deals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flash_deals_product_id"), ["product_id"], unique=False)
        batch_op.create_index(
            "ix_flash_deals_show_id_ends_at", ["show_id", "ends_at"], unique=False
        )

    op.create_table(
        "sandbox_controls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_down", sa.Boolean(), nullable=False),
        sa.Column("declines", sa.Boolean(), nullable=False),
        sa.Column("refuses_refunds", sa.Boolean(), nullable=False),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("webhook_copies", sa.Integer(), nullable=False),
        sa.Column("webhook_delay_ms", sa.Integer(), nullable=False),
        sa.Column("shuffles_webhooks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_controls")),
    )
    op.create_table(
        "order_moves",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_moves_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_moves")),
    )
    with op.batch_alter_table("order_moves", schema=None) as batch_op:
        batch_op.create_index("ix_order_moves_order_id_id", ["order_id", "id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("payment_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("restocks", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_state"), ["state"], unique=False)

    op.create_table(
        "sandbox_refunds",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("checkout_id", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["sandbox_checkouts.id"], name=op.f("fk_sandbox_refunds_checkout_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox_refunds")),
    )
    with op.batch_alter_table("sandbox_refunds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sandbox_refunds_checkout_id"), ["checkout_id"], unique=False
        )

    op.create_table(
        "product_pages",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_pages_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_pages")),
    )
    with op.batch_alter_table("product_pages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_pages_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "product_pictures",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_pictures_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_pictures")),
    )
    with op.batch_alter_table("product_pictures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_pictures_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "product_tags",
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_tags_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", "tag", name=op.f("pk_product_tags")),
    )
    with op.batch_alter_table("product_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_tags_tag"), ["tag"], unique=False)

    op.create_table(
        "variants",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=True),
        sa.Column("value1", sa.String(length=60), nullable=False),
        sa.Column("value2", sa.String(length=60), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("price_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compare_at", sa.BigInteger(), nullable=True),
        sa.Column("picture_id", sa.String(length=40), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "compare_at IS NULL OR compare_at > price", name=op.f("ck_variants_compare_at_above")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_variants_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_variants_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("sku", name=op.f("uq_variants_sku")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index(
            "ix_variants_product_id_position", ["product_id", "position"], unique=False
        )

    op.create_table(
        "bundle_components",
        sa.Column("bundle_id", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.String(length=40), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_bundle_components_units_positive")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["variants.id"], name=op.f("fk_bundle_components_bundle_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_bundle_components_variant_id")
        ),
        sa.PrimaryKeyConstraint("bundle_id", "variant_id", name=op.f("pk_bundle_components")),
    )
    with op.batch_alter_table("bundle_components", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bundle_components_variant_id"), ["variant_id"], unique=False
        )

    op.create_table(
        "paid_prices",
        sa.Column("variant_id", sa.String(length=40), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_paid_prices_variant_id")
        ),
        sa.PrimaryKeyConstraint("variant_id", "hour", "price", name=op.f("pk_paid_prices")),
    )
    op.create_table(
        "price_changes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.String(length=40), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_price_changes_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    with op.batch_alter_table("price_changes", schema=None) as batch_op:
        batch_op.create_index("ix_price_changes_variant_id_id", ["variant_id", "id"], unique=False)

    op.create_table(
        "stock_allocations",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("variant_id", sa.String(length=40), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "remaining <= units", name=op.f("ck_stock_allocations_remaining_within_units")
        ),
        sa.CheckConstraint(
            "remaining >= 0", name=op.f("ck_stock_allocations_remaining_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_stock_allocations_variant_id")
        ),
        sa.PrimaryKeyConstraint("show_id", "variant_id", name=op.f("pk_stock_allocations")),
    )
    with op.batch_alter_table("stock_allocations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_allocations_variant_id"), ["variant_id"], unique=False
        )

    _fill_variants()
    _change_stock()
    _change_movements()
    _change_products()
    _change_orders()
    _change_payments()


def _fill_variants() -> None:
    """Make each product's only variant; both ids are one but for their first letters."""
    op.execute(
        """
        INSERT INTO variants (id, product_id, position, sku, value1, value2, price, price_since,
                              compare_at, picture_id, archived_at)
        SELECT 'var_' || substr(id, 5), id, 0, NULL, '', '', price, created_at,
               compare_at, NULL, NULL
        FROM products
        """
    )
    op.execute(
        """
        INSERT INTO price_changes (id, variant_id, price, compare_at, actor, at)
        SELECT 'prc_' || substr(id, 5), 'var_' || substr(id, 5), price, compare_at, '', created_at
        FROM products
        """
    )
    op.execute(
        """
        INSERT INTO product_pictures (id, product_id, position, file)
        SELECT 'pic_' || substr(id, 5), id, 0, picture FROM products WHERE picture IS NOT NULL
        """
    )


def _change_stock() -> None:
    with op.batch_alter_table("stock") as batch_op:
        batch_op.add_column(sa.Column("variant_id", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("allocated", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("low_at", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE stock SET variant_id = 'var_' || substr(product_id, 5)")
    with op.batch_alter_table("stock") as batch_op:
        batch_op.drop_constraint(op.f("ck_stock_never_oversold"), type_="check")
        batch_op.drop_constraint(op.f("fk_stock_product_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("pk_stock"), type_="primary")
        batch_op.drop_column("product_id")
        batch_op.alter_column("variant_id", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("allocated", server_default=None)
        batch_op.alter_column("low_at", server_default=None)
        batch_op.create_primary_key(op.f("pk_stock"), ["variant_id"])
        batch_op.create_foreign_key(op.f("fk_stock_variant_id"), "variants", ["variant_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_stock_allocated_not_negative"), "allocated >= 0")
        batch_op.create_check_constraint(
            op.f("ck_stock_never_oversold"), "on_hand >= reserved + allocated"
        )


def _change_movements() -> None:
    with op.batch_alter_table("stock_movements") as batch_op:
        batch_op.add_column(sa.Column("variant_id", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("allocated_delta", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("actor", sa.String(length=120), nullable=False, server_default="")
        )
    op.execute("UPDATE stock_movements SET variant_id = 'var_' || substr(product_id, 5)")
    with op.batch_alter_table("stock_movements") as batch_op:
        batch_op.drop_index("ix_stock_movements_product_id_id")
        batch_op.drop_constraint(op.f("fk_stock_movements_product_id"), type_="foreignkey")
        batch_op.drop_column("product_id")
        batch_op.alter_column("variant_id", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("allocated_delta", server_default=None)
        batch_op.alter_column("actor", server_default=None)
        batch_op.alter_column("kind", existing_type=sa.String(length=8), type_=sa.String(length=10))
        batch_op.create_foreign_key(
            op.f("fk_stock_movements_variant_id"), "variants", ["variant_id"], ["id"]
        )
        batch_op.create_index("ix_stock_movements_variant_id_id", ["variant_id", "id"])


def _change_products() -> None:
    new: dict[str, sa.Column[Any]] = {
        "option1": sa.Column("option1", sa.String(40), nullable=False, server_default=""),
        "option2": sa.Column("option2", sa.String(40), nullable=False, server_default=""),
        "specifications": sa.Column(
            "specifications", sa.JSON(), nullable=False, server_default="[]"
        ),
        "certificates": sa.Column("certificates", sa.JSON(), nullable=False, server_default="[]"),
        "return_class": sa.Column(
            "return_class", sa.String(12), nullable=False, server_default="seven_days"
        ),
        "compare_kind": sa.Column(
            "compare_kind", sa.String(12), nullable=False, server_default="stated"
        ),
        "revision": sa.Column("revision", sa.String(40), nullable=False, server_default="first"),
    }
    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("seq", sa.Integer(), nullable=True))
        for column in new.values():
            batch_op.add_column(column)
        batch_op.add_column(sa.Column("category_id", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("limit_per_buyer", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sale_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sale_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE products SET seq = numbered.number
        FROM (SELECT id AS known, row_number() OVER (ORDER BY id) AS number FROM products)
            AS numbered
        WHERE products.id = numbered.known
        """
    )
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_constraint(op.f("ck_products_compare_at_above"), type_="check")
        batch_op.drop_constraint(op.f("ck_products_price_not_negative"), type_="check")
        batch_op.drop_column("picture")
        batch_op.drop_column("compare_at")
        batch_op.drop_column("price")
        batch_op.alter_column("seq", existing_type=sa.Integer(), nullable=False)
        for name in new:
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index(op.f("ix_products_category_id"), ["category_id"])
        batch_op.create_unique_constraint(op.f("uq_products_seq"), ["seq"])
        batch_op.create_foreign_key(
            op.f("fk_products_category_id"), "categories", ["category_id"], ["id"]
        )


def _change_orders() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(
            sa.Column("fingerprint", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("refunded", sa.BigInteger(), nullable=False, server_default="0")
        )
        for name in ("delivered_at", "completed_at", "refunded_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("orders") as batch_op:
        batch_op.alter_column("fingerprint", server_default=None)
        batch_op.alter_column("refunded", server_default=None)
        batch_op.create_index("ix_orders_state_expires_at", ["state", "expires_at"])
        batch_op.create_index("ix_orders_viewer_id_id", ["viewer_id", "id"])
        batch_op.create_check_constraint(
            op.f("ck_orders_refunded_within_total"), "refunded >= 0 AND refunded <= total"
        )
    for position, (move, stamp) in enumerate(
        [("paid", "paid_at"), ("shipped", "shipped_at"), ("cancelled", "cancelled_at")]
    ):
        op.execute(
            "INSERT INTO order_moves (id, order_id, move, actor, detail, at) "  # noqa: S608 - our own words
            f"SELECT 'mve_' || substr(id, 5) || '_{position}', id, '{move}', 'system', '', {stamp} "
            f"FROM orders WHERE {stamp} IS NOT NULL"
        )
    _change_lines()


def _change_lines() -> None:
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.add_column(sa.Column("variant_id", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("list_price", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("sku", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("deal_id", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("option_values", sa.String(length=130), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("return_class", sa.String(12), nullable=False, server_default="seven_days")
        )
        batch_op.add_column(
            sa.Column("page_id", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("refunded_quantity", sa.Integer(), nullable=False, server_default="0")
        )
    op.execute(
        "UPDATE order_lines SET variant_id = 'var_' || substr(product_id, 5), "
        "list_price = unit_price"
    )
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.alter_column("variant_id", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("list_price", existing_type=sa.BigInteger(), nullable=False)
        for name in ("option_values", "return_class", "page_id", "refunded_quantity"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index("ix_order_lines_variant_id", ["variant_id"])
        batch_op.create_check_constraint(
            op.f("ck_order_lines_refunded_within_quantity"),
            "refunded_quantity >= 0 AND refunded_quantity <= quantity",
        )


def _change_payments() -> None:
    with op.batch_alter_table("payments") as batch_op:
        batch_op.add_column(
            sa.Column("refunded", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE payments SET captured_at = changed_at WHERE state IN ('captured', 'refunded')"
    )
    op.execute("UPDATE payments SET refunded = amount WHERE state = 'refunded'")
    op.execute(
        """
        INSERT INTO refunds (id, payment_id, order_id, state, currency, amount, reason, actor,
                             pieces, restocks, error, created_at, settled_at)
        SELECT 'rfd_' || substr(id, 5), id, order_id, 'succeeded', currency, amount,
               'late_payment', 'system', '[]', FALSE, NULL, changed_at, changed_at
        FROM payments WHERE state = 'refunded' AND amount > 0
        """
    )
    op.execute(
        """
        UPDATE orders SET refunded = total WHERE id IN
            (SELECT order_id FROM payments WHERE state = 'refunded')
        """
    )
    with op.batch_alter_table("payments") as batch_op:
        batch_op.alter_column("refunded", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_payments_refunded_within_amount"), "refunded >= 0 AND refunded <= amount"
        )


def downgrade() -> None:
    msg = "variants cannot be folded back into products; restore a backup instead"
    raise NotImplementedError(msg)
