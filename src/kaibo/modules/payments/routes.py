"""HTTP: webhooks of payment gateways."""

from __future__ import annotations

from fastapi import APIRouter, Request, status

from kaibo.modules.payments import service
from kaibo.modules.payments.errors import BadWebhookError, UnknownGatewayError
from kaibo.modules.payments.ports import Gateways
from kaibo.platform.http.bodies import whole
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/payments", tags=["payments"])

BODY_LIMIT = 256 << 10


@router.post("/webhooks/{gateway}", status_code=status.HTTP_204_NO_CONTENT)
async def receive_webhook(request: Request, ctx: Ctx, gateway: str) -> None:
    """Take a webhook: verify the raw bytes, store it once, answer; the rest comes later."""
    known = ctx.port(Gateways).get(gateway)
    if known is None:
        raise UnknownGatewayError(gateway=gateway)
    body = await whole(request.stream(), BODY_LIMIT, BadWebhookError())
    webhook = known.verify(request.headers, body)
    await ctx.db.run(service.store_webhook, gateway, webhook)
