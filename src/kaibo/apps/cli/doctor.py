"""``kaibo doctor``."""

from __future__ import annotations

from collections.abc import Callable

import typer

from kaibo.apps.cli import examine
from kaibo.apps.cli.console import load_settings, say, shell_language
from kaibo.apps.cli.examine import Finding, Verdict
from kaibo.platform.settings import Settings

_MARKS = {Verdict.GOOD: ("✓", "green"), Verdict.WARN: ("!", "yellow"), Verdict.BAD: ("✗", "red")}

EXAMINATIONS: tuple[Callable[[Settings], list[Finding]], ...] = (
    examine.python,
    examine.data_folder,
    examine.disk,
    examine.recordings,
    examine.sqlite,
    examine.database,
    examine.redis,
    examine.mail,
    examine.ports,
    examine.pages,
)


def doctor() -> None:
    """Look for what would keep Kaibo from running well, and say what to do about it.

    Ends with status 1 when something must be mended.
    """
    settings = load_settings()
    language = shell_language(settings)
    worst = Verdict.GOOD
    for examination in EXAMINATIONS:
        for finding in examination(settings):
            mark, colour = _MARKS[finding.verdict]
            typer.secho(f"{mark} ", fg=colour, nl=False)
            typer.echo(say(language, f"doctor.{finding.key}", **finding.params))
            worst = max(worst, finding.verdict)
    typer.echo(say(language, f"doctor_{worst.name.lower()}"))
    raise typer.Exit(1 if worst is Verdict.BAD else 0)
