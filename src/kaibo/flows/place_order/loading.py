"""What a batch of orders needs to know, read at once and held until it commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaibo.flows.place_order.contracts import PlaceOrder
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.audience import facade as audience
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import Offer
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason, NewLine, PlacedOrder
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.promotions.contracts import FlashDeal
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Stage
from kaibo.platform.db import UnitOfWork

# An unpaid order that is this late is cancelled by whoever needs its stock: the job that closes
# the gateway's side first should have come long ago, so nothing carries out jobs or the gateway is
# down.
RECLAIM_AFTER = timedelta(seconds=60)

# Its page at the gateway is closed once a job reaches the gateway again.
CLOSE_JOB = "cancel_order.close"

Key = tuple[str, str]


@dataclass(slots=True)
class Loaded:
    """What is true for a batch; the numbers are counted on while it is decided."""

    shows: dict[shows.Door, Stage | NotFoundError]
    offers: dict[str, Offer]
    shelf: catalog.Shelf
    deals: list[FlashDeal]
    names: dict[str, str]
    since: datetime
    bought: dict[Key, int] = field(default_factory=dict)
    bought_in_deals: dict[Key, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, int, str | None], NewLine] = field(default_factory=dict)
    """Lines that are alike are one: by variant, pieces and deal. A stampede buys the same."""

    def show(self, wanted: PlaceOrder) -> Stage:
        """Give the show as the buyer may see it, or raise that there is none."""
        found = self.shows[wanted.show, wanted.visitor]
        if isinstance(found, NotFoundError):
            raise found
        return found

    def deal(self, show: Stage, offer: Offer, wanted: PlaceOrder, price: int) -> FlashDeal | None:
        """Give the deal that the order came in time for, best the one whose price was seen.

        One that was just stopped gives on beside the one that follows it: of two at the same
        price it is the one that runs.
        """
        return max(
            (
                deal
                for deal in self.deals
                if deal.show_id == show.id
                and deal.covers(offer.product_id, offer.variant_id)
                and deal.accepts(wanted.arrived_at)
            ),
            key=lambda deal: (deal.price.amount == price, deal.stopped_at is None, deal.id),
            default=None,
        )


def load(uow: UnitOfWork, batch: Sequence[PlaceOrder], book: catalog.OfferBook) -> Loaded:
    """Read what these orders need; stock and deals are held, in this order, until the end."""
    session = uow.session
    variant_ids = {line.variant_id for wanted in batch for line in wanted.lines}
    offers = book.offers(session, variant_ids)
    found = shows.stages(
        session,
        {(wanted.show, wanted.visitor) for wanted in batch},
        {offer.product_id for offer in offers.values()},
    )
    show_ids = sorted({show.id for show in found.values() if isinstance(show, Stage)})
    items = {item for offer in offers.values() for item, _ in offer.draws}
    limited = {offer.product_id for offer in offers.values() if offer.limit_per_buyer is not None}
    if limited:
        # Variants have stock of their own; who buys two of them at once has one limit.
        catalog.hold_products(uow, limited)
    shelf = catalog.hold(uow, items, show_ids)
    deals: list[FlashDeal] = []
    since = min(wanted.arrived_at for wanted in batch)
    if show_ids:
        deals = promotions.hold_deals(uow, show_ids, since)
    viewers = {wanted.viewer_id for wanted in batch}
    bounded = {deal.id for deal in deals if deal.buyer_limit is not None}
    loaded = Loaded(
        shows=found,
        offers=offers,
        shelf=shelf,
        deals=deals,
        names=audience.names_of(session, viewers),
        since=since,
    )
    _reclaim(uow, loaded, batch)
    if limited:
        loaded.bought = orders.bought(session, viewers, limited)
    if bounded:
        loaded.bought_in_deals = orders.bought_in_deals(session, viewers, bounded)
    return loaded


def _reclaim(uow: UnitOfWork, loaded: Loaded, batch: Sequence[PlaceOrder]) -> None:
    """Give back what long overdue orders hold, where this batch would find too little."""
    scarce = {
        item
        for (show_id, item), units in _demand(loaded, batch).items()
        if loaded.shelf.levels[item].reserved and loaded.shelf.available(item, show_id) < units
    }
    if not scarce:
        return
    holding = catalog.drawing_on(uow.session, scarce)
    overdue = orders.overdue_with(uow.session, holding, before=uow.now - RECLAIM_AFTER)
    if overdue:
        _cancel(uow, loaded, overdue)


def _demand(loaded: Loaded, batch: Sequence[PlaceOrder]) -> dict[tuple[str | None, str], int]:
    """Give the units of each item that the batch asks for, of a show's own part or of all."""
    found: dict[tuple[str | None, str], int] = {}
    for wanted in batch:
        show = loaded.shows[wanted.show, wanted.visitor]
        show_id = show.id if isinstance(show, Stage) else ""
        for line in wanted.lines:
            offer = loaded.offers.get(line.variant_id)
            for item, units in offer.draws if offer else ():
                part = (
                    (show_id, item) if (show_id, item) in loaded.shelf.allotments else (None, item)
                )
                found[part] = found.get(part, 0) + units * line.quantity
    return found


def _cancel(uow: UnitOfWork, loaded: Loaded, overdue: list[PlacedOrder]) -> None:
    cancelled = orders.mark_cancelled(uow, [order.id for order in overdue], CancelReason.EXPIRED)
    back: dict[str, int] = {}
    shows_of: dict[str, str] = {}
    # Also of shows that nobody in this batch buys in: what they set aside goes back to them.
    catalog.add_parts(uow, loaded.shelf, {order.show_id for order in cancelled})
    for order in cancelled:
        uow.enqueue(CLOSE_JOB, {"order_id": order.id}, key=f"close:{order.id}")
        units = catalog.units_of(uow, order.quantities)
        missing = [item for item in units if item not in loaded.shelf.levels]
        if missing:
            # What it holds besides is not this batch's business; it has a shelf of its own.
            other = catalog.hold(uow, missing, [order.show_id])
            other.release(
                {item: units.pop(item) for item in missing},
                show_id=order.show_id,
                reference=order.id,
            )
            catalog.write(uow, other)
        loaded.shelf.release(units, show_id=order.show_id, reference=order.id)
        for deal_id, pieces in order.by_deal.items():
            back[deal_id] = back.get(deal_id, 0) - pieces
            shows_of[deal_id] = order.show_id
    if back:
        promotions.count(uow, back, shows_of)
        loaded.deals = promotions.hold_deals(
            uow, sorted({deal.show_id for deal in loaded.deals}), loaded.since
        )
