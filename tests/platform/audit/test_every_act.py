"""Every act of staff is done where it is written down, those in a room too."""

import ast
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent

import pytest
from sqlalchemy import text

from kaibo.apps.api import backups
from kaibo.apps.api.backups import COPIES
from kaibo.platform.db import UnitOfWork
from tests.apps.api.test_audit_words import STAFFS_ACTS
from tests.modules.rooms.test_moderating import Talk
from tests.platform.audit.test_audit import actions
from tests.support.doors import doors
from tests.support.house import Shop

# It lets in, and changes nothing.
NO_ACT = "POST /api/v1/rooms/{show}/tickets"


def acts() -> dict[str, Callable[..., object]]:
    """Give what answers each act of staff."""
    found = {call: endpoint for call, endpoint in doors() if call in STAFFS_ACTS - {NO_ACT}}
    return {call: endpoint for call, endpoint in found.items() if endpoint}


def test_every_act_of_staff_is_done_in_a_transaction_that_is_witnessed() -> None:
    """What only changed memory, or was hurried to the disk, would be in no log."""
    found = acts()
    assert found.keys() == STAFFS_ACTS - {NO_ACT}
    assert [call for call, endpoint in found.items() if not _is_witnessed(endpoint)] == []


def test_what_the_crew_does_in_a_room_is_written_down(sqlite_shop: Shop) -> None:
    talk = Talk(sqlite_shop)
    line, held_up = talk.said("hello"), {"product_id": sqlite_shop.product.id}
    done = {
        "announce_line": ("PUT", "announcement", {"danmaku_id": line}),
        "take_announcement_down": ("DELETE", "announcement", None),
        "hide_line": ("PUT", f"hidden-lines/{line}", None),
        "restore_line": ("DELETE", f"hidden-lines/{line}", None),
        "mute_viewer": ("PUT", f"mutes/{talk.you.id}", {"minutes": 5}),
        "unmute_viewer": ("DELETE", f"mutes/{talk.you.id}", None),
        "pin": ("POST", "pins", held_up),
        "explain": ("PUT", "explaining", held_up),
        "stop_explaining": ("DELETE", "explaining", None),
        "unpin": ("DELETE", f"pins/{sqlite_shop.product.id}", None),
    }
    for method, path, body in done.values():
        answer = sqlite_shop.owner.request(method, f"/api/v1{talk.path}/{path}", body)
        assert answer.is_success, (path, answer.text)

    assert sorted(actions(sqlite_shop.house)) == sorted(f"rooms.{name}" for name in done)
    assert done.keys() == {one.__name__ for call, one in acts().items() if "/rooms/" in call}


def test_taking_the_whole_database_out_is_written_down(sqlite_shop: Shop) -> None:
    made = sqlite_shop.owner.post("/database-copies", {"name": "one.db"})
    assert made.status_code == 201
    assert actions(sqlite_shop.house) == ["api.copy_database"]


def test_a_copy_that_could_not_be_made_is_not_written_down_as_made(sqlite_shop: Shop) -> None:
    copies = sqlite_shop.house.settings.data / COPIES
    copies.write_text("a file where the folder has to be")

    failed = sqlite_shop.owner.post("/database-copies", {"name": "one.db"})

    assert failed.status_code == 500
    assert actions(sqlite_shop.house) == []


def test_a_copy_that_cannot_be_written_down_is_not_kept(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(uow: UnitOfWork) -> None:
        uow.session.execute(text("INSERT INTO nowhere VALUES (1)"))

    monkeypatch.setattr(backups, "take_note", refuse)

    failed = sqlite_shop.owner.post("/database-copies", {"name": "one.db"})

    assert failed.status_code == 500
    assert list((sqlite_shop.house.settings.data / COPIES).iterdir()) == []


def _is_witnessed(function: Callable[..., object], depth: int = 3) -> bool:
    """Tell whether it, or what it calls, has a transaction run."""
    called = list(_called(function))
    return any(name.endswith("db.run") for name in called) or (
        depth > 0
        and any(
            _is_witnessed(helper, depth - 1)
            for helper in (_found(function, name) for name in called)
            if helper
        )
    )


def _called(function: Callable[..., object]) -> Iterator[str]:
    for node in ast.walk(ast.parse(dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def _found(function: Callable[..., object], name: str) -> Callable[..., object] | None:
    first, _, rest = name.partition(".")
    found = getattr(function, "__globals__", {}).get(first)
    if rest:
        found = getattr(found, rest, None) if inspect.ismodule(found) else None
    is_ours = inspect.isfunction(found) and found.__module__.startswith("kaibo.")
    return found if is_ours else None
