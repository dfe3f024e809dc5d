"""Shipping: once, and only what is paid."""

import pytest

from kaibo.flows.follow_order import jobs
from kaibo.flows.follow_order.jobs import RETURN_WINDOW
from kaibo.flows.pay_order.service import settle
from kaibo.modules.identity.contracts import Role
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from tests.support.house import Shop, Viewer, at_once

PARCEL = {"carrier": "黑貓宅急便", "tracking_number": "TW 123-456"}


def paid(shop: Shop, viewer: Viewer) -> str:
    order_id: str = shop.place(viewer)["id"]
    payment = shop.house.read(payments.of_order, order_id)
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    return order_id


def test_the_buyer_sees_carrier_and_number(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id = paid(shop, viewer)

    answer = shop.house.staff(Role.WAREHOUSE).post(f"/orders/{order_id}/parcels", PARCEL)

    assert answer.status_code == 201
    seen = viewer.get(f"/orders/{order_id}").json()
    assert seen["state"] == "shipped"
    assert [{key: parcel[key] for key in PARCEL} for parcel in seen["parcels"]] == [PARCEL]
    assert seen["shipped_at"] == seen["parcels"][0]["shipped_at"]


def test_an_unpaid_order_is_not_shipped(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)

    answer = shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL)

    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert "“Shipped”" in answer.json()["detail"]
    assert viewer.get(f"/orders/{order['id']}").json()["parcels"] == []


def test_a_cancelled_order_is_not_shipped(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    viewer.post(f"/orders/{order['id']}/cancel")
    assert shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL).status_code == 409


def test_two_who_ship_at_once_make_one_parcel(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id = paid(shop, viewer)

    answers = at_once(3, lambda _: shop.owner.post(f"/orders/{order_id}/parcels", PARCEL))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(viewer.get(f"/orders/{order_id}").json()["parcels"]) == 1


@pytest.mark.parametrize(
    "parcel",
    [{"carrier": " ", "tracking_number": "1"}, {"carrier": "SF", "tracking_number": "<b>"}],
)
def test_a_parcel_has_a_carrier_and_a_plain_number(shop: Shop, parcel: dict[str, str]) -> None:
    order_id = paid(shop, shop.house.viewer())
    assert shop.owner.post(f"/orders/{order_id}/parcels", parcel).status_code == 422


def test_an_unknown_order_is_not_found(shop: Shop) -> None:
    assert shop.owner.post("/orders/ord_nothing/parcels", PARCEL).status_code == 404


def test_orders_that_arrived_together_are_completed_together(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PIECE", 2)
    arrived = [paid(sqlite_shop, sqlite_shop.house.viewer()) for _ in range(5)]
    for order_id in arrived:
        sqlite_shop.owner.post(f"/orders/{order_id}/parcels", PARCEL)
        sqlite_shop.owner.post(f"/orders/{order_id}/delivered")

    sqlite_shop.house.pass_time(seconds=RETURN_WINDOW.total_seconds())
    sqlite_shop.house.work()

    states = {sqlite_shop.owner.get(f"/orders/{each}").json()["state"] for each in arrived}
    assert states == {"completed"}


def test_an_order_whose_money_is_on_its_way_back_is_not_shipped(shop: Shop) -> None:
    """The order is still paid: the gateway has not answered yet."""
    order_id = paid(shop, shop.house.viewer())
    for amount in ({"amount": 1}, {}):
        assert shop.owner.get(f"/orders/{order_id}").json()["state"] == "paid"
        shop.owner.post(f"/orders/{order_id}/refunds", {"reason": "gone", **amount})

    answer = shop.owner.post(f"/orders/{order_id}/parcels", PARCEL)

    assert (answer.status_code, answer.json()["code"]) == (409, "orders.being_refunded")
    seen = shop.owner.get(f"/orders/{order_id}").json()
    assert (seen["state"], seen["parcels"]) == ("paid", [])
