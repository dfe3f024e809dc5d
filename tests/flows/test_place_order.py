"""Placing an order: all of it, or none."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.flows.place_order.contracts import Placement, PlaceOrder, WantedLine
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.flows.place_order.service import PlaceOrders, Terms
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.catalog.models import PageSnapshotRow, StockMovementRow
from kaibo.modules.orders.contracts import Address, Contact
from kaibo.modules.orders.models import OrderLineRow, OrderRow
from kaibo.modules.payments.models import PaymentRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.house import Shop, Viewer, at_once


def rows(session: Session) -> dict[str, int]:
    """Count every row that an order writes."""
    tables = (OrderRow, OrderLineRow, PaymentRow, StockMovementRow, WorkItem)
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def test_an_order_reserves_its_stock_and_says_until_when(shop: Shop) -> None:
    viewer = shop.house.viewer("小明")
    order = shop.place(viewer, 2)

    assert order["state"] == "created"
    assert order["payment"] == {"state": "pending", "gateway": "sandbox"}
    assert order["total"] == {"amount": 13600, "currency": "CNY"}
    assert order["lines"][0]["total"] == {"amount": 13600, "currency": "CNY"}
    assert order["viewer_name"] == "小明"
    assert order["expires_at"] > order["created_at"]
    assert (shop.stock.on_hand, shop.stock.reserved, shop.stock.available) == (5, 2, 3)


@pytest.mark.parametrize(
    "step",
    [
        "kaibo.modules.orders.facade.create_all",
        "kaibo.modules.catalog.facade.write",
        "kaibo.modules.payments.facade.open_payments",
        "kaibo.platform.work.Outbox.enqueue",
    ],
)
def test_a_failure_at_any_step_leaves_nothing_behind(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    original = resolve_name(step)

    def do_it_and_fail(*args: object, **kwargs: object) -> object:
        original(*args, **kwargs)
        msg = "injected"
        raise RuntimeError(msg)

    monkeypatch.setattr(step, do_it_and_fail)
    before = shop.house.read(rows)

    answer = shop.house.viewer().post("/orders", shop.order())

    assert answer.status_code == 500
    assert shop.house.read(rows) == before
    assert shop.stock.reserved == 0


@pytest.mark.parametrize("quantity", [0, -1, 1000, 1.5, "two", None])
def test_quantities_are_one_to_999(shop: Shop, quantity: object) -> None:
    order = shop.order()
    order["lines"][0]["quantity"] = quantity

    answer = shop.house.viewer().post("/orders", order)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "lines.0.quantity"
    assert shop.stock.reserved == 0


def test_a_price_that_changed_is_told_and_nothing_ordered(shop: Shop) -> None:
    shop.owner.patch(f"/products/{shop.product.id}", {"price": 7000})

    answer = shop.house.viewer().post("/orders", shop.order())

    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["price"]) == ("orders.price_changed", 7000)
    assert shop.stock.reserved == 0


def test_a_lower_price_is_told_as_well(shop: Shop) -> None:
    shop.owner.patch(f"/products/{shop.product.id}", {"price": 5000})
    answer = shop.house.viewer().post("/orders", shop.order())
    assert answer.json()["code"] == "orders.price_changed"


def test_nothing_can_be_ordered_before_or_after_the_show(shop: Shop) -> None:
    waiting = shop.house.show(shop.product.id, on_air=False)
    early = shop.house.viewer().post("/orders", shop.order(show=waiting.id))
    shop.owner.post(f"/shows/{shop.show.id}/end")
    late = shop.house.viewer().post("/orders", shop.order())

    assert [early.json()["code"], late.json()["code"]] == ["orders.not_on_air"] * 2
    assert shop.stock.reserved == 0


def test_only_what_the_show_sells_can_be_ordered(shop: Shop) -> None:
    other = shop.house.product("Sencha")
    order = shop.order()
    order["lines"][0]["variant_id"] = other.variants[0].id
    unknown = shop.order()
    unknown["lines"][0]["variant_id"] = "var_nothing"

    for wanted in (order, unknown):
        answer = shop.house.viewer().post("/orders", wanted)
        assert (answer.status_code, answer.json()["code"]) == (409, "orders.not_in_show")


def test_an_unknown_show_is_not_found(shop: Shop) -> None:
    assert shop.house.viewer().post("/orders", shop.order(show="nowhere")).status_code == 404


def test_lines_of_one_product_are_summed_before_the_stock_is_asked(shop: Shop) -> None:
    line = shop.order(3)["lines"][0]

    answer = shop.house.viewer().post("/orders", shop.order(lines=[line, line]))

    told = answer.json()
    assert (told["code"], told["available"]) == ("orders.sold_out", 5)
    assert shop.stock.reserved == 0


def test_a_part_of_an_order_is_never_reserved(shop: Shop) -> None:
    scarce = shop.house.product("Scarce", stock=0)
    show = shop.house.show(shop.product.id, scarce.id)
    lines = [
        {"variant_id": product.variants[0].id, "quantity": 1, "unit_price": 6800}
        for product in (shop.product, scarce)
    ]

    answer = shop.house.viewer().post("/orders", shop.order(show=show.id, lines=lines))

    assert answer.json()["product_id"] == scarce.id
    assert shop.stock.reserved == 0


def test_twelve_buyers_of_five_units_at_once_make_five_orders(shop: Shop) -> None:
    buyers = [shop.house.viewer(f"買家{number}") for number in range(12)]

    answers = at_once(12, lambda number: buyers[number].post("/orders", shop.order()))

    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 7
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {(told["code"], told["available"]) for told in refused} == {("orders.sold_out", 0)}
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 5)


def test_an_order_repeated_with_its_key_is_the_first_order(shop: Shop) -> None:
    viewer = shop.house.viewer()

    first = viewer.post("/orders", shop.order(), idempotency_key="k1")
    again = viewer.post("/orders", shop.order(), idempotency_key="k1")

    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert shop.stock.reserved == 1


def test_two_requests_with_one_key_at_once_make_one_order(shop: Shop) -> None:
    viewer = shop.house.viewer()

    answers = at_once(
        4, lambda _: viewer.post("/orders", shop.order(), idempotency_key="checkout-1")
    )

    created = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    others = [answer.json()["code"] for answer in answers if answer.status_code != 201]
    assert len(created) == 1
    assert others == []
    assert shop.stock.reserved == 1


def test_a_key_is_kept_with_its_order_and_answers_how_it_stands_now(shop: Shop) -> None:
    viewer = shop.house.viewer()
    first = viewer.post("/orders", shop.order(), idempotency_key="k1").json()
    viewer.post(f"/orders/{first['id']}/cancel")

    again = viewer.post("/orders", shop.order(), idempotency_key="k1")

    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert again.json()["state"] == "cancelled"


def test_a_key_that_comes_with_another_order_is_refused(shop: Shop) -> None:
    viewer = shop.house.viewer()
    viewer.post("/orders", shop.order(), idempotency_key="k1")

    other = viewer.post("/orders", shop.order(2), idempotency_key="k1")

    assert (other.status_code, other.json()["code"]) == (409, "idempotency.reused")
    assert shop.stock.reserved == 1


@pytest.mark.parametrize("key", ["", "k" * 129])
def test_a_key_has_one_to_128_characters(shop: Shop, key: str) -> None:
    answer = shop.house.viewer().post("/orders", shop.order(), idempotency_key=key)
    assert answer.status_code == 422
    assert shop.stock.reserved == 0


def wanted(shop: Shop, viewer: Viewer, **changes: object) -> PlaceOrder:
    """What a buyer of one piece asks for, past the route."""
    told: dict[str, Any] = {
        "show": shop.show.id,
        "viewer_id": viewer.id,
        "lines": (WantedLine(shop.variant.id, 1, 6800),),
        "contact": Contact("陳小明", "0912345678"),
        "address": Address("TW", "", "", "信義路", "", ""),
        "note": "",
        "idempotency_key": None,
        "arrived_at": shop.house.clock.now(),
        **changes,
    }
    return PlaceOrder(**told)


def test_rivals_with_one_key_meet_in_the_database_and_get_one_order(shop: Shop) -> None:
    """As two processes would: each has a batching writer of its own."""
    house, viewer = shop.house, shop.house.viewer()
    one = wanted(shop, viewer, idempotency_key="one")

    def place(_number: int) -> object:
        placing = PlaceOrders(lambda: Terms("sandbox", timedelta(minutes=15)))
        try:
            (answer,) = house.run(placing, [one])
        except IntegrityError:
            # What the batching writer does: order by order, again.
            (answer,) = house.run(placing, [one])
        assert isinstance(answer, Placement), answer
        return answer.order.id

    assert len(set(at_once(4, place))) == 1
    assert shop.stock.reserved == 1


def test_another_viewers_same_key_is_another_order(shop: Shop) -> None:
    ids = {
        shop.house.viewer().post("/orders", shop.order(), idempotency_key="1").json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 2


def test_only_invited_viewers_order_in_a_show_by_invitation(shop: Shop) -> None:
    changed = shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"}).json()
    invite = changed["invite_path"].partition("?invite=")[2]
    viewer = shop.house.viewer()

    for headers in ({}, {"x-kaibo-invite": "inv_guessed"}):
        refused = viewer.post("/orders", shop.order(), **headers)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert shop.stock.reserved == 0

    invited = viewer.post("/orders", shop.order(), x_kaibo_invite=invite)
    assert invited.status_code == 201


def answer_to(viewer: Viewer, order: object) -> tuple[int, str]:
    answer = viewer.post("/orders", order)
    return answer.status_code, answer.json().get("code", "")


def test_a_product_is_sold_from_its_sales_first_moment_until_its_last(shop: Shop) -> None:
    now, viewer = shop.house.clock.now(), shop.house.viewer()
    window = {
        "sale_from": (now + timedelta(seconds=10)).isoformat(),
        "sale_until": (now + timedelta(seconds=20)).isoformat(),
    }
    assert shop.owner.patch(f"/products/{shop.product.id}", window).status_code == 200

    answers = []
    for seconds in (9, 1, 9, 1):
        shop.house.pass_time(seconds=seconds)
        answers.append(answer_to(viewer, shop.order()))

    refused = (409, "orders.not_on_sale")
    assert answers == [refused, (201, ""), (201, ""), refused]
    assert shop.stock.reserved == 2


@pytest.mark.parametrize("kind", ["conditional", "excluded"])
def test_what_cannot_simply_be_sent_back_is_ordered_only_by_who_accepts_that(
    shop: Shop, kind: str
) -> None:
    shop.owner.patch(f"/products/{shop.product.id}", {"return_class": kind})
    viewer = shop.house.viewer()

    refused = viewer.post("/orders", shop.order())

    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "orders.not_returnable")
    assert (told["variant_id"], told["return_class"]) == (shop.variant.id, kind)
    assert shop.stock.reserved == 0
    assert answer_to(viewer, shop.order(accepts_no_return=True)) == (201, "")


def test_an_order_keeps_the_page_its_buyer_saw_and_each_version_once(shop: Shop) -> None:
    viewer, product = shop.house.viewer(), f"/products/{shop.product.id}"

    def change(title: str, origin: str) -> None:
        specifications = [{"name": "Origin", "value": origin}]
        changes = {"title": title, "specifications": specifications}
        assert shop.owner.patch(product, changes).status_code == 200

    def page_of(order: dict[str, Any]) -> tuple[str, str]:
        page = viewer.get(f"/orders/{order['id']}/pages/{order['lines'][0]['page_id']}").json()
        return page["title"], page["specifications"][0]["value"]

    change("Longjing 2026", "Hangzhou")
    first, second = shop.place(viewer), shop.place(viewer)
    change("Longjing 2027", "Elsewhere")
    third = shop.place(viewer)

    assert page_of(first) == page_of(second) == ("Longjing 2026", "Hangzhou")
    assert page_of(third) == ("Longjing 2027", "Elsewhere")
    count = select(func.count()).select_from(PageSnapshotRow)
    assert shop.house.read(lambda session: session.scalar(count)) == 2


def test_an_order_from_the_cart_takes_out_what_it_bought_and_nothing_else(shop: Shop) -> None:
    house, buyer, other = shop.house, shop.house.viewer(), shop.house.viewer()
    more = house.product("Sencha")
    show, elsewhere = house.show(shop.product.id, more.id), house.show(shop.product.id)
    line = {"quantity": 1, "unit_price": 6800}
    bought, left = f"cart/{shop.variant.id}", f"cart/{more.variants[0].id}"
    for who, path in (
        (buyer, f"{show.id}/{bought}"),
        (buyer, f"{show.id}/{left}"),
        (buyer, f"{elsewhere.id}/{bought}"),
        (other, f"{show.id}/{bought}"),
    ):
        assert who.put(f"/shows/{path}", line).status_code == 200

    def carts() -> list[list[str]]:
        places = ((buyer, show), (buyer, elsewhere), (other, show))
        return [
            [found["product"]["title"] for found in who.get(f"/shows/{place.id}/cart").json()]
            for who, place in places
        ]

    shop.place(buyer, show=show.id)
    assert carts() == [["Longjing", "Sencha"], ["Longjing"], ["Longjing"]]
    shop.place(buyer, show=show.id, from_cart=True)
    assert carts() == [["Sencha"], ["Longjing"], ["Longjing"]]


def test_of_two_orders_in_one_batch_the_one_from_the_cart_empties_it(shop: Shop) -> None:
    house, buyer = shop.house, shop.house.viewer()
    more = house.product("Sencha")
    show = house.show(shop.product.id, more.id)
    for variant in (shop.variant, more.variants[0]):
        path = f"/shows/{show.id}/cart/{variant.id}"
        buyer.put(path, {"quantity": 1, "unit_price": 6800})
    direct = wanted(shop, buyer, show=show.id)
    lines = (WantedLine(more.variants[0].id, 1, 6800),)
    from_cart = wanted(shop, buyer, show=show.id, lines=lines, from_cart=True)

    house.run(PlaceOrders(lambda: Terms("sandbox", timedelta(minutes=15))), [direct, from_cart])

    (line,) = buyer.get(f"/shows/{show.id}/cart").json()
    assert line["product"]["id"] == shop.product.id


@pytest.mark.parametrize("is_replayed", [False, True])
def test_orders_are_decided_in_the_order_they_came_over_batches_and_one_that_is_replayed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *, is_replayed: bool
) -> None:
    """Three are the first batch; those who come while it is decided are the second."""
    house = shop.house
    viewers = [house.viewer() for _ in range(9)]
    sizes: list[int] = []
    has_begun, may_go_on = threading.Event(), threading.Event()
    real = PlaceOrders.__call__

    def placing(self: PlaceOrders, uow: UnitOfWork, batch: Sequence[PlaceOrder]) -> object:
        sizes.append(len(batch))
        has_begun.set()
        assert may_go_on.wait(10)
        answers = real(self, uow, batch)
        if is_replayed and len(batch) > 1:
            msg = "injected"
            raise RuntimeError(msg)
        return answers

    monkeypatch.setattr(PlaceOrders, "__call__", placing)
    intake = OrderIntake(house.db, house.clock, lambda: Terms("sandbox", timedelta(minutes=15)))

    orders = [wanted(shop, viewer) for viewer in viewers]

    async def all_come() -> list[Placement | BaseException]:
        first = [asyncio.create_task(intake.place(each)) for each in orders[:3]]
        await asyncio.to_thread(has_begun.wait, 10)
        second = [asyncio.create_task(intake.place(each)) for each in orders[3:]]
        asyncio.get_running_loop().call_soon(may_go_on.set)
        return await asyncio.gather(*first, *second, return_exceptions=True)

    answers = house.await_(all_come())

    assert sizes == ([3, 1, 1, 1, 6, 1, 1, 1, 1, 1, 1] if is_replayed else [3, 6])
    placed = [answer.order for answer in answers[:5] if isinstance(answer, Placement)]
    assert [order.viewer_id for order in placed] == [viewer.id for viewer in viewers[:5]]
    assert [order.id for order in placed] == sorted(order.id for order in placed)
    assert all(isinstance(answer, SoldOutError) for answer in answers[5:])
    assert shop.stock.reserved == 5
