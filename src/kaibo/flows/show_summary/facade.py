"""A show in figures: the room's own count, and the records."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from kaibo.flows.show_summary import by_product, counting, crowd, reading
from kaibo.flows.show_summary.contracts import ProductMinutes, ShowSummary
from kaibo.flows.show_summary.metrics import METRICS
from kaibo.flows.show_summary.remembering import Summaries, VisitBook
from kaibo.modules.identity import facade as identity
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.http.context import Context


async def summary(context: Context, reference: str) -> ShowSummary:
    """Give a show's figures, up to its end or to about now, beside the previous show's."""
    show, previous = await context.db.read(_shows, reference)
    if show.state is ShowState.CLOSED:
        return await _count(context, show, previous)
    summaries = context.port(Summaries)
    return await summaries.shared(show.id, lambda: _count(context, show, previous))


async def _count(context: Context, show: Show, previous: Show | None) -> ShowSummary:
    now = context.clock.now()
    visits = context.port(Summaries).visits
    records, store_currency = await context.db.read(_read, show, now, visits)
    here = _Counted(records, await _attendance(context, records))
    before: _Counted | None = None
    if previous is not None:
        earlier, _ = await context.db.read(_read, previous, now, visits)
        before = _Counted(earlier, await _attendance(context, earlier))
    # In a thread: of fifty thousand orders it takes a second, and rooms tick meanwhile.
    return await asyncio.to_thread(_summary, here, before, store_currency, now)


async def product_minutes(context: Context, reference: str, product_id: str) -> ProductMinutes:
    """Give what happened with one of a show's products, up to the show's end or to now."""
    records = await context.db.read(by_product.read, reference, context.clock.now(), product_id)
    (found,) = await asyncio.to_thread(by_product.count, records)
    return found


async def every_products_minutes(
    context: Context, reference: str
) -> tuple[by_product.ProductRecords, list[ProductMinutes]]:
    """Give it of each of the show's products."""
    records = await context.db.read(by_product.read, reference, context.clock.now(), None)
    return records, await asyncio.to_thread(by_product.count, records)


async def keep_crowd(context: Context, show_id: str) -> None:
    """Keep the figures that are made of who came and what they did; what is kept stands.

    For a show that is over, before its visits or acts are removed: they are in none of its later
    figures then.
    """
    show = await context.db.read(shows.get_show, show_id)
    visits = context.port(Summaries).visits
    records, _ = await context.db.read(_read, show, context.clock.now(), visits)
    if records.crowd.attendance is None:
        attendance = await _attendance(context, records)
        await context.db.run(crowd.keep, show.id, records.crowd, attendance)


async def _attendance(context: Context, records: reading.Records) -> dict[str, Any]:
    kept = records.crowd.attendance
    return kept or await context.port(AttendanceKeeper).figures(records.show.id)


class _Counted(NamedTuple):
    """A show's records, and its room's own figures."""

    records: reading.Records
    figures: dict[str, Any]

    def values(self, currencies: list[str]) -> dict[tuple[str, str], float | None]:
        counted = counting.counts(self.records, self.figures)
        return counting.values(self.records, counted, currencies)


def _summary(
    here: _Counted, before: _Counted | None, store_currency: str, now: datetime
) -> ShowSummary:
    records, show = here.records, here.records.show
    currencies = list(dict.fromkeys([store_currency, *sorted({s.currency for s in records.sales})]))
    earlier = {} if before is None else before.values(currencies)
    values = counting.told(records, here.values(currencies), earlier)
    return ShowSummary(
        show_id=show.id,
        title=show.title,
        from_ms=records.from_ms,
        to_ms=records.to_ms if show.state is ShowState.CLOSED else None,
        until=now,
        settled=all(value.settled for value in values),
        viewers_estimated=bool(here.figures["is_estimated"]),
        previous_title=None if before is None else before.records.show.title,
        currencies=currencies,
        metrics=list(METRICS),
        values=values,
        products=counting.products(records, currencies),
        minutes=counting.minutes(records, currencies),
        marks=counting.marks(records),
    )


def _shows(session: Session, reference: str) -> tuple[Show, Show | None]:
    show = shows.get_show(session, reference)
    return show, shows.last_before(session, show.id)


def _read(
    session: Session, show: Show, now: datetime, visits: VisitBook
) -> tuple[reading.Records, str]:
    return reading.read(session, show, now, visits), identity.get_store(session).currency
