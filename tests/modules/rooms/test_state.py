from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.frames import (
    Deal,
    DealChanged,
    DealOver,
    Explaining,
    ExplainingChanged,
    Money,
    OrderPaid,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductChanged,
    ProductsChanged,
    RoomEvent,
    ShowChanged,
    Stock,
    Unpinned,
)
from kaibo.modules.rooms.state import apply, from_snapshot, settle
from tests.support.rooms import NOW, assert_replay_equals_snapshot, card, snapshot


def deal(version: int = 1) -> Deal:
    """A deal of the first product."""
    return Deal(
        id="del_1",
        product_id="prd_1",
        variant_id=None,
        price=Money(5000, "CNY"),
        compare_at={"var_1": 6800},
        total=10,
        left=10 - version,
        buyer_limit=1,
        announced_at=1_800_000_000_000,
        starts_at=1_800_000_010_000,
        ends_at=1_800_000_310_000,
        version=version,
    )


SAMPLES: dict[type, list[RoomEvent]] = {
    Pinned: [
        Pinned(Pin("prd_2", NOW), card("prd_2", available=1, stock_version=9)),
        Pinned(Pin("prd_1", NOW + 1), card("prd_1")),
        Pinned(Pin("prd_new", NOW + 2), card("prd_new")),
    ],
    Unpinned: [Unpinned("prd_1"), Unpinned("prd_1"), Unpinned("prd_unknown")],
    ExplainingChanged: [
        ExplainingChanged(Explaining("prd_1", NOW)),
        ExplainingChanged(None),
        ExplainingChanged(Explaining("prd_2", NOW + 1)),
    ],
    Stock: [Stock("prd_1", 4, 2), Stock("prd_1", 9, 1), Stock("prd_unknown", 1, 1)],
    ProductChanged: [
        ProductChanged(card("prd_1", available=99, stock_version=0)),
        ProductChanged(card("prd_3")),
    ],
    ProductsChanged: [
        ProductsChanged((card("prd_2"), card("prd_9"))),
        ProductsChanged(()),
    ],
    ShowChanged: [ShowChanged("closed"), ShowChanged("closed")],
    PlaybackChanged: [
        PlaybackChanged(Playback("live", "http://media.test/live/str_1/index.m3u8")),
        PlaybackChanged(Playback("offline", None)),
    ],
    DealChanged: [DealChanged(deal(version=1)), DealChanged(deal(version=2))],
    DealOver: [DealChanged(deal()), DealOver("del_1"), DealOver("del_unknown")],
    OrderPaid: [OrderPaid("小*", "prd_1", 2)],
}


@pytest.mark.parametrize("kind", get_args(RoomEvent), ids=lambda kind: kind.__name__)
def test_snapshot_and_events_equal_a_fresh_snapshot(kind: type) -> None:
    assert SAMPLES.get(kind), f"{kind.__name__} needs a sample here"
    assert_replay_equals_snapshot(SAMPLES[kind])


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
