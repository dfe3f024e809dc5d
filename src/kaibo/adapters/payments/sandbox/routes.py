"""HTTP: what the simulated gateway's hosted page calls. Knowing its id opens a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fastapi import APIRouter

from kaibo.adapters.payments.sandbox import service
from kaibo.adapters.payments.sandbox.conditions import endure
from kaibo.adapters.payments.sandbox.contracts import State
from kaibo.adapters.payments.sandbox.models import SandboxCheckoutRow
from kaibo.kernel.money import Money
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/sandbox/api/checkouts", tags=["sandbox gateway (simulation)"])


@dataclass(frozen=True, slots=True)
class SandboxCheckout:
    """A hosted page's content."""

    id: str
    merchant: str
    description: str
    amount: Money
    state: State
    return_url: str


@router.get("/{checkout_id}")
async def get_checkout(ctx: Ctx, checkout_id: str) -> SandboxCheckout:
    """Give what the page shows."""
    await endure(ctx.db)
    return _view(await ctx.db.read(service.find, checkout_id))


@router.post("/{checkout_id}/approve")
async def approve(ctx: Ctx, checkout_id: str) -> SandboxCheckout:
    """Pay, or authorise while the gateway captures when asked; the webhook follows in its time.

    While the gateway declines, this does, too.
    """
    await endure(ctx.db)
    return _view(await ctx.db.run(service.decide, checkout_id, "approved"))


@router.post("/{checkout_id}/decline")
async def decline(ctx: Ctx, checkout_id: str) -> SandboxCheckout:
    """Refuse to pay: the webhook follows on its own time."""
    await endure(ctx.db)
    return _view(await ctx.db.run(service.decide, checkout_id, "declined"))


def _view(row: SandboxCheckoutRow) -> SandboxCheckout:
    return SandboxCheckout(
        id=row.id,
        merchant=row.merchant,
        description=row.description,
        amount=Money(row.amount, row.currency),
        state=cast("State", row.state),
        return_url=row.return_url,
    )
