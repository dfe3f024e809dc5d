"""Shipping: once, and only what is paid."""

import pytest

from kaibo.flows.follow_order import jobs
from kaibo.flows.follow_order.jobs import RETURN_WINDOW
from kaibo.flows.follow_order.routes import arrive
from kaibo.flows.pay_order.service import settle
from kaibo.flows.ship_order.routes import correct_parcel
from kaibo.modules.identity.contracts import Role
from kaibo.modules.orders.errors import NotOnItsWayError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from tests.support.house import Shop, Viewer, at_once
from tests.support.rivals import Rival

PARCEL = {"carrier": "黑貓宅急便", "tracking_number": "TW 123-456"}
RIGHT = {"carrier": "新竹物流", "tracking_number": "HCT 987"}


def paid(shop: Shop, viewer: Viewer) -> str:
    order_id: str = shop.place(viewer)["id"]
    payment = shop.house.read(payments.of_order, order_id)
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    return order_id


def shipped(shop: Shop, viewer: Viewer) -> tuple[str, str]:
    """Ship an order; give it and where its parcel is."""
    order_id = paid(shop, viewer)
    (parcel,) = shop.owner.post(f"/orders/{order_id}/parcels", PARCEL).json()["parcels"]
    return order_id, f"/orders/{order_id}/parcels/{parcel['id']}"


def parcels_of(viewer: Viewer, order_id: str) -> list[dict[str, str]]:
    found = viewer.get(f"/orders/{order_id}").json()["parcels"]
    return [{key: parcel[key] for key in PARCEL} for parcel in found]


def moves_of(shop: Shop, order_id: str) -> list[str]:
    return [each["move"] for each in shop.owner.get(f"/orders/{order_id}/history").json()["moves"]]


