"""State machines are declared whole, and checked."""

from enum import StrEnum

import pytest

from kaibo.kernel.states import IllegalMoveError, StateMachine
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.domain import STATES as ORDER
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.domain import STATES as PAYMENT
from kaibo.modules.shows.contracts import ShowState
from kaibo.modules.shows.domain import STATES as SHOW


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    WALLED = "walled"


DOORS = StateMachine("door", {Door.OPEN: [Door.SHUT], Door.SHUT: [Door.OPEN, Door.WALLED],
                              Door.WALLED: []})  # fmt: skip


def test_declared_moves_pass_and_others_are_refused_by_name() -> None:
    DOORS.check(Door.OPEN, Door.SHUT)
    with pytest.raises(IllegalMoveError) as caught:
        DOORS.check(Door.OPEN, Door.WALLED)
    assert caught.value.params == {"kind": "door", "current": "open", "wanted": "walled"}
    assert caught.value.status == 409


def test_staying_is_a_move_only_when_declared() -> None:
    assert not DOORS.can(Door.OPEN, Door.OPEN)


def test_sources_and_ends_are_known() -> None:
    assert DOORS.sources(Door.WALLED) == {Door.SHUT}
    assert DOORS.is_final(Door.WALLED)
    assert not DOORS.is_final(Door.OPEN)


def test_a_state_that_is_not_declared_is_a_mistake_at_import() -> None:
    with pytest.raises(ValueError, match="every state must be declared"):
        StateMachine("door", {Door.OPEN: [Door.SHUT]})


def test_what_is_over_stays_over() -> None:
    assert ORDER.is_final(OrderState.REFUNDED)
    assert not ORDER.can(OrderState.REFUNDED, OrderState.PAID)
    assert SHOW.is_final(ShowState.CLOSED)
    assert PAYMENT.is_final(PaymentState.REFUNDED)


def test_money_that_was_captured_is_never_forgotten() -> None:
    assert PAYMENT.sources(PaymentState.DECLINED) == {
        PaymentState.PENDING,
        PaymentState.AUTHORIZED,
    }
    for state in set(PaymentState) - {PaymentState.CAPTURED, PaymentState.REFUNDED}:
        assert PAYMENT.can(state, PaymentState.CAPTURED)
        assert not PAYMENT.can(PaymentState.CAPTURED, state)
