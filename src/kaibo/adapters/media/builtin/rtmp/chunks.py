"""RTMP's chunk stream (Adobe's "RTMP specification 1.0", section 5.3).

Messages are cut into chunks so that sound and picture can interleave on one connection. The
reader keeps, per chunk stream, the last header (later ones only say what changed) and the
message being put together. Payload bytes are copied once, from the socket's buffer into their
message; a chunk is never buffered whole, so its announced size costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

_EXTENDED = 0xFFFFFF
_CLOCK = 0xFFFFFFFF
_HEADER_BYTES = (11, 7, 3, 0)
_ABSOLUTE_STEP_MS = 10_000


@dataclass(frozen=True, slots=True)
class Message:
    """One RTMP message. `timestamp` is the encoder's clock in ms, modulo 2**32."""

    type_id: int
    stream_id: int
    timestamp: int
    payload: bytes | bytearray


class _ChunkStream:
    __slots__ = ("body", "delta", "extended", "length", "stream_id", "timestamp", "type_id")

    def __init__(self) -> None:
        self.timestamp = 0
        self.delta = 0
        self.extended: int | None = None
        self.length = 0
        self.type_id = 0
        self.stream_id = 0
        self.body: bytearray | None = None


class ChunkReader:
    """Turns received bytes into messages; feed it, then take messages until there is none."""

    def __init__(self, limits: RtmpLimits) -> None:
        self._limits = limits
        self._chunk_size = 128
        self._streams: dict[int, _ChunkStream] = {}
        self._buffer: bytes = b""
        self._at = 0
        self._current: _ChunkStream | None = None
        self._left = 0
        self._partial = 0
        self.message_bytes = limits.command_bytes
        """Largest message accepted now; raised once a publisher is known."""

    def feed(self, data: bytes) -> None:
        """Add received bytes. What is not consumed yet is at most a header, unless paused."""
        if self._at >= len(self._buffer):
            self._buffer = data
        else:
            self._buffer = self._buffer[self._at :] + data
        self._at = 0

    def set_chunk_size(self, size: int) -> None:
        """Follow the peer's Set Chunk Size."""
        if not self._limits.smallest_chunk <= size <= self._limits.largest_chunk:
            raise ProtocolError(f"a chunk size of {size} is out of range")
        self._chunk_size = size

    def abort(self, csid: int) -> None:
        """Forget the half-received message of a chunk stream."""
        stream = self._streams.get(csid)
        if stream is not None and stream.body is not None:
            self._partial -= len(stream.body)
            stream.body = None

    def take(self) -> Message | None:
        """The next whole message, or None until more bytes are fed."""
        while True:
            if self._current is None and not self._read_header():
                return None
            stream = self._current
            if stream is None or stream.body is None:  # pragma: no cover -- set by _read_header
                return None
            end = min(self._at + self._left, len(self._buffer))
            if end > self._at:
                stream.body += memoryview(self._buffer)[self._at : end]
                self._partial += end - self._at
                self._left -= end - self._at
                self._at = end
            if self._left:
                return None
            self._current = None
            if len(stream.body) == stream.length:
                body, stream.body = stream.body, None
                self._partial -= stream.length
                return Message(stream.type_id, stream.stream_id, stream.timestamp, body)
            if self._partial > self._limits.partial_bytes:
                raise ProtocolError("too many half-sent messages")

    def _read_header(self) -> bool:
        buffer, at, end = self._buffer, self._at, len(self._buffer)
        # The id fills the first byte's low six bits; 0 and 1 announce one or two bytes more.
        low = buffer[at] & 63 if at < end else 2
        longer = low + 1 if low < 2 else 0
        if at + 1 + longer > end:
            return False
        form = buffer[at] >> 6
        csid = 64 + int.from_bytes(buffer[at + 1 : at + 1 + longer], "little") if longer else low
        at += 1 + longer
        size = _HEADER_BYTES[form]
        if at + size > end:
            return False
        stream = self._stream(csid, form)
        extended = stream.extended is not None
        field = 0
        if form < 3:
            field = int.from_bytes(buffer[at : at + 3], "big")
            extended = field == _EXTENDED
        if extended:
            if at + size + 4 > end:
                return False
            field, size = self._extended_field(stream, form, at, size)
        if form < 3:
            stream.extended = field if extended else None
        if form < 2:
            stream.length = int.from_bytes(buffer[at + 3 : at + 6], "big")
            stream.type_id = buffer[at + 6]
        if form == 0:
            stream.stream_id = int.from_bytes(buffer[at + 7 : at + 11], "little")
        self._at = at + size
        self._begin(stream, form, field)
        return True

    def _extended_field(
        self, stream: _ChunkStream, form: int, at: int, size: int
    ) -> tuple[int, int]:
        field = int.from_bytes(self._buffer[at + size : at + size + 4], "big")
        if form == 3 and field != stream.extended:
            # The specification repeats the field in every later chunk of a message; some
            # encoders do not. Payload that happens to equal it is the far smaller risk.
            return 0, size
        return field, size + 4

    def _stream(self, csid: int, form: int) -> _ChunkStream:
        stream = self._streams.get(csid)
        if stream is None:
            # librtmp opens its control stream with form 1; more than that cannot be left out.
            if form > 1:
                raise ProtocolError("a chunk stream begins without a header")
            if len(self._streams) >= self._limits.chunk_streams:
                raise ProtocolError("too many chunk streams")
            stream = self._streams[csid] = _ChunkStream()
        elif stream.body is not None and form != 3:
            raise ProtocolError("a message is cut off by the next one")
        return stream

    def _begin(self, stream: _ChunkStream, form: int, field: int) -> None:
        if stream.body is None:
            if form == 0:
                stream.timestamp = field
                # Form 3 after form 0 repeats the absolute time as a step (5.3.1.2.4), which
                # only makes sense near zero; later, encoders mean "the same time".
                stream.delta = field if field < _ABSOLUTE_STEP_MS else 0
            else:
                if form < 3:
                    stream.delta = field
                stream.timestamp = (stream.timestamp + stream.delta) & _CLOCK
            if stream.length > self.message_bytes:
                raise ProtocolError(f"a message of {stream.length} bytes is too large")
            stream.body = bytearray()
        self._current = stream
        self._left = min(self._chunk_size, stream.length - len(stream.body))


def encode_message(
    csid: int, type_id: int, payload: bytes, *, stream_id: int = 0, timestamp: int = 0,
    chunk_size: int = 128,
) -> bytes:  # fmt: skip
    """Write a message as one chunk with a full header and as many continuations as needed."""
    clipped = min(timestamp, _EXTENDED)
    extended = timestamp.to_bytes(4, "big") if clipped == _EXTENDED else b""
    out = bytearray((csid,))
    out += clipped.to_bytes(3, "big") + len(payload).to_bytes(3, "big") + bytes((type_id,))
    out += stream_id.to_bytes(4, "little") + extended + payload[:chunk_size]
    for at in range(chunk_size, len(payload), chunk_size):
        out.append(0xC0 | csid)
        out += extended + payload[at : at + chunk_size]
    return bytes(out)
