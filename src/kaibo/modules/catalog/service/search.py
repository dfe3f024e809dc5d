"""Storing every product in the search index, bit by bit, while selling goes on."""

from __future__ import annotations

from typing import Any

from kaibo.modules.catalog.repository import search as repository
from kaibo.platform.db import UnitOfWork

STORE_JOB = "catalog.store_in_search"
# Takes a fraction of a second, for which nothing else is written on SQLite.
AT_ONCE = 500


def settle(uow: UnitOfWork) -> None:
    """See to it that every product can be found: not so yet in an index that is new or outdated."""
    if not repository.INDEX.is_settled(uow.session):
        store_some(uow, {"after": 0})


def store_some(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Store the products that come next, and ask for those after them."""
    rows = repository.hold_after(uow.session, int(payload["after"]), AT_ONCE)
    repository.store(uow.session, rows)
    if len(rows) < AT_ONCE:
        repository.INDEX.settle(uow.session)
    else:
        uow.enqueue(STORE_JOB, {"after": rows[-1].seq}, key=STORE_JOB)
