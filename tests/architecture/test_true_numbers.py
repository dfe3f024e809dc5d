"""What a show's numbers rest on: people who are really there, and a timeline that nobody rewrites.

Each rule lists the only places that may do a thing. A new place fails, until somebody has seen that
it adds nobody who is not there, or changes nothing that was written.
"""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.support.repository import ROOT

SOURCE = ROOT / "src" / "kaibo"

Found = Callable[[ast.AST], bool]


def places(is_it: Found) -> set[str]:
    """Give the files of the source that hold such a node."""
    return {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if any(is_it(node) for node in ast.walk(ast.parse(path.read_text())))
    }


def calls(name: str, *, of: str = "") -> Found:
    """Match a call of that name, or of that method of what is called `of`."""

    def is_it(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        called = ast.unparse(node.func).split(".")
        return called[-1] == name and (not of or called[-2:-1] == [of])

    return is_it


def says_here(node: ast.AST) -> bool:
    """Match a message to the core that somebody came."""
    return (
        calls("Move")(node) and isinstance(node, ast.Call) and "is_here=True" in ast.unparse(node)
    )


def writes(kind: str) -> Found:
    """Match the making of a timeline's entry of that kind, or its noting."""
    return lambda node: (
        isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"TimelineEntry", "note"}
        and f"EntryKind.{kind}" in {ast.unparse(each) for each in node.args}
    )


ROOMS = "modules/rooms"


@pytest.mark.parametrize(
    ("is_it", "only"),
    [
        pytest.param(calls("RoomSocket"), {f"{ROOMS}/sockets.py"}, id="a socket behind the door"),
        pytest.param(calls("enter", of="room"), {f"{ROOMS}/sockets.py"}, id="a socket enters"),
        pytest.param(says_here, {f"{ROOMS}/link/mirror.py"}, id="a gateway's socket enters"),
        pytest.param(calls("arrive"), {f"{ROOMS}/link/core.py"}, id="a gateway tells of it"),
        pytest.param(
            calls("enter", of="_presence"),
            {f"{ROOMS}/room.py", f"{ROOMS}/link/mirror.py"},
            id="a person is counted",
        ),
        pytest.param(calls("on_joined"), {f"{ROOMS}/room.py"}, id="a person is told of"),
        pytest.param(writes("JOINED"), {f"{ROOMS}/attendance.py"}, id="a coming is written"),
        pytest.param(
            calls("beat", of="room"),
            {f"{ROOMS}/sockets.py", f"{ROOMS}/link/intake.py"},
            id="somebody watches",
        ),
        pytest.param(
            calls("like", of="room"),
            {f"{ROOMS}/sockets.py", f"{ROOMS}/link/intake.py"},
            id="somebody likes",
        ),
    ],
)
def test_nobody_is_counted_who_has_no_socket_open(is_it: Found, only: set[str]) -> None:
    assert places(is_it) == only


def names(name: str) -> Found:
    """Match a use of that name."""
    return lambda node: (
        (isinstance(node, ast.Name) and node.id == name)
        or (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.alias) and node.name.split(".")[-1] == name)
    )


def test_only_the_timeline_and_its_forgetting_name_its_rows() -> None:
    shows = "modules/shows"
    found = places(names("TimelineRow"))
    assert found == {f"{shows}/timeline.py", f"{shows}/forgetting.py"}
    by_text = places(
        lambda node: isinstance(node, ast.Constant) and "show_timeline" in str(node.value)
    )
    assert by_text == {f"{shows}/models.py"}


def changing(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name in {"update", "delete", "delete_some", "execute_update", "merge"}:
                yield ast.unparse(node)


def test_the_timeline_itself_adds_and_reads_and_does_nothing_else() -> None:
    assert list(changing(ast.parse((SOURCE / "modules/shows/timeline.py").read_text()))) == []
