"""``kaibo demo``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from kaibo.apps.cli import installation
from kaibo.apps.cli.console import fail, load_settings, say, shell_language
from kaibo.apps.cli.installation import Running
from kaibo.apps.cli.supervisor import Child
from kaibo.apps.demo.banner import DemoLinks, print_banner
from kaibo.apps.demo.shopkeeper import Keepsake, Shopkeeper
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs

DATA = Path("kaibo-demo")
PICTURE_PATIENCE_S = 15.0


def demo(
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Forget the sample shop first.")] = False,
    qr: Annotated[
        bool | None, typer.Option("--qr/--no-qr", help="Print the QR code, or never.")
    ] = None,
) -> None:
    """Start a sample shop with a live show, and buy something in it.

    A made programme is pushed through the same RTMP door as any encoder's. Everything
    lives in ./kaibo-demo (or KAIBO_DATA); payments are simulated. Ctrl-C stops it all.
    """
    settings = _settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    keepsake = Keepsake.of(settings.data)
    if not keepsake.exists and (settings.data / "kaibo.db").exists():
        fail(settings, "demo_not_demo", data=settings.data)
    installation.prepare(settings, afresh=reset and keepsake.exists)

    async def begin(running: Running) -> None:
        await _begin(running, keepsake, qr=qr)

    installation.run(settings, begin, is_demo=True)


def _settings() -> Settings:
    chosen = load_settings()
    overrides: dict[str, object] = {"database_url": ""}
    if "data" not in chosen.model_fields_set:
        overrides["data"] = DATA
    if "log_level" not in chosen.model_fields_set:
        # The terminal belongs to the links; what goes wrong is still said.
        overrides["log_level"] = "warning"
    if "recording_hours" not in chosen.model_fields_set:
        # The same programme over and over, for as long as somebody forgets to stop it.
        overrides["recording_hours"] = 1.0
    return chosen.model_copy(update=overrides)


async def _begin(running: Running, keepsake: Keepsake, *, qr: bool | None) -> None:
    settings = running.settings
    language = shell_language(settings)
    async with running.client() as client:
        shopkeeper = Shopkeeper(client, keepsake, setup_token=running.setup_token)
        if not keepsake.exists:
            typer.echo(say(language, "demo_making"))
        await shopkeeper.open(language)
        show = await shopkeeper.show_on_air(language)
        key = await shopkeeper.stream_key(show.id)
        pusher = [sys.executable, "-m", "kaibo.apps.demo.pusher"]
        door = f"rtmp://{settings.local_host}:{settings.rtmp_port}/live"
        env = {"KAIBO_LOG_LEVEL": settings.log_level}
        withheld = installation.CORE_ONLY | {"KAIBO_MEDIA_TOKEN"}
        running.supervisor.start(
            Child(
                "sample programme", [*pusher, f"{door}/{key}"], env, vital=False, withheld=withheld
            )
        )
        if not await shopkeeper.picture_plays(show.id, PICTURE_PATIENCE_S):
            typer.secho(say(language, "demo_no_picture"), fg="yellow", err=True)
        console_path = await shopkeeper.sign_in_path()
    here = settings.local_url
    # Bound to this machine alone, or without a network, there is nothing for a phone to reach.
    network = installation.network_url(settings)
    links = DemoLinks(
        viewer_url=f"{here}{show.viewer_path}",
        phone_url=None if network is None else f"{network}{show.viewer_path}",
        console_url=f"{here}{console_path}",
        rtmp_url=door,
        stream_key=key,
    )
    await asyncio.to_thread(print_banner, links, language, sys.stdout, qr=qr)
