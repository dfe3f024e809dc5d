"""H.264 over RTP (RFC 6184, packetization mode 1), from AVCC to payloads and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig, Buffer, build_record, units

LARGEST_PAYLOAD = 1180
"""Bytes of one payload: with RTP, SRTP, UDP, IP and a tunnel it stays below 1280."""

_IDR, _SEI, _SPS, _PPS, _DELIMITER, _FILLER = 5, 6, 7, 8, 9, 12
_SKIPPED = frozenset({_SPS, _PPS, _DELIMITER, _FILLER})
_UNSENT = _SKIPPED | {_SEI}
_AGGREGATE, _FRAGMENT = 24, 28
_START_CODE = b"\x00\x00\x00\x01"


def packetize(data: Buffer, config: AvcConfig, *, sync: bool) -> list[bytes]:
    """Cut a picture into payloads. One that can be joined at brings its parameter sets.

    `ValueError` when the picture is broken.
    """
    out: list[bytes] = []
    if sync:
        sets = sorted(config.parameter_sets, key=lambda unit: unit[0] & 31)
        _append(out, sets)
    for unit in units(data, config.length_size):
        if unit[0] & 31 not in _UNSENT:
            _append_one(out, bytes(unit))
    return out


def _append(out: list[bytes], sets: Sequence[bytes]) -> None:
    """Put parameter sets into one payload if they fit."""
    aggregate = bytes((0x60 | _AGGREGATE,)) + b"".join(
        len(unit).to_bytes(2, "big") + unit for unit in sets
    )
    if len(aggregate) <= LARGEST_PAYLOAD:
        out.append(aggregate)
        return
    for unit in sets:
        _append_one(out, unit)


def _append_one(out: list[bytes], unit: bytes) -> None:
    if len(unit) <= LARGEST_PAYLOAD:
        out.append(unit)
        return
    head, kind = unit[0], unit[0] & 31
    indicator = head & 0xE0 | _FRAGMENT
    step = LARGEST_PAYLOAD - 2
    last = len(unit) - step
    for at in range(1, len(unit), step):
        flags = (0x80 if at == 1 else 0) | (0x40 if at >= last else 0)
        out.append(bytes((indicator, flags | kind)) + unit[at : at + step])


class Assembler:
    """Puts the units of received pictures into AVCC, and keeps what describes them."""

    def __init__(self) -> None:
        self.record: bytes | None = None
        """The configuration record made of the latest parameter sets."""
        self._sps: dict[bytes, bytes] = {}
        self._pps: dict[bytes, bytes] = {}

    def picture(self, data: bytes) -> tuple[bytes, bool]:
        """Take a picture as units behind start codes; gives it in AVCC form and if it is an IDR.

        The picture is empty when it held nothing but parameter sets.
        """
        kept: list[bytes] = []
        sync = changed = False
        for unit in data.split(_START_CODE):
            if not unit:
                continue
            kind = unit[0] & 31
            if kind in (_SPS, _PPS):
                changed |= self._learn(kind, unit)
            elif kind not in _SKIPPED:
                sync = sync or kind == _IDR
                kept.append(unit)
        if changed and self._sps and self._pps:
            self.record = build_record(list(self._sps.values()), list(self._pps.values()), 4)
        return _avcc(kept), sync

    def _learn(self, kind: int, unit: bytes) -> bool:
        """Keep a parameter set; a changed SPS makes the others void."""
        if kind == _SPS:
            known = self._sps.get(b"")
            if known == unit:
                return False
            self._sps = {b"": unit}
            self._pps = {}
            return True
        if self._pps.get(unit[:2]) == unit:
            return False
        self._pps[unit[:2]] = unit
        return True


def _avcc(found: Iterable[bytes]) -> bytes:
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in found)
