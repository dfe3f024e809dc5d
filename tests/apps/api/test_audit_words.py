"""What the audit log can hold is told in words: every act of staff, and every field of its body."""

import json
from collections.abc import Iterator
from typing import Any

from tests.apps.api.test_permissions import ANYONE, DECISIONS, MEDIA, VIEWERS
from tests.support.doors import doors
from tests.support.house import shared_app
from tests.support.repository import ROOT

NOT_STAFF = {ANYONE, VIEWERS, MEDIA}
STAFFS_ACTS = {
    call for call, who in DECISIONS.items() if not call.startswith("GET ") and who not in NOT_STAFF
}


def test_every_act_of_staff_has_words_in_the_audit_log() -> None:
    words = _section("act")
    named = {
        f"{endpoint.__module__.split('.')[-2]}_{endpoint.__name__}"
        for call, endpoint in doors()
        if endpoint and call in STAFFS_ACTS
    }
    assert len(named) > 60  # so that the walk found the routes
    assert named - words.keys() == set()


def test_every_field_that_staff_send_has_a_word_in_the_audit_log() -> None:
    words = _section("audit_field")
    wordless = {
        (name, call)
        for call, operation in _acts()
        for name in _fields_of(operation)
        if name not in words
    }
    assert not wordless
    assert len(words) > 60  # so that the walk above found the bodies


def _acts() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in _openapi()["paths"].items():
        for method, operation in operations.items():
            call = f"{method.upper()} {path}"
            if method != "get" and DECISIONS.get(call) not in NOT_STAFF:
                yield call, operation


def _fields_of(operation: dict[str, Any]) -> Iterator[str]:
    yield from (
        asked["name"] for asked in operation.get("parameters", ()) if asked["in"] == "query"
    )
    for media_type in operation.get("requestBody", {}).get("content", {}).values():
        yield from _names(media_type.get("schema", {}))


def _names(schema: dict[str, Any]) -> Iterator[str]:
    """Give the fields of the schema and of what lies in it; of lists only how long they are."""
    if reference := schema.get("$ref"):
        schema = _openapi()["components"]["schemas"][reference.rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        yield from _names(choice)
    for name, within in schema.get("properties", {}).items():
        yield name
        if within.get("type") != "array":
            yield from _names(within)


def _openapi() -> dict[str, Any]:
    return shared_app().openapi()


def _section(name: str) -> dict[str, str]:
    folder = ROOT / "web" / "src" / "console" / "messages" / "en"
    for path in folder.glob("*.json"):
        section = json.loads(path.read_text("utf-8")).get(name)
        if section is not None:
            return dict(section)
    raise AssertionError(name)
