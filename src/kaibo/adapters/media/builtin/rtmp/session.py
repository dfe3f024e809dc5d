"""The commands and control messages of one connection, without any input or output.

`Session` understands messages and says what to do through its `Peer`; the connection owns the
socket, the clock and the publication.
"""

from __future__ import annotations

from typing import Protocol

from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.rtmp import amf0, commands
from kaibo.adapters.media.builtin.rtmp.chunks import ChunkReader, Message
from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

APP = "live"
_MOST_STREAMS = 8
_MOST_KEY = 256
_TAG_HEAD, _TAG_TAIL = 11, 4


class Peer(Protocol):
    """What a session asks of its connection."""

    @property
    def reading(self) -> bool:
        """Whether further messages may be handled now."""

    def send(self, data: bytes) -> None:
        """Write bytes to the encoder."""

    def wish_to_publish(self, stream_key: str) -> None:
        """Begin deciding about a publisher; reading stops meanwhile."""

    def stop_publishing(self) -> None:
        """Handle the encoder's own end of the publication."""

    def media(self, type_id: int, timestamp: int, body: bytes | bytearray) -> None:
        """Pass an audio or video tag on."""

    def metadata(self, values: dict[str, object]) -> None:
        """Pass `onMetaData` on."""

    def turn_away(self, code: str, detail: str) -> None:
        """Tell the encoder why not, then close."""


