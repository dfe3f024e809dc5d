"""Cancelling: the gateway first; money that was captured wins."""

import pytest
from sqlalchemy import select

from kaibo.flows.cancel_order import jobs
from kaibo.flows.pay_order.service import settle
from kaibo.kernel.money import Money
from kaibo.modules.identity.contracts import Role
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.platform.work.models import WorkItem
from tests.support.gateways import ScriptedGateway, scripted
from tests.support.house import Shop, Viewer


@pytest.fixture
def gateway(shop: Shop) -> ScriptedGateway:
    return scripted(shop.house)


def pay_page(shop: Shop, viewer: Viewer, order_id: str) -> str:
    """Open the gateway's page; give the gateway's name for it."""
    assert viewer.post(f"/orders/{order_id}/payment-sessions").status_code == 201
    return str(shop.house.read(payments.of_order, order_id).reference)


def expire(shop: Shop) -> None:
    """Let the time to pay run out, and the moments of grace."""
    shop.house.pass_time(seconds=shop.house.settings.order_expiry_seconds + 11)
    shop.house.work()


def told(shop: Shop, order_id: str) -> tuple[str, str | None, str]:
    order = shop.owner.get(f"/orders/{order_id}").json()
    return order["state"], order["cancel_reason"], order["payment"]["state"]


def test_a_buyer_cancels_and_the_stock_is_back(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer, 2)

    answer = viewer.post(f"/orders/{order['id']}/cancel")

    assert answer.status_code == 200
    assert told(shop, order["id"]) == ("cancelled", "buyer", "closed")
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 0)


@pytest.mark.parametrize("role", [Role.OWNER, Role.OPERATOR, Role.SERVICE])
def test_staff_who_look_after_orders_cancel_them(shop: Shop, role: Role) -> None:
    order = shop.place(shop.house.viewer())
    assert shop.house.staff(role).post(f"/orders/{order['id']}/cancel").status_code == 200
    assert told(shop, order["id"])[:2] == ("cancelled", "staff")


def test_nobody_else_cancels_an_order(shop: Shop) -> None:
    order = shop.place(shop.house.viewer())
    for caller in (shop.house.viewer(), shop.house.staff(Role.WAREHOUSE), shop.house.anyone):
        assert caller.post(f"/orders/{order['id']}/cancel").status_code == 404
    assert told(shop, order["id"])[0] == "created"


def test_cancelling_twice_gives_the_stock_back_once(shop: Shop) -> None:
    viewer = shop.house.viewer()
    shop.place(viewer)
    order = shop.place(viewer, 2)
    for _ in range(2):
        assert viewer.post(f"/orders/{order['id']}/cancel").status_code == 200
    assert shop.stock.reserved == 1


def test_a_paid_order_cannot_be_cancelled(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    payment = shop.house.read(payments.of_order, order["id"])
    shop.house.run(settle, payment, PaymentState.CAPTURED)

    answer = viewer.post(f"/orders/{order['id']}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (409, "orders.not_payable")


def test_an_order_that_is_not_paid_in_time_expires(shop: Shop, gateway: ScriptedGateway) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer, 5)
    reference = pay_page(shop, viewer, order["id"])
    shop.house.pass_time(seconds=shop.house.settings.order_expiry_seconds)
    shop.house.work()
    assert told(shop, order["id"])[0] == "created", "a buyer sees the clock run out a little early"

    shop.house.pass_time(seconds=11)
    shop.house.work()

    assert told(shop, order["id"]) == ("cancelled", "expired", "closed")
    assert gateway.states[reference] is PaymentState.CLOSED
    assert shop.stock.reserved == 0


def test_the_gateway_is_closed_before_the_stock_is_given_back(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    pay_page(shop, viewer, order["id"])
    gateway.is_down = True

    expire(shop)
    answer = viewer.post(f"/orders/{order['id']}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (503, "payments.gateway_down")
    assert told(shop, order["id"])[0] == "created"
    assert shop.stock.reserved == 1
    gateway.is_down = False
    shop.house.pass_time(seconds=2)
    shop.house.work()
    assert told(shop, order["id"])[0] == "cancelled"


def test_an_expiry_that_meets_the_payment_completes_the_order_once(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    """The buyer pays while the page is being closed, and the webhook is quicker."""
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    reference = pay_page(shop, viewer, order["id"])
    payment = shop.house.read(payments.of_order, order["id"])

    async def pay_now() -> None:
        gateway.states[reference] = PaymentState.CAPTURED
        await shop.house.db.run(settle, payment, PaymentState.CAPTURED)

    gateway.before_close = pay_now
    expire(shop)

    assert told(shop, order["id"]) == ("paid", None, "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (4, 0)


def test_an_expiry_that_learns_of_the_payment_completes_the_order(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    """The webhook never came; closing the page brings the news."""
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    gateway.states[pay_page(shop, viewer, order["id"])] = PaymentState.CAPTURED

    expire(shop)

    assert told(shop, order["id"]) == ("paid", None, "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (4, 0)


def test_a_buyer_who_cancels_what_was_just_paid_is_told_so(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    gateway.states[pay_page(shop, viewer, order["id"])] = PaymentState.CAPTURED

    answer = viewer.post(f"/orders/{order['id']}/cancel")

    assert (answer.status_code, answer.json()["state"]) == (409, "paid")
    assert told(shop, order["id"])[0] == "paid"


def test_a_page_opened_while_the_order_expires_brings_no_money_without_goods(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    """The cancellation saw no page to close; the buyer then pays on the page that opened."""
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    before = shop.house.read(payments.of_order, order["id"])
    expire(shop)
    assert told(shop, order["id"])[0] == "cancelled"

    shop.house.run(settle, before, PaymentState.CAPTURED)

    assert told(shop, order["id"]) == ("paid", None, "captured")


def test_an_expiry_that_found_its_work_done_is_ticked_off(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    viewer.post(f"/orders/{order['id']}/cancel")

    expire(shop)

    left = shop.house.read(lambda s: s.scalars(select(WorkItem.name)).all())
    assert left == ["cancel_order.sweep"], "which waits for the next order"


def test_an_expiry_that_finds_another_amount_captured_leaves_the_order_to_a_person(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    reference = pay_page(shop, viewer, order["id"])
    gateway.states[reference] = PaymentState.CAPTURED
    gateway.amounts[reference] = Money(1, "CNY")

    expire(shop)

    assert told(shop, order["id"])[0] == "created"
    assert shop.stock.reserved == 1


def test_orders_that_run_out_together_are_all_cancelled_at_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PIECE", 2)
    for _ in range(5):
        shop.place(shop.house.viewer())

    expire(shop)

    assert shop.stock.reserved == 0
