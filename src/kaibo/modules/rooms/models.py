"""Tables of rooms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class PinRow(Base):
    """A product held up from ``pinned_at`` to ``unpinned_at``: an interval on the show's time.

    The partial unique index lets a product be pinned once at a time.
    """

    __tablename__ = "pins"
    __table_args__ = (
        Index(
            "uq_pins_present",
            "show_id",
            "product_id",
            unique=True,
            sqlite_where=text("unpinned_at IS NULL"),
            postgresql_where=text("unpinned_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40), index=True)
    product_id: Mapped[str] = mapped_column(String(40))
    pinned_at: Mapped[datetime]
    unpinned_at: Mapped[datetime | None]


class AttentionRow(Base):
    """What happened in a room in the ten seconds from ``at_ms`` (since the epoch).

    Only while its show is on air, and only when something did.
    """

    __tablename__ = "room_attention"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    watching: Mapped[int]
    danmaku: Mapped[int]
    likes: Mapped[int]
