"""Tables of shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaibo.platform.db import Base


class ShowRow(Base):
    """A show."""

    __tablename__ = "shows"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    host_name: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(8), index=True)
    access: Mapped[str] = mapped_column(String(8), default="public", server_default="public")
    invite: Mapped[str | None] = mapped_column(String(60))
    starts_at: Mapped[datetime | None]
    on_air_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
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
