from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.frames import (
    DealChanged,
    Explaining,
    ExplainingChanged,
    OrderPaid,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductsChanged,
    RoomEvent,
    RoomSnapshot,
    ShowChanged,
    Stock,
    Unpinned,
)
from kaibo.modules.rooms.state import apply, from_snapshot, settle
from tests.support.replaying import assert_replay_equals_snapshot, changed_by, fields
from tests.support.room_samples import SAMPLES, all_samples, deal, samples_of
from tests.support.rooms import NOW, card, snapshot

STATELESS = {OrderPaid}
"""Kinds of event that change no state."""
STANDING = {"show.id", "show.slug"}
"""Fields that no event changes."""


@pytest.mark.parametrize("kind", get_args(RoomEvent), ids=lambda kind: kind.__name__)
def test_snapshot_and_events_equal_a_fresh_snapshot(kind: type) -> None:
    assert_replay_equals_snapshot(samples_of(kind))


@pytest.mark.parametrize("kind", get_args(RoomEvent), ids=lambda kind: kind.__name__)
def test_every_kind_of_event_has_a_sample_that_changes_something(kind: type) -> None:
    changing = set()
    state = from_snapshot(snapshot())
    for event in samples_of(kind):
        settled = settle(state, event)
        if settled is not None:
            before, state = state, apply(state, settled)
            changing |= {type(settled)} if state != before else set()
    assert (kind in changing) == (kind not in STATELESS)


def test_every_field_of_a_snapshot_has_a_sample_that_changes_it() -> None:
    assert fields(RoomSnapshot) - changed_by(all_samples()) == STANDING


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        (PlaybackChanged, {"playback.state", "playback.whep_url", "playback.whep_url is null"}),
        (ShowChanged, {"show.title", "show.host_name", "show.state"}),
        (DealChanged, {"deals[].price.amount", "deals[].variant_id is null", "deals[].left"}),
        (ExplainingChanged, {"explaining.since", "explaining.product_id"}),
    ],
    ids=lambda it: getattr(it, "__name__", "fields"),
)
def test_a_field_without_a_sample_is_noticed(kind: type, left_out: set[str]) -> None:
    others = [event for each in SAMPLES if each is not kind for event in SAMPLES[each]]
    assert left_out <= fields(RoomSnapshot) - changed_by(others)


@given(st.lists(st.sampled_from(all_samples())))
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
    assert [pin.product_id for pin in end.pins] == ["prd_2", "prd_new", "prd_1"]


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
