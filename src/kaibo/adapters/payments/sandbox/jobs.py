"""The simulated gateway's webhooks: signed, over HTTP, repeated until accepted."""

from __future__ import annotations

import json
from typing import Any

import httpx

from kaibo.adapters.payments.sandbox.gateway import NAME, signer
from kaibo.platform.http.context import Context


async def send_webhook(context: Context, payload: dict[str, Any]) -> None:
    """Send one webhook; an answer other than 2xx raises, so that it is sent again later."""
    body = json.dumps(payload, separators=(",", ":"))
    now = context.clock.now()
    headers = {
        "content-type": "application/json",
        "webhook-id": payload["id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signer(context.secret).sign(payload["id"], now, body),
    }
    address = f"{context.settings.local_url}/api/v1/payments/webhooks/{NAME}"
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        answer = await client.post(address, content=body, headers=headers)
        answer.raise_for_status()
