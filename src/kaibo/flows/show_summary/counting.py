"""Making a show's figures from its records; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kaibo.flows.show_summary.contracts import (
    Mark,
    Metric,
    Minute,
    ProductFigures,
    Settles,
    Unit,
    Value,
)
from kaibo.flows.show_summary.metrics import METRICS, value
from kaibo.flows.show_summary.reading import Records
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.analytics.contracts import ActKind
from kaibo.modules.orders.contracts import OrderState, Sale
from kaibo.modules.rooms.contracts import Interval
from kaibo.modules.shows.contracts import EntryKind, ShowState

MINUTE_MS = 60_000
MOST_MINUTES = 48 * 60

Counted = dict[str, float]


def counts(records: Records, attendance: dict[str, Any]) -> Counted:
    """Count what has no currency; ``attendance`` is the room's own."""
    acts = {one.kind: one for one in records.crowd.people if not one.product_id}

    def people(kind: ActKind) -> int:
        return acts[kind].people if kind in acts else 0

    def times(kind: ActKind) -> int:
        return acts[kind].times if kind in acts else 0

    paid = [sale for sale in records.sales if sale.paid_at is not None]
    return {
        "viewers": attendance["viewers"],
        "views": attendance["views"],
        "peak": attendance["peak"],
        "viewer_time": attendance["viewer_ms"],
        "time_on_air": attendance["on_air_ms"],
        "watch_time": attendance["watched_ms"],
        "bounced": records.crowd.bounced,
        "danmaku": sum(sample.danmaku for sample in records.samples),
        "likes": sum(sample.likes for sample in records.samples),
        "shares": times(ActKind.SHARED),
        "shown_people": people(ActKind.SHOWN),
        "opened_people": people(ActKind.OPENED),
        "clicks": times(ActKind.OPENED),
        "order_people": len({sale.viewer_id for sale in records.sales}),
        "orders": len(records.sales),
        "orders_paid": len(paid),
        "orders_refunded": sum(sale.refunded > 0 for sale in paid),
        "buyers": len({sale.viewer_id for sale in paid}),
    }


def money(sales: Iterable[Sale], currency: str) -> Counted:
    """Count one currency's money, in minor units."""
    of_it = [sale for sale in sales if sale.currency == currency]
    paid = [sale for sale in of_it if sale.paid_at is not None]
    gmv_paid, refunded = sum(sale.total for sale in paid), sum(sale.refunded for sale in paid)
    return {
        "gmv_created": sum(sale.total for sale in of_it),
        "gmv_paid": gmv_paid,
        "refunded": refunded,
        "net": gmv_paid - refunded,
        # Orders of this currency only: an average is never made over two.
        "orders_paid": len(paid),
    }


def values(
    records: Records, counted: Counted, currencies: list[str]
) -> dict[tuple[str, str], float | None]:
    """Give every figure by name and currency; figures that are no money have an empty one."""
    found: dict[tuple[str, str], float | None] = {}
    of = {currency: counted | money(records.sales, currency) for currency in currencies}
    for metric in METRICS:
        if metric.unit is not Unit.MONEY:
            found[metric.name, ""] = value(metric, counted)
            continue
        for currency in currencies:
            found[metric.name, currency] = value(metric, of[currency])
    return found


def told(
    records: Records,
    now: dict[tuple[str, str], float | None],
    before: dict[tuple[str, str], float | None],
) -> list[Value]:
    """Give the figures with the previous show's, and whether they stay as they are."""
    settled = _settled(records)
    metrics: dict[str, Metric] = {metric.name: metric for metric in METRICS}
    return [
        Value(
            name,
            currency or None,
            figure,
            before.get((name, currency)),
            metrics[name].settles in settled,
        )
        for (name, currency), figure in now.items()
    ]


def _settled(records: Records) -> set[Settles]:
    if records.show.state is not ShowState.CLOSED:
        return set()
    states = {sale.state for sale in records.sales}
    settled = {Settles.END}
    if OrderState.CREATED not in states:
        settled.add(Settles.PAYMENT)
        if states <= {OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUNDED}:
            settled.add(Settles.REFUND)
    return settled


def products(records: Records, currencies: list[str]) -> list[ProductFigures]:
    """Give the figures of each product that the show sells or sold, as it stood in the tray."""
    order = dict.fromkeys([*records.show.product_ids, *records.titles])
    sold: dict[str, list[Sale]] = {}
    for sale in records.sales:
        for product_id in {line.product_id for line in sale.lines}:
            sold.setdefault(product_id, []).append(sale)
    return [_product(records, each, sold.get(each, []), currencies) for each in order]


