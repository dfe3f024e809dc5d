"""Tables of rooms: what is so now. What was so is on the show's timeline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
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


class HiddenLineRow(Base):
    """A line of talk that nobody is to see; the text is what was said, if the room still knew."""

    __tablename__ = "hidden_lines"
    __table_args__ = (Index("ix_hidden_lines_show_id_hidden_at", "show_id", "hidden_at"),)

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    danmaku_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(40), index=True)
    text: Mapped[str] = mapped_column(String(400))
    hidden_at: Mapped[datetime]
    hidden_by: Mapped[str] = mapped_column(String(80))


class MuteRow(Base):
    """A viewer who may not speak in a show; without ``until``, to its end."""

    __tablename__ = "mutes"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    until: Mapped[datetime | None]
    muted_at: Mapped[datetime]
    muted_by: Mapped[str] = mapped_column(String(80))


class AnnouncementRow(Base):
    """The line of talk that is held up for all."""

    __tablename__ = "announcements"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    danmaku_id: Mapped[str] = mapped_column(String(64))
    viewer_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(400))
    role: Mapped[str] = mapped_column(String(8))
    pinned_at: Mapped[datetime]
    pinned_by: Mapped[str] = mapped_column(String(80))
