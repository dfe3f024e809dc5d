"""The docs tell what each role may, as the code does."""

import re

from kaibo.modules.identity.contracts import SCOPES, Role
from tests.support.repository import ROOT


def test_the_table_of_roles_is_that_of_the_code() -> None:
    text = (ROOT / "docs/api.md").read_text("utf-8")
    head, table = re.findall(r"(?m)^\| Scope \| (.+) \|\n\|[-|]+\n((?:\|.+\n)+)", text)[0]
    told: dict[str, set[str]] = {name: set() for name in head.split(" | ")}
    for row in table.splitlines():
        first, *marks = (cell.strip() for cell in row.strip("|").split("|"))
        scope = first.split("`")[1]
        for name, mark in zip(told, marks, strict=True):
            if mark == "✓":
                told[name].add(scope)
    assert told == {role.value: set(scopes) for role, scopes in SCOPES.items()}


def test_the_docs_of_the_command_line_name_every_role() -> None:
    (row,) = re.findall(r"(?m)^\| `--role` \| (`owner`.+)$", (ROOT / "docs/cli.md").read_text())
    assert {role.value for role in Role} <= set(re.findall(r"`(\w+)`", row))
