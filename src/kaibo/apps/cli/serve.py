"""``kaibo serve``."""

from __future__ import annotations

import typer

from kaibo.apps.cli import installation
from kaibo.apps.cli.console import load_settings, say, shell_language
from kaibo.apps.cli.installation import Running
from kaibo.platform.telemetry.logs import configure_logs


def serve() -> None:
    """Start Kaibo with a shop of your own.

    The first start prints a link that sets the store up. Everything is configured by
    KAIBO_… variables (docs/settings.md): without any, records go to SQLite in
    ./kaibo-data, pages are at port 8000, and encoders push to port 1935. Ctrl-C stops it.
    """
    settings = load_settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    installation.prepare(settings)
    installation.run(settings, _begin)


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