def _product(
    records: Records, product_id: str, sales: list[Sale], currencies: list[str]
) -> ProductFigures:
    acts = {one.kind: one for one in records.crowd.people if one.product_id == product_id}
    shown, opened = acts.get(ActKind.SHOWN), acts.get(ActKind.OPENED)
    gmv: Counter[str] = Counter(dict.fromkeys(currencies, 0))
    meanwhile: Counter[str] = Counter(dict.fromkeys(currencies, 0))
    pieces = 0
    spans = [_closed(one, records) for one in records.explained if one.product_id == product_id]
    paid = [sale for sale in sales if sale.paid_at is not None]
    for sale in paid:
        lines = [line for line in sale.lines if line.product_id == product_id]
        amount = sum(line.total for line in lines)
        pieces += sum(line.quantity for line in lines)
        gmv[sale.currency] += amount
        if any(since <= epoch_ms(sale.created_at) < until for since, until in spans):
            meanwhile[sale.currency] += amount
    views = records.crowd.explained_views.get(product_id, 0)
    return ProductFigures(
        product_id=product_id,
        title=records.titles.get(product_id, product_id),
        shown=shown.people if shown else 0,
        opened=opened.people if opened else 0,
        clicks=opened.times if opened else 0,
        order_people=len({sale.viewer_id for sale in sales}),
        orders=len(sales),
        buyers=len({sale.viewer_id for sale in paid}),
        orders_paid=len(paid),
        pieces=pieces,
        gmv_paid=dict(gmv),
        explained_ms=sum(until - since for since, until in spans),
        explained_views=views,
        explained_gmv=dict(meanwhile),
        explained_gpm={
            currency: round(amount * 1000 / views) if views else None
            for currency, amount in meanwhile.items()
        },
    )


def _closed(interval: Interval, records: Records) -> tuple[int, int]:
    return interval.from_ms, records.to_ms if interval.to_ms is None else interval.to_ms


def minutes(records: Records, currencies: list[str]) -> list[Minute]:
    """Give the minutes on air, oldest first, without gaps."""
    online, danmaku, likes = Counter[int](), Counter[int](), Counter[int]()
    for sample in records.samples:
        at = minute_of(sample.at_ms)
        online[at] = max(online[at], sample.watching)
        danmaku[at] += sample.danmaku
        likes[at] += sample.likes
    created = Counter(minute_of(epoch_ms(sale.created_at)) for sale in records.sales)
    times, paid = Counter[int](), Counter[tuple[int, str]]()
    for sale in records.sales:
        if sale.paid_at is not None:
            at = minute_of(epoch_ms(sale.paid_at))
            times[at] += 1
            paid[at, sale.currency] += sale.total
    clicks: Counter[int] = Counter()
    for act in records.act_minutes:
        if act.kind is ActKind.OPENED:
            clicks[act.at_ms] += act.times
    found: list[Minute] = []
    here = 0
    for at in on_air(records.from_ms, records.to_ms):
        # A minute in which nothing was noted had as many watching as the one before.
        here = online.get(at, here)
        gmv = {currency: paid[at, currency] for currency in currencies}
        found.append(
            Minute(at, here, created[at], times[at], gmv, danmaku[at], likes[at], clicks[at])
        )
    return found


def marks(records: Records) -> list[Mark]:
    """Give what the minutes are seen against: pins, explanations, deals, stock, interruptions."""
    titles = records.titles
    found = [
        Mark(kind, one.product_id, titles.get(one.product_id, ""), one.from_ms, one.to_ms)
        for kind, intervals in (("pinned", records.pins), ("explained", records.explained))
        for one in intervals
    ]
    open_deals: dict[str, tuple[int, str]] = {}
    gone: int | None = None
    for entry in records.others:
        match entry.kind:
            case EntryKind.DEAL_ANNOUNCED:
                open_deals[entry.subject] = (entry.at_ms, entry.data.get("product_id", ""))
            case EntryKind.DEAL_OVER if entry.subject in open_deals:
                since, product_id = open_deals.pop(entry.subject)
                title = titles.get(product_id, "")
                found.append(Mark("deal", product_id, title, since, entry.at_ms))
            case EntryKind.STOCK_LOW | EntryKind.SOLD_OUT:
                product_id, title = records.variants.get(entry.subject, ("", ""))
                kind = entry.kind.value
                found.append(Mark(kind, product_id, title, entry.at_ms, entry.at_ms))
            case EntryKind.PICTURE_WENT if gone is None:
                gone = entry.at_ms
            case EntryKind.PICTURE_CAME if gone is not None:
                found.append(Mark("interrupted", "", "", gone, entry.at_ms))
                gone = None
            case _:
                pass
    found += [
        Mark("deal", product_id, titles.get(product_id, ""), since, None)
        for since, product_id in open_deals.values()
    ]
    seen = [one for one in found if _meets(one, records)]
    return sorted(seen, key=lambda mark: mark.from_ms)


def _meets(mark: Mark, records: Records) -> bool:
    if records.from_ms is None:
        return False
    return mark.from_ms <= records.to_ms and (mark.to_ms is None or mark.to_ms >= records.from_ms)


def minute_of(at_ms: int) -> int:
    """Give the minute's beginning."""
    return at_ms - at_ms % MINUTE_MS


def on_air(from_ms: int | None, to_ms: int) -> range:
    """Give the minutes on air; of a show that has not begun there are none, and all is earlier."""
    last = minute_of(to_ms)
    if from_ms is None:
        return range(last + MINUTE_MS, last + MINUTE_MS, MINUTE_MS)
    first = max(minute_of(from_ms), last - (MOST_MINUTES - 1) * MINUTE_MS)
    return range(first, last + MINUTE_MS, MINUTE_MS)
