"""``kaibo simulate``."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Annotated, Any

import typer
import uvloop

from kaibo.apps.api.server import AlreadyRunningError, exclusive
from kaibo.apps.cli.books import show as show_books
from kaibo.apps.cli.console import fail, interruptible, load_settings, say, shell_language
from kaibo.apps.cli.tables import bring_up_to_date
from kaibo.apps.simulation import plan
from kaibo.apps.simulation.run import API, BUYERS, Simulation, prepare
from kaibo.apps.simulation.world import MovedClock, World, opened
from kaibo.platform.settings import Settings


def orders(
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many orders.")] = 10_000,
    days: Annotated[int, typer.Option(min=1, max=366, help="Over how many days.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same plan.")] = 1,
) -> None:
    """SIMULATION: have made-up buyers order for a month, then check the books.

    Orders are placed, paid at the sandbox, shipped, cancelled and refunded through the real
    installation, in a store of its own or in one that is marked *test*; stop Kaibo first. Ends
    with status 1 when the books do not add up.
    """
    settings = load_settings()
    language = shell_language(settings)
    typer.echo(say(language, "simulate_what", count=count, days=days))
    try:
        with exclusive(settings.data), interruptible():
            bring_up_to_date(settings)
            with typer.progressbar(length=count, label=say(language, "simulate_label")) as bar:
                told, books = uvloop.run(_run(settings, count, days, seed, bar.update))
    except AlreadyRunningError:
        fail(settings, "already_running", data=settings.data)
    for name, number in sorted(told.items()):
        typer.echo(f"  {name}: {number}")
    show_books(language, books)
    if not books["is_right"]:
        raise typer.Exit(1)


async def _run(
    settings: Settings, count: int, days: int, seed: int, done: Callable[[int], None]
) -> tuple[Counter[str], dict[str, Any]]:
    random = Random(seed)  # noqa: S311 - a plan that can be had again, not a secret
    begins = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    begins -= timedelta(days=days + 10)
    async with opened(settings, MovedClock(begins)) as world:
        await _own_store(settings, world)
        simulation = Simulation(world, random, begins, done)
        await prepare(simulation, count=count)
        buyers = min(BUYERS, count)
        intents = plan.intents(random, count=count, days=days, buyers=buyers)
        await simulation.play(intents, days)
        await world.must("POST", f"{API}/shows/{simulation.show}/end")
        await world.work_done()
        return simulation.told, await world.must("GET", f"{API}/books")


async def _own_store(settings: Settings, world: World) -> None:
    """Open a store for the simulation, or see that the one there is marked *test*."""
    needed = (await world.must("GET", f"{API}/setup"))["needed"]
    if not needed:
        store = await world.must("GET", f"{API}/store")
        if store["mode"] != "test":
            fail(settings, "simulate_not_test")
        return
    token = world.core.context.settings.setup_token.get_secret_value()
    await world.must(
        "POST",
        f"{API}/setup",
        {
            "token": token,
            "store": {"name": "Simulation", "currency": "TWD"},
            "owner": {
                "name": "Simulation",
                "email": "simulation@example.com",
                "password": secrets.token_urlsafe(),
            },
        },
    )
