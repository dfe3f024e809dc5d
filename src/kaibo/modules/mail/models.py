"""Table of mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class MailRow(Base):
    """A mail: whom to tell of what; never what it says."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_address", "address"),
        Index("ix_mails_state_id", "state", "id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[str] = mapped_column(String(64), default="")
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    extra: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str | None] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
