"""The simulated gateway's own records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class SandboxCheckoutRow(Base):
    """One hosted page. ``state``: open, authorized, approved, declined, expired or refunded.

    An approved one is captured; an authorised one waits for the shop to ask for that.
    """

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


class SandboxRefundRow(Base):
    """Money given back for a checkout; ``id`` is the shop's own id of the refund."""

    __tablename__ = "sandbox_refunds"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    checkout_id: Mapped[str] = mapped_column(ForeignKey("sandbox_checkouts.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class SandboxControlsRow(Base):
    """How the simulated gateway is to behave; one row, ``id`` 1."""

    __tablename__ = "sandbox_controls"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_down: Mapped[bool] = mapped_column(default=False)
    declines: Mapped[bool] = mapped_column(default=False)
    captures_when_asked: Mapped[bool] = mapped_column(default=False)
    refuses_refunds: Mapped[bool] = mapped_column(default=False)
    latency_ms: Mapped[int] = mapped_column(default=0)
    webhook_copies: Mapped[int] = mapped_column(default=1)
    webhook_delay_ms: Mapped[int] = mapped_column(default=0)
    shuffles_webhooks: Mapped[bool] = mapped_column(default=False)


class SandboxWebhookRow(Base):
    """One sending of a webhook; a gateway that sends twice has two rows for one event.

    ``error`` is of the last try; it is empty once ``delivered_at`` is known.
    """

    __tablename__ = "sandbox_webhooks"
    __table_args__ = (Index("ix_sandbox_webhooks_checkout_id_id", "checkout_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(40))
    checkout_id: Mapped[str] = mapped_column(ForeignKey("sandbox_checkouts.id"))
    type: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
