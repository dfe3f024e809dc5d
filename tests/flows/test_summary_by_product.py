"""A show's products by the minute: they add up to each product's figures."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.analytics.contracts import ActKind
from kaibo.modules.analytics.facade import ActKeeper, product_minutes
from kaibo.modules.catalog.contracts import Product
from kaibo.modules.orders import facade as orders
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.shows.contracts import Show
from tests.support.house import House, Shop, Viewer

COUNTS = ("clicks", "orders", "orders_paid", "pieces")


@dataclass
class Stall:
    """A show that sells a pot and a cup; somebody opens and orders before, in and after it."""

    house: House
    shop: Shop
    pot: Product
    cup: Product
    show: Show
    began: int

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        self.house.await_(self.house.context.port(ActKeeper).flush())
        self.house.await_(self.house.context.port(AttendanceKeeper).settle())
        answer = self.shop.owner.get(f"/shows/{self.show.id}/summary{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def table(self, name: str) -> list[dict[str, str]]:
        answer = self.shop.owner.get(f"/shows/{self.show.id}/summary.csv?table={name}")
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def opens(viewer: Viewer, show: Show, *products: Product) -> None:
    acts = [{"kind": "opened", "product_id": product.id} for product in products]
    assert viewer.post(f"/shows/{show.slug}/acts", {"acts": acts}).is_success


@pytest.fixture
def stall(shop: Shop) -> Stall:
    house, pot, cup = shop.house, shop.product, shop.house.product("Cup", price=100, stock=9)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    show = house.show(pot.id, cup.id, on_air=False)
    ada, jo = house.viewer("Ada"), house.viewer("Jo")

    def place(viewer: Viewer, **pieces: int) -> dict[str, Any]:
        lines = [
            {
                "variant_id": product.variants[0].id,
                "quantity": pieces[name],
                "unit_price": product.price.amount,
            }
            for name, product in (("pot", pot), ("cup", cup))
            if name in pieces
        ]
        return shop.place(viewer, show=show.slug, lines=lines)

    opens(ada, show, cup)
    house.pass_time(minutes=3)
    shop.owner.post(f"/shows/{show.id}/go-on-air")
    began = epoch_ms(house.clock.now())
    opens(ada, show, cup, pot)
    opens(jo, show, cup)
    house.run(orders.mark_paid, place(ada, pot=1, cup=2)["id"])
    house.pass_time(minutes=2)
    opens(ada, show, cup)
    late, _never = place(ada, cup=1), place(jo, cup=3)
    house.pass_time(minutes=2)
    shop.owner.post(f"/shows/{show.id}/end")
    house.pass_time(minutes=2)
    house.run(orders.mark_paid, late["id"])
    opens(jo, show, pot)
    return Stall(house, shop, pot, cup, show, began)


def test_the_minutes_of_a_product_add_up_to_its_figures(stall: Stall) -> None:
    """With what lies before and after them."""
    whole = {each["product_id"]: each for each in stall.get("")["products"]}
    for product in (stall.pot, stall.cup):
        told = stall.get(f"/products/{product.id}")
        parts = [told["earlier"], *told["minutes"], told["later"]]
        figures = whole[product.id]
        assert {each: sum(part[each] for part in parts) for each in COUNTS} == {
            each: figures[each] for each in COUNTS
        }
        gmv = sum((Counter(part["gmv_paid"]) for part in parts), Counter[str]())
        assert gmv == figures["gmv_paid"]
    assert {each: whole[stall.cup.id][each] for each in COUNTS} == {
        "clicks": 4,
        "orders": 3,
        "orders_paid": 2,
        "pieces": 3,
    }


def test_each_minute_has_what_happened_in_it_and_the_rest_stands_beside(stall: Stall) -> None:
    told = stall.get(f"/products/{stall.cup.id}")
    first = stall.began - stall.began % 60_000

    def happened(part: dict[str, Any]) -> tuple[int, ...]:
        return (*(part[each] for each in COUNTS), part["gmv_paid"]["CNY"])

    assert {minute["at_ms"]: happened(minute) for minute in told["minutes"]} == {
        first: (2, 1, 1, 2, 200),
        first + 120_000: (1, 2, 0, 0, 0),
    }
    assert happened(told["earlier"]) == (1, 0, 0, 0, 0)
    assert happened(told["later"]) == (0, 0, 1, 1, 100)
    assert told["title"] == "Cup"


def test_the_table_of_products_and_minutes_holds_the_same(stall: Stall) -> None:
    whole = {each["title"]: each for each in stall.get("")["products"]}
    rows = stall.table("product_minutes")
    for title, figures in whole.items():
        mine = [row for row in rows if row["product"] == title]
        for each in COUNTS:
            assert sum(int(row[each]) for row in mine) == figures[each]
        paid = sum(round(float(row["gmv_paid_CNY"]) * 100) for row in mine)
        assert paid == figures["gmv_paid"]["CNY"]
    assert [(row["part"], bool(row["minute_utc"])) for row in rows if row["product"] == "Cup"] == [
        ("before", False),
        ("on_air", True),
        ("on_air", True),
        ("after", False),
    ]


def test_what_a_show_does_not_sell_has_no_minutes(stall: Stall) -> None:
    other = stall.house.product("Tray")
    answer = stall.shop.owner.get(f"/shows/{stall.show.id}/summary/products/{other.id}")
    assert answer.status_code == 404


def test_a_products_minutes_take_as_many_queries_and_rows_after_years_of_replay(
    stall: Stall,
) -> None:
    def queries() -> int:
        asked: list[str] = []

        def note(*told: object) -> None:
            asked.append(str(told[2]))

        engine = stall.house.db.read_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            stall.get(f"/products/{stall.cup.id}")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    queries()  # The first look also greets the database.
    before = queries()
    for _ in range(4):
        stall.house.pass_time(minutes=1)
        opens(stall.house.viewer(), stall.show, stall.cup)
    stall.get("")
    assert queries() == before > 0
    told = stall.get(f"/products/{stall.cup.id}")
    assert (len(told["minutes"]), told["later"]["clicks"]) == (2, 4)
    span = range(stall.began - stall.began % 60_000, stall.began + 300_000, 60_000)
    rows = stall.house.read(product_minutes, stall.show.id, ActKind.OPENED, span, stall.cup.id)
    assert len([row for row in rows if row.at_ms >= span.stop]) == 1
