"""The simulated gateway's own records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class SandboxCheckoutRow(Base):
    """One hosted page. ``state``: open, approved, declined, expired or refunded."""

    __tablename__ = "sandbox_checkouts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    payment_id: Mapped[str] = mapped_column(String(40), unique=True)
    merchant: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(12))
    return_url: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
