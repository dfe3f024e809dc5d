"""Tables of rooms: what is so now. What was so is on the show's timeline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class PinRow(Base):
    """A product that is held up now; once at a time."""

    __tablename__ = "pins"
    __table_args__ = (UniqueConstraint("show_id", "product_id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    product_id: Mapped[str] = mapped_column(String(40))
    pinned_at: Mapped[datetime]


class ExplanationRow(Base):
    """The product that the host of a show explains now."""

    __tablename__ = "explanations"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
