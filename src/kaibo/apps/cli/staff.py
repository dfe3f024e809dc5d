"""``kaibo staff``."""

from __future__ import annotations

from typing import Annotated

import typer

from kaibo.apps.cli import archive, local
from kaibo.apps.cli.console import fail, load_settings, say, shell_language, show_problem
from kaibo.modules.identity.contracts import Role


def add(
    email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Option(prompt=True, help="Name that colleagues see.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="KAIBO_STAFF_PASSWORD",
            help="At least ten characters; asked for when left out.",
        ),
    ],
    role: Annotated[Role, typer.Option(help="What this person may do.")] = Role.OPERATOR,
) -> None:
    """Add a member of staff, whether Kaibo is running or not."""
    settings = load_settings()
    if settings.is_sqlite and not archive.is_installation(settings):
        fail(settings, "no_installation", data=settings.data.resolve())
    person = {"email": email, "name": name, "role": role.value, "password": password}
    answer = local.call(settings, "POST", "/staff", person)
    if answer.is_error:
        show_problem(answer.json())
        raise typer.Exit(1)
    typer.echo(say(shell_language(settings), "staff_added", email=email, role=role.value))
