from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.frames import (
    DealChanged,
    Explaining,
    ExplainingChanged,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductsChanged,
    RoomEvent,
    ShowChanged,
    Stock,
    Unpinned,
)
from kaibo.modules.rooms.state import apply, from_snapshot, settle
from tests.support.rooms import (
    NOW,
    SAMPLES,
    assert_replay_equals_snapshot,
    card,
    deal,
    samples_of,
    snapshot,
)


@pytest.mark.parametrize("kind", get_args(RoomEvent), ids=lambda kind: kind.__name__)
def test_snapshot_and_events_equal_a_fresh_snapshot(kind: type) -> None:
    assert_replay_equals_snapshot(samples_of(kind))


@given(st.lists(st.sampled_from([event for events in SAMPLES.values() for event in events])))
def test_any_run_of_events_replays_to_a_fresh_snapshot(events: list[RoomEvent]) -> None:
    assert_replay_equals_snapshot(events)


@given(st.permutations([Stock("prd_1", 10 - version, version) for version in range(2, 10)]))
def test_stock_settles_on_the_newest_in_whatever_order_it_comes(events: list[RoomEvent]) -> None:
    end = assert_replay_equals_snapshot(events)
    assert (end.products[0].available, end.products[0].stock_version) == (1, 9)


def test_a_card_with_older_stock_brings_its_other_news_only() -> None:
    state = from_snapshot(snapshot())
    state = apply(state, Stock("prd_1", 3, 7))
    settled = settle(state, Pinned(Pin("prd_1", NOW), card("prd_1", available=99, stock_version=4)))
    assert isinstance(settled, Pinned)
    assert (settled.card.available, settled.card.stock_version) == (3, 7)


def test_the_latest_pin_comes_first_and_only_once() -> None:
    end = assert_replay_equals_snapshot(SAMPLES[Pinned])
    assert [pin.product_id for pin in end.pins] == ["prd_new", "prd_1", "prd_2"]


def test_a_product_taken_out_of_the_tray_is_no_longer_explained() -> None:
    end = assert_replay_equals_snapshot(
        [ExplainingChanged(Explaining("prd_1", NOW)), ProductsChanged((card("prd_2"),))]
    )
    assert end.explaining is None


def test_a_product_taken_out_of_the_tray_is_no_longer_pinned() -> None:
    end = assert_replay_equals_snapshot([ProductsChanged((card("prd_2"),))])
    assert end.pins == ()


@pytest.mark.parametrize(
    "event", [Unpinned("prd_2"), ShowChanged("on_air"), PlaybackChanged(Playback("offline", None))]
)
def test_what_says_nothing_new_is_not_sent(event: RoomEvent) -> None:
    assert settle(from_snapshot(snapshot()), event) is None


def test_older_news_of_a_deal_are_dropped() -> None:
    state = apply(from_snapshot(snapshot()), DealChanged(deal(version=2)))
    for version in (1, 2):
        assert settle(state, DealChanged(deal(version=version))) is None
    assert settle(state, DealChanged(deal(version=3))) is not None
