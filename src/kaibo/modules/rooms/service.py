"""Pinning, and reading together what a room shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductCard, VariantCard
from kaibo.modules.media import facade as media
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.promotions.contracts import FlashDeal
from kaibo.modules.rooms import explaining, frames, moderating, repository
from kaibo.modules.rooms.contracts import Pin, ShowCard
from kaibo.modules.rooms.errors import NotInTrayError, TooManyPinsError
from kaibo.modules.rooms.events import ProductPinned, ProductUnpinned
from kaibo.modules.rooms.models import PinRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show, ShowState
from kaibo.modules.shows.errors import ShowClosedError
from kaibo.platform.db import UnitOfWork

# More cards than this cover the picture they are meant to sell from.
PIN_LIMIT = 3


def pin(uow: UnitOfWork, reference: str, product_id: str) -> Pin:
    """Hold a product up; one that is pinned already stays so."""
    # Held, so that colleagues who pin at once count one another's.
    show = shows.hold_show(uow, reference)
    if show.state == ShowState.CLOSED:
        raise ShowClosedError
    if product_id not in show.product_ids:
        raise NotInTrayError(product_id=product_id)
    present = present_pins(uow.session, show)
    for known in present:
        if known.product_id == product_id:
            return known
    if len(present) >= PIN_LIMIT:
        raise TooManyPinsError(limit=PIN_LIMIT)
    row = PinRow(id=new_id("pin"), show_id=show.id, product_id=product_id, pinned_at=uow.now)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError:
        # A colleague pinned it in the same moment.
        return Pin(product_id, uow.now)
    shows.note(uow, show.id, EntryKind.PINNED, product_id)
    uow.emit(ProductPinned(show_id=show.id, product_id=product_id))
    return Pin(product_id, uow.now)


def unpin(uow: UnitOfWork, reference: str, product_id: str) -> None:
    """Put a product back; one that is not pinned stays so."""
    _unpin(uow, shows.get_show(uow.session, reference).id, product_id)


def unpin_all(uow: UnitOfWork, show_id: str) -> None:
    """Put everything back."""
    _unpin(uow, show_id)


def unpin_what_left(uow: UnitOfWork, show_id: str) -> None:
    """Put back what is pinned but no longer in the tray."""
    # Held, so that what a colleague puts into the tray and pins at this moment stays.
    show = shows.hold_show(uow, show_id)
    for row in repository.pins(uow.session, show_id):
        if row.product_id not in show.product_ids:
            _unpin(uow, show_id, row.product_id)


def _unpin(uow: UnitOfWork, show_id: str, product_id: str | None = None) -> None:
    for removed in repository.unpin(uow, show_id, product_id):
        shows.note(uow, show_id, EntryKind.UNPINNED, removed)
        uow.emit(ProductUnpinned(show_id=show_id, product_id=removed))


def present_pins(session: Session, show: Show) -> list[Pin]:
    """Give what is pinned now and still in the tray, newest first."""
    return [
        Pin(row.product_id, row.pinned_at)
        for row in repository.pins(session, show.id)
        if row.product_id in show.product_ids
    ]


def tray(session: Session, show: Show) -> list[ProductCard]:
    """Give the products of a show in their order, with the stock that the show can sell."""
    cards = catalog.cards(session, show.product_ids, show_id=show.id)
    return [cards[product_id] for product_id in show.product_ids if product_id in cards]


def snapshot(
    session: Session, show_id: str, addresses: media.Addresses, *, at: datetime
) -> frames.RoomSnapshot:
    """Read together everything a room shows at that moment; ``addresses`` are for everybody."""
    show = shows.get_show(session, show_id)
    playback = media.playback(session, show, addresses)
    return frames.RoomSnapshot(
        show=frames.ShowInfo(show.id, show.slug, show.title, show.host_name, show.state.value),
        playback=frames.Playback(playback.state.value, playback.hls_url, playback.whep_url),
        products=tuple(to_frame_card(card) for card in tray(session, show)),
        pins=tuple(
            frames.Pin(pin.product_id, epoch_ms(pin.pinned_at))
            for pin in present_pins(session, show)
        ),
        explaining=explaining.to_frame(explaining.present(session, show)),
        deals=tuple(to_frame_deal(deal) for deal in promotions.present_deals(session, show.id, at)),
        hidden=moderating.hidden(session, show.id),
        announcement=moderating.announcement(session, show.id),
    )


def show_cards(session: Session) -> list[ShowCard]:
    """Give the shows on air and to come; the first product's picture stands for a cover."""
    return [
        ShowCard(
            id=show.id,
            slug=show.slug,
            title=show.title,
            host_name=show.host_name,
            state=show.state,
            starts_at=show.starts_at,
            cover_url=next((card.picture_url for card in tray(session, show)), None),
        )
        for show in shows.open_shows(session)
    ]


def to_frame_card(card: ProductCard) -> frames.ProductCard:
    """Give a product card as a frame."""
    return frames.ProductCard(
        id=card.id,
        title=card.title,
        description=card.description,
        price=_money(card.price),
        compare_at=None if card.compare_at is None else _money(card.compare_at),
        compare_basis=card.compare_basis,
        picture_url=card.picture_url,
        available=card.available,
        stock_version=card.stock_version,
        options=tuple(card.options),
        variants=tuple(_to_frame_variant(variant) for variant in card.variants),
        limit_per_buyer=card.limit_per_buyer,
        return_class=card.return_class.value,
        compare_kind=card.compare_kind.value,
        is_archived=card.is_archived,
    )


def to_frame_deal(deal: FlashDeal) -> frames.Deal:
    """Give a deal as a frame."""
    return frames.Deal(
        id=deal.id,
        product_id=deal.product_id,
        variant_id=deal.variant_id,
        price=_money(deal.price),
        compare_at=deal.compare_at,
        total=deal.total_limit,
        left=deal.left,
        buyer_limit=deal.buyer_limit,
        announced_at=epoch_ms(deal.announced_at),
        starts_at=epoch_ms(deal.starts_at),
        ends_at=epoch_ms(deal.ends_at),
        version=deal.version,
    )


def _to_frame_variant(variant: VariantCard) -> frames.VariantCard:
    return frames.VariantCard(
        id=variant.id,
        values=tuple(variant.values),
        price=_money(variant.price),
        available=variant.available,
        compare_at=None if variant.compare_at is None else _money(variant.compare_at),
        picture_url=variant.picture_url,
    )


def mask(name: str) -> str:
    """Give a buyer's name as the room may see it: its first character."""
    return f"{name[:1]}**"


def _money(money: Money) -> frames.Money:
    return frames.Money(money.amount, money.currency)
