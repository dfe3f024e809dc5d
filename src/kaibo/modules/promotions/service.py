"""Announcing flash deals, and counting what they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.promotions import repository
from kaibo.modules.promotions.contracts import GRACE, FlashDeal
from kaibo.modules.promotions.errors import DealPriceError, DealRunningError, DealSoldOutError
from kaibo.modules.promotions.events import DealChanged
from kaibo.modules.promotions.models import FlashDealRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
from kaibo.platform.db import UnitOfWork

OVER_JOB = "promotions.over"


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A deal to be: ``price`` in minor units, limits in pieces."""

    product_id: str
    variant_id: str | None
    price: int
    total_limit: int
    buyer_limit: int | None
    countdown: timedelta
    duration: timedelta


def announce(uow: UnitOfWork, reference: str, new: NewDeal, actor: str) -> FlashDeal:
    """Announce a deal: it begins after its countdown and ends after its duration."""
    # Held, so that colleagues who announce at once see one another's.
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    card = catalog.cards(uow.session, [new.product_id]).get(new.product_id)
    if card is None or new.product_id not in show.product_ids:
        raise NotFoundError(field="product_id", product_id=new.product_id)
    for row in repository.of_show(uow.session, show.id, ending_after=uow.now - GRACE):
        if row.product_id == new.product_id:
            raise DealRunningError(product_id=new.product_id)
    starts_at = uow.now + new.countdown
    prices = _prices(card, new)
    row = FlashDealRow(
        id=new_id("del"),
        show_id=show.id,
        product_id=new.product_id,
        variant_id=new.variant_id,
        currency=card.price.currency,
        price=new.price,
        compare_at=catalog.struck_through(
            uow.session, dict.fromkeys(prices, new.price), begins=starts_at
        ),
        total_limit=new.total_limit,
        buyer_limit=new.buyer_limit,
        sold=0,
        announced_at=uow.now,
        starts_at=starts_at,
        ends_at=starts_at + new.duration,
        stopped_at=None,
        actor=actor,
        version=1,
    )
    uow.session.add(row)
    uow.session.flush()
    shows.note(
        uow,
        show.id,
        EntryKind.DEAL_ANNOUNCED,
        row.id,
        product_id=row.product_id,
        starts_at=epoch_ms(row.starts_at),
        ends_at=epoch_ms(row.ends_at),
    )
    uow.emit(DealChanged(deal_id=row.id, show_id=show.id))
    uow.enqueue(OVER_JOB, {"deal_id": row.id, "show_id": show.id}, run_at=row.ends_at + GRACE)
    return to_deal(row)


def stop(uow: UnitOfWork, deal_id: str, *, show_id: str) -> FlashDeal:
    """End a deal of that show now; one that is over stays so."""
    row = repository.hold_one(uow, deal_id)
    if row is None or row.show_id != show_id:
        raise NotFoundError(deal_id=deal_id)
    if row.stopped_at is None and row.ends_at > uow.now:
        row.stopped_at = uow.now
        row.version += 1
        shows.note(uow, row.show_id, EntryKind.DEAL_OVER, row.id, product_id=row.product_id)
        uow.emit(DealChanged(deal_id=row.id, show_id=row.show_id))
    return to_deal(row)


def ran_out(uow: UnitOfWork, deal_id: str) -> None:
    """Write down when a deal ended that nobody stopped, and tell the room."""
    row = repository.hold_one(uow, deal_id)
    if row is None:
        return
    if row.stopped_at is None:
        kind, at = EntryKind.DEAL_OVER, row.ends_at
        shows.note(uow, row.show_id, kind, row.id, at=at, product_id=row.product_id)
    uow.emit(DealChanged(deal_id=row.id, show_id=row.show_id))


def stop_all(uow: UnitOfWork, show_id: str) -> None:
    """End the deals of a show."""
    for row in repository.of_show(uow.session, show_id, ending_after=uow.now):
        stop(uow, row.id, show_id=show_id)


def count(uow: UnitOfWork, pieces: Mapping[str, int], shows_of: Mapping[str, str]) -> None:
    """Count pieces as given by these deals (negative: given back); ``shows_of`` by deal.

    Raises ``DealSoldOutError`` when a deal has fewer left.
    """
    for deal_id, number in sorted(pieces.items()):
        if not repository.count(uow, deal_id, number):
            raise DealSoldOutError(deal_id=deal_id)
        uow.emit(DealChanged(deal_id=deal_id, show_id=shows_of[deal_id]))


def to_deal(row: FlashDealRow) -> FlashDeal:
    """Give the deal as others may know it."""
    return FlashDeal(
        id=row.id,
        show_id=row.show_id,
        product_id=row.product_id,
        variant_id=row.variant_id,
        price=Money(row.price, row.currency),
        compare_at={variant: int(price) for variant, price in row.compare_at.items()},
        total_limit=row.total_limit,
        buyer_limit=row.buyer_limit,
        sold=row.sold,
        announced_at=row.announced_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stopped_at=row.stopped_at,
        version=row.version,
    )


def _prices(card: ProductCard, new: NewDeal) -> dict[str, int]:
    prices = {
        variant.id: variant.price.amount
        for variant in card.variants
        if new.variant_id in {None, variant.id}
    }
    if not prices:
        raise NotFoundError(field="variant_id", variant_id=new.variant_id)
    if new.price >= min(prices.values()):
        raise DealPriceError(field="price", price=min(prices.values()))
    return prices
