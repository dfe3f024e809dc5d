"""Speaking to this machine's installation, whether its core process runs or not.

A running core is spoken to over loopback HTTP, at the address that it has written into the
data folder's lock: the command line's token must reach nobody else. Otherwise the lock is
taken and the same application answers in this process, so that a command has one way to work.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from kaibo.apps.api.app import create_app
from kaibo.apps.api.server import AlreadyRunningError, exclusive, holder_address
from kaibo.apps.callers import local_token_of
from kaibo.apps.cli.console import fail, shell_language
from kaibo.apps.cli.tables import bring_up_to_date
from kaibo.apps.wiring import build_core
from kaibo.platform.auth.secrets import load_secret_key
from kaibo.platform.settings import Settings

# A large database takes its time to be copied.
PATIENCE = httpx.Timeout(3600, connect=10)


def call(settings: Settings, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response:
    """Call the API as the command line; ``path`` is below ``/api/v1``."""
    try:
        with exclusive(settings.data):
            bring_up_to_date(settings)
            return asyncio.run(_answer_here(settings, method, path, body))
    except AlreadyRunningError:
        return ask_core(settings, method, path, body)


def ask_core(
    settings: Settings, method: str, path: str, body: dict[str, Any] | None
) -> httpx.Response:
    """Call the API of the core that holds the data folder; end the command if it is silent."""
    address = holder_address(settings.data)
    if not address:
        fail(settings, "busy", data=settings.data)
    try:
        return asyncio.run(_send(settings, httpx.AsyncHTTPTransport(), address, method, path, body))
    except httpx.TransportError:
        fail(settings, "not_answering", url=address, data=settings.data)


async def _answer_here(
    settings: Settings, method: str, path: str, body: dict[str, Any] | None
) -> httpx.Response:
    core = build_core(settings)
    transport = httpx.ASGITransport(create_app(core))
    try:
        return await _send(settings, transport, settings.local_url, method, path, body)
    finally:
        core.context.db.close()


async def _send(
    settings: Settings,
    transport: httpx.AsyncBaseTransport,
    address: str,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> httpx.Response:
    token = local_token_of(load_secret_key(settings.secret.get_secret_value(), settings.data))
    async with httpx.AsyncClient(
        transport=transport, base_url=f"{address}/api/v1", timeout=PATIENCE, trust_env=False
    ) as client:
        return await client.request(
            method,
            path,
            json=body,
            headers={
                "authorization": f"Bearer {token}",
                "accept-language": shell_language(settings),
            },
        )
