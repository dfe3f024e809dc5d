"""What is sold out is refused from memory, and the records are asked again by one at a time."""

import dataclasses
from datetime import timedelta

import pytest

from kaibo.flows.place_order.contracts import PlaceOrder, WantedLine
from kaibo.flows.place_order.sold_out import REMEMBERED_S, SoldOutMemory
from kaibo.kernel.clock import FixedClock
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders.contracts import Address, Contact
from kaibo.modules.orders.errors import PriceChangedError

CLOCK = FixedClock()
WANTED = PlaceOrder(
    show="tea",
    viewer_id="vwr_1",
    lines=(WantedLine("var_1", 1, 100),),
    contact=Contact("A", "12345"),
    address=Address("CN", "", "", "1", "", ""),
    note="",
    idempotency_key=None,
    arrived_at=CLOCK.now(),
)
GONE = SoldOutError(variant_id="var_1", product_id="prd_1", available=0)


def remembering() -> tuple[SoldOutMemory, FixedClock]:
    clock = FixedClock()
    memory = SoldOutMemory(clock)
    memory.check(WANTED)
    memory.learn(WANTED, GONE)
    return memory, clock


def is_refused(memory: SoldOutMemory, wanted: PlaceOrder = WANTED) -> bool:
    try:
        memory.check(wanted)
    except SoldOutError as refusal:
        return refusal.params == GONE.params
    return False


def test_what_is_sold_out_is_refused_from_memory() -> None:
    memory, _ = remembering()
    assert is_refused(memory)
    assert not is_refused(memory, dataclasses.replace(WANTED, show="another"))


def test_after_a_second_one_request_asks_again_while_others_are_refused() -> None:
    memory, clock = remembering()
    clock.advance(timedelta(seconds=REMEMBERED_S))
    assert [is_refused(memory) for _ in range(3)] == [False, True, True]


@pytest.mark.parametrize(
    "failure",
    [
        None,
        PriceChangedError(variant_id="var_1", price=1),
        SoldOutError(variant_id="var_1", product_id="prd_1", available=2),
    ],
)
def test_whoever_asks_and_does_not_find_it_gone_lets_the_others_ask(
    failure: Exception | None,
) -> None:
    memory, clock = remembering()
    clock.advance(timedelta(seconds=REMEMBERED_S))
    memory.check(WANTED)
    memory.learn(WANTED, failure)
    assert not is_refused(memory)


def test_an_order_of_several_does_not_keep_the_others_of_its_lines_from_being_asked() -> None:
    memory, clock = remembering()
    both = dataclasses.replace(WANTED, lines=(*WANTED.lines, WantedLine("var_2", 1, 100)))
    clock.advance(timedelta(seconds=REMEMBERED_S))
    memory.check(both)
    memory.learn(both, SoldOutError(variant_id="var_2", product_id="prd_2", available=0))
    assert not is_refused(memory)
    assert not is_refused(memory, dataclasses.replace(WANTED, viewer_id="vwr_2"))


def test_what_moved_is_forgotten() -> None:
    memory, _ = remembering()
    memory.forget("prd_2")
    assert is_refused(memory)
    memory.forget("prd_1")
    assert not is_refused(memory)
