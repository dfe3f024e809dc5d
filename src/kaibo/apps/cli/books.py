"""``kaibo books``."""

from __future__ import annotations

from typing import Any

import typer

from kaibo.apps.cli import archive, local
from kaibo.apps.cli.console import fail, load_settings, say, shell_language, show_problem
from kaibo.platform.i18n import Language


def books() -> None:
    """Check that ledger, orders, payments and refunds add up, to the cent.

    Works whether Kaibo is running or not, and changes nothing. Ends with status 1 when
    something does not add up.
    """
    settings = load_settings()
    if settings.is_sqlite and not archive.is_installation(settings):
        fail(settings, "no_installation", data=settings.data.resolve())
    answer = local.call(settings, "GET", "/books", None)
    if answer.is_error:
        show_problem(answer.json())
        raise typer.Exit(1)
    told = answer.json()
    show(shell_language(settings), told)
    if not told["is_right"]:
        raise typer.Exit(1)


def show(language: Language, told: dict[str, Any]) -> None:
    """Print what the books say."""
    for checked in told["checks"]:
        name = checked["name"].replace("_", " ")
        if not checked["broken"]:
            typer.echo(f"✓ {name}")
            continue
        typer.secho(f"✗ {name}: {checked['broken']}", fg="red")
        for difference in checked["differences"]:
            found, wanted = difference["found"], difference["wanted"]
            typer.echo(f"    {difference['reference']}  {found} ≠ {wanted}")
    for name, amount in told["takings"].items():
        typer.echo(say(language, "books_takings", source=name, amount=amount))
    key = "books_right" if told["is_right"] else "books_wrong"
    typer.echo(say(language, key, orders=told["orders"], movements=told["movements"]))