def test_the_buyer_sees_carrier_and_number(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id = paid(shop, viewer)

    answer = shop.house.staff(Role.WAREHOUSE).post(f"/orders/{order_id}/parcels", PARCEL)

    assert answer.status_code == 201
    seen = viewer.get(f"/orders/{order_id}").json()
    assert seen["state"] == "shipped"
    assert [{key: parcel[key] for key in PARCEL} for parcel in seen["parcels"]] == [PARCEL]
    assert seen["shipped_at"] == seen["parcels"][0]["shipped_at"]


def test_buyer_and_crew_are_led_to_the_carriers_page_on_the_parcel(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    (seen,) = viewer.get(f"/orders/{order_id}").json()["parcels"]
    (worked_at,) = shop.owner.get("/orders").json()["items"]
    page = "https://www.t-cat.com.tw/Inquire/TraceDetail.aspx?BillID=TW123456"
    assert seen["tracking_url"] == worked_at["parcels"][0]["tracking_url"] == page

    (now,) = shop.owner.put(parcel, RIGHT).json()["parcels"]

    assert now["tracking_url"] is None


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


def test_a_parcels_number_is_corrected_and_the_history_says_what_it_was(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    before = viewer.get(f"/orders/{order_id}").json()

    answer = shop.house.staff(Role.WAREHOUSE).put(parcel, RIGHT)

    assert answer.status_code == 200
    seen = viewer.get(f"/orders/{order_id}").json()
    assert parcels_of(viewer, order_id) == [RIGHT]
    for kept in ("state", "shipped_at"):
        assert seen[kept] == before[kept]
    assert seen["parcels"][0]["shipped_at"] == before["parcels"][0]["shipped_at"]
    history = shop.owner.get(f"/orders/{order_id}/history").json()["moves"]
    assert history[-1]["move"] == "parcel_corrected"
    assert history[-1]["detail"] == "黑貓宅急便 TW 123-456 → 新竹物流 HCT 987"
    assert history[-1]["actor"] not in {"buyer", "system"}


def test_a_correction_that_changes_nothing_is_none(shop: Shop) -> None:
    order_id, parcel = shipped(shop, shop.house.viewer())
    assert shop.owner.put(parcel, PARCEL).status_code == 200
    assert moves_of(shop, order_id) == ["paid", "shipped"]


def test_a_parcel_that_arrived_is_not_corrected(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    shop.owner.post(f"/orders/{order_id}/delivered")

    for by in ("delivered", "completed"):
        assert viewer.get(f"/orders/{order_id}").json()["state"] == by
        answer = shop.owner.put(parcel, RIGHT)
        assert (answer.status_code, answer.json()["code"]) == (409, "orders.not_on_its_way")
        viewer.post(f"/orders/{order_id}/confirm")

    assert parcels_of(viewer, order_id) == [PARCEL]


def test_a_correction_has_a_carrier_and_a_plain_number(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    wrong: dict[str, tuple[object, ...]] = {
        "carrier": (" ", "C" * 61, 7, None),
        "tracking_number": ("", "<b>", "1" * 61, "單號", None),
    }

    for field, values in wrong.items():
        for value in values:
            answer = shop.owner.put(parcel, RIGHT | {field: value})
            assert answer.status_code == 422, (field, value)
            assert {each["field"] for each in answer.json()["errors"]} == {field}, value

    assert parcels_of(viewer, order_id) == [PARCEL]


def test_a_parcel_is_corrected_in_its_own_order_alone(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    other_id, _ = shipped(shop, viewer)
    elsewhere = parcel.replace(order_id, other_id)
    nowhere = f"/orders/{order_id}/parcels/pcl_nothing"

    for path in (elsewhere, nowhere, parcel.replace(order_id, "ord_nothing")):
        assert shop.owner.put(path, RIGHT).status_code == 404, path

    assert parcels_of(viewer, order_id) == parcels_of(viewer, other_id) == [PARCEL]


def test_a_parcel_is_corrected_by_those_alone_who_ship(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)

    for role in (Role.SERVICE, Role.COMPLIANCE, Role.ANALYST, Role.FLOOR):
        assert shop.house.staff(role).put(parcel, RIGHT).status_code == 403, role
    assert viewer.put(parcel, RIGHT).status_code == 401
    assert shop.house.anyone.put(parcel, RIGHT).status_code == 401

    assert parcels_of(viewer, order_id) == [PARCEL]


def test_of_corrections_at_once_each_tells_what_the_one_before_it_wrote(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)

    def correct(number: int) -> None:
        shop.owner.put(parcel, {"carrier": "SF", "tracking_number": f"SF {number}"})

    at_once(3, correct)

    moves = shop.owner.get(f"/orders/{order_id}/history").json()["moves"]
    told = [each["detail"].split(" → ") for each in moves if each["move"] == "parcel_corrected"]
    after = dict(told)
    seen = ["黑貓宅急便 TW 123-456"]
    while seen[-1] in after:
        seen.append(after.pop(seen[-1]))
    assert sorted(seen[1:]) == ["SF SF 0", "SF SF 1", "SF SF 2"]
    (last,) = parcels_of(viewer, order_id)
    assert seen[-1] == f"SF {last['tracking_number']}"


def test_a_parcel_that_arrives_while_it_is_corrected_has_been_corrected_before(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)

    def deliver() -> None:
        shop.house.run(arrive, order_id, "Mei")

    with Rival(shop.house, "correct_parcel.held", deliver) as rival:
        answer = shop.owner.put(parcel, RIGHT)

    assert (answer.status_code, rival.outcome) == (200, None)
    assert viewer.get(f"/orders/{order_id}").json()["state"] == "delivered"
    assert moves_of(shop, order_id) == ["paid", "shipped", "parcel_corrected", "delivered"]
    assert parcels_of(viewer, order_id) == [RIGHT]


def test_a_parcel_that_is_corrected_while_it_arrives_is_left_as_it_was(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order_id, parcel = shipped(shop, viewer)
    parcel_id = parcel.rpartition("/")[2]
    right = (RIGHT["carrier"], RIGHT["tracking_number"], "Mei")

    def correct() -> None:
        shop.house.run(correct_parcel, order_id, parcel_id, *right)

    with Rival(shop.house, "arrive.moved", correct) as rival:
        assert shop.owner.post(f"/orders/{order_id}/delivered").status_code == 200

    assert isinstance(rival.outcome, NotOnItsWayError)
    assert rival.outcome.status == 409
    assert moves_of(shop, order_id) == ["paid", "shipped", "delivered"]
    assert parcels_of(viewer, order_id) == [PARCEL]
