"""Tables of orders and carts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaibo.platform.db import Base


class OrderRow(Base):
    """An order; ``total`` and ``refunded`` in minor units of ``currency``."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("uq_orders_idempotency", "viewer_id", "idempotency_key", unique=True),
        Index("ix_orders_viewer_id_id", "viewer_id", "id"),
        Index("ix_orders_state_id", "state", "id"),
        Index("ix_orders_show_id_id", "show_id", "id"),
        Index("ix_orders_state_expires_at", "state", "expires_at"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("refunded >= 0 AND refunded <= total", name="refunded_within_total"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    show_id: Mapped[str] = mapped_column(String(40))
    viewer_id: Mapped[str] = mapped_column(String(40))
    idempotency_key: Mapped[str | None] = mapped_column(String(128))
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(12))
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[int] = mapped_column(BigInteger)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    contact_name: Mapped[str] = mapped_column(String(80))
    contact_phone: Mapped[str] = mapped_column(String(40))
    # Where the buyer wants to be written to, and in which language; empty: nowhere.
    contact_email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    language: Mapped[str] = mapped_column(String(8), default="", server_default="")
    address: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(12))
    lines: Mapped[list[OrderLineRow]] = relationship(
        order_by="OrderLineRow.position", lazy="selectin"
    )


class OrderLineRow(Base):
    """A line, as it was at purchase."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "refunded_quantity >= 0 AND refunded_quantity <= quantity",
            name="refunded_within_quantity",
        ),
        Index("ix_order_lines_variant_id", "variant_id"),
    )

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), index=True)
    variant_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    # Named so because VALUES is a word of SQL.
    option_values: Mapped[str] = mapped_column(String(130), default="")
    sku: Mapped[str | None] = mapped_column(String(64))
    picture_url: Mapped[str | None] = mapped_column(String(200))
    unit_price: Mapped[int] = mapped_column(BigInteger)
    list_price: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int]
    total: Mapped[int] = mapped_column(BigInteger)
    return_class: Mapped[str] = mapped_column(String(12), default="seven_days")
    deal_id: Mapped[str | None] = mapped_column(String(40))
    page_id: Mapped[str] = mapped_column(String(64), default="")
    refunded_quantity: Mapped[int] = mapped_column(default=0)


class OrderMoveRow(Base):
    """A line of an order's audit; never changed, never deleted."""

    __tablename__ = "order_moves"
    __table_args__ = (Index("ix_order_moves_order_id_id", "order_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"))
    move: Mapped[str] = mapped_column(String(24))
    actor: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]


class CartLineRow(Base):
    """What a viewer means to buy."""

    __tablename__ = "cart_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    viewer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    unit_price: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]
