"""The port, served by the simulated gateway."""

from __future__ import annotations

import json
from collections.abc import Mapping

from standardwebhooks.webhooks import Webhook as Signer
from standardwebhooks.webhooks import WebhookVerificationError

from kaibo.adapters.payments.sandbox import service
from kaibo.adapters.payments.sandbox.conditions import endure
from kaibo.adapters.payments.sandbox.models import SandboxCheckoutRow
from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.money import Money
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.errors import BadWebhookError
from kaibo.modules.payments.ports import Checkout, CheckoutRequest, Webhook
from kaibo.platform.auth import SecretKey
from kaibo.platform.db import Database

NAME = "sandbox"
_STATES = {
    "open": PaymentState.PENDING,
    "authorized": PaymentState.AUTHORIZED,
    "approved": PaymentState.CAPTURED,
    "declined": PaymentState.DECLINED,
    "expired": PaymentState.CLOSED,
    "refunded": PaymentState.REFUNDED,
}


def signer(secret: SecretKey) -> Signer:
    """Give what signs and checks the sandbox's webhooks (Standard Webhooks)."""
    return Signer(secret.derive("sandbox-webhook"))


class SandboxGateway:
    """A gateway whose far side is a table in our own database, and obeys its panel."""

    name = NAME

    def __init__(self, db: Database, secret: SecretKey) -> None:
        self._db = db
        self._signer = signer(secret)

    async def create_checkout(self, request: CheckoutRequest) -> Checkout:
        """Open the hosted page; the same payment gives the same page."""
        await endure(self._db)
        row = await self._db.run(service.open_checkout, request)
        return Checkout(reference=row.id, redirect_url=f"/sandbox/pay/{row.id}")

    async def query(self, reference: str) -> tuple[PaymentState, Money]:
        """Tell what became of a checkout."""
        await endure(self._db)
        row = await self._db.read(service.find, reference)
        return _state(row), Money(row.amount, row.currency)

    async def capture(self, reference: str, amount: Money) -> PaymentState:
        """Take what the buyer authorised, once."""
        await endure(self._db)
        return _state(await self._db.run(service.capture, reference, amount))

    async def close(self, reference: str) -> PaymentState:
        """Stop a checkout from being paid, unless it has been; what was authorised is void."""
        await endure(self._db)
        return _state(await self._db.run(service.expire, reference))

    async def refund(self, reference: str, refund_id: str, amount: Money) -> None:
        """Give that much back, once for each refund id."""
        await endure(self._db)
        await self._db.run(service.refund, reference, refund_id, amount)

    def verify(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """Check a webhook's signature and age (five minutes) over the raw bytes."""
        try:
            self._signer.verify(body, dict(headers))
            told = json.loads(body)
            return Webhook(id=str(told["id"]), reference=str(told["checkout"]))
        except (WebhookVerificationError, ValueError, KeyError, TypeError) as error:
            raise BadWebhookError from error


def _state(row: SandboxCheckoutRow) -> PaymentState:
    found = _STATES.get(row.state)
    if found is None:
        raise NotFoundError(checkout=row.id)
    return found
