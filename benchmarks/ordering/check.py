"""Whether stock and orders add up, asked of the database alone by a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from benchmarks.ordering import seam

# The names are the seam's own.
_SOLD = f"""
SELECT l.{seam.ITEM}, sum(l.quantity) FROM {seam.LINES} l
JOIN {seam.ORDERS} o ON o.id = l.order_id WHERE o.state <> 'cancelled' GROUP BY l.{seam.ITEM}
"""  # noqa: S608 - as said
_LEDGER = f"""
SELECT {seam.ITEM}, sum(on_hand_delta), sum(reserved_delta)
FROM {seam.LEDGER} GROUP BY {seam.ITEM}
"""  # noqa: S608 - as said
_STOCK = f"SELECT {seam.ITEM}, on_hand, reserved FROM {seam.STOCK}"  # noqa: S608 - as said


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found."""

    oversold: int
    """Units in orders that were never there."""
    wrong: list[str]
    """Sentences on whatever does not add up."""


def check(engine: Engine, stock: Mapping[str, int], accepted: Mapping[str, int]) -> Verdict:
    """Compare orders, stock and ledger with each other and with what is known of them.

    `stock` is what each item began with; `accepted` the units in orders that buyers were told of.
    Nothing is paid here, so what was ordered is what is reserved.
    """
    with engine.connect() as connection:
        sold = {item: int(units) for item, units in connection.exec_driver_sql(_SOLD)}
        ledger = {
            item: (int(on_hand), int(reserved))
            for item, on_hand, reserved in connection.exec_driver_sql(_LEDGER)
        }
        present = {
            item: (on_hand, reserved)
            for item, on_hand, reserved in connection.exec_driver_sql(_STOCK)
        }
    oversold = sum(max(0, units - stock.get(item, 0)) for item, units in sold.items())
    wrong = [
        f"{item}: {what}"
        for item in stock
        for what in _differences(
            stock[item],
            accepted.get(item, 0),
            sold.get(item, 0),
            ledger.get(item, (0, 0)),
            present.get(item, (0, 0)),
        )
    ]
    wrong += [f"{item}: not an item of this run" for item in sold.keys() - stock.keys()]
    return Verdict(oversold, wrong)


def _differences(
    began: int, accepted: int, sold: int, ledger: tuple[int, int], present: tuple[int, int]
) -> Iterator[str]:
    if sold > began:
        yield f"{sold} units in orders, of {began}"
    if accepted != sold:
        yield f"{accepted} units acknowledged, {sold} in orders"
    if ledger != present:
        yield f"the ledger adds up to {ledger} on hand and reserved, the stock is {present}"
    if present != (began, sold):
        yield f"{present} on hand and reserved, though {began} came and {sold} were ordered"
