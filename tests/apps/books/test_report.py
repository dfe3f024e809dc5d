"""The books: right after whatever happens, and wrong as soon as one row is."""

import pytest
from sqlalchemy import text

from kaibo.apps.books.checks import CHECKS
from kaibo.apps.books.report import Books, check
from kaibo.flows.pay_order.service import settle
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from tests.support.gateways import scripted
from tests.support.house import Shop


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop with an unpaid, a cancelled, a paid and a partly refunded order, and its own stock."""
    house, buyer = shop.house, shop.house.viewer()
    gateway = scripted(house)
    cancelled = shop.place(buyer)
    buyer.post(f"/orders/{cancelled['id']}/cancel")
    shop.place(buyer)
    paid = shop.place(buyer, 2)
    buyer.post(f"/orders/{paid['id']}/payment-sessions")
    payment = house.read(payments.of_order, paid["id"])
    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    house.run(settle, payment, PaymentState.CAPTURED)
    one = {"lines": [{"position": 0, "quantity": 1}], "reason": "broken", "restock": True}
    assert shop.owner.post(f"/orders/{paid['id']}/refunds", one).status_code == 201
    house.work()
    shop.owner.put(f"/shows/{shop.show.id}/allocations/{shop.variant.id}", {"units": 1})
    return shop


def broken(books: Books) -> set[str]:
    return {checked.name for checked in books.checks if checked.broken}


def test_the_books_of_a_busy_shop_are_right(busy: Shop) -> None:
    books = busy.house.read(check)
    assert broken(books) == set()
    assert books.is_right
    assert set(books.takings.values()) == {6800}
    assert (books.orders, len(books.checks)) == (3, len(CHECKS))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("UPDATE stock SET on_hand = on_hand + 1", "on_hand_is_the_sum_of_the_ledger"),
        ("UPDATE stock SET reserved = 0", "what_is_reserved_is_what_unpaid_orders_hold"),
        ("UPDATE stock SET allocated = 0", "what_is_set_aside_is_what_shows_have_left"),
        ("DELETE FROM stock_movements WHERE kind = 'take'", "what_was_taken_is_what_was_paid"),
        ("UPDATE orders SET total = total + 1", "an_order_is_the_sum_of_its_lines"),
        ("UPDATE order_lines SET total = total - 1", "a_line_is_its_price_times_its_pieces"),
        ("UPDATE payments SET amount = amount + 1", "an_order_has_one_payment_of_its_total"),
        (
            "UPDATE payments SET state = 'pending' WHERE state = 'captured'",
            "money_was_captured_for_what_stands_as_paid",
        ),
        (
            "UPDATE payments SET state = 'authorized' WHERE state = 'closed'",
            "what_is_authorised_is_asked_for",
        ),
        ("UPDATE payments SET refunded = 0", "a_payment_counts_its_refunds"),
        ("UPDATE orders SET refunded = 0", "an_order_counts_what_was_given_back"),
        (
            "UPDATE order_lines SET refunded_quantity = 0",
            "a_line_counts_the_pieces_given_back",
        ),
        (
            "DELETE FROM stock_movements WHERE kind = 'return'",
            "what_came_back_is_what_refunds_put_back",
        ),
        (
            "UPDATE refunds SET restocks = NOT restocks",
            "what_came_back_is_what_refunds_put_back",
        ),
        (
            "UPDATE orders SET state = 'refunded' WHERE state = 'paid'",
            "refunded_is_what_was_given_back_as_a_whole",
        ),
        (
            "UPDATE payments SET state = 'captured' WHERE state = 'closed'",
            "money_for_a_cancelled_order_goes_back",
        ),
    ],
)
def test_one_wrong_row_is_named(busy: Shop, change: str, rule: str) -> None:
    busy.house.run(lambda uow: uow.session.execute(text(change)))

    books = busy.house.read(check)

    assert rule in broken(books)
    assert not books.is_right
    (found,) = (checked for checked in books.checks if checked.name == rule)
    assert found.differences[0].found != found.differences[0].wanted
