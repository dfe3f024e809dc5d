"""Tables of retention."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class KeepingRow(Base):
    """What the store has chosen for one kind of record."""

    __tablename__ = "retention"

    rule: Mapped[str] = mapped_column(String(16), primary_key=True)
    days: Mapped[int]


class RemovalRow(Base):
    """A daily removal, and what it took out so far."""

    __tablename__ = "removals"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    removed: Mapped[dict[str, Any]]
    tries: Mapped[int] = mapped_column(default=1)
    error: Mapped[str | None] = mapped_column(Text)
