"""``kaibo serve``."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from kaibo.apps.cli import installation
from kaibo.apps.cli.console import fail, load_settings, say, shell_language
from kaibo.apps.cli.installation import Running
from kaibo.platform.auth.secrets import has_secret_key
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs


class Role(StrEnum):
    """What this command runs."""

    ALL = "all"
    GATEWAY = "gateway"


def serve(
    role: Annotated[
        Role, typer.Option(help="all: core and media; gateway: room sockets only, with Redis.")
    ] = Role.ALL,
) -> None:
    """Start Kaibo with a shop of your own.

    The first start prints a link that sets the store up. Everything is configured by
    KAIBO_… variables (docs/settings.md): without any, records go to SQLite in
    ./kaibo-data, pages are at port 8000, and encoders push to port 1935. Ctrl-C stops it.
    """
    settings = load_settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    if role is Role.GATEWAY:
        _serve_gateway(settings)
        return
    installation.prepare(settings)
    installation.run(settings, _begin)


def _serve_gateway(settings: Settings) -> None:
    """Hold sockets until told to stop; one process, which its service manager restarts."""
    if not settings.redis_url:
        fail(settings, "gateway_no_redis")
    if not has_secret_key(settings.secret.get_secret_value(), settings.data):
        fail(settings, "gateway_no_secret", data=settings.data)

    if installation.is_taken(settings.host, settings.port):
        port = settings.port
        fail(settings, "port_taken", port=port, setting="KAIBO_PORT", free=port + 10)
    typer.echo(say(shell_language(settings), "serve_gateway", url=f"{settings.local_url}/ws/"))
    sys.stdout.flush()
    # This process becomes the gateway: the command line's own parts would weigh more than it.
    os.execv(sys.executable, [sys.executable, "-m", "kaibo.apps.gateway"])  # noqa: S606 - our own


async def _begin(running: Running) -> None:
    settings = running.settings
    language = shell_language(settings)
    origin = settings.public_url or installation.network_url(settings) or settings.local_url
    async with running.client() as client:
        needed = (await client.get("/setup")).json()["needed"]
    if needed:
        link = f"{origin}/console/setup?token={running.setup_token}"
        typer.echo("\n" + say(language, "serve_setup", link=link))
    else:
        typer.echo("\n" + say(language, "serve_ready", console=f"{origin}/console", shop=origin))
