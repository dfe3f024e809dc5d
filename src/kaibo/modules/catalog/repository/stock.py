"""SQL of stock: rows are held, decided upon in memory (``shelf``), and written at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, bindparam, insert, select, update
from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_ids
from kaibo.modules.catalog.models import (
    AllocationRow,
    StockMovementRow,
    StockRow,
    VariantRow,
)
from kaibo.modules.catalog.shelf import Allotment, Level, Shelf
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup, insert_rows

# Of nothing there is no part: who sets nothing aside any more sells of all again.
_IS_OPEN = and_(AllocationRow.closed_at.is_(None), AllocationRow.units > 0)
_OWN_PARTS = select(AllocationRow.variant_id, AllocationRow.remaining).where(
    AllocationRow.show_id == bindparam("show_id"), _IS_OPEN
)
_SET_STOCK = (
    update(StockRow)
    .where(
        StockRow.variant_id == bindparam("b_variant_id"), StockRow.version == bindparam("b_version")
    )
    .values(
        on_hand=bindparam("b_on_hand"),
        reserved=bindparam("b_reserved"),
        allocated=bindparam("b_allocated"),
        version=StockRow.version + 1,
    )
)


def _hold(given: Given) -> Select[str, str, int, int, int, int, int]:
    wanted, (item,) = given("items")
    return (
        select(
            StockRow.variant_id,
            VariantRow.product_id,
            StockRow.on_hand,
            StockRow.reserved,
            StockRow.allocated,
            StockRow.low_at,
            StockRow.version,
        )
        .join(VariantRow, VariantRow.id == StockRow.variant_id)
        .where(StockRow.variant_id.in_(select(item).select_from(wanted)))
        .order_by(StockRow.variant_id)
        .with_for_update(of=StockRow)
    )


def _allotments(given: Given) -> Select[str, str, int, int]:
    shows, (show_id,) = given("show_ids")
    wanted, (item,) = given("items")
    return select(
        AllocationRow.show_id,
        AllocationRow.variant_id,
        AllocationRow.units,
        AllocationRow.remaining,
    ).where(
        AllocationRow.show_id.in_(select(show_id).select_from(shows)),
        AllocationRow.variant_id.in_(select(item).select_from(wanted)),
        _IS_OPEN,
    )


_HOLD = Lookup(_hold)
_ALLOTMENTS = Lookup(_allotments)


def hold(uow: UnitOfWork, items: Collection[str], show_ids: Collection[str | None] = ()) -> Shelf:
    """Give the stock of these items, held until the transaction ends.

    Rows are taken in the order of their ids, so that no two transactions wait for each other.
    """
    levels = [Level(*row) for row in _HOLD(uow.session, items=items)]
    shows = [show_id for show_id in show_ids if show_id]
    return Shelf(levels, allotments(uow.session, shows, items) if shows else ())


def allotments(
    session: Session, show_ids: Collection[str], items: Collection[str]
) -> list[Allotment]:
    """Give the open parts of these shows."""
    return [Allotment(*row) for row in _ALLOTMENTS(session, show_ids=show_ids, items=items)]


def own_parts(session: Session, show_id: str | None) -> dict[str, int]:
    """Give what is left, by item, of what that show holds for itself; of no show nothing."""
    if show_id is None:
        return {}
    return dict(session.execute(_OWN_PARTS, {"show_id": show_id}).all())


def write(uow: UnitOfWork, shelf: Shelf) -> None:
    """Write what was decided: stock, parts of shows, and the ledger."""
    levels = shelf.moved
    if levels:
        result = uow.session.connection().execute(
            _SET_STOCK,
            [
                {
                    "b_variant_id": level.variant_id,
                    "b_version": level.version,
                    "b_on_hand": level.on_hand,
                    "b_reserved": level.reserved,
                    "b_allocated": level.allocated,
                }
                for level in levels
            ],
        )
        if result.rowcount != len(levels):
            msg = "stock that was held has changed"
            raise AssertionError(msg)
        ids = new_ids("mov", len(shelf.movements))
        insert_rows(
            uow.session,
            StockMovementRow,
            [
                {
                    "id": movement_id,
                    "variant_id": move.variant_id,
                    "kind": move.kind.value,
                    "on_hand_delta": move.on_hand,
                    "reserved_delta": move.reserved,
                    "allocated_delta": move.allocated,
                    "reference": move.reference,
                    "actor": move.actor,
                    "created_at": uow.now,
                }
                for movement_id, move in zip(ids, shelf.movements, strict=True)
            ],
        )
    _write_allotments(uow, shelf)


def _write_allotments(uow: UnitOfWork, shelf: Shelf) -> None:
    for key in sorted(shelf.moved_allotments):
        part = shelf.allotments[key]
        changed = uow.session.connection().execute(
            update(AllocationRow)
            .where(
                AllocationRow.show_id == part.show_id, AllocationRow.variant_id == part.variant_id
            )
            .values(units=part.units, remaining=part.remaining, closed_at=None)
        )
        if not changed.rowcount:
            uow.session.connection().execute(
                insert(AllocationRow).values(
                    show_id=part.show_id,
                    variant_id=part.variant_id,
                    units=part.units,
                    remaining=part.remaining,
                )
            )


def close_allotments(uow: UnitOfWork, show_id: str) -> None:
    """Mark the parts of a show as over; nothing goes back to them from now on."""
    uow.session.execute(
        update(AllocationRow)
        .where(AllocationRow.show_id == show_id)
        .values(closed_at=uow.now)
        .execution_options(synchronize_session=False)
    )


def allocations(
    session: Session, *, show_id: str | None = None, variant_ids: Collection[str] | None = None
) -> Sequence[AllocationRow]:
    """Give open parts, of one show or of these variants."""
    query = select(AllocationRow).where(_IS_OPEN)
    if show_id is not None:
        query = query.where(AllocationRow.show_id == show_id)
    if variant_ids is not None:
        query = query.where(AllocationRow.variant_id.in_(variant_ids))
    return session.scalars(query.order_by(AllocationRow.variant_id)).all()


def movements(
    session: Session, variant_ids: Collection[str], *, before: str | None, limit: int
) -> Sequence[StockMovementRow]:
    """Give lines of the ledger, newest first."""
    query = (
        select(StockMovementRow)
        .where(StockMovementRow.variant_id.in_(variant_ids))
        .order_by(StockMovementRow.id.desc())
        .limit(limit)
    )
    if before:
        query = query.where(StockMovementRow.id < before)
    return session.scalars(query).all()
