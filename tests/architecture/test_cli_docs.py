"""The docs cover every command and option."""

import re
from collections.abc import Iterator

from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from kaibo.apps.cli.app import app
from tests.support.repository import ROOT


def commands(path: str, command: object) -> Iterator[tuple[str, TyperCommand]]:
    """Give each command with its full name ("kaibo staff add"), hidden ones left out."""
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            yield from commands(f"{path} {name}", child)
    elif isinstance(command, TyperCommand) and not command.hidden:
        yield path, command


def sections() -> dict[str, str]:
    """Split docs/cli.md at its headings: "## `kaibo staff add`" opens that command's section."""
    text = (ROOT / "docs/cli.md").read_text()
    parts = re.split(r"^#+ `(kaibo[^`]*)`.*$", text, flags=re.MULTILINE)
    return {name.strip(): body for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sections().keys() == {path for path, _ in commands("kaibo", get_command(app))}


def test_every_option_is_named_in_its_commands_section() -> None:
    missing = [
        (path, option)
        for path, command in commands("kaibo", get_command(app))
        for parameter in command.params
        if isinstance(parameter, TyperOption) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
        if option not in sections().get(path, "")
    ]

    assert missing == []
