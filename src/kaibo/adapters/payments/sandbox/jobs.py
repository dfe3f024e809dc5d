"""The simulated gateway's webhooks: signed, over HTTP, repeated until accepted."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime
from typing import Any

import httpx

from kaibo.adapters.payments.sandbox import service
from kaibo.adapters.payments.sandbox.conditions import controls
from kaibo.adapters.payments.sandbox.gateway import NAME, signer
from kaibo.modules.payments.errors import GatewayDownError
from kaibo.platform.http.context import Context

# The address is plain HTTP on this machine: nobody's certificate is trusted, and none is read,
# which would take longer than all the rest of a webhook.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def send_webhook(context: Context, payload: dict[str, Any]) -> None:
    """Send one webhook; whatever keeps it from being accepted raises, so it is sent again later."""
    try:
        await _send(context, {name: payload[name] for name in ("id", "checkout", "type")})
    except (httpx.HTTPError, GatewayDownError) as problem:
        await _note(context, payload, _words(problem))
        raise
    await _note(context, payload, "")


async def _note(context: Context, payload: dict[str, Any], error: str) -> None:
    # One that waited through an upgrade has no record of its sending.
    if sending := payload.get("sending"):
        await context.db.run(service.note_delivery, sending, error)


async def _send(context: Context, told: dict[str, str]) -> None:
    if (await context.db.read(controls)).is_down:
        raise GatewayDownError
    body = json.dumps(told, separators=(",", ":"))
    # The far side has a clock of its own, as a real one has.
    now = datetime.now(UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": told["id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signer(context.secret).sign(told["id"], now, body),
    }
    address = f"{context.settings.local_url}/api/v1/payments/webhooks/{NAME}"
    async with httpx.AsyncClient(timeout=10, trust_env=False, verify=_NO_TLS) as client:
        answer = await client.post(address, content=body, headers=headers)
        answer.raise_for_status()


def _words(problem: Exception) -> str:
    if isinstance(problem, httpx.HTTPStatusError):
        return f"answered {problem.response.status_code}"
    return (
        "the gateway is down" if isinstance(problem, GatewayDownError) else type(problem).__name__
    )
