"""Lists by cursor: a page of items and where the next page starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

T = TypeVar("T")
R = TypeVar("R")

PAGE_LIMIT = 100

Cursor = Annotated[str | None, Query(max_length=64, description="`next_cursor` of the last page")]
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]


class Page(BaseModel, Generic[T]):
    """Some items, newest first; ``next_cursor`` is null on the last page."""

    items: list[T]
    next_cursor: str | None = None


def page_of(
    rows: Sequence[R], limit: int, *, key: Callable[[R], str]
) -> tuple[Sequence[R], str | None]:
    """Split rows that were read with ``limit + 1`` into a page and the cursor after it."""
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    return kept, key(kept[-1])
