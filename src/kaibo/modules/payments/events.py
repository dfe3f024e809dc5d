"""What happens to a payment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReceived(Event):
    """A gateway sent a webhook whose signature holds, about the checkout ``reference``."""

    name: ClassVar[str] = "payments.webhook_received.v1"
    gateway: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNeeded(Event):
    """Money was captured for an order that can no longer be carried out."""

    name: ClassVar[str] = "payments.refund_needed.v1"
    payment_id: str
