"""Prices, their history, and what may be struck through beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_id
from kaibo.modules.catalog import domain
from kaibo.modules.catalog.contracts import CompareKind
from kaibo.modules.catalog.models import PriceChangeRow, ProductRow, VariantRow
from kaibo.modules.catalog.repository import prices as repository
from kaibo.platform.db import UnitOfWork


def begin(
    uow: UnitOfWork,
    product: ProductRow,
    variant: VariantRow,
    *,
    compare_at: int | None,
    actor: str,
) -> None:
    """Give a new variant its first compared price and the first line of its history."""
    variant.compare_at = _compare_at(uow, product, variant, variant.price, compare_at)
    _write_down(uow, variant, actor)


def set_price(
    uow: UnitOfWork,
    product: ProductRow,
    variant: VariantRow,
    *,
    price: int,
    compare_at: int | None,
    actor: str,
) -> None:
    """Set price and compared price; a change is a line of the price history."""
    if price != variant.price:
        variant.price_since = uow.now
    compared = _compare_at(uow, product, variant, price, compare_at)
    if (price, compared) == (variant.price, variant.compare_at):
        return
    variant.price, variant.compare_at = price, compared
    _write_down(uow, variant, actor)


def note_paid(uow: UnitOfWork, paid: Collection[tuple[str, int]]) -> None:
    """Note that these prices, as variant and price of a piece, were paid now.

    By the hour, since many buy the same; but in the hour in which a price began, not before it
    did: what is paid at a price would else count as paid before it.
    """
    hour = _hour(uow.now)
    began = repository.began(uow.session, {variant_id for variant_id, _ in paid})
    repository.note_paid(
        uow, {(variant_id, max(hour, began[variant_id]), price) for variant_id, price in paid}
    )


def struck_through(session: Session, prices: dict[str, int], *, begins: datetime) -> dict[str, int]:
    """Give what may be struck through beside these prices by variant, which begin at ``begins``."""
    # The whole of its first hour: what was paid is known by the hour.
    since = _hour(begins - domain.COMPARE_WINDOW)
    lowest = repository.lowest_paid(session, list(prices), since=since, until=begins)
    found: dict[str, int] = {}
    for variant_id, price in prices.items():
        last = None
        if variant_id not in lowest:
            last = repository.last_paid(session, variant_id, until=begins)
        compared = domain.compared_price(price, lowest.get(variant_id), last)
        if compared is not None:
            found[variant_id] = compared
    return found


def history(session: Session, variant_ids: Collection[str]) -> Sequence[PriceChangeRow]:
    """Give every price of these variants, newest first."""
    return repository.history(session, variant_ids)


def _compare_at(
    uow: UnitOfWork, product: ProductRow, variant: VariantRow, price: int, stated: int | None
) -> int | None:
    kind = CompareKind(product.compare_kind)
    domain.check_compare_price(price, stated, kind, product.compare_basis)
    if kind is CompareKind.STATED:
        return stated
    return struck_through(uow.session, {variant.id: price}, begins=variant.price_since).get(
        variant.id
    )


def _write_down(uow: UnitOfWork, variant: VariantRow, actor: str) -> None:
    uow.session.add(
        PriceChangeRow(
            id=new_id("prc"),
            variant_id=variant.id,
            price=variant.price,
            compare_at=variant.compare_at,
            actor=actor,
            at=uow.now,
        )
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
