"""AMF0, the value encoding of RTMP commands (Adobe's "Action Message Format -- AMF 0")."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import ClassVar

from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

Value = object
"""None, bool, float, str, list or dict of the same."""

_DEEPEST = 8
_MOST_VALUES = 2000
_END = b"\x00\x00\x09"


class _Decoder:
    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at
        self._values = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._data)

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise ProtocolError("an AMF0 value ends too early")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def _number(self, count: int) -> int:
        return int.from_bytes(self._take(count), "big")

    def _text(self, size_bytes: int) -> str:
        return self._take(self._number(size_bytes)).decode("utf-8", "replace")

    def value(self, depth: int = 0) -> Value:
        self._values += 1
        if depth > _DEEPEST or self._values > _MOST_VALUES:
            raise ProtocolError("an AMF0 value is nested too deeply or too large")
        marker = self._take(1)[0]
        read = self._READERS.get(marker)
        if read is None:
            raise ProtocolError(f"AMF0 has no value type {marker:#04x}")
        return read(self, depth)

    def _double(self, _depth: int) -> float:
        (number,) = struct.unpack(">d", self._take(8))
        return float(number)

    def _date(self, depth: int) -> float:
        milliseconds = self._double(depth)
        self._take(2)  # a time zone that writers leave at zero
        return milliseconds

    def _reference(self, _depth: int) -> None:
        self._take(2)  # nothing that we read uses them

    def _ecma_array(self, depth: int) -> Value:
        self._take(4)  # the count is approximate by specification
        return self._object(depth)

    def _typed_object(self, depth: int) -> Value:
        self._text(2)
        return self._object(depth)

    def _object(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while self._data[self._at : self._at + 3] != _END:
            if self.done and found:
                # Some encoders leave the end marker off the last object of a message.
                return found
            name = self._text(2)
            found[name] = self.value(depth + 1)
        self._at += 3
        return found

    def _array(self, depth: int) -> list[Value]:
        count = self._number(4)
        if count > _MOST_VALUES:
            raise ProtocolError("an AMF0 array is too large")
        return [self.value(depth + 1) for _ in range(count)]

    _READERS: ClassVar[dict[int, Callable[[_Decoder, int], Value]]] = {
        0x00: _double,
        0x01: lambda self, _: self._take(1) != b"\x00",
        0x02: lambda self, _: self._text(2),
        0x03: _object,
        0x05: lambda *_: None,
        0x06: lambda *_: None,
        0x07: _reference,
        0x08: _ecma_array,
        0x0A: _array,
        0x0B: _date,
        0x0C: lambda self, _: self._text(4),
        0x0D: lambda *_: None,
        0x0F: lambda self, _: self._text(4),
        0x10: _typed_object,
    }


def decode(data: bytes, at: int = 0) -> list[Value]:
    """Read all values from `at` on. `ProtocolError` when they are broken or too large."""
    decoder = _Decoder(data, at)
    values = []
    while not decoder.done:
        values.append(decoder.value())
    return values


def encode(*values: Value) -> bytes:
    """Write values one after the other."""
    out = bytearray()
    for value in values:
        _write(out, value)
    return bytes(out)


def _write(out: bytearray, value: Value) -> None:
    if value is None:
        out.append(0x05)
    elif isinstance(value, bool):
        out += b"\x01\x01" if value else b"\x01\x00"
    elif isinstance(value, (int, float)):
        out += b"\x00" + struct.pack(">d", value)
    elif isinstance(value, str):
        text = value.encode()
        if len(text) > 0xFFFF:
            out += b"\x0c" + len(text).to_bytes(4, "big") + text
        else:
            out += b"\x02" + len(text).to_bytes(2, "big") + text
    elif isinstance(value, Mapping):
        out.append(0x03)
        for name, member in value.items():
            text = str(name).encode()
            out += len(text).to_bytes(2, "big") + text
            _write(out, member)
        out += _END
    elif isinstance(value, (list, tuple)):
        out += b"\x0a" + len(value).to_bytes(4, "big")
        for member in value:
            _write(out, member)
    else:
        raise TypeError(f"AMF0 cannot carry a {type(value).__name__}")
