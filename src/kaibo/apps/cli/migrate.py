"""``kaibo migrate``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kaibo.apps import migrations
from kaibo.apps.api.server import AlreadyRunningError, exclusive
from kaibo.apps.cli.console import fail, load_settings, say, shell_language
from kaibo.apps.cli.tables import bring_up_to_date


def migrate(
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Change nothing: tell whether migrations and models agree, on a scratch database.",
        ),
    ] = False,
) -> None:
    """Bring the database to the shape this release expects.

    `kaibo serve` does this by itself; on PostgreSQL with several machines, run it once
    before they start.
    """
    settings = load_settings()
    language = shell_language(settings)
    if check:
        with tempfile.TemporaryDirectory() as folder:
            found = migrations.drift(f"sqlite+pysqlite:///{Path(folder) / 'scratch.db'}")
        for difference in found:
            typer.secho(difference, fg="red", err=True)
        typer.echo(say(language, "migrate_drift" if found else "migrate_in_step"))
        raise typer.Exit(1 if found else 0)
    try:
        with exclusive(settings.data):
            before, after = bring_up_to_date(settings)
    except AlreadyRunningError:
        fail(settings, "already_running", data=settings.data)
    typer.echo(say(language, "migrate_done", before=before or "–", after=after))
