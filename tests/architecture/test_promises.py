"""Each promise in docs/promises.md names the tests that hold it, and those tests exist.

A promise is a list item that ends with its tests:

    - A killed supervisor leaves no orphans. `tests/apps/cli/test_supervisor.py::test_…`
"""

import ast
import re
from pathlib import Path

from tests.support.repository import ROOT

TEST_ID = re.compile(r"`(?P<file>[\w./-]+\.(?:py|ts))::(?P<name>[^`]+)`")


def promises() -> list[str]:
    """Give each list item as one line, its continuation lines joined."""
    text = (ROOT / "docs/promises.md").read_text()
    items = re.findall(r"^- (.+(?:\n  +\S.*)*)", text, flags=re.MULTILINE)
    return [" ".join(item.split()) for item in items]


def test_every_promise_names_a_test() -> None:
    assert promises()
    assert [promise for promise in promises() if not TEST_ID.search(promise)] == []


def test_every_test_that_a_promise_names_exists() -> None:
    named = [
        (match["file"], match["name"])
        for promise in promises()
        for match in TEST_ID.finditer(promise)
    ]

    assert [test for test in named if not exists(*test)] == []


def exists(file: str, name: str) -> bool:
    path = ROOT / file
    if not path.is_file():
        return False
    return name in python_tests(path) if path.suffix == ".py" else name in path.read_text()


def python_tests(file: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_")
    }
