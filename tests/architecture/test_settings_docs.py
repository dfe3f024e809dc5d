"""The docs cover every setting, and nothing reads a variable that is not one."""

import re

from kaibo.platform.settings import Settings
from tests.support.cli import commands, variables
from tests.support.repository import ROOT, lines_of

SETTINGS = {f"KAIBO_{name.upper()}" for name in Settings.model_fields}
# Read by the Makefile, the tests and the web's development server, never by Kaibo itself.
OF_THE_TOOLS = {"KAIBO_NO_APT", "KAIBO_TEST_ALLOW_SKIP", "KAIBO_DEV_CORE"}
# Set by the supervisor for its children; nobody else has a use for it.
BETWEEN_PROCESSES = {"KAIBO_SUPERVISED", "KAIBO_DEMO"}


def variables_in(text: str) -> set[str]:
    return set(re.findall(r"KAIBO_[A-Z][A-Z_]*[A-Z]", text))


def test_the_docs_cover_every_setting_and_no_other() -> None:
    assert variables_in((ROOT / "docs/settings.md").read_text()) == SETTINGS


def test_every_variable_named_anywhere_is_a_setting_or_an_options() -> None:
    named = {
        variable: place
        for place, line in lines_of("src/", "docs/", "README", "examples/", "deploy/")
        for variable in variables_in(line)
    }

    of_options = {name for command in commands().values() for name in variables(command)}
    known = SETTINGS | of_options | OF_THE_TOOLS | BETWEEN_PROCESSES
    assert {name: place for name, place in named.items() if name not in known} == {}
