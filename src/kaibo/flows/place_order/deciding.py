"""Deciding one order after the other in memory. Pure, but for the numbers it counts on."""

from __future__ import annotations

from kaibo.flows.place_order.contracts import PlaceOrder, WantedLine
from kaibo.flows.place_order.loading import Loaded
from kaibo.kernel.errors import KaiboError, NotFoundError
from kaibo.kernel.money import Money
from kaibo.modules.catalog.contracts import Offer, ReturnClass
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders.contracts import NewLine, NewOrder
from kaibo.modules.orders.errors import (
    LimitReachedError,
    NotInShowError,
    NotOnAirError,
    NotOnSaleError,
    NotReturnableError,
    PriceChangedError,
)
from kaibo.modules.promotions.contracts import DealState, FlashDeal
from kaibo.modules.promotions.errors import (
    DealNotBegunError,
    DealOverError,
    DealSoldOutError,
)
from kaibo.modules.shows.contracts import ShowState, Stage


def decide(loaded: Loaded, wanted: PlaceOrder, order_id: str) -> NewOrder:
    """Give the order as it is to be written, its stock reserved on the shelf.

    Raises why it cannot be; nothing is counted then.
    """
    show = loaded.show(wanted)
    if show.state != ShowState.ON_AIR:
        raise NotOnAirError
    if wanted.viewer_id not in loaded.names:
        raise NotFoundError(viewer_id=wanted.viewer_id)
    lines: list[NewLine] = []
    pieces: dict[str, int] = {}
    by_deal: dict[str, int] = {}
    for line in wanted.lines:
        offer = loaded.offers.get(line.variant_id)
        if offer is None or offer.product_id not in show.sells:
            raise NotInShowError(variant_id=line.variant_id)
        _check_sale(offer, wanted)
        deal = _deal_for(loaded, show, offer, wanted, line, by_deal)
        pieces[offer.product_id] = pieces.get(offer.product_id, 0) + line.quantity
        if deal:
            by_deal[deal.id] = by_deal.get(deal.id, 0) + line.quantity
        lines.append(_line(loaded, offer, line, deal))
    _check_limits(loaded, wanted, pieces)
    _reserve(loaded, show, wanted, order_id)
    for product_id, number in pieces.items():
        key = (wanted.viewer_id, product_id)
        loaded.bought[key] = loaded.bought.get(key, 0) + number
    for deal_id, number in by_deal.items():
        key = (wanted.viewer_id, deal_id)
        loaded.bought_in_deals[key] = loaded.bought_in_deals.get(key, 0) + number
        loaded.given[deal_id] = loaded.given.get(deal_id, 0) + number
    return NewOrder(
        id=order_id,
        show_id=show.id,
        viewer_id=wanted.viewer_id,
        lines=tuple(lines),
        contact=wanted.contact,
        address=wanted.address,
        note=wanted.note,
        idempotency_key=wanted.idempotency_key,
        fingerprint=wanted.fingerprint,
        language=wanted.language,
    )


def _check_sale(offer: Offer, wanted: PlaceOrder) -> None:
    if not offer.is_on_sale(wanted.arrived_at):
        raise NotOnSaleError(variant_id=offer.variant_id)
    if offer.return_class is not ReturnClass.SEVEN_DAYS and not wanted.accepts_no_return:
        raise NotReturnableError(variant_id=offer.variant_id, return_class=offer.return_class.value)


