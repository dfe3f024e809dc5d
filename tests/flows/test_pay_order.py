"""Paying: every piece of news ends on one path, and completes an order once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kaibo.adapters.payments.sandbox.gateway import signer
from kaibo.flows.pay_order.service import settle
from kaibo.flows.pay_order.throttle import A_MINUTE
from kaibo.kernel.money import Money
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.modules.payments.models import WebhookRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.gateways import scripted
from tests.support.house import House, Shop, Viewer, at_once


def open_page(viewer: Viewer, order: dict[str, Any]) -> str:
    """Open the gateway's page; give its id."""
    answer = viewer.post(f"/orders/{order['id']}/payment-sessions")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["redirect_url"]).rpartition("/")[2]


def decide(house: House, page: str, what: str) -> dict[str, Any]:
    """Press a button of the sandbox's page."""
    answer = house.anyone.request("POST", f"/sandbox/api/checkouts/{page}/{what}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def payment_of(house: House, order: dict[str, Any]) -> Payment:
    found: Payment = house.read(payments.of_order, order["id"])
    return found


def state_of(shop: Shop, order: dict[str, Any]) -> tuple[str, str]:
    told = shop.owner.get(f"/orders/{order['id']}").json()
    return told["state"], told["payment"]["state"]


def waiting(house: House, handler: str) -> int:
    items = house.read(lambda s: s.scalars(select(WorkItem.handler)).all())
    return sum(handler in item for item in items)


@pytest.mark.usefixtures("webhooks_arrive")
def test_an_approved_payment_completes_the_order(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer, 2)
    page = open_page(viewer, order)

    assert decide(shop.house, page, "approve")["state"] == "approved"
    assert state_of(shop, order) == ("created", "pending"), "only the webhook brings the news"
    shop.house.work()

    assert state_of(shop, order) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)


