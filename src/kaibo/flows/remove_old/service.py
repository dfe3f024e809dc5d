"""The daily removal.

Every piece is a transaction of its own, with its count: a kill in between loses nothing, and the
next one goes on with what is left. Doing it twice removes nothing more. What cannot be removed,
such as the visits of a show whose figures cannot be made, keeps nothing else from being removed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from kaibo.flows.show_summary import facade as show_summary
from kaibo.kernel.points import reach
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.mail import facade as mail
from kaibo.modules.payments import facade as payments
from kaibo.modules.retention import facade as retention
from kaibo.modules.retention.contracts import Rule
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

DAILY_JOB = "remove_old.daily"
NOW_JOB = "remove_old.now"
EVERY = timedelta(days=1)
PIECE = 1000
"""So many rows at a time: other work comes between them."""

log = structlog.get_logger(__name__)

Remove = Callable[[UnitOfWork, int], int]
"""Removes at most so many, and tells how many it removed."""


def schedule(uow: UnitOfWork) -> None:
    """Have old records removed within a day, unless that is planned already."""
    uow.enqueue(DAILY_JOB, {}, run_at=uow.now + EVERY, key=DAILY_JOB)


def daily(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Remove now, and again tomorrow."""
    # Without a key: one that was given up does not keep tomorrow's from being done.
    uow.enqueue(NOW_JOB, {"removal_id": retention.name(uow)})
    schedule(uow)


async def remove(context: Context, payload: dict[str, Any]) -> None:
    """Remove what is older than the store keeps it; tried again, it is the same removal."""
    days = await context.db.read(retention.days_of)
    now = context.clock.now()
    before = {rule: now - timedelta(days=days[rule]) for rule in Rule}
    # A job of an older release has no name for what it removes.
    known = payload.get("removal_id")
    run = _Run(context, await context.db.run(retention.begin, known))
    await run.attempt(
        "mails",
        run.clear(Rule.MAILS, lambda uow, most: mail.forget_before(uow, before[Rule.MAILS], most)),
    )
    await run.attempt(
        "webhooks",
        run.clear(
            Rule.WEBHOOKS,
            lambda uow, most: payments.forget_webhooks(uow, before[Rule.WEBHOOKS], most),
        ),
    )
    await _visits(run, before[Rule.VISITS])
    await _acts(run, before[Rule.ACTS])
    if run.failed:
        # Tried again, and after a day shown as failed work; without an end in the list of removals.
        failed = run.told()
        await context.db.run(retention.fail, run.id, failed)
        raise RemovalIncompleteError(failed)
    await context.db.run(retention.end, run.id)


class RemovalIncompleteError(RuntimeError):
    """Some of what is too old could not be removed; the log says why."""

    def __init__(self, failed: str) -> None:
        super().__init__(f"not removed: {failed}")


@dataclass(frozen=True, slots=True)
class _Run:
    """One removal."""

    context: Context
    id: str
    failed: dict[str, Exception] = field(default_factory=dict)

    async def attempt(self, what: str, removal: Awaitable[None]) -> None:
        """Await this part; when it fails, note that, so that the others come all the same."""
        try:
            await removal
        except Exception as error:
            log.exception("removal_failed", what=what)
            self.failed[what] = error

    def told(self) -> str:
        """Tell what failed, and how."""
        told = [f"{what} ({error!r})" for what, error in self.failed.items()]
        return ", ".join(told[:10])

    async def clear(self, rule: Rule, remove: Remove) -> None:
        """Remove piece by piece until nothing is left."""
        while await self.context.db.run(self._piece, rule, remove) == PIECE:
            reach("remove_old.piece_committed")

    def _piece(self, uow: UnitOfWork, rule: Rule, remove: Remove) -> int:
        removed = remove(uow, PIECE)
        retention.count(uow, self.id, rule, removed)
        reach("remove_old.piece_removed")
        return removed


async def _visits(run: _Run, before: datetime) -> None:
    for show_id in await run.context.db.read(shows.with_visits, before):
        await run.attempt(f"visits of {show_id}", _of_show(run, Rule.VISITS, show_id))


async def _acts(run: _Run, before: datetime) -> None:
    known = await run.context.db.read(analytics.shows_with_people)
    for show_id in await run.context.db.read(shows.closed_before, known, before):
        await run.attempt(f"acts of {show_id}", _of_show(run, Rule.ACTS, show_id))


async def _of_show(run: _Run, rule: Rule, show_id: str) -> None:
    await show_summary.keep_crowd(run.context, show_id)
    forget = shows.forget_visits if rule is Rule.VISITS else analytics.forget_people
    await run.clear(rule, lambda uow, most: forget(uow, show_id, most))
