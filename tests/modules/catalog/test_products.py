"""Products: prices that mean what they say, lists, changes."""

import threading
from typing import Any

import pytest
from sqlalchemy import select, text

from kaibo.modules.catalog.models import ProductRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.service import products as service
from kaibo.platform.db import UnitOfWork
from tests.support.house import House, Shop
from tests.support.network import wait_until

TEA = {"title": "Oolong 烏龍", "price": 5000}


@pytest.mark.parametrize(
    "wrong",
    [
        {"compare_at": 5000, "compare_basis": "last month"},
        {"compare_at": 4999, "compare_basis": "last month"},
        {"compare_at": 6000},
        {"compare_at": 6000, "compare_basis": "  "},
    ],
)
def test_a_compared_price_is_higher_and_says_by_what(shop: Shop, wrong: dict[str, Any]) -> None:
    answer = shop.owner.post("/products", TEA | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "catalog.bad_compare_price")


def test_a_compared_price_stays_right_when_the_price_changes(shop: Shop) -> None:
    compared = TEA | {"compare_at": 6000, "compare_basis": "price in March"}
    made = shop.owner.post("/products", compared).json()
    path = f"/products/{made['id']}"

    assert shop.owner.patch(path, {"price": 6000}).status_code == 422
    assert shop.owner.patch(path, {"compare_basis": ""}).status_code == 422
    assert shop.owner.get(path).json() == made
    freed = shop.owner.patch(path, {"price": 7000, "compare_at": None}).json()
    assert (freed["price"]["amount"], freed["compare_at"]) == (7000, None)


def test_prices_are_in_the_stores_currency(shop: Shop) -> None:
    made = shop.owner.post("/products", TEA).json()
    assert made["price"] == {"amount": 5000, "currency": "CNY"}
    assert made["stock"] == {
        "on_hand": 0,
        "reserved": 0,
        "allocated": 0,
        "available": 0,
    }


def test_another_stores_prices_are_in_its_own(house: House) -> None:
    owner = house.set_up("JPY")
    assert owner.post("/products", TEA).json()["price"]["currency"] == "JPY"


@pytest.mark.parametrize(
    "wrong",
    [{"price": -1}, {"price": 1.5}, {"price": 10**13}, {"title": ""}, {"title": "x" * 201},
     {"stock": -1}, {"stock": 10**10}, {"compare_at": 0}],
)  # fmt: skip
def test_values_out_of_reason_are_refused(shop: Shop, wrong: dict[str, Any]) -> None:
    assert shop.owner.post("/products", TEA | wrong).status_code == 422


def test_pages_hold_each_product_once(shop: Shop) -> None:
    for number in range(4):
        shop.owner.post("/products", TEA | {"title": f"Tea {number}"})
    first = shop.owner.get("/products?limit=3").json()
    rest = shop.owner.get(f"/products?limit=3&cursor={first['next_cursor']}").json()
    ids = [item["id"] for item in first["items"] + rest["items"]]
    assert len(set(ids)) == 5
    assert rest["next_cursor"] is None
    assert shop.owner.get("/products?limit=101").status_code == 422


def test_what_is_left_out_of_a_change_stays(shop: Shop) -> None:
    made = shop.owner.post("/products", TEA | {"description": "high mountain"}).json()
    changed = shop.owner.patch(f"/products/{made['id']}", {"title": "New", "price": None}).json()
    assert changed == made | {"title": "New"}
    assert shop.owner.patch("/products/prd_nothing", {"title": "New"}).status_code == 404


def test_products_are_given_by_their_variants_once_each(shop: Shop) -> None:
    sizes = [{"values": [size], "price": 100} for size in ("S", "L")]
    cups = {"title": "Cups", "options": ["Size"], "variants": sizes}
    made = [shop.owner.post("/products", told).json() for told in (cups, TEA)]
    shop.owner.put(f"/products/{made[0]['id']}/archived", {"archived": True})
    wanted = [variant["id"] for product in made for variant in product["variants"]]
    asked = "&".join(f"id={variant_id}" for variant_id in [*wanted, "var_nowhere"])
    found = shop.owner.get(f"/products/by-variant?{asked}").json()
    assert [product["id"] for product in found] == [product["id"] for product in made]
    assert found[0]["archived_at"]


def test_a_sku_that_another_variant_has_is_refused_in_new_and_in_changed_products(
    shop: Shop,
) -> None:
    taken = TEA | {"variants": [{"sku": "A", "price": 100}]}
    assert shop.owner.post("/products", taken).status_code == 201
    other = shop.owner.post("/products", TEA).json()
    variant = {"id": other["variants"][0]["id"], "sku": "A", "price": 100}

    for answer in (
        shop.owner.post("/products", taken),
        shop.owner.patch(f"/products/{other['id']}", {"variants": [variant]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "catalog.sku_taken")


def test_products_made_at_once_have_numbers_of_their_own(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered, go_on = threading.Event(), threading.Event()
    next_seq = repository.next_seq

    def stop_the_first(uow: UnitOfWork) -> int:
        number = next_seq(uow)
        if not numbered.is_set():
            numbered.set()
            assert go_on.wait(10)
        return number

    def is_waiting() -> bool:
        waiting = text(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND locktype = 'advisory' AND datname = current_database()"
        )
        return bool(shop.house.read(lambda session: session.scalar(waiting)))

    def make(title: str) -> threading.Thread:
        new = service.NewProduct(title=title, currency="CNY", price=1)
        maker = threading.Thread(target=shop.house.run, args=(service.create, new))
        maker.start()
        return maker

    monkeypatch.setattr(repository, "next_seq", stop_the_first)
    first = make("first")
    assert numbered.wait(10)
    second = make("second")
    if not shop.house.db.is_sqlite:  # which has one writer: the second waits in line
        wait_until(is_waiting, 10, because="the second did not wait")
    go_on.set()
    first.join()
    second.join()

    numbers = select(ProductRow.title, ProductRow.seq).where(ProductRow.seq > 1)
    made = shop.house.read(lambda session: session.execute(numbers).all())
    assert {tuple(row) for row in made} == {("first", 2), ("second", 3)}
