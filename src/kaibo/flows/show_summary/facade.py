"""A show in figures: the room's own count, and the records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.flows.show_summary import counting, reading
from kaibo.flows.show_summary.contracts import ShowSummary
from kaibo.flows.show_summary.metrics import METRICS
from kaibo.modules.identity import facade as identity
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.http.context import Context


async def summary(context: Context, reference: str) -> ShowSummary:
    """Give a show's figures, up to now or to its end, beside the previous show's."""
    show, previous = await context.db.read(_shows, reference)
    now = context.clock.now()
    attended = context.port(AttendanceKeeper)
    records, store_currency = await context.db.read(_read, show, now)
    currencies = list(dict.fromkeys([store_currency, *sorted({s.currency for s in records.sales})]))
    figures = await attended.figures(show.id)
    counted = counting.counts(records, figures)
    before: dict[tuple[str, str], float | None] = {}
    if previous is not None:
        earlier, _ = await context.db.read(_read, previous, now)
        earlier_counted = counting.counts(earlier, await attended.figures(previous.id))
        before = counting.values(earlier, earlier_counted, currencies)
    values = counting.told(records, counting.values(records, counted, currencies), before)
    return ShowSummary(
        show_id=show.id,
        title=show.title,
        from_ms=records.from_ms,
        to_ms=records.to_ms if show.state is ShowState.CLOSED else None,
        until=now,
        settled=all(value.settled for value in values),
        viewers_estimated=bool(figures["is_estimated"]),
        previous_title=None if previous is None else previous.title,
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


def _read(session: Session, show: Show, now: datetime) -> tuple[reading.Records, str]:
    return reading.read(session, show, now), identity.get_store(session).currency
