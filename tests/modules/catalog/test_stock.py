"""Stock: never oversold, and the ledger adds up to it."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.apps.migrations import migrate
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import Product, Stock
from kaibo.modules.catalog.errors import SoldOutError, StockTooLowError
from kaibo.modules.catalog.models import StockMovementRow, StockRow
from kaibo.modules.catalog.service import stock as service
from kaibo.platform.db import UnitOfWork
from tests.support.house import House, Shop, at_once, settings_for


def ledger(session: Session, variant_id: str) -> tuple[int, int]:
    """Add up the ledger of a variant."""
    on_hand, reserved = session.execute(
        select(
            func.sum(StockMovementRow.on_hand_delta), func.sum(StockMovementRow.reserved_delta)
        ).where(StockMovementRow.variant_id == variant_id)
    ).one()
    return int(on_hand), int(reserved)


def test_of_rivals_at_the_last_unit_one_gets_it(house: House) -> None:
    product = house.product(stock=1)

    def buy(number: int) -> object:
        try:
            house.run(reserve, only(product), 1, f"ord_{number}")
        except SoldOutError as error:
            return error.params
        return "bought"

    outcomes = at_once(8, buy)
    assert outcomes.count("bought") == 1
    assert outcomes.count({"variant_id": only(product), "available": 0}) == 7
    assert house.stock(product.id) == Stock(on_hand=1, reserved=1, allocated=0, available=0)


def test_a_rival_inside_the_transaction_does_not_lead_to_overselling(house: House) -> None:
    """Staged: the second looks and asks while the first has reserved and not committed."""
    product = house.product(stock=1)
    first_has_it, second_asks = threading.Event(), threading.Event()
    outcome: list[object] = []

    def first(uow: UnitOfWork) -> None:
        reserve(uow, only(product), 1, "first")
        uow.session.flush()
        first_has_it.set()
        assert second_asks.wait(10)

    def second() -> None:
        assert first_has_it.wait(10)
        assert house.read(catalog.cards, [product.id])[product.id].available == 1
        second_asks.set()
        try:
            house.run(reserve, only(product), 1, "second")
        except SoldOutError as error:
            outcome.append(error.params["available"])

    threads = [
        threading.Thread(target=house.run, args=(first,)),
        threading.Thread(target=second),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert outcome == [0]
    assert house.stock(product.id).reserved == 1


def test_orders_of_the_same_products_in_any_order_do_not_deadlock(house: House) -> None:
    one, other = house.product(stock=100), house.product(stock=100)

    def buy(number: int) -> None:
        pair = [only(one), only(other)][:: 1 if number % 2 else -1]
        for _ in range(5):
            house.run(catalog.reserve, dict.fromkeys(pair, 1), show_id=None, reference=f"{number}")

    at_once(6, buy)
    assert [house.stock(product.id).reserved for product in (one, other)] == [30, 30]


def test_what_unpaid_orders_hold_cannot_be_removed_by_hand(shop: Shop) -> None:
    shop.place(shop.house.viewer(), 2)
    path = f"/products/{shop.product.id}/stock-adjustments"

    answer = shop.owner.post(path, {"delta": -4, "reason": "broken"})

    told = answer.json()
    assert (answer.status_code, told["code"], told["available"]) == (
        409,
        "catalog.stock_too_low",
        3,
    )
    assert told["errors"][0]["field"] == "delta"
    fine = shop.owner.post(path, {"delta": -3, "reason": "broken"}).json()
    assert fine["stock"] == {"on_hand": 2, "reserved": 2, "allocated": 0, "available": 0}


def test_the_table_itself_refuses_to_be_oversold(house: House) -> None:
    product = house.product(stock=1)
    for change in ("reserved = 2", "reserved = -1", "on_hand = -1", "allocated = 2"):
        with pytest.raises(IntegrityError):
            house.run(
                lambda uow, what=change: uow.session.execute(
                    text(f"UPDATE stock SET {what} WHERE variant_id = :id"),  # noqa: S608 - our own words
                    {"id": only(product)},
                )
            )


def test_every_change_makes_the_card_newer(shop: Shop) -> None:
    def version() -> int:
        return int(shop.house.read(catalog.cards, [shop.product.id])[shop.product.id].stock_version)

    seen = [version()]
    shop.place(shop.house.viewer())
    seen.append(version())
    shop.owner.post(
        f"/products/{shop.product.id}/stock-adjustments", {"delta": 1, "reason": "found"}
    )
    seen.append(version())
    assert seen == sorted(set(seen))


moves = st.lists(
    st.tuples(
        st.sampled_from(["adjust", "reserve", "release", "take", "fail"]), st.integers(-3, 6)
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def store() -> Iterator[House]:
    """One installation for all examples: each has a product of its own."""
    with tempfile.TemporaryDirectory() as folder:
        told = settings_for(Path(folder), "")
        migrate(told.sqlalchemy_url)
        house = House(told)
        yield house
        house.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_the_ledger_adds_up_to_the_stock_whatever_happens(
    store: House, steps: list[tuple[str, int]]
) -> None:
    product = store.product(stock=4)
    on_hand, reserved = 4, 0
    for kind, units in steps:
        try:
            store.run(move, only(product), kind, units)
        except (SoldOutError, StockTooLowError, AssertionError, LookupError):
            continue
        on_hand += {"adjust": units, "take": -units}.get(kind, 0)
        reserved += {"reserve": units, "release": -units, "take": -units}.get(kind, 0)

    assert store.stock(product.id) == Stock(on_hand, reserved, 0, on_hand - reserved)
    assert store.read(ledger, only(product)) == (on_hand, reserved)
    assert 0 <= reserved <= on_hand
    versions = store.read(
        lambda s: s.scalars(
            select(StockRow.version).where(StockRow.variant_id == only(product))
        ).one()
    )
    assert versions >= 1


def only(product: Product) -> str:
    """The id of the product's only variant."""
    return product.variants[0].id


def reserve(uow: UnitOfWork, variant_id: str, units: int, reference: str) -> None:
    catalog.reserve(uow, {variant_id: units}, show_id=None, reference=reference)


def move(uow: UnitOfWork, variant_id: str, kind: str, units: int) -> None:
    match kind:
        case "adjust":
            service.adjust(uow, variant_id, units, "by hand")
        case "fail":
            reserve(uow, variant_id, 1, "ord_1")
            raise LookupError
        case "reserve":
            reserve(uow, variant_id, units, "ord_1")
        case "release":
            catalog.release(uow, {variant_id: units}, show_id=None, reference="ord_1")
        case _:
            catalog.take(uow, {variant_id: units}, reference="ord_1")
