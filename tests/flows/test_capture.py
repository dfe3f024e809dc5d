"""A gateway that authorises first and captures when asked: once, later if need be, or never."""

from typing import Any

import pytest
from sqlalchemy import func, select

from kaibo.flows.cancel_order.service import cancel_order
from kaibo.flows.pay_order import handlers
from kaibo.flows.pay_order.service import settle
from kaibo.kernel.money import Money
from kaibo.modules.orders.contracts import CancelReason
from kaibo.modules.orders.errors import NotPayableError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.modules.payments.errors import GatewayDownError
from kaibo.modules.payments.events import PaymentAuthorized
from kaibo.platform.work.models import WorkItem
from tests.support.books import disagreements
from tests.support.gateways import ScriptedGateway, scripted
from tests.support.house import Shop, Viewer
from tests.support.rivals import Rival

AUTHORIZED = PaymentState.AUTHORIZED


class Till:
    """An order of two pieces, of five, whose page at the gateway is open."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.house = shop, shop.house
        self.gateway: ScriptedGateway = scripted(shop.house)
        self.viewer: Viewer = shop.house.viewer()
        self.order: dict[str, Any] = shop.place(self.viewer, 2)
        self.open_page()
        self.reference = str(self.payment.reference)
        self._webhooks = 0

    @property
    def payment(self) -> Payment:
        """The payment as it is on record."""
        found: Payment = self.house.read(payments.of_order, self.order["id"])
        return found

    def open_page(self) -> None:
        answer = self.viewer.post(f"/orders/{self.order['id']}/payment-sessions")
        assert answer.status_code == 201, answer.text

    def authorise(self) -> None:
        """Have the gateway hold the money; nobody has been told."""
        self.gateway.states[self.reference] = AUTHORIZED

    def tell(self) -> None:
        """Send a webhook."""
        self._webhooks += 1
        event = f"evt_{self._webhooks} {self.reference}".encode()
        path = "/api/v1/payments/webhooks/scripted"
        assert self.house.anyone.request("POST", path, event, x_good="yes").is_success

    def hear(self) -> None:
        """Take over that the money is authorised, and go no further."""
        self.authorise()
        self.house.run(settle, self.payment, AUTHORIZED)

    async def capture(self) -> None:
        """Do what follows an authorisation."""
        event = PaymentAuthorized(order_id=self.order["id"])
        await handlers.capture(self.house.context, event)

    async def expire(self) -> None:
        await cancel_order(self.house.context, self.order["id"], CancelReason.EXPIRED)

    def cancel(self) -> int:
        return self.viewer.post(f"/orders/{self.order['id']}/cancel").status_code

    def run_out(self, seconds: float = 11) -> None:
        self.house.pass_time(seconds=self.house.settings.order_expiry_seconds + seconds)

    def work_again(self) -> None:
        """Carry out what waits, also what failed a moment ago."""
        self.house.pass_time(seconds=5)
        self.house.work()

    @property
    def stand(self) -> tuple[str, str]:
        told = self.shop.owner.get(f"/orders/{self.order['id']}").json()
        return told["state"], told["payment"]["state"]

    @property
    def taken(self) -> int:
        """How often the gateway took the money when it was asked."""
        return self.gateway.captured.get(self.reference, 0)

    def adds_up(self) -> None:
        assert disagreements(self.house.db.write_engine) == []

    def is_paid_once(self) -> None:
        assert (self.stand, self.taken) == (("paid", "captured"), 1)
        assert (self.shop.stock.on_hand, self.shop.stock.reserved) == (3, 0)
        history = self.shop.owner.get(f"/orders/{self.order['id']}/history").json()["moves"]
        assert [move["move"] for move in history].count("paid") == 1
        self.adds_up()

    def is_let_go(self) -> None:
        assert (self.stand, self.taken) == (("cancelled", "closed"), 0)
        assert self.gateway.states[self.reference] is PaymentState.CLOSED
        assert (self.shop.stock.on_hand, self.shop.stock.reserved) == (5, 0)
        self.adds_up()


@pytest.fixture
def till(shop: Shop) -> Till:
    return Till(shop)


def test_what_a_buyer_authorised_is_captured_and_pays_the_order(till: Till) -> None:
    till.authorise()
    till.tell()
    till.house.work()
    till.is_paid_once()


def test_a_buyer_who_returns_has_what_they_authorised_captured_without_a_webhook(
    till: Till,
) -> None:
    till.authorise()
    till.open_page()
    assert till.stand == ("created", "authorized")
    till.house.work()
    till.is_paid_once()


def test_told_of_it_many_times_it_is_captured_once(till: Till) -> None:
    till.authorise()
    for _ in range(3):
        till.tell()
        till.open_page()
    till.house.work()
    till.tell()
    till.house.work()
    till.is_paid_once()


def test_a_gateway_that_is_down_before_the_capture_is_asked_again_once_it_is_up(
    till: Till,
) -> None:
    till.hear()
    till.gateway.is_down = True
    till.house.work()
    assert (till.stand, till.shop.stock.reserved) == (("created", "authorized"), 2)
    till.adds_up()

    till.gateway.is_down = False
    till.work_again()
    till.is_paid_once()


def test_a_capture_whose_answer_was_lost_is_asked_for_again_and_taken_once(till: Till) -> None:
    async def take_and_fall_silent() -> None:
        await till.gateway.capture(till.reference, till.gateway.amounts[till.reference])
        raise GatewayDownError

    till.gateway.before_capture = take_and_fall_silent
    till.hear()
    till.house.work()
    assert (till.stand, till.taken) == (("created", "authorized"), 1)

    till.work_again()
    till.is_paid_once()


def test_a_capture_the_gateway_has_not_done_yet_is_asked_for_again(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(_reference: str, _amount: Money) -> PaymentState:
        return AUTHORIZED

    till.hear()
    with monkeypatch.context() as patch:
        patch.setattr(till.gateway, "capture", not_yet)
        till.house.work()
    assert till.stand == ("created", "authorized")

    till.work_again()
    till.is_paid_once()


@pytest.mark.parametrize("old", [PaymentState.AUTHORIZED, PaymentState.PENDING])
def test_a_gateway_that_tells_old_news_of_what_it_took_is_asked_again_later(
    till: Till, monkeypatch: pytest.MonkeyPatch, old: PaymentState
) -> None:
    """What it answers to questions may come from a copy that is behind."""
    query = till.gateway.query

    async def behind(reference: str) -> tuple[PaymentState, Money]:
        state, amount = await query(reference)
        return old if state is PaymentState.CAPTURED else state, amount

    till.hear()
    with monkeypatch.context() as patch:
        patch.setattr(till.gateway, "query", behind)
        till.house.work()
    assert (till.stand, till.taken) == (("created", "authorized"), 1)
    assert till.gateway.calls.count("capture") == 1, "not at once and again and again"

    till.work_again()
    till.is_paid_once()


def test_however_often_the_gateway_says_so_one_piece_of_work_captures(till: Till) -> None:
    till.authorise()
    for _ in range(5):
        till.open_page()
    waiting = select(func.count()).where(WorkItem.name == "payments.authorized.v1")
    assert till.house.read(lambda session: session.scalar(waiting)) == 1
    till.house.work()
    till.is_paid_once()


@pytest.mark.parametrize("becomes", [PaymentState.DECLINED, PaymentState.PENDING])
def test_what_is_declined_when_it_is_captured_can_be_paid_again(
    till: Till, becomes: PaymentState
) -> None:
    """Pending: the buyer has opened the page anew before anybody heard of the decline."""

    async def decline() -> None:
        till.gateway.states[till.reference] = becomes

    till.gateway.before_capture = decline
    till.hear()
    till.house.work()
    assert (till.stand, till.shop.stock.reserved) == (("created", "declined"), 2)

    till.authorise()
    till.tell()
    till.house.work()
    till.is_paid_once()


def test_another_amount_that_is_authorised_is_not_captured_and_waits_for_a_person(
    till: Till,
) -> None:
    till.authorise()
    till.gateway.amounts[till.reference] = Money(1, "CNY")
    till.tell()
    till.house.work()

    assert (till.stand, till.taken) == (("created", "pending"), 0)
    waiting = till.house.read(lambda s: s.scalars(select(WorkItem.last_error)).all())
    assert [error for error in waiting if error and "WrongAmount" in error]


# Two at once


def test_captured_twice_at_once_the_order_is_paid_once(till: Till) -> None:
    till.gateway.before_capture = till.capture
    till.hear()
    till.house.work()

    assert till.gateway.calls.count("capture") == 2
    till.is_paid_once()


def test_authorised_twice_at_once_the_order_is_paid_once(till: Till) -> None:
    with Rival(till.house, "capture.authorized", till.hear):
        till.hear()
    till.house.work()
    till.is_paid_once()


def test_an_expiry_that_meets_the_authorisation_lets_go_of_the_money(till: Till) -> None:
    """The buyer approves while the page is being closed, and the webhook is quicker."""

    payment = till.payment

    async def approve() -> None:
        till.authorise()
        await till.house.db.run(settle, payment, AUTHORIZED)

    till.gateway.before_close = approve
    till.run_out()
    till.house.await_(till.expire())
    till.gateway.before_close = None
    till.house.work()
    till.is_let_go()


def test_an_expiry_inside_the_capture_lets_go_of_the_money(till: Till) -> None:
    till.hear()
    till.gateway.before_capture = till.expire
    till.house.work()
    till.is_let_go()


def test_a_capture_inside_the_expiry_pays_the_order(till: Till) -> None:
    till.hear()
    till.gateway.before_close = till.capture
    with pytest.raises(NotPayableError):
        till.house.await_(till.expire())
    till.gateway.before_close = None
    till.house.work()
    till.is_paid_once()


def test_an_authorisation_that_comes_to_light_when_the_time_is_over_is_let_go_of(
    till: Till,
) -> None:
    till.run_out()
    till.hear()
    till.house.work()
    till.is_let_go()


def test_a_cancellation_that_meets_the_authorised_webhook_lets_go_of_the_money(
    till: Till,
) -> None:
    with Rival(till.house, "capture.authorized", till.cancel) as rival:
        till.hear()

    assert rival.outcome == 200
    till.house.work()
    till.is_let_go()


def test_an_authorisation_inside_the_cancellation_is_let_go_of(till: Till) -> None:
    """The gateway said closed, and holds the money a moment later."""
    with Rival(till.house, "cancel_order.closed", till.hear):
        assert till.cancel() == 200

    till.house.work()
    till.is_let_go()


def test_a_buyer_cancels_while_nothing_is_captured_yet(till: Till) -> None:
    till.hear()
    assert till.cancel() == 200
    till.house.work()
    till.is_let_go()


# A gateway that lets go of nothing


def test_what_the_gateway_keeps_hold_of_is_captured_instead_of_cancelled(till: Till) -> None:
    till.gateway.lets_go = False
    till.authorise()
    assert till.cancel() == 409
    till.house.work()
    till.is_paid_once()


@pytest.mark.parametrize("delivered", [0, 5])
def test_what_the_gateway_keeps_hold_of_after_the_cancellation_is_as_any_late_money(
    till: Till, delivered: int
) -> None:
    """Another buyer needed the stock, a minute after the time ran out."""
    till.gateway.lets_go = False
    till.run_out(61)
    till.shop.place(till.house.viewer(), 4)
    assert till.stand == ("cancelled", "pending")
    if delivered:
        path = f"/products/{till.shop.product.id}/stock-adjustments"
        till.shop.owner.post(path, {"delta": delivered, "reason": "delivery"})
    till.authorise()
    till.tell()
    till.house.work()

    assert till.taken == 1
    assert till.stand == (("paid", "captured") if delivered else ("cancelled", "refunded"))
    till.adds_up()
