"""Two clocks that start anywhere become one."""

from __future__ import annotations

import pytest

from kaibo.adapters.media.builtin.webrtc.clock import AvClock, TrackClock


def test_a_track_begins_at_zero_and_goes_on_over_the_wrap() -> None:
    clock = TrackClock(90_000)
    start = 2**32 - 4500
    assert clock.media_ms(start) == 0
    assert clock.media_ms((start + 9000) % 2**32) == 100
    assert clock.media_ms((start + 6000) % 2**32) == pytest.approx(66.67, abs=0.01)


def test_until_reports_come_sound_is_placed_by_arrival() -> None:
    clock = AvClock()
    assert clock.sound(7000, 1000) is None
    assert clock.picture(5, 1040) == 0
    assert clock.sound(7000 + 960, 1020) == pytest.approx(-20)
    # A late packet proves nothing.
    assert clock.sound(7000 + 1920, 1500) == pytest.approx(0)


def test_reports_of_both_tracks_set_sound_to_its_picture() -> None:
    clock = AvClock()
    clock.picture(0, 1000)
    assert clock.sound(0, 1000) == 0
    clock.video.report(90_000, 51_000)
    assert clock.sound(960, 1020) == 20
    clock.audio.report(48_000, 51_200)
    assert clock.sound(1920, 1040) == pytest.approx(240)


def test_a_difference_that_nobody_hears_moves_nothing() -> None:
    clock = AvClock()
    clock.picture(0, 1000)
    clock.sound(0, 1000)
    clock.video.report(0, 50_000)
    clock.audio.report(0, 50_015)
    assert clock.sound(960, 1020) == 20
