"""What this module needs from the outside: gateways that move money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kaibo.kernel.money import Money
from kaibo.modules.payments.contracts import PaymentState


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What the buyer is to pay; ``payment_id`` is the idempotency key of the call."""

    payment_id: str
    amount: Money
    description: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """The gateway's page for one payment."""

    reference: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """What a webhook was about, once its signature held. ``id`` is unique to the event."""

    id: str
    reference: str


class PaymentGateway(Protocol):
    """One gateway. Every call may be repeated with the same outcome.

    Each raises ``GatewayDownError`` when the gateway does not answer.
    """

    name: str

    async def create_checkout(self, request: CheckoutRequest) -> Checkout:
        """Open a page where the buyer pays; the same payment id gives the same page."""
        ...

    async def query(self, reference: str) -> tuple[PaymentState, Money]:
        """Ask what became of a checkout, and of which amount."""
        ...

    async def capture(self, reference: str, amount: Money) -> PaymentState:
        """Take this much of what the buyer authorised; give the checkout's state then.

        Asked again it takes nothing more and gives the state as it is. A checkout of which
        nothing can be taken, since it was declined, closed or never authorised, is left as it
        is; ``authorized`` means that it was not taken yet, and may be asked for again. Who
        captures by themselves, at the buyer's approval, never give ``authorized`` at all.

        Raises ``WrongAmountError`` when the buyer authorised another amount.
        """
        ...

    async def close(self, reference: str) -> PaymentState:
        """Stop a checkout from being paid, and let go of what was authorised.

        Gives its state, which may be captured already, or authorized still where the gateway
        lets go of nothing.
        """
        ...

    async def refund(self, reference: str, refund_id: str, amount: Money) -> None:
        """Give that much back; the same refund id refunds once.

        Raises ``RefundRefusedError`` when the gateway will not do it, now or ever.
        """
        ...

    def verify(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """Check a webhook's signature over the raw bytes, or raise ``BadWebhookError``."""
        ...


class Gateways:
    """The gateways that are set up, by name; the first one serves new payments."""

    def __init__(self, *gateways: PaymentGateway) -> None:
        self._by_name = {gateway.name: gateway for gateway in gateways}

    def get(self, name: str) -> PaymentGateway | None:
        """Give a gateway by name."""
        return self._by_name.get(name)

    @property
    def default(self) -> PaymentGateway:
        """Give the gateway that serves new payments."""
        return next(iter(self._by_name.values()))
