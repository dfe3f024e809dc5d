"""Refunds: no money and no piece is given back twice, whoever asks, however often."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.flows.pay_order.service import settle
from kaibo.flows.refund_order import service
from kaibo.flows.refund_order.service import WantedRefund
from kaibo.kernel.errors import KaiboError
from kaibo.modules.orders.errors import KeyReusedError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments import handlers, refunding
from kaibo.modules.payments.contracts import PaymentState, Refund
from kaibo.modules.payments.errors import RefundTooLargeError
from kaibo.modules.payments.events import RefundAsked
from tests.support.books import disagreements
from tests.support.gateways import ScriptedGateway, scripted
from tests.support.house import Shop
from tests.support.rivals import Rival

INTENDED = "refund.intended"


@pytest.fixture
def gateway(shop: Shop) -> ScriptedGateway:
    return scripted(shop.house)


@pytest.fixture
def order(shop: Shop, gateway: ScriptedGateway) -> dict[str, Any]:
    """A paid order of two pieces, 6800 each."""
    viewer = shop.house.viewer()
    placed = shop.place(viewer, 2)
    viewer.post(f"/orders/{placed['id']}/payment-sessions")
    payment = shop.house.read(payments.of_order, placed["id"])
    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    return placed


def ask(
    shop: Shop,
    order: dict[str, Any],
    pieces: dict[int, int] | None = None,
    amount: int | None = None,
    key: str | None = None,
    *,
    restocks: bool = True,
    reason: str = "broken",
) -> Refund:
    wanted = WantedRefund(pieces or {}, amount, reason, restocks=restocks, key=key)
    refund: Refund = shop.house.run(service.ask, order["id"], wanted, "Mei")
    return refund


def refunds_of(shop: Shop, order: dict[str, Any]) -> list[Refund]:
    def query(session: Session) -> list[Refund]:
        return payments.refunds_of(session, [order["id"]]).get(order["id"], [])

    return shop.house.read(query)


def ends_with(shop: Shop, gateway: ScriptedGateway, given: int) -> None:
    """Carry out what waits; that much was given back, and the books agree."""
    shop.house.work()
    assert sum(amount.amount for amount in gateway.refunds.values()) == given
    assert disagreements(shop.house.db.write_engine) == []


def test_the_last_money_is_given_back_once(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    with Rival(shop.house, INTENDED, lambda: ask(shop, order, amount=13000)) as rival:
        ask(shop, order)

    assert isinstance(rival.outcome, RefundTooLargeError)
    ends_with(shop, gateway, 13600)
    assert shop.owner.get(f"/orders/{order['id']}").json()["state"] == "refunded"


def test_a_payment_is_refunded_though_its_last_two_parts_are_noted_at_once(
    shop: Shop, order: dict[str, Any]
) -> None:
    first, second = ask(shop, order, amount=600), ask(shop, order)

    def note(refund: Refund) -> None:
        shop.house.run(refunding.succeed, refund.id)

    with Rival(shop.house, "refund.noted", lambda: note(second)):
        note(first)

    payment = shop.house.read(payments.of_order, order["id"])
    assert payment.state is PaymentState.REFUNDED


def test_the_last_piece_is_given_back_once(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    """Both ask for little money, so that only the pieces are too many."""
    ask(shop, order, {0: 1}, amount=100)

    with Rival(shop.house, INTENDED, lambda: ask(shop, order, {0: 1}, amount=100)) as rival:
        ask(shop, order, {0: 1}, amount=100)

    assert isinstance(rival.outcome, KaiboError)
    assert rival.outcome.code == "orders.bad_refund"
    ends_with(shop, gateway, 200)
    assert shop.stock.on_hand == 5


def test_pieces_the_gateway_paid_for_count_before_the_order_hears_of_it(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    refund = ask(shop, order, {0: 2}, amount=100)
    shop.house.await_(handlers.refund(shop.house.context, RefundAsked(refund_id=refund.id)))

    with pytest.raises(KaiboError) as refused:
        ask(shop, order, {0: 1}, amount=100)

    assert refused.value.code == "orders.bad_refund"
    ends_with(shop, gateway, 100)


def test_a_failed_refund_is_not_tried_again_when_its_pieces_went_another_way(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    gateway.refuses_refunds = True
    failed = ask(shop, order, {0: 2}, amount=100)
    shop.house.work()
    gateway.refuses_refunds = False
    ask(shop, order, {0: 1}, amount=100)

    path = f"/orders/{order['id']}/refunds/{failed.id}/retry"
    answer = shop.owner.post(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "orders.bad_refund")
    ends_with(shop, gateway, 100)


def test_a_refund_of_another_order_is_as_if_it_did_not_exist(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    gateway.refuses_refunds = True
    failed = ask(shop, order)
    shop.house.work()
    other = shop.place(shop.house.viewer())

    assert shop.owner.post(f"/orders/{other['id']}/refunds/{failed.id}/retry").status_code == 404
    assert refunds_of(shop, order)[0].state.value == "failed"


def test_the_same_request_sent_again_after_a_crash_is_no_second_refund(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    first = ask(shop, order, amount=100, key="k1")
    shop.house.work()

    assert ask(shop, order, amount=100, key="k1").id == first.id
    assert ask(shop, order, amount=100, key="k2").id != first.id
    ends_with(shop, gateway, 200)


def test_two_requests_with_one_key_at_once_are_one_refund(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    with Rival(shop.house, INTENDED, lambda: ask(shop, order, amount=100, key="k1")) as rival:
        first = ask(shop, order, amount=100, key="k1")

    assert isinstance(rival.outcome, Refund)
    assert rival.outcome.id == first.id
    ends_with(shop, gateway, 100)


def test_two_wishes_with_one_key_at_once_are_one_refund_and_a_refusal(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    with Rival(shop.house, INTENDED, lambda: ask(shop, order, amount=200, key="k1")) as rival:
        ask(shop, order, amount=100, key="k1")

    assert isinstance(rival.outcome, KeyReusedError)
    ends_with(shop, gateway, 100)


def test_a_refunds_key_that_comes_with_another_wish_is_refused(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    first = ask(shop, order, {0: 1}, key="k1")
    others: list[dict[str, Any]] = [
        {"pieces": {0: 1}, "amount": 100},
        {"pieces": {0: 2}},
        {"amount": 6800},
        {},
        {"pieces": {0: 1}, "restocks": False},
        {"pieces": {0: 1}, "reason": "too late"},
        {"pieces": {0: 1}, "amount": 6800},
    ]

    for other in others:
        with pytest.raises(KeyReusedError):
            ask(shop, order, key="k1", **other)

    assert ask(shop, order, {0: 1}, key="k1").id == first.id
    ends_with(shop, gateway, 6800)


@pytest.mark.parametrize("is_refused", [False, True])
def test_all_that_is_left_repeated_with_its_key_is_one_refund(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway, *, is_refused: bool
) -> None:
    ask(shop, order, {0: 1}, amount=100)
    shop.house.work()
    gateway.refuses_refunds = is_refused
    first = ask(shop, order, key="k1")
    assert ask(shop, order, key="k1").id == first.id
    shop.house.work()

    assert ask(shop, order, key="k1").id == first.id
    with pytest.raises(KeyReusedError):
        ask(shop, order, amount=100, key="k1")
    ends_with(shop, gateway, 100 if is_refused else 13600)


def test_a_repeat_is_known_though_other_refunds_failed_meanwhile(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    """More is left by now than when it was asked for all that was left."""
    gateway.refuses_refunds = True
    ask(shop, order, amount=5000)
    first = ask(shop, order, key="k1")
    assert first.amount.amount == 8600
    shop.house.work()

    assert ask(shop, order, key="k1").id == first.id


def test_a_refund_of_an_older_release_is_known_by_its_key_alone(
    shop: Shop, order: dict[str, Any]
) -> None:
    first = ask(shop, order, amount=100, key="k1")
    shop.house.run(lambda uow: uow.session.execute(text("UPDATE refunds SET fingerprint = ''")))

    assert ask(shop, order, amount=200, key="k1").id == first.id


def test_only_staff_who_may_refund_do(shop: Shop, order: dict[str, Any]) -> None:
    wanted = {"reason": "mine"}
    for caller in (shop.house.viewer(), shop.house.anyone):
        assert caller.post(f"/orders/{order['id']}/refunds", wanted).status_code in {401, 403}
    assert refunds_of(shop, order) == []


TOO_MUCH: list[dict[str, object]] = [
    {"amount": 13601},
    {"amount": -1},
    {"amount": 0},
    {"amount": True},
    {"amount": 1.5},
    {"amount": 10**30},
    {"lines": [{"position": 0, "quantity": 3}]},
    {"lines": [{"position": 0, "quantity": True}]},
    {"lines": [{"position": 0, "quantity": -1}]},
    {"lines": [{"position": 1, "quantity": 1}]},
    {"lines": [{"position": -1, "quantity": 1}]},
]


def test_more_than_was_paid_or_bought_is_not_given_back(
    shop: Shop, order: dict[str, Any], gateway: ScriptedGateway
) -> None:
    for wanted in TOO_MUCH:
        answer = shop.owner.post(f"/orders/{order['id']}/refunds", {"reason": "broken", **wanted})
        assert answer.status_code in {409, 422}, (wanted, answer.text)
    ends_with(shop, gateway, 0)


def test_a_buyer_sees_their_refund_and_not_who_gave_it_nor_the_gateways_words(
    shop: Shop, gateway: ScriptedGateway
) -> None:
    buyer = shop.house.viewer()
    placed = shop.place(buyer)
    buyer.post(f"/orders/{placed['id']}/payment-sessions")
    payment = shop.house.read(payments.of_order, placed["id"])
    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    gateway.refuses_refunds = True
    ask(shop, placed)
    shop.house.work()

    (told,) = shop.owner.get(f"/orders/{placed['id']}").json()["refunds"]
    assert (told["actor"], told["state"], bool(told["error"])) == ("Mei", "failed", True)
    for answer in (
        buyer.get(f"/orders/{placed['id']}").json(),
        buyer.get("/orders/mine").json()["items"][0],
    ):
        (seen,) = answer["refunds"]
        assert (seen["actor"], seen["error"], seen["amount"]) == ("", None, told["amount"])
