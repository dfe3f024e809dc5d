"""The commands, each in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from kaibo import __version__
from kaibo.apps.cli import backup, books, demo, doctor, migrate, restore, serve, simulate, staff
from kaibo.platform.telemetry.logs import configure_logs

app = typer.Typer(
    name="kaibo",
    help="Kaibo (開播): self-hosted live commerce. Try `kaibo demo` first.",
    no_args_is_help=True,
    # Errors are told by __main__, and never with local variables, which may be secrets.
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
)
simulate_app = typer.Typer(help="Make things up, for trying: SIMULATIONS.", no_args_is_help=True)
staff_app = typer.Typer(help="Look after the people who work here.", no_args_is_help=True)

app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("migrate")(migrate.migrate)
app.command("doctor")(doctor.doctor)
app.command("books")(books.books)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
simulate_app.command("orders")(simulate.orders)
app.add_typer(simulate_app, name="simulate")
staff_app.command("add")(staff.add)
app.add_typer(staff_app, name="staff")


@app.callback(invoke_without_command=True)
def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Kaibo (開播): self-hosted live commerce."""
    # Unconfigured, structlog would draw every local variable of an error.
    configure_logs(form="console", level="warning")
    if version:
        typer.echo(f"kaibo {__version__}")
        raise typer.Exit
