"""Stock: by hand, set aside for shows, and by orders; each change is a line in the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.catalog.events import ProductsChanged, SoldOut, StockChanged, StockLow
from kaibo.modules.catalog.repository import products
from kaibo.modules.catalog.repository import stock as repository
from kaibo.modules.catalog.shelf import Level, Shelf
from kaibo.platform.db import UnitOfWork


def write(uow: UnitOfWork, shelf: Shelf) -> None:
    """Write what was decided on a shelf and tell of it."""
    moved = sorted(write_untold(uow, shelf))
    if len(moved) == 1:
        uow.emit(StockChanged(product_id=moved[0]))
    elif moved:
        uow.emit(ProductsChanged(product_ids=moved))


def write_untold(uow: UnitOfWork, shelf: Shelf) -> set[str]:
    """Write what was decided on a shelf; give the products whose stock changed, for the caller.

    Only of what runs out is told here.
    """
    repository.write(uow, shelf)
    moved = shelf.moved
    if not moved:
        return set()
    told = {level.product_id for level in moved}
    told.update(products.products_of_bundles(uow.session, [level.variant_id for level in moved]))
    for level in moved:
        _tell_crossing(uow, level, level.was, level.available)
    for show_id, item in sorted(shelf.moved_allotments):
        part = shelf.allotments[show_id, item]
        _tell_crossing(uow, shelf.levels[item], part.was, part.remaining, show_id)
    return told


def _tell_crossing(uow: UnitOfWork, level: Level, was: int, left: int, show_id: str = "") -> None:
    """Tell when what is left falls to nothing or to the mark, and not below these again."""
    item, at_ms = level.variant_id, epoch_ms(uow.now)
    if was > 0 >= left:
        uow.emit(SoldOut(variant_id=item, at_ms=at_ms, show_id=show_id))
    elif was > level.low_at >= left:
        uow.emit(StockLow(variant_id=item, available=left, at_ms=at_ms, show_id=show_id))


def units_of(uow: UnitOfWork, quantities: Mapping[str, int]) -> dict[str, int]:
    """Give the units by stock item that these pieces by variant draw, in the order of the items."""
    draws = products.draws(uow.session, quantities)
    units: dict[str, int] = {}
    for variant_id, pieces in quantities.items():
        for item, each in draws[variant_id]:
            units[item] = units.get(item, 0) + each * pieces
    return dict(sorted(units.items()))


def adjust(uow: UnitOfWork, variant_id: str, delta: int, reason: str, actor: str = "") -> None:
    """Add or remove units by hand; what unpaid orders and shows hold cannot be removed."""
    shelf = _hold_one(uow, variant_id)
    shelf.adjust(variant_id, delta, reason=reason, actor=actor)
    write(uow, shelf)


def set_aside(uow: UnitOfWork, show_id: str, variant_id: str, units: int, actor: str = "") -> None:
    """Have a show hold ``units`` of a variant for itself, those it sold already included."""
    shelf = _hold_one(uow, variant_id, show_id)
    shelf.set_aside(show_id, variant_id, units, actor=actor)
    write(uow, shelf)


def free(uow: UnitOfWork, show_id: str) -> None:
    """Give what a show holds and has not sold back to all; it holds nothing any more."""
    held = repository.allocations(uow.session, show_id=show_id)
    if not held:
        return
    shelf = repository.hold(uow, [part.variant_id for part in held], [show_id])
    shelf.free(show_id)
    write(uow, shelf)
    repository.close_allotments(uow, show_id)


def _hold_one(uow: UnitOfWork, variant_id: str, show_id: str | None = None) -> Shelf:
    shelf = repository.hold(uow, [variant_id], [show_id])
    if variant_id not in shelf.levels:
        # Unknown, or a bundle, whose stock is that of its components.
        raise NotFoundError(variant_id=variant_id)
    return shelf
