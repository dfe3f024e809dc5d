"""Tables of products, variants, prices and stock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaibo.platform.db import Base


class CategoryRow(Base):
    """A shelf of the shop; ``path`` repeats the names of those above it, ``Tea/Green``."""

    __tablename__ = "categories"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), unique=True)
    position: Mapped[int] = mapped_column(default=0)


class ProductRow(Base):
    """A product: what its variants have in common.

    ``seq`` counts products in the order they were made; the search index knows them by it.
    """

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[str] = mapped_column(String(3))
    # Names of the option dimensions; empty when there is none.
    option1: Mapped[str] = mapped_column(String(40), default="")
    option2: Mapped[str] = mapped_column(String(40), default="")
    specifications: Mapped[list[Any]] = mapped_column(JSON, default=list)
    certificates: Mapped[list[Any]] = mapped_column(JSON, default=list)
    return_class: Mapped[str] = mapped_column(String(12), default="seven_days")
    compare_kind: Mapped[str] = mapped_column(String(12), default="stated")
    compare_basis: Mapped[str] = mapped_column(String(120), default="")
    category_id: Mapped[str | None] = mapped_column(ForeignKey("categories.id"), index=True)
    limit_per_buyer: Mapped[int | None]
    sale_from: Mapped[datetime | None]
    sale_until: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    # Another token after each change of what buyers see: what was remembered of it is stale then.
    revision: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    variants: Mapped[list[VariantRow]] = relationship(
        order_by="VariantRow.position", lazy="selectin", cascade="save-update, merge"
    )
    pictures: Mapped[list[ProductPictureRow]] = relationship(
        order_by="ProductPictureRow.position", lazy="selectin", cascade="all, delete-orphan"
    )
    tags: Mapped[list[TagRow]] = relationship(
        order_by="TagRow.tag", lazy="selectin", cascade="all, delete-orphan"
    )
    category: Mapped[CategoryRow | None] = relationship(lazy="selectin")


class TagRow(Base):
    """A word that staff hang on a product."""

    __tablename__ = "product_tags"

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class ProductPictureRow(Base):
    """A picture of a product; the first one stands for it."""

    __tablename__ = "product_pictures"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    position: Mapped[int]
    file: Mapped[str] = mapped_column(String(80))


class VariantRow(Base):
    """What is bought: one value of each option; prices in minor units.

    A variant that orders may name is archived, never deleted. A bundle has components and no
    stock row of its own.
    """

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("compare_at IS NULL OR compare_at > price", name="compare_at_above"),
        Index("ix_variants_product_id_position", "product_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    sku: Mapped[str | None] = mapped_column(String(64), unique=True)
    value1: Mapped[str] = mapped_column(String(60), default="")
    value2: Mapped[str] = mapped_column(String(60), default="")
    price: Mapped[int] = mapped_column(BigInteger)
    price_since: Mapped[datetime]
    compare_at: Mapped[int | None] = mapped_column(BigInteger)
    picture_id: Mapped[str | None] = mapped_column(String(40))
    archived_at: Mapped[datetime | None]
    stock: Mapped[StockRow | None] = relationship(lazy="selectin")
    components: Mapped[list[BundleComponentRow]] = relationship(
        lazy="selectin",
        foreign_keys="BundleComponentRow.bundle_id",
        order_by="BundleComponentRow.variant_id",
    )


class BundleComponentRow(Base):
    """A bundle draws ``units`` of a variant for each piece of it; never changed once sold."""

    __tablename__ = "bundle_components"
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"),)

    bundle_id: Mapped[str] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"), primary_key=True, index=True)
    units: Mapped[int]


class StockRow(Base):
    """The present stock of a variant: what the ledger adds up to, in units.

    ``allocated`` units are set aside for shows; ``low_at`` is where stock counts as low.
    ``product_seq`` repeats the number of the variant's product, which never changes: by it alone
    the products are found whose stock ``is_low``.
    """

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("allocated >= 0", name="allocated_not_negative"),
        CheckConstraint("on_hand >= reserved + allocated", name="never_oversold"),
        Index(
            "ix_stock_low",
            "product_seq",
            sqlite_where=text("is_low = 1"),
            postgresql_where=text("is_low"),
        ),
    )
    # Nobody asks for what is worked out right after it was written.
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - as the base declares it

    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)
    low_at: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    product_seq: Mapped[int] = mapped_column(server_default=text("0"))
    # A column, and not only the index's condition: PostgreSQL writes a row beside its old self, and
    # leaves the indexes alone, only as long as nothing changes that an index rests on.
    is_low: Mapped[bool] = mapped_column(
        Computed(
            "on_hand - reserved - allocated <= 0"
            " OR low_at > 0 AND on_hand - reserved - allocated <= low_at",
            persisted=True,
        ),
        deferred=True,
    )


class StockMovementRow(Base):
    """One line of the ledger; never changed, never deleted.

    ``kind`` is one of ``contracts.MovementKind``; the deltas sum to the present stock;
    ``reference`` names the order, the show or the reason, ``actor`` who did it by hand.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (Index("ix_stock_movements_variant_id_id", "variant_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"))
    kind: Mapped[str] = mapped_column(String(10))
    on_hand_delta: Mapped[int]
    reserved_delta: Mapped[int]
    allocated_delta: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]


class AllocationRow(Base):
    """Units of a variant that one show alone may sell; ``remaining`` of them are not sold yet."""

    __tablename__ = "stock_allocations"
    __table_args__ = (
        CheckConstraint("remaining >= 0", name="remaining_not_negative"),
        CheckConstraint("remaining <= units", name="remaining_within_units"),
    )

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"), primary_key=True, index=True)
    units: Mapped[int]
    remaining: Mapped[int]
    closed_at: Mapped[datetime | None]


class PriceChangeRow(Base):
    """The price that a variant had from ``at`` on."""

    __tablename__ = "price_changes"
    __table_args__ = (Index("ix_price_changes_variant_id_id", "variant_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"))
    price: Mapped[int] = mapped_column(BigInteger)
    compare_at: Mapped[int | None] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime]


class PaidPriceRow(Base):
    """A price at which a variant was really paid for within one hour of UTC.

    In the hour in which the variant's price changed, what is paid from then on has that moment as
    its ``hour``.
    """

    __tablename__ = "paid_prices"

    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class PageSnapshotRow(Base):
    """A product page as buyers saw it; ``id`` is the digest of ``content``, so each stands once."""

    __tablename__ = "product_pages"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
