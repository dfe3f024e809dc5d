"""The room's state and how events change it; pure.

Promise: a client that takes a snapshot and applies the events after it holds what a fresh snapshot
holds. It is kept by splitting the work: `settle` decides, once and at the room, what an event means
now (stale stock loses), and `apply` then only replaces values, which every client can do.
"""

from collections.abc import Iterable
from typing import assert_never

import msgspec

from kaibo.modules.rooms.frames import (
    Announcement,
    AnnouncementChanged,
    Deal,
    DealChanged,
    DealOver,
    Explaining,
    ExplainingChanged,
    HiddenChanged,
    OrderPaid,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductCard,
    ProductChanged,
    ProductsChanged,
    RoomEvent,
    RoomSnapshot,
    ShowChanged,
    ShowInfo,
    Stock,
    Unpinned,
    VariantCard,
)


class RoomState(msgspec.Struct, frozen=True):
    """What is sequenced in a room. Never changed in place; `products` is in tray order.

    `deals` are by id, in the order they were announced.
    """

    show: ShowInfo
    playback: Playback
    products: dict[str, ProductCard]
    pins: tuple[Pin, ...]
    deals: dict[str, Deal]
    explaining: Explaining | None = None
    hidden: tuple[str, ...] = ()
    announcement: Announcement | None = None


def from_snapshot(snapshot: RoomSnapshot) -> RoomState:
    """Return the state that `snapshot` shows; likes and viewers are counted by the room."""
    return RoomState(
        show=snapshot.show,
        playback=snapshot.playback,
        products=_by_id(snapshot.products),
        pins=snapshot.pins,
        deals={deal.id: deal for deal in snapshot.deals},
        explaining=snapshot.explaining,
        hidden=snapshot.hidden,
        announcement=snapshot.announcement,
    )


def to_snapshot(state: RoomState, *, likes: int, watching: int) -> RoomSnapshot:
    """Return the snapshot of `state`."""
    return RoomSnapshot(
        show=state.show,
        playback=state.playback,
        products=tuple(state.products.values()),
        pins=state.pins,
        likes=likes,
        watching=watching,
        deals=tuple(state.deals.values()),
        explaining=state.explaining,
        hidden=state.hidden,
        announcement=state.announcement,
    )


def settle(state: RoomState, event: RoomEvent) -> RoomEvent | None:  # noqa: C901, PLR0911, PLR0912 -- one per kind
    """Return `event` as it may go out in `state`, or None when it says nothing new.

    Publishers commit and publish concurrently, so stock can arrive out of order: an older version
    is dropped, and a card with an older version keeps what the room knows of its stock.
    """
    match event:
        case Stock():
            known = state.products.get(event.product_id)
            is_stale = known is None or event.version < known.stock_version
            return None if is_stale else event
        case Pinned():
            return msgspec.structs.replace(event, card=_with_newest_stock(state, event.card))
        case ProductChanged():
            return ProductChanged(_with_newest_stock(state, event.card))
        case ProductsChanged():
            return ProductsChanged(tuple(_with_newest_stock(state, card) for card in event.cards))
        case Unpinned():
            return event if any(pin.product_id == event.product_id for pin in state.pins) else None
        case ExplainingChanged():
            return event if event.explaining != state.explaining else None
        case HiddenChanged():
            return event if event.hidden != state.hidden else None
        case AnnouncementChanged():
            return event if event.announcement != state.announcement else None
        case ShowChanged():
            return event if _renewed(state.show, event) != state.show else None
        case PlaybackChanged():
            return event if event.playback != state.playback else None
        case DealChanged():
            present = state.deals.get(event.deal.id)
            is_old = present is not None and event.deal.version <= present.version
            return None if is_old else event
        case DealOver():
            return event if event.deal_id in state.deals else None
        case OrderPaid():
            return event
        case _:
            assert_never(event)


def apply(state: RoomState, event: RoomEvent) -> RoomState:  # noqa: C901, PLR0911, PLR0912 -- one per kind
    """Return the state after a settled `event`."""
    match event:
        case Pinned():
            others = _without(state.pins, event.pin.product_id)
            pinned = _replace(state, pins=(event.pin, *others))
            return _put_card(pinned, event.card)
        case Unpinned():
            return _replace(state, pins=_without(state.pins, event.product_id))
        case Stock():
            return _put_stock(state, event)
        case ProductChanged():
            return _put_card(state, event.card)
        case ProductsChanged():
            products = _by_id(event.cards)
            pins = tuple(pin for pin in state.pins if pin.product_id in products)
            explaining = state.explaining
            if explaining is not None and explaining.product_id not in products:
                explaining = None
            return _replace(state, products=products, pins=pins, explaining=explaining)
        case ExplainingChanged():
            return _replace(state, explaining=event.explaining)
        case HiddenChanged():
            return _replace(state, hidden=event.hidden)
        case AnnouncementChanged():
            return _replace(state, announcement=event.announcement)
        case ShowChanged():
            return _replace(state, show=_renewed(state.show, event))
        case PlaybackChanged():
            return _replace(state, playback=event.playback)
        case DealChanged():
            return _replace(state, deals={**state.deals, event.deal.id: event.deal})
        case DealOver():
            left = {name: deal for name, deal in state.deals.items() if name != event.deal_id}
            return _replace(state, deals=left)
        case OrderPaid():
            return state
        case _:
            assert_never(event)


_replace = msgspec.structs.replace


def _renewed(show: ShowInfo, event: ShowChanged) -> ShowInfo:
    return _replace(
        show,
        state=event.state,
        title=show.title if event.title is msgspec.UNSET else event.title,
        host_name=show.host_name if event.host_name is msgspec.UNSET else event.host_name,
    )


def _by_id(cards: Iterable[ProductCard]) -> dict[str, ProductCard]:
    return {card.id: card for card in cards}


def _without(pins: tuple[Pin, ...], product_id: str) -> tuple[Pin, ...]:
    return tuple(pin for pin in pins if pin.product_id != product_id)


def _put_card(state: RoomState, card: ProductCard) -> RoomState:
    return _replace(state, products={**state.products, card.id: card})


def _put_stock(state: RoomState, event: Stock) -> RoomState:
    card = state.products.get(event.product_id)
    if card is None:
        return state
    variants = _with_stock(card.variants, event.variants)
    return _put_card(
        state,
        _replace(card, available=event.available, stock_version=event.version, variants=variants),
    )


def _with_stock(
    variants: tuple[VariantCard, ...], available: dict[str, int]
) -> tuple[VariantCard, ...]:
    return tuple(
        _replace(variant, available=available.get(variant.id, variant.available))
        for variant in variants
    )


def _with_newest_stock(state: RoomState, card: ProductCard) -> ProductCard:
    known = state.products.get(card.id)
    if known is None or card.stock_version >= known.stock_version:
        return card
    return _replace(
        card,
        available=known.available,
        stock_version=known.stock_version,
        variants=_with_stock(
            card.variants, {variant.id: variant.available for variant in known.variants}
        ),
    )
