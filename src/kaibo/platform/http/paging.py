"""Lists by cursor: a page of items and where the next page starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from kaibo.kernel.ids import id_pattern

T = TypeVar("T")
R = TypeVar("R")

PAGE_LIMIT = 100

_FROM_THE_LAST_PAGE = "`next_cursor` of the last page."

Place = Annotated[
    str | None, Query(pattern=r"^\d{1,15}\.\d{1,18}$", description=_FROM_THE_LAST_PAGE)
]
"""A cursor in what is ordered by time and then by number, as `at_ms.id`; see ``place_of``."""
Number = Annotated[int, Query(ge=0, le=10**18, description=_FROM_THE_LAST_PAGE)]
"""A cursor in what is ordered by number; 0 is before the first."""
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]


def by_id(prefix: str) -> Any:  # noqa: ANN401 - what FastAPI says of its own
    """Declare the cursor of a list that is ordered by its ids, which are of this kind."""
    return Query(pattern=id_pattern(prefix), description=_FROM_THE_LAST_PAGE)


class Page(BaseModel, Generic[T]):
    """Some items, newest first; ``next_cursor`` is null on the last page."""

    items: list[T]
    next_cursor: str | None = None


def place_of(cursor: str | None) -> tuple[int, int] | None:
    """Read a ``Place``: the time in milliseconds and the number that the last page ended with."""
    if cursor is None:
        return None
    at_ms, number = cursor.split(".")
    return int(at_ms), int(number)


def page_of(
    rows: Sequence[R], limit: int, *, key: Callable[[R], str]
) -> tuple[Sequence[R], str | None]:
    """Split rows that were read with ``limit + 1`` into a page and the cursor after it."""
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    return kept, key(kept[-1])
