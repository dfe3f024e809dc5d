"""Tables of products and stock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class ProductRow(Base):
    """A product; prices are minor units of the store's currency."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("compare_at IS NULL OR compare_at > price", name="compare_at_above"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[str] = mapped_column(String(3))
    price: Mapped[int] = mapped_column(BigInteger)
    compare_at: Mapped[int | None] = mapped_column(BigInteger)
    compare_basis: Mapped[str] = mapped_column(String(120), default="")
    picture: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime]


class StockRow(Base):
    """The present stock of a product: what the ledger adds up to."""

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("on_hand >= reserved", name="never_oversold"),
    )

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), primary_key=True)
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)


class StockMovementRow(Base):
    """One line of the ledger; never changed, never deleted.

    ``kind`` is ``adjust``, ``reserve``, ``release`` or ``take``; the deltas sum to the
    present stock; ``reference`` names the order or the reason.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (Index("ix_stock_movements_product_id_id", "product_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"))
    kind: Mapped[str] = mapped_column(String(8))
    on_hand_delta: Mapped[int]
    reserved_delta: Mapped[int]
    reference: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
