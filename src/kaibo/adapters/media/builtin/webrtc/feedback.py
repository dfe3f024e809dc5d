"""What a publisher is told of its packets: which came and when, and which to send again.

A browser finds out what its line carries from the arrival times of all packets
(draft-holmer-rmcat-transport-wide-cc-extensions-01). Without them it knows only what was lost: it
floods a narrow line first, and takes a minute to come up again.
"""

from __future__ import annotations

import struct
import time

from aiortc.rtp import RtpPacket

SEQUENCE_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
FEEDBACK = "transport-cc"

_HEAD = struct.Struct("!BBHIIHH")
_VERSION, _PADDED, _FORMAT, _RTPFB = 0x80, 0x20, 15, 205
_TICK = 250e-6
_BASE_TICKS = 256
"""The reference time counts in 64 ms."""
_SYMBOLS = 7
"""States in one chunk of two-bit symbols."""
_LOST, _SMALL, _LARGE = 0, 1, 2
_SOONEST_SECONDS = 0.05
_MOST_TOLD = 700
"""Packets that one report is about; of older ones nothing is said."""
_AGAIN_SECONDS = 0.15
_TRIES = 4
_OLDEST = 512
_MOST_ASKED = 128
"""At once: a request is one small packet."""
_HALF = 1 << 15


class Arrivals:
    """Notes when packets of one connection came, and writes reports of that."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._next: int | None = None
        self._came: dict[int, float] = {}
        self._told_at = 0.0
        self._count = 0

    def note(self, number: int, at: float) -> bool:
        """Note a packet's transport-wide number; gives whether a report is due."""
        if self._last is None:
            self._last = number
        step = (number - self._last + _HALF) % (1 << 16) - _HALF
        whole = self._last + step
        self._last = max(self._last, whole)
        self._came.setdefault(whole, at)
        return at - self._told_at >= _SOONEST_SECONDS

    def report(self, ssrc: int, media_ssrc: int, at: float) -> bytes | None:
        """Write a report of what came since the last one; None when that is nothing."""
        came, self._came = self._came, {}
        if not came:
            return None
        self._told_at = at
        last = max(came)
        first = max(min(came), last - _MOST_TOLD)
        if self._next is not None and self._next <= last:
            first = max(min(first, self._next), last - _MOST_TOLD)
        self._next = last + 1
        base = int(min(came.values()) / _TICK) // _BASE_TICKS
        symbols, deltas = _write(came, first, last, base * _BASE_TICKS)
        chunks = b"".join(
            _chunk(symbols[start : start + _SYMBOLS]) for start in range(0, len(symbols), _SYMBOLS)
        )
        counts = ((base & 0xFFFFFF) << 8 | self._count).to_bytes(4, "big")
        self._count = (self._count + 1) & 0xFF
        body = counts + chunks + deltas
        missing = -len(body) % 4
        if missing:
            body += bytes(missing - 1) + bytes([missing])
        head = _HEAD.pack(
            _VERSION | (_PADDED if missing else 0) | _FORMAT, _RTPFB,
            (_HEAD.size + len(body)) // 4 - 1, ssrc, media_ssrc, first & 0xFFFF, len(symbols),
        )  # fmt: skip
        return head + body


def _write(came: dict[int, float], first: int, last: int, ticks: int) -> tuple[list[int], bytes]:
    """Give each packet's state, and the times between those that came."""
    symbols, deltas = [], bytearray()
    for number in range(first, last + 1):
        at = came.get(number)
        if at is None:
            symbols.append(_LOST)
            continue
        delta = int(at / _TICK) - ticks
        ticks += delta
        if 0 <= delta < 1 << 8:
            symbols.append(_SMALL)
            deltas.append(delta)
        else:
            symbols.append(_LARGE)
            deltas += struct.pack("!h", max(-_HALF, min(_HALF - 1, delta)))
    return symbols, bytes(deltas)


def _chunk(symbols: list[int]) -> bytes:
    value = 0b11
    for symbol in symbols + [_LOST] * (_SYMBOLS - len(symbols)):
        value = value << 2 | symbol
    return value.to_bytes(2, "big")


class Requests:
    """Which lost packets to ask for: each at once, and again when its repetition is lost too.

    Stands in for aiortc's generator, which asks for all of them with each new loss: on a narrow
    line that multiplies what it carries, and what is lost twice is not asked for at all.
    """

    def __init__(self) -> None:
        self._newest: int | None = None
        self._asked: dict[int, tuple[float, int]] = {}
        self.missing: list[int] = []
        """What is due after `add` has said so."""

    def add(self, packet: RtpPacket) -> bool:
        """Note a packet; gives whether any is to be asked for."""
        number = packet.sequence_number
        if self._newest is None:
            self._newest = number
        ahead = (number - self._newest) & 0xFFFF
        if ahead >= _HALF:
            self._asked.pop(number, None)
        elif ahead > _OLDEST:  # that much is not asked for: a keyframe mends it
            self._newest = number
            self._asked.clear()
        elif ahead:
            for lost in range(1, ahead):
                self._asked[(self._newest + lost) & 0xFFFF] = (0.0, 0)
            self._newest = number
        if not self._asked:
            return False
        self.missing = self._due(time.monotonic())
        return bool(self.missing)

    def _due(self, now: float) -> list[int]:
        newest = self._newest or 0
        due: list[int] = []
        for number, (asked_at, tries) in list(self._asked.items()):
            if tries >= _TRIES or (newest - number) & 0xFFFF > _OLDEST:
                del self._asked[number]
            elif (tries == 0 or now - asked_at >= _AGAIN_SECONDS) and len(due) < _MOST_ASKED:
                self._asked[number] = (now, tries + 1)
                due.append(number)
        return due
