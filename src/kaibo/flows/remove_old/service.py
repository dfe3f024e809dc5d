"""The daily removal.

Every piece is a transaction of its own, with its count: a kill in between loses nothing, and the
next one goes on with what is left. Doing it twice removes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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

Remove = Callable[[UnitOfWork, int], int]
"""Removes at most so many, and tells how many it removed."""


def schedule(uow: UnitOfWork) -> None:
    """Have old records removed within a day, unless that is planned already."""
    uow.enqueue(DAILY_JOB, {}, run_at=uow.now + EVERY, key=DAILY_JOB)


def daily(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Remove now, and again tomorrow."""
    # Without a key: one that was given up does not keep tomorrow's from being done.
    uow.enqueue(NOW_JOB, {})
    schedule(uow)


async def remove(context: Context, _payload: dict[str, Any]) -> None:
    """Remove what is older than the store keeps it."""
    days = await context.db.read(retention.days_of)
    now = context.clock.now()
    before = {rule: now - timedelta(days=days[rule]) for rule in Rule}
    run = _Run(context, await context.db.run(retention.begin))
    await run.clear(Rule.MAILS, lambda uow, most: mail.forget_before(uow, before[Rule.MAILS], most))
    await run.clear(
        Rule.WEBHOOKS,
        lambda uow, most: payments.forget_webhooks(uow, before[Rule.WEBHOOKS], most),
    )
    await _visits(run, before[Rule.VISITS])
    await _acts(run, before[Rule.ACTS])
    await context.db.run(retention.end, run.id)


@dataclass(frozen=True, slots=True)
class _Run:
    """One removal."""

    context: Context
    id: str

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
        await show_summary.keep_crowd(run.context, show_id)

        def remove(uow: UnitOfWork, most: int, show_id: str = show_id) -> int:
            return shows.forget_visits(uow, show_id, most)

        await run.clear(Rule.VISITS, remove)


async def _acts(run: _Run, before: datetime) -> None:
    known = await run.context.db.read(analytics.shows_with_people)
    for show_id in await run.context.db.read(shows.closed_before, known, before):
        await show_summary.keep_crowd(run.context, show_id)

        def remove(uow: UnitOfWork, most: int, show_id: str = show_id) -> int:
            return analytics.forget_people(uow, show_id, most)

        await run.clear(Rule.ACTS, remove)
