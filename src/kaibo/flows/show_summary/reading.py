"""Reading what a show's figures are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.flows.show_summary import crowd
from kaibo.flows.show_summary.crowd import Crowd
from kaibo.flows.show_summary.remembering import VisitBook
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.analytics.contracts import ActMinute
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import Sale
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.rooms.contracts import AttentionSample, Interval
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show, TimelineEntry

OF_STOCK = (EntryKind.STOCK_LOW, EntryKind.SOLD_OUT)
_OTHERS = (
    EntryKind.PICTURE_CAME,
    EntryKind.PICTURE_WENT,
    EntryKind.DEAL_ANNOUNCED,
    EntryKind.DEAL_OVER,
    *OF_STOCK,
)


@dataclass(frozen=True, slots=True)
class Records:
    """Everything about one show that its figures are made of; times in ms since the epoch.

    ``titles`` are by product, ``variants`` by variant of those whose stock the timeline tells of:
    product and title.
    """

    show: Show
    from_ms: int | None
    to_ms: int
    sales: list[Sale]
    samples: Sequence[AttentionSample]
    act_minutes: list[ActMinute]
    crowd: Crowd
    pins: list[Interval]
    explained: list[Interval]
    others: list[TimelineEntry]
    titles: dict[str, str]
    variants: dict[str, tuple[str, str]]


def read(session: Session, show: Show, now: datetime, visits: VisitBook) -> Records:
    """Read a show's records together, up to its end or to now."""
    end = epoch_ms(show.closed_at or now)
    explained = rooms.explained_intervals(session, show.id)
    sales = orders.sales(session, show.id)
    sold = {line.product_id: line.title for sale in sales for line in sale.lines}
    cards = catalog.cards(session, [*show.product_ids, *sold])
    titles = sold | {product_id: card.title for product_id, card in cards.items()}
    others = shows.entries(session, show.id, *_OTHERS)
    ran_out = {entry.subject for entry in others if entry.kind in OF_STOCK}
    return Records(
        show=show,
        from_ms=None if show.on_air_at is None else epoch_ms(show.on_air_at),
        to_ms=end,
        sales=sales,
        samples=rooms.attention(session, show.id),
        act_minutes=analytics.minutes(session, show.id),
        crowd=crowd.of(session, show, end, explained, visits),
        pins=rooms.pin_intervals(session, show.id),
        explained=explained,
        others=others,
        titles=titles,
        variants=catalog.variant_titles(session, ran_out) if ran_out else {},
    )