class Session:
    """Handles what follows the handshake."""

    def __init__(self, peer: Peer, limits: RtmpLimits) -> None:
        self._peer = peer
        self._reader = ChunkReader(limits)
        self._limits = limits
        self._received = 0
        self._acknowledged = 0
        self._window = 2_500_000
        self._streams = 0
        self.publish_stream = 0
        """The message stream that the publication runs on; 0 before `publish`."""
        self.app = ""
        self.encoder: str | None = None

    def receive(self, data: bytes) -> None:
        """Take received bytes and handle whatever is whole. May raise `ProtocolError`."""
        self._received += len(data)
        if self._received - self._acknowledged >= self._window // 2:
            self._acknowledged = self._received
            self._peer.send(commands.control(commands.ACK, self._received & 0xFFFFFFFF))
        self._reader.feed(data)
        self.drain()

    def drain(self) -> None:
        """Handle buffered messages; also after reading was paused."""
        while self._peer.reading:
            message = self._reader.take()
            if message is None:
                return
            self._handle(message)

    def allow_media(self) -> None:
        """Raise the message bound: the key was accepted."""
        self._reader.message_bytes = self._limits.message_bytes

    def _handle(self, message: Message) -> None:
        kind, body = message.type_id, message.payload
        match kind:
            case commands.VIDEO | commands.AUDIO:
                self._peer.media(kind, message.timestamp, body)
            case commands.AGGREGATE:
                self._aggregate(message)
            case commands.DATA | commands.DATA_AMF3:
                self._data(bytes(body), amf3=kind == commands.DATA_AMF3)
            case commands.COMMAND | commands.COMMAND_AMF3:
                # AMF3 commands are AMF0 behind one zero byte.
                self._command(message, 1 if kind == commands.COMMAND_AMF3 else 0)
            case commands.SET_CHUNK_SIZE:
                self._reader.set_chunk_size(_number(body))
            case commands.ABORT:
                self._reader.abort(_number(body))
            case commands.WINDOW_ACK:
                self._window = max(_number(body), 4096)
            case commands.USER_CONTROL:
                if int.from_bytes(body[:2], "big") == commands.PING_REQUEST:
                    answer = bytes(body[2:6])
                    self._peer.send(commands.user_control(commands.PING_RESPONSE, answer))
            case _:
                pass  # acknowledgements, bandwidth wishes and shared objects need no answer

    def _aggregate(self, message: Message) -> None:
        """Unfold FLV tags packed into one message (7.1.6)."""
        body, at, first = message.payload, 0, None
        while at + _TAG_HEAD <= len(body):
            size = int.from_bytes(body[at + 1 : at + 4], "big")
            stamp = int.from_bytes(body[at + 4 : at + 7], "big") | body[at + 7] << 24
            first = stamp if first is None else first
            tag = body[at + _TAG_HEAD : at + _TAG_HEAD + size]
            if len(tag) < size:
                raise ProtocolError("an aggregate message ends too early")
            if body[at] in (commands.AUDIO, commands.VIDEO):
                self._peer.media(body[at], (message.timestamp + stamp - first) & 0xFFFFFFFF, tag)
            at += _TAG_HEAD + size + _TAG_TAIL

    def _data(self, body: bytes, *, amf3: bool) -> None:
        values = amf0.decode(body, 1 if amf3 and body[:1] == b"\x00" else 0)
        if values and values[0] == "@setDataFrame":
            values = values[1:]
        if len(values) > 1 and values[0] == "onMetaData" and isinstance(values[1], dict):
            self._peer.metadata(values[1])

    def _command(self, message: Message, at: int) -> None:
        values = amf0.decode(bytes(message.payload), at)
        name = values[0] if values else None
        transaction = values[1] if len(values) > 1 else 0.0
        if not isinstance(name, str) or not isinstance(transaction, float):
            raise ProtocolError("a command without a name and a number")
        arguments = values[2:]
        match name:
            case "connect":
                self._connect(transaction, arguments)
            case "createStream":
                self._create_stream(transaction)
            case "publish":
                self._publish(message.stream_id, arguments)
            case "deleteStream" | "closeStream" | "FCUnpublish":
                self._peer.stop_publishing()
            case "play" | "play2":
                self._peer.turn_away(
                    "NetStream.Play.StreamNotFound", "Playback is by HLS, not by RTMP."
                )
            case "_result" | "_error" | "onStatus":
                pass
            case _:
                # releaseStream, FCPublish, _checkbw, getStreamLength and whatever else an
                # encoder says out of habit: an empty result satisfies those that wait.
                if transaction:
                    self._peer.send(commands.invoke("_result", transaction, None, None))

    def _connect(self, transaction: float, arguments: list[amf0.Value]) -> None:
        wishes = arguments[0] if arguments else None
        if not isinstance(wishes, dict):
            raise ProtocolError("connect without its object")
        app = str(wishes.get("app") or "").partition("?")[0].strip("/")
        agent = wishes.get("flashVer")
        self.encoder = agent[:200] if isinstance(agent, str) and agent else None
        self._peer.send(commands.greeting())
        if app != APP:
            detail = f"No application {app[:60]!r} here: push to rtmp://HOST/{APP}/STREAM_KEY."
            self._peer.send(
                commands.connect_refused(transaction, "NetConnection.Connect.Rejected", detail)
            )
            self._peer.turn_away("NetConnection.Connect.Rejected", detail)
            return
        self.app = app
        self._peer.send(commands.connected(transaction))

    def _create_stream(self, transaction: float) -> None:
        self._streams += 1
        if not self.app or self._streams > _MOST_STREAMS:
            raise ProtocolError("createStream out of order, or too often")
        self._peer.send(commands.invoke("_result", transaction, None, float(self._streams)))

    def _publish(self, stream_id: int, arguments: list[amf0.Value]) -> None:
        if not self.app or not self._streams:
            raise ProtocolError("publish before connect and createStream")
        if self.publish_stream:
            raise ProtocolError("a second publish on one connection")
        name = arguments[1] if len(arguments) > 1 else None
        key = name.partition("?")[0].strip() if isinstance(name, str) else ""
        self.publish_stream = stream_id or 1
        if not key or len(key) > _MOST_KEY:
            self._peer.turn_away(
                "NetStream.Publish.BadName", "The stream key is missing: copy it from the console."
            )
            return
        self._peer.wish_to_publish(key)


def _number(body: bytes | bytearray) -> int:
    if len(body) < 4:
        raise ProtocolError("a control message ends too early")
    return int.from_bytes(body[:4], "big")
