"""What became of each product of a show, minute by minute."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.flows.show_summary.contracts import ProductCounts, ProductMinute, ProductMinutes
from kaibo.flows.show_summary.counting import minute_of, on_air
from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.analytics.contracts import ActKind, ActMinute
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.identity import facade as identity
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import ProductSale
from kaibo.modules.shows import facade as shows


@dataclass(frozen=True, slots=True)
class ProductRecords:
    """Opened cards and sales of the products whose ``titles`` are told; ``span`` are the minutes.

    What was opened before or after is told in the minute before or after.
    """

    show_id: str
    span: range
    opened: list[ActMinute]
    sales: list[ProductSale]
    titles: dict[str, str]
    currencies: list[str]


def read(session: Session, reference: str, now: datetime, product_id: str | None) -> ProductRecords:
    """Read them of a show's every product, or of one, or raise ``NotFoundError``."""
    show = shows.get_show(session, reference)
    began = None if show.on_air_at is None else epoch_ms(show.on_air_at)
    span = on_air(began, epoch_ms(show.closed_at or now))
    sales = orders.product_sales(session, show.id, product_id)
    sold = {sale.product_id: sale.title for sale in sales}
    chosen = [*show.product_ids, *sold] if product_id is None else [product_id]
    if product_id is not None and product_id not in {*show.product_ids, *sold}:
        raise NotFoundError(product_id=product_id)
    cards = catalog.cards(session, chosen)
    titles = sold | {each: card.title for each, card in cards.items()}
    currencies = [identity.get_store(session).currency, *sorted({s.currency for s in sales})]
    return ProductRecords(
        show_id=show.id,
        span=span,
        opened=analytics.product_minutes(session, show.id, ActKind.OPENED, span, product_id),
        sales=sales,
        titles={each: titles.get(each, each) for each in dict.fromkeys(chosen)},
        currencies=list(dict.fromkeys(currencies)),
    )


@dataclass(slots=True)
class _Tally:
    clicks: int = 0
    orders: int = 0
    orders_paid: int = 0
    pieces: int = 0
    gmv_paid: Counter[str] = field(default_factory=Counter)


def count(records: ProductRecords) -> list[ProductMinutes]:
    """Count what happened with each product, in each minute and outside of them."""
    span = records.span
    before, after = span.start - span.step, span.stop
    tallies: defaultdict[str, defaultdict[int, _Tally]] = defaultdict(lambda: defaultdict(_Tally))

    def at(product_id: str, moment: datetime) -> _Tally:
        place = minute_of(epoch_ms(moment))
        return tallies[product_id][max(before, min(after, place))]

    for act in records.opened:
        tallies[act.product_id][act.at_ms].clicks += act.times
    for sale in records.sales:
        at(sale.product_id, sale.created_at).orders += 1
        if sale.paid_at is not None:
            paid = at(sale.product_id, sale.paid_at)
            paid.orders_paid += 1
            paid.pieces += sale.pieces
            paid.gmv_paid[sale.currency] += sale.total

    def counts(product_id: str, place: int) -> ProductCounts:
        tally = tallies[product_id].get(place) or _Tally()
        gmv = {each: tally.gmv_paid[each] for each in records.currencies}
        return ProductCounts(tally.clicks, tally.orders, tally.orders_paid, tally.pieces, gmv)

    def minute(product_id: str, place: int) -> ProductMinute:
        one = counts(product_id, place)
        return ProductMinute(
            one.clicks, one.orders, one.orders_paid, one.pieces, one.gmv_paid, place
        )

    return [
        ProductMinutes(
            product_id=each,
            title=title,
            earlier=counts(each, before),
            minutes=[minute(each, place) for place in sorted(tallies[each]) if place in span],
            later=counts(each, after),
        )
        for each, title in records.titles.items()
    ]
