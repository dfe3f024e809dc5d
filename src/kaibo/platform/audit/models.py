"""The table of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db.base import Base


class AuditEntry(Base):
    """One act; triggers of its revision keep it from being changed or deleted.

    No foreign keys: an entry outlives what it speaks of.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_staff_id_id", "staff_id", "id"),
        Index("ix_audit_entries_action_id", "action", "id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[str] = mapped_column(String(40))
    staff_name: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    target: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]]
    network: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(40))
