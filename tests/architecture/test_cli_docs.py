"""The docs cover every command, its options and their variables."""

import re

from tests.support.cli import commands, options, variables
from tests.support.repository import ROOT


def sections() -> dict[str, str]:
    """Split docs/cli.md at its headings: "## `kaibo staff add`" opens that command's section."""
    text = (ROOT / "docs/cli.md").read_text()
    parts = re.split(r"^#+ `(kaibo[^`]*)`.*$", text, flags=re.MULTILINE)
    return {name.strip(): body for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sections().keys() == commands().keys()


def test_every_option_is_named_in_its_commands_section() -> None:
    documented = sections()
    missing = [
        (path, name)
        for path, command in commands().items()
        for option in options(command)
        for name in [*(name for name in option.opts if name.startswith("--")), *variables(command)]
        if name not in documented.get(path, "")
    ]

    assert missing == []
