"""Packets in any order become frames in theirs; a gap costs a moment and a keyframe."""

from __future__ import annotations

import pytest
from aiortc.rtp import RtpPacket

from kaibo.adapters.media.builtin.webrtc.receiving import FrameBuffer


class Heard:
    def __init__(self, *, single: bool = False) -> None:
        self.frames: list[tuple[bytes, int]] = []
        self.losses = 0
        self.buffer = FrameBuffer(
            lambda data, stamp: self.frames.append((data, stamp)),
            single=single,
            on_loss=self._lost,
        )

    def _lost(self) -> None:
        self.losses += 1

    def take(self, number: int, stamp: int, data: bytes, *, marker: bool = True) -> bool:
        packet = RtpPacket(sequence_number=number % 65536, timestamp=stamp, marker=int(marker))
        packet._data = data  # type: ignore[attr-defined]  # noqa: SLF001 - as the receiver does
        wish, frame = self.buffer.add(packet)
        assert frame is None
        return wish


def test_a_frame_is_out_with_its_last_packet() -> None:
    heard = Heard()
    heard.take(65534, 1, b"a", marker=False)
    heard.take(65535, 1, b"b", marker=False)
    assert heard.frames == []
    heard.take(65536, 1, b"c")
    assert heard.frames == [(b"abc", 1)]


def test_packets_out_of_order_and_twice_are_put_right() -> None:
    heard = Heard()
    heard.take(10, 1, b"a", marker=False)
    for number, stamp, data in ((12, 2, b"c"), (11, 1, b"b"), (10, 1, b"a"), (13, 3, b"d")):
        assert not heard.take(number, stamp, data)
    assert heard.frames == [(b"ab", 1), (b"c", 2), (b"d", 3)]


def test_without_markers_the_next_stamp_ends_a_frame() -> None:
    heard = Heard()
    heard.take(1, 1, b"a", marker=False)
    heard.take(2, 2, b"b", marker=False)
    assert heard.frames == [(b"a", 1)]


def test_a_gap_that_lasts_costs_the_broken_frame_and_asks_for_a_keyframe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    heard = Heard()
    heard.take(1, 1, b"a")
    heard.take(3, 2, b"rest of a broken frame")
    assert heard.losses == 0
    now += 1
    heard.take(4, 3, b"whole")
    assert heard.losses == 1
    assert heard.frames == [(b"a", 1), (b"whole", 3)]
    heard.take(2, 2, b"too late")


def test_a_lost_sound_packet_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    heard = Heard(single=True)
    heard.take(1, 1, b"a", marker=False)
    heard.take(3, 3, b"c", marker=False)
    now += 1
    assert not heard.take(4, 4, b"d", marker=False)
    assert [data for data, _ in heard.frames] == [b"a", b"c", b"d"]


def test_what_is_held_for_a_gap_is_bounded() -> None:
    heard = Heard()
    heard.take(1, 1, b"a")
    for number in range(3, 3000):
        heard.take(number, number, b"x")
    assert heard.losses == 1
    assert len(heard.frames) > 2900


def test_lost_sound_is_not_waited_for_as_long_as_a_picture_that_is_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    sound, picture = Heard(single=True), Heard()
    for heard in (sound, picture):
        heard.take(1, 1, b"a")
        heard.take(3, 3, b"c")
    now += 0.1
    for heard in (sound, picture):
        heard.take(4, 4, b"d")
    assert (sound.losses, picture.losses) == (1, 0)
    now += 0.5
    picture.take(5, 5, b"e")
    assert picture.losses == 1
