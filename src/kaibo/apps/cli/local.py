"""Speaking to this machine's installation, whether its core process runs or not.

A running core is spoken to over loopback HTTP. Otherwise the data folder's lock is taken
and the same application answers in this process, so that a command has one way to work.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from kaibo.apps import migrations
from kaibo.apps.api.app import create_app
from kaibo.apps.api.server import AlreadyRunningError, exclusive
from kaibo.apps.callers import local_token_of
from kaibo.apps.cli.console import fail, shell_language
from kaibo.apps.wiring import build_core
from kaibo.platform.auth.secrets import load_secret_key
from kaibo.platform.settings import Settings


def call(settings: Settings, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
    """Call the API as the command line; ``path`` is below ``/api/v1``."""
    return asyncio.run(_call(settings, method, path, body))


async def _call(settings: Settings, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
    try:
        with exclusive(settings.data):
            migrations.migrate(settings.sqlalchemy_url)
            core = build_core(settings)
            transport = httpx.ASGITransport(create_app(core))
            try:
                return await _send(settings, transport, method, path, body)
            finally:
                core.context.db.close()
    except AlreadyRunningError:
        try:
            return await _send(settings, httpx.AsyncHTTPTransport(), method, path, body)
        except httpx.TransportError:
            fail(settings, "not_answering", url=settings.local_url)


async def _send(
    settings: Settings,
    transport: httpx.AsyncBaseTransport,
    method: str,
    path: str,
    body: dict[str, Any],
) -> httpx.Response:
    secret = load_secret_key(settings.secret.get_secret_value(), settings.data)
    async with httpx.AsyncClient(
        transport=transport, base_url=f"{settings.local_url}/api/v1", timeout=120
    ) as client:
        token = local_token_of(secret)
        return await client.request(
            method,
            path,
            json=body,
            headers={
                "authorization": f"Bearer {token}",
                "accept-language": shell_language(settings),
            },
        )
