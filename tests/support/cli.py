"""What the command line offers, read from the Typer app itself."""

from collections.abc import Iterator

from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from kaibo.apps.cli.app import app


def commands() -> dict[str, TyperCommand]:
    """Give each command by its full name ("kaibo staff add"), hidden ones left out."""
    return dict(_below("kaibo", get_command(app)))


def options(command: TyperCommand) -> list[TyperOption]:
    """Give a command's options, hidden ones left out."""
    return [
        parameter
        for parameter in command.params
        if isinstance(parameter, TyperOption) and not parameter.hidden
    ]


def variables(command: TyperCommand) -> set[str]:
    """Give the environment variables that stand in for a command's options."""
    named = [option.envvar for option in options(command) if option.envvar]
    return {name for names in named for name in ([names] if isinstance(names, str) else names)}


def _below(path: str, command: object) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            yield from _below(f"{path} {name}", child)
    elif isinstance(command, TyperCommand) and not command.hidden:
        yield path, command