def test_a_buyer_who_comes_back_is_paid_before_any_webhook_arrives(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    check = f"/orders/{order['id']}/payment-checks"
    assert viewer.post(check).json()["state"] == "created", "no page was opened yet"
    page = open_page(viewer, order)
    assert viewer.post(check).json()["payment"]["state"] == "pending"
    decide(shop.house, page, "decline")
    assert viewer.post(check).json()["payment"]["state"] == "declined"
    decide(shop.house, page, "approve")
    assert shop.house.viewer().post(check).status_code == 404, "another's"
    assert state_of(shop, order) == ("created", "declined")

    told = viewer.post(check).json()

    assert (told["state"], told["payment"]["state"]) == ("paid", "captured")
    assert viewer.post(check).json() == told
    assert shop.stock.reserved == 0


def test_who_asks_without_end_is_told_what_is_known_and_the_gateway_is_spared(shop: Shop) -> None:
    gateway = scripted(shop.house)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    gateway.calls.clear()

    answers = [viewer.post(f"/orders/{order['id']}/payment-checks") for _ in range(A_MINUTE + 5)]

    assert {(one.status_code, one.json()["state"]) for one in answers} == {(200, "created")}
    assert gateway.calls == ["query"] * A_MINUTE


@pytest.mark.usefixtures("webhooks_arrive")
def test_a_declined_payment_can_be_tried_again(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)
    decide(shop.house, page, "decline")
    shop.house.work()
    assert state_of(shop, order) == ("created", "declined")
    assert shop.stock.reserved == 1

    assert open_page(viewer, order) == page
    assert state_of(shop, order) == ("created", "pending")
    decide(shop.house, page, "approve")
    shop.house.work()

    assert state_of(shop, order) == ("paid", "captured")


def test_asking_again_gives_the_same_page(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    assert open_page(viewer, order) == open_page(viewer, order)


def test_a_page_knows_what_is_paid_and_where_to_return(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)

    told = shop.house.anyone.request("GET", f"/sandbox/api/checkouts/{page}").json()

    assert told["merchant"] == "Tea House"
    assert told["amount"] == {"amount": 6800, "currency": "CNY"}
    assert order["number"] in told["description"]
    assert told["return_url"] == f"http://shop.test:8000/orders/{order['id']}"


def test_only_its_buyer_can_pay_an_order(shop: Shop) -> None:
    order = shop.place(shop.house.viewer())
    path = f"/orders/{order['id']}/payment-sessions"
    assert shop.house.viewer().post(path).status_code == 404
    assert shop.owner.post(path).status_code == 401
    assert shop.house.anyone.post(path).status_code == 401


def test_an_order_whose_time_is_over_cannot_be_paid(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    shop.house.pass_time(minutes=15)

    answer = viewer.post(f"/orders/{order['id']}/payment-sessions")

    assert (answer.status_code, answer.json()["code"]) == (409, "orders.not_payable")


def webhook(
    house: House, event: str, reference: str, age: timedelta = timedelta(0)
) -> tuple[bytes, dict[str, str]]:
    """A webhook as the sandbox signs it."""
    body = json.dumps({"id": event, "checkout": reference, "type": "checkout.approved"})
    at = house.clock.now() + age
    headers = {
        "webhook-id": event,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signer(house.context.secret).sign(event, at, body),
    }
    return body.encode(), headers


def send(house: House, body: bytes, headers: dict[str, str]) -> int:
    answer = house.anyone.request("POST", "/api/v1/payments/webhooks/sandbox", body, **headers)
    return answer.status_code


def test_a_webhook_that_comes_twice_counts_once(shop: Shop) -> None:
    house, viewer = shop.house, shop.house.viewer()
    page = open_page(viewer, shop.place(viewer))
    body, headers = webhook(house, "evt_1", page)

    assert [send(house, body, headers) for _ in range(3)] == [204] * 3
    assert waiting(house, "ask_gateway") == 1
    assert len(house.read(lambda s: s.scalars(select(WebhookRow)).all())) == 1


def test_a_webhook_is_only_a_reason_to_ask_the_gateway(shop: Shop) -> None:
    """One that says "approved" of a page nobody has approved changes nothing."""
    house, viewer = shop.house, shop.house.viewer()
    order = shop.place(viewer)
    body, headers = webhook(house, "evt_1", open_page(viewer, order))

    assert send(house, body, headers) == 204
    house.work()

    assert state_of(shop, order) == ("created", "pending")


@pytest.mark.parametrize("fault", ["body", "signature", "id", "none", "garbage"])
def test_a_forged_webhook_is_refused_and_not_stored(shop: Shop, fault: str) -> None:
    house = shop.house
    body, headers = webhook(house, "evt_1", "sbx_1")
    match fault:
        case "body":
            body = body.replace(b"sbx_1", b"sbx_2")
        case "signature":
            headers["webhook-signature"] = "v1,bm90IGEgc2lnbmF0dXJl"
        case "id":
            headers["webhook-id"] = "evt_2"
        case "none":
            headers = {}
        case "garbage":
            body, headers["webhook-signature"] = b"\xff\xfe", "v1,%%%"

    assert send(house, body, headers) == 401
    assert house.read(lambda s: s.scalars(select(WebhookRow)).all()) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Signature not valid"), ("zh-CN", "签名无效"), ("zh-TW", "簽章無效")],
)
def test_a_forged_webhook_is_told_of_its_signature_and_not_to_sign_in(
    sqlite_house: House, language: str, title: str
) -> None:
    told = sqlite_house.anyone.request(
        "POST", "/api/v1/payments/webhooks/sandbox", b"{}", accept_language=language
    ).json()
    assert (told["code"], told["status"]) == ("payments.bad_webhook", 401)
    assert told["title"] == title


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_webhook_older_or_newer_than_five_minutes_is_refused(shop: Shop, minutes: int) -> None:
    body, headers = webhook(shop.house, "evt_1", "sbx_1", age=timedelta(minutes=minutes))
    assert send(shop.house, body, headers) == 401


def test_a_webhook_of_an_unknown_gateway_or_page_harms_nothing(shop: Shop) -> None:
    house = shop.house
    body, headers = webhook(house, "evt_1", "sbx_unknown")
    answer = house.anyone.post("/payments/webhooks/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "payments.unknown_gateway")
    assert send(house, body, headers) == 204
    house.work()
    assert waiting(house, "ask_gateway") == 0


def test_news_that_come_in_the_wrong_order_end_in_what_is_true(shop: Shop) -> None:
    house = shop.house
    gateway, viewer = scripted(house), house.viewer()
    order = shop.place(viewer)
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    payment = payment_of(house, order)

    for state in (PaymentState.CAPTURED, PaymentState.DECLINED, PaymentState.PENDING):
        house.run(settle, payment, state)
    assert state_of(shop, order) == ("paid", "captured")

    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    house.run(settle, payment, PaymentState.CLOSED)
    assert state_of(shop, order) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (4, 0)


def test_completed_from_many_sides_at_once_an_order_is_paid_once(shop: Shop) -> None:
    house = shop.house
    order = shop.place(house.viewer(), 2)
    payment = payment_of(house, order)

    at_once(6, lambda _: house.run(settle, payment, PaymentState.CAPTURED))

    assert state_of(shop, order) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)
    assert waiting(house, "tell_of_purchase") == 1


def test_a_capture_of_another_amount_is_kept_for_a_person(shop: Shop) -> None:
    house = shop.house
    gateway, viewer = scripted(house), house.viewer()
    order = shop.place(viewer)
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    reference = str(payment_of(house, order).reference)
    gateway.states[reference] = PaymentState.CAPTURED
    gateway.amounts[reference] = Money(1, "CNY")

    answer = house.anyone.request(
        "POST",
        "/api/v1/payments/webhooks/scripted",
        f"evt_1 {reference}".encode(),
        x_good="yes",
    )
    assert answer.status_code == 204
    house.work()

    assert state_of(shop, order) == ("created", "pending")
    assert waiting(house, "ask_gateway") == 1


def cancel_behind_the_gateways_back(house: House, order: dict[str, Any]) -> None:
    """Cancel as if the gateway had said that it closed the page."""

    def finish(uow: UnitOfWork) -> None:
        settle(uow, payment_of(house, order), PaymentState.CLOSED)
        (placed,) = orders.mark_cancelled(uow, [order["id"]], CancelReason.EXPIRED)
        catalog.release(uow, placed.quantities, show_id=None, reference=placed.id)

    house.run(finish)


def test_money_that_comes_after_the_cancellation_takes_the_stock_again(shop: Shop) -> None:
    house = shop.house
    order = shop.place(house.viewer(), 2)
    cancel_behind_the_gateways_back(house, order)
    assert state_of(shop, order) == ("cancelled", "closed")
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 0)

    house.run(settle, payment_of(house, order), PaymentState.CAPTURED)

    assert state_of(shop, order) == ("paid", "captured")
    told = shop.owner.get(f"/orders/{order['id']}").json()
    assert (told["cancelled_at"], told["cancel_reason"]) == (None, None)
    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)


