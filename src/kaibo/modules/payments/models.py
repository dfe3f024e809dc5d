"""Tables of payments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class PaymentRow(Base):
    """The payment of one order; ``amount`` in minor units of ``currency``."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(40), unique=True)
    gateway: Mapped[str] = mapped_column(String(24))
    reference: Mapped[str | None] = mapped_column(String(80), unique=True)
    redirect_url: Mapped[str | None] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(12))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class WebhookRow(Base):
    """A webhook that was received; the gateway's event id is stored once."""

    __tablename__ = "payment_webhooks"

    gateway: Mapped[str] = mapped_column(String(24), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    reference: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[datetime]
