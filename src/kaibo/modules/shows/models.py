"""Tables of shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaibo.platform.db import Base


class ShowRow(Base):
    """A show."""

    __tablename__ = "shows"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(500), default="", server_default="")
    cover: Mapped[str | None] = mapped_column(String(60))
    host_name: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(8), index=True)
    access: Mapped[str] = mapped_column(String(8), default="public", server_default="public")
    invite: Mapped[str | None] = mapped_column(String(60))
    starts_at: Mapped[datetime | None]
    on_air_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    products: Mapped[list[ShowProductRow]] = relationship(
        order_by="ShowProductRow.position", cascade="all, delete-orphan", lazy="selectin"
    )


class ShowProductRow(Base):
    """A product sold in a show; ``position`` orders the tray."""

    __tablename__ = "show_products"

    show_id: Mapped[str] = mapped_column(ForeignKey("shows.id"), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    position: Mapped[int]


class BookingRow(Base):
    """A viewer who wants to come to a show."""

    __tablename__ = "show_bookings"

    show_id: Mapped[str] = mapped_column(ForeignKey("shows.id"), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    booked_at: Mapped[datetime]


class TimelineRow(Base):
    """Something that happened in a show, at ``at_ms`` since the epoch. Written once.

    What is removed all the same, `forgetting` says.

    ``id`` orders what happened in the same millisecond.
    """

    __tablename__ = "show_timeline"
    __table_args__ = (
        Index("ix_show_timeline_show_id_at_ms", "show_id", "at_ms"),
        # Of tens of thousands who joined, a few who were pinned are found.
        Index("ix_show_timeline_show_id_kind_at_ms", "show_id", "kind", "at_ms"),
        # Of millions who came, one viewer's visits are found when they ask for their data.
        Index("ix_show_timeline_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    show_id: Mapped[str] = mapped_column(String(40))
    at_ms: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