def _deal_for(
    loaded: Loaded,
    show: Stage,
    offer: Offer,
    wanted: PlaceOrder,
    line: WantedLine,
    taken: dict[str, int],
) -> FlashDeal | None:
    """Give the deal at whose price this line is bought, or none at the product's own price."""
    deal = loaded.deal(show, offer, wanted, line.unit_price)
    if deal is None:
        if line.unit_price == offer.price:
            return None
        raise _not_at_this_price(loaded, show, offer, wanted, line)
    mine = taken.get(deal.id, 0)
    left = deal.left - loaded.given.get(deal.id, 0) - mine
    allowed = left
    if deal.buyer_limit is not None:
        had = loaded.bought_in_deals.get((wanted.viewer_id, deal.id), 0) + mine
        allowed = min(left, deal.buyer_limit - had)
    if line.unit_price == deal.price.amount:
        if left < line.quantity:
            raise DealSoldOutError(
                variant_id=offer.variant_id, left=max(0, left), price=offer.price
            )
        if allowed < line.quantity:
            raise LimitReachedError(
                variant_id=offer.variant_id, limit=deal.buyer_limit, left=max(0, allowed)
            )
        return deal
    # Whom the deal gives nothing more may still buy at the product's own price.
    is_over = wanted.arrived_at >= deal.ends_at or deal.stopped_at is not None
    if line.unit_price == offer.price and (allowed < line.quantity or is_over):
        return None
    raise PriceChangedError(variant_id=offer.variant_id, price=deal.price.amount)


def _not_at_this_price(
    loaded: Loaded, show: Stage, offer: Offer, wanted: PlaceOrder, line: WantedLine
) -> KaiboError:
    """Say why no deal takes the order: it is to come, or over; or the price is just an old one."""
    meant = [
        deal
        for deal in loaded.deals
        if deal.show_id == show.id
        and deal.covers(offer.product_id, offer.variant_id)
        and deal.price.amount == line.unit_price
    ]
    told = {"variant_id": offer.variant_id, "price": offer.price}
    for deal in meant:
        if deal.state(wanted.arrived_at) is DealState.ANNOUNCED:
            return DealNotBegunError(**told, starts_at=deal.starts_at.isoformat())
    return DealOverError(**told) if meant else PriceChangedError(**told)


def _check_limits(loaded: Loaded, wanted: PlaceOrder, pieces: dict[str, int]) -> None:
    limits = {
        offer.product_id: offer.limit_per_buyer
        for line in wanted.lines
        if (offer := loaded.offers[line.variant_id]).limit_per_buyer is not None
    }
    for product_id, limit in limits.items():
        had = loaded.bought.get((wanted.viewer_id, product_id), 0)
        if limit is not None and had + pieces[product_id] > limit:
            raise LimitReachedError(product_id=product_id, limit=limit, left=max(0, limit - had))


def _reserve(loaded: Loaded, show: Stage, wanted: PlaceOrder, order_id: str) -> None:
    units: dict[str, int] = {}
    for line in wanted.lines:
        for item, each in loaded.offers[line.variant_id].draws:
            units[item] = units.get(item, 0) + each * line.quantity
    try:
        loaded.shelf.reserve(units, show_id=show.id, reference=order_id)
    except SoldOutError as error:
        raise _in_pieces(loaded, show, wanted, str(error.params["variant_id"])) from error


def _in_pieces(loaded: Loaded, show: Stage, wanted: PlaceOrder, item: str) -> SoldOutError:
    """Tell a shortage of an item as the buyer knows it: by the variant, in pieces of it."""
    for line in wanted.lines:
        offer = loaded.offers[line.variant_id]
        if item in dict(offer.draws):
            left = loaded.shelf.pieces(offer.draws, show.id)
            return SoldOutError(
                variant_id=offer.variant_id, product_id=offer.product_id, available=left
            )
    raise AssertionError  # pragma: no cover - the item came from one of these lines


def _line(loaded: Loaded, offer: Offer, line: WantedLine, deal: FlashDeal | None) -> NewLine:
    key = (offer.variant_id, line.quantity, deal.id if deal else None)
    known = loaded.lines.get(key)
    if known is None:
        known = loaded.lines[key] = _new_line(offer, line, deal)
    return known


def _new_line(offer: Offer, line: WantedLine, deal: FlashDeal | None) -> NewLine:
    list_price = Money(offer.price, offer.currency)
    return NewLine(
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        title=offer.title,
        values=offer.values,
        sku=offer.sku,
        picture_url=offer.picture_url,
        unit_price=deal.price if deal else list_price,
        list_price=list_price,
        quantity=line.quantity,
        return_class=offer.return_class.value,
        deal_id=deal.id if deal else None,
        page_id=offer.page_id,
    )
