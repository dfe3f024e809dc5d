"""Choosing how long what is kept, and keeping account of what was removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.retention import repository
from kaibo.modules.retention.contracts import BOUNDS, Keeping, Removal, Retention, Rule
from kaibo.modules.retention.errors import OutOfBoundsError
from kaibo.modules.retention.models import RemovalRow
from kaibo.platform.db import UnitOfWork

TOLD = 7
"""So many removals are told of: a week."""
REMOVALS_KEPT = timedelta(days=90)
_WORDS = 500
"""Characters of an error that are kept."""


def overview(session: Session) -> Retention:
    """Give how long what is kept, and the last removals."""
    days = days_of(session)
    return Retention(
        kept=[
            Keeping(rule, days[rule], bounds.usual, bounds.least, bounds.most)
            for rule, bounds in BOUNDS.items()
        ],
        removals=[_removal(row) for row in repository.last_removals(session, TOLD)],
    )


def days_of(session: Session) -> dict[Rule, int]:
    """Give how many days each kind of record is kept.

    What was chosen under other bounds is brought within those that hold.
    """
    chosen = repository.chosen(session)
    return {
        rule: min(max(chosen.get(rule, bounds.usual), bounds.least), bounds.most)
        for rule, bounds in BOUNDS.items()
    }


def change(uow: UnitOfWork, days: Mapping[Rule, int]) -> Retention:
    """Keep what the store chooses, all or nothing; raises ``OutOfBoundsError``."""
    for rule, chosen in days.items():
        bounds = BOUNDS[rule]
        if not bounds.least <= chosen <= bounds.most:
            raise OutOfBoundsError(field=rule.value, least=bounds.least, most=bounds.most)
    for rule, chosen in sorted(days.items()):
        repository.choose(uow, rule.value, chosen)
    uow.session.expire_all()
    return overview(uow.session)


def name(uow: UnitOfWork) -> str:
    """Give the id of a removal to be."""
    return new_id("rmv", at_ms=epoch_ms(uow.now))


def begin(uow: UnitOfWork, removal_id: str | None) -> str:
    """Write down that a removal begins, or is tried again; give its id."""
    repository.forget_removals(uow, uow.now - REMOVALS_KEPT)
    removal_id = removal_id or name(uow)
    row = repository.removal(uow.session, removal_id)
    if row is not None:
        row.tries += 1
        return removal_id
    begun = {"id": removal_id, "started_at": uow.now, "ended_at": None, "removed": {}, "tries": 1}
    repository.add_removal(uow, begun)
    return removal_id


def count(uow: UnitOfWork, removal_id: str, rule: Rule, removed: int) -> None:
    """Count what was removed, in the transaction that removes it."""
    row = repository.removal(uow.session, removal_id)
    if row is not None and removed:
        row.removed = row.removed | {rule.value: row.removed.get(rule.value, 0) + removed}


def end(uow: UnitOfWork, removal_id: str) -> None:
    """Write down that a removal is done."""
    row = repository.removal(uow.session, removal_id)
    if row is not None:
        row.ended_at, row.error = uow.now, None


def fail(uow: UnitOfWork, removal_id: str, error: str) -> None:
    """Write down what was in the way of a removal, which will be tried again."""
    row = repository.removal(uow.session, removal_id)
    if row is not None:
        row.error = error[:_WORDS]


def _removal(row: RemovalRow) -> Removal:
    removed = {rule: int(row.removed.get(rule.value, 0)) for rule in Rule}
    return Removal(row.id, row.started_at, row.ended_at, removed, row.tries, row.error)
