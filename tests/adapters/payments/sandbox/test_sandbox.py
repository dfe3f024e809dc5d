"""The simulated gateway: its page, its webhooks over HTTP, and where it stops."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook

from kaibo.adapters.payments.sandbox.conditions import set_controls
from kaibo.adapters.payments.sandbox.contracts import SandboxControls
from kaibo.adapters.payments.sandbox.gateway import SandboxGateway, signer
from kaibo.adapters.payments.sandbox.jobs import send_webhook
from kaibo.kernel.money import Money
from kaibo.modules.identity.models import StoreRow
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.errors import (
    RefundRefusedError,
    SandboxOnlyError,
    WrongAmountError,
)
from kaibo.modules.payments.ports import CheckoutRequest
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.house import House, Shop, at_once
from tests.support.network import wait_until

REQUEST = CheckoutRequest("pay_1", Money(6800, "CNY"), "Tea · 1", "http://shop.test/orders/1")


def gateway(house: House) -> SandboxGateway:
    return SandboxGateway(house.db, house.context.secret)


def page(house: House) -> str:
    return house.await_(gateway(house).create_checkout(REQUEST)).reference


def press(house: House, reference: str, button: str) -> str:
    path = f"/sandbox/api/checkouts/{reference}/{button}"
    return str(house.anyone.request("POST", path).json()["state"])


def webhooks(house: House) -> list[dict[str, Any]]:
    return house.read(
        lambda s: list(
            s.scalars(select(WorkItem.payload).where(WorkItem.handler == "sandbox.send_webhook"))
        )
    )


def go_live(uow: UnitOfWork) -> None:
    store = uow.session.get(StoreRow, 1)
    assert store is not None
    store.mode = "live"


def authorized(house: House) -> str:
    """Open a page of a gateway that captures when asked, and approve there."""
    house.run(set_controls, SandboxControls(captures_when_asked=True))
    reference = page(house)
    assert press(house, reference, "approve") == "authorized"
    return reference


def test_no_real_shop_is_served(shop: Shop) -> None:
    shop.house.run(go_live)
    with pytest.raises(SandboxOnlyError):
        page(shop.house)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    answer = viewer.post(f"/orders/{order['id']}/payment-sessions")
    assert (answer.status_code, answer.json()["code"]) == (409, "payments.sandbox_only")


def test_a_payment_has_one_page(shop: Shop) -> None:
    assert page(shop.house) == page(shop.house)


def test_pressed_twice_a_button_tells_once(shop: Shop) -> None:
    reference = page(shop.house)
    assert {press(shop.house, reference, "approve") for _ in range(3)} == {"approved"}
    assert press(shop.house, reference, "decline") == "approved"
    (told,) = webhooks(shop.house)
    assert (told["checkout"], told["type"]) == (reference, "checkout.approved")


def test_both_buttons_at_once_end_in_one_state(shop: Shop) -> None:
    reference = page(shop.house)
    buttons = ["approve", "decline"] * 3
    at_once(6, lambda number: press(shop.house, reference, buttons[number]))
    assert press(shop.house, reference, "decline") == "approved"
    assert [told["type"] for told in webhooks(shop.house)].count("checkout.approved") == 1


def test_a_closed_page_takes_no_money_and_a_paid_one_is_not_closed(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = page(house)
    assert house.await_(far_side.close(reference)) is PaymentState.CLOSED
    assert press(house, reference, "approve") == "expired"

    other = CheckoutRequest("pay_2", Money(1, "CNY"), "Tea", "http://shop.test")
    paid = house.await_(far_side.create_checkout(other)).reference
    press(house, paid, "approve")
    assert house.await_(far_side.close(paid)) is PaymentState.CAPTURED
    assert house.await_(far_side.query(paid)) == (PaymentState.CAPTURED, Money(1, "CNY"))


def test_what_is_authorised_is_captured_when_it_is_asked_for_and_told_once(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = authorized(house)
    assert house.await_(far_side.query(reference)) == (PaymentState.AUTHORIZED, REQUEST.amount)

    taken = at_once(4, lambda _: house.await_(far_side.capture(reference, REQUEST.amount)))

    assert set(taken) == {PaymentState.CAPTURED}
    assert house.await_(far_side.close(reference)) is PaymentState.CAPTURED
    kinds = [told["type"] for told in webhooks(house)]
    assert kinds == ["checkout.authorized", "checkout.captured"]


def test_where_nothing_is_authorised_nothing_is_captured(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = page(house)
    assert house.await_(far_side.capture(reference, REQUEST.amount)) is PaymentState.PENDING
    press(house, reference, "decline")
    assert house.await_(far_side.capture(reference, REQUEST.amount)) is PaymentState.DECLINED
    assert [told["type"] for told in webhooks(house)] == ["checkout.declined"]


def test_another_amount_than_is_authorised_is_not_captured(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = authorized(house)
    for amount in (Money(6801, "CNY"), Money(6799, "CNY"), Money(6800, "TWD")):
        with pytest.raises(WrongAmountError):
            house.await_(far_side.capture(reference, amount))
    assert house.await_(far_side.query(reference))[0] is PaymentState.AUTHORIZED


def test_an_authorised_page_that_is_closed_is_void_and_gives_no_refund(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = authorized(house)
    with pytest.raises(RefundRefusedError):
        house.await_(far_side.refund(reference, "r1", REQUEST.amount))
    assert house.await_(far_side.close(reference)) is PaymentState.CLOSED
    assert house.await_(far_side.capture(reference, REQUEST.amount)) is PaymentState.CLOSED


def test_what_was_authorised_is_not_captured_for_a_store_that_sells_for_real(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = authorized(house)
    house.run(go_live)
    with pytest.raises(SandboxOnlyError):
        house.await_(far_side.capture(reference, REQUEST.amount))


def test_a_refund_happens_once(shop: Shop) -> None:
    house, far_side = shop.house, gateway(shop.house)
    reference = page(house)
    press(house, reference, "approve")
    told = house.await_(far_side.query(reference))[1]
    for _ in range(2):
        house.await_(far_side.refund(reference, "r1", told))
    assert house.await_(far_side.query(reference))[0] is PaymentState.REFUNDED
    assert [told["type"] for told in webhooks(house)].count("checkout.refunded") == 1


def test_an_unknown_page_is_not_found(sqlite_house: House) -> None:
    for method, path in (("GET", ""), ("POST", "/approve"), ("POST", "/decline")):
        answer = sqlite_house.anyone.request(method, f"/sandbox/api/checkouts/sbx_no{path}")
        assert answer.status_code == 404


def test_webhooks_are_signed_as_standard_webhooks_are(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read by the standard's own library, over the raw bytes."""
    house = sqlite_shop.house
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    client = httpx.AsyncClient

    def receiving(**_: object) -> httpx.AsyncClient:
        return client(transport=httpx.MockTransport(take))

    monkeypatch.setattr(httpx, "AsyncClient", receiving)
    payload = {"id": "evt_1", "checkout": "sbx_1", "type": "checkout.approved"}
    house.await_(send_webhook(house.context, payload))

    (request,) = seen
    key = house.context.secret.derive("sandbox-webhook")
    assert Webhook(key).verify(request.content, dict(request.headers)) == payload
    assert signer(house.context.secret).verify(request.content, dict(request.headers)) == payload


def test_while_the_receiver_is_down_webhooks_wait(shop: Shop) -> None:
    """Nothing listens at the house's own port."""
    reference = page(shop.house)
    press(shop.house, reference, "approve")
    shop.house.work()
    (item,) = shop.house.read(lambda s: s.scalars(select(WorkItem)).all())
    assert (item.attempts, item.state) == (1, "ready")
    assert "ConnectError" in str(item.last_error)


def test_over_a_real_server_the_order_is_paid_by_itself(served_shop: Shop) -> None:
    house = served_shop.house
    viewer = house.viewer()
    order = served_shop.place(viewer, 2)
    url = viewer.post(f"/orders/{order['id']}/payment-sessions").json()["redirect_url"]

    press(house, url.rpartition("/")[2], "approve")

    wait_until(lambda: viewer.get(f"/orders/{order['id']}").json()["state"] == "paid")
    assert served_shop.stock.on_hand == 3
