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
class PaymentAuthorized(Event):
    """The gateway holds the money of an order; it is to be captured, or let go of.

    Told again when it holds the money anew after a decline, or still after the page was closed.
    """

    name: ClassVar[str] = "payments.authorized.v1"
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAsked(Event):
    """Money is to be given back; its intent is written down, no gateway has been called."""

    name: ClassVar[str] = "payments.refund_asked.v1"
    refund_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundSucceeded(Event):
    """The gateway gave the money back."""

    name: ClassVar[str] = "payments.refund_succeeded.v1"
    refund_id: str
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed(Event):
    """The gateway refused to give the money back; a person must look at it."""

    name: ClassVar[str] = "payments.refund_failed.v1"
    refund_id: str
    order_id: str
