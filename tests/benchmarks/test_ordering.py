"""What the figures of `make bench-orders` rest on: its check, and the rows it writes again."""

from collections import Counter
from itertools import islice

import pytest
from sqlalchemy import text

from benchmarks.ordering import seam
from benchmarks.ordering.check import check
from benchmarks.ordering.raw import Writer
from benchmarks.ordering.rows import batches, snapshot, written
from tests.support.house import Shop


def sell(shop: Shop, orders: int) -> str:
    """Sell one unit in each of these orders; give the item's id."""
    placed = [shop.place(shop.house.viewer()) for _ in range(orders)]
    item: str = placed[0]["lines"][0][seam.LINE_KEY]
    return item


def test_a_shop_that_sold_what_it_had_adds_up(shop: Shop) -> None:
    item = sell(shop, 5)

    verdict = check(shop.house.db.read_engine, {item: 5}, {item: 5})

    assert (verdict.oversold, verdict.wrong) == (0, [])


@pytest.mark.parametrize(
    ("mischief", "oversold"),
    [
        ("UPDATE order_lines SET quantity = 4", 3),
        ("UPDATE orders SET state = 'cancelled'", 0),
        ("UPDATE stock SET reserved = 1", 0),
        ("DELETE FROM stock_movements WHERE reserved_delta = 1", 0),
    ],
)
def test_a_unit_too_many_or_too_few_anywhere_is_found(
    shop: Shop, mischief: str, oversold: int
) -> None:
    item = sell(shop, 2)
    shop.house.run(lambda uow: uow.session.execute(text(mischief)))

    verdict = check(shop.house.db.read_engine, {item: 5}, {item: 2})

    assert verdict.oversold == oversold
    assert verdict.wrong


def test_an_order_that_a_buyer_was_told_of_and_is_not_there_is_found(shop: Shop) -> None:
    item = sell(shop, 2)

    verdict = check(shop.house.db.read_engine, {item: 5}, {item: 3})

    assert verdict.wrong == [f"{item}: 3 units acknowledged, 2 in orders"]


def test_the_rows_of_orders_can_be_written_again_for_others(shop: Shop) -> None:
    engine = shop.house.db.read_engine
    before = snapshot(engine)
    item = sell(shop, 2)
    found = written(before, snapshot(engine), engine.dialect)

    writer = Writer(shop.house.settings.sqlalchemy_url, found)
    for batch in islice(batches(found, 1), 3):
        writer.write(batch)
    writer.close()

    verdict = check(engine, {item: 5}, {item: 5})
    assert (verdict.oversold, verdict.wrong) == (0, [])
    counts = Counter({name: len(rows) for name, rows in snapshot(engine).items()})
    counts.subtract({name: len(rows) for name, rows in before.items()})
    assert counts[seam.ORDERS] == counts[seam.LINES] == counts[seam.LEDGER] == 5
    assert counts["payments"] == 5