def test_money_that_comes_when_the_stock_is_gone_is_given_back(shop: Shop) -> None:
    house = shop.house
    gateway, viewer = scripted(house), house.viewer()
    order = shop.place(viewer, 2)
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    payment = payment_of(house, order)
    cancel_behind_the_gateways_back(house, order)
    shop.place(house.viewer(), 4)

    house.run(settle, payment, PaymentState.CAPTURED)
    assert state_of(shop, order) == ("cancelled", "captured")
    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    house.work()

    assert state_of(shop, order) == ("cancelled", "refunded")
    assert list(gateway.refunds.values()) == [payment.amount]
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 4)


def test_the_order_of_many_products_is_revived_whole_or_refunded(shop: Shop) -> None:
    house = shop.house
    other = house.product("Sencha", stock=1)
    show = house.show(shop.product.id, other.id)
    lines = [
        {"variant_id": product.variants[0].id, "quantity": 1, "unit_price": 6800}
        for product in (shop.product, other)
    ]
    viewer = house.viewer()
    order = shop.place(viewer, show=show.id, lines=lines)
    cancel_behind_the_gateways_back(house, order)
    shop.owner.post(f"/products/{other.id}/stock-adjustments", {"delta": -1, "reason": "broken"})

    house.run(settle, payment_of(house, order), PaymentState.CAPTURED)

    assert state_of(shop, order) == ("cancelled", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 0)
