"""The one table of events to deliver and jobs to run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db.base import Base


class WorkItem(Base):
    """One event for one handler, or one job.

    ``state`` is ``ready`` (waiting or leased) or ``dead`` (given up, kept for staff); a row
    that was carried out is deleted.
    """

    __tablename__ = "work_items"
    __table_args__ = (Index("ix_work_items_due", "state", "run_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    handler: Mapped[str] = mapped_column(String(160))
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    state: Mapped[str] = mapped_column(String(8), default="ready")
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
