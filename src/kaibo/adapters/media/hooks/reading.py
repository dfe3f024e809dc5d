"""Reading JSON that other programs wrote: whatever is missing or of another type is empty."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from kaibo.adapters.media.hooks.words import BadHookError, Call

_MOST_ARGUMENTS = 60

Json = Mapping[str, Any]
_NOTHING: Json = {}


def json_of(call: Call) -> Json:
    """Give a webhook's body, a JSON object. Raises ``BadHookError``."""
    try:
        told = json.loads(call.body)
    except (ValueError, RecursionError) as error:
        raise BadHookError from error
    if not isinstance(told, dict):
        raise BadHookError
    return told


def arguments(query: str) -> dict[str, str]:
    """Give the arguments of an address; of one that comes twice, the first."""
    try:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=_MOST_ARGUMENTS)
    except ValueError as error:
        raise BadHookError from error
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def part(told: Json, name: str) -> Json:
    """Give an object inside an object."""
    value = told.get(name)
    return value if isinstance(value, dict) else _NOTHING


def parts(told: Json, name: str) -> Iterator[Json]:
    """Give the objects in a list."""
    value = told.get(name)
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def text(told: Json, name: str) -> str:
    """Give a text."""
    value = told.get(name)
    return value if isinstance(value, str) else ""


def number(told: Json, name: str) -> float:
    """Give a number, which some write as a text."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    try:
        return float(value)
    except ValueError:
        return 0.0
