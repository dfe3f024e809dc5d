"""What a publisher is told: arrival times that a browser reads, and what to send again, once."""

from __future__ import annotations

import struct

import pytest
from aiortc.rtp import RtpPacket

from kaibo.adapters.media.builtin.webrtc.feedback import Arrivals, Requests


def read(report: bytes) -> dict[int, int | None]:
    """Read a report as the draft says: number -> arrival in ms, None for what is lost."""
    first, kind, words, ssrc, media = struct.unpack_from("!BBHII", report)
    assert (first & 0x1F, kind, ssrc, media) == (15, 205, 7, 9)
    assert len(report) == (words + 1) * 4
    base, count, reference = struct.unpack_from("!HHI", report, 12)
    states: list[int] = []
    at = 20
    while len(states) < count:
        (chunk,) = struct.unpack_from("!H", report, at)
        assert chunk >> 14 == 3
        states += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        at += 2
    now = (reference >> 8) * 64.0
    arrivals: dict[int, int | None] = {}
    for offset, state in enumerate(states[:count]):
        if state == 1:
            now += report[at] / 4
            at += 1
        elif state == 2:
            now += struct.unpack_from("!h", report, at)[0] / 4
            at += 2
        arrivals[(base + offset) & 0xFFFF] = round(now) if state else None
    assert len(report) - at == (report[-1] if first & 0x20 else 0)
    return arrivals


def test_a_report_tells_what_came_when_and_what_did_not() -> None:
    arrivals = Arrivals()
    for number, at in ((65534, 10.000), (0, 10.020), (1, 10.019), (2, 10.200)):
        arrivals.note(number, at)
    report = arrivals.report(7, 9, 10.2)
    assert report is not None
    told = read(report)
    assert told == {65534: 10_000, 65535: None, 0: 10_020, 1: 10_019, 2: 10_200}


def test_a_report_is_due_some_times_a_second_and_begins_where_the_last_one_ended() -> None:
    arrivals = Arrivals()
    assert arrivals.note(1, 5.0)
    assert read(arrivals.report(7, 9, 5.0) or b"") == {1: 5000}
    assert not arrivals.note(3, 5.01)
    assert arrivals.note(4, 5.06)
    assert read(arrivals.report(7, 9, 5.06) or b"") == {2: None, 3: 5010, 4: 5060}
    assert arrivals.report(7, 9, 5.1) is None


def test_a_jump_of_numbers_makes_no_report_without_end() -> None:
    arrivals = Arrivals()
    arrivals.note(1, 5.0)
    arrivals.report(7, 9, 5.0)
    arrivals.note(30_000, 5.1)
    assert len(arrivals.report(7, 9, 5.1) or b"") < 1200


def test_a_lost_packet_is_asked_for_at_once_and_again_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    requests = Requests()

    def asked(number: int) -> list[int]:
        due = requests.add(RtpPacket(sequence_number=number & 0xFFFF))
        return requests.missing if due else []

    assert asked(65534) == []
    assert asked(65537) == [65535, 0]
    assert asked(65538) == []
    assert asked(65540) == [3]  # not the others: they have just been asked for
    assert asked(0) == []
    now += 0.2
    assert asked(65541) == [65535, 3]
    now += 0.2
    assert asked(65542) == [65535, 3]
    now += 0.2
    assert asked(65543) == [65535, 3]
    now += 0.2
    assert asked(65544) == []  # in vain so often: a keyframe mends it


def test_a_long_outage_asks_for_nothing() -> None:
    requests = Requests()
    requests.add(RtpPacket(sequence_number=1))
    assert not requests.add(RtpPacket(sequence_number=5000))
