"""Both doors over real sockets: bad manners end one connection and nothing else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.control import Admission
from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.limits import HttpLimits, Limits, RtmpLimits, WebRtcLimits
from kaibo.adapters.media.builtin.refusal import Params, PublishRefusedError
from kaibo.adapters.media.builtin.rtmp import amf0
from kaibo.adapters.media.builtin.rtmp.chunks import encode_message
from kaibo.adapters.media.builtin.rtmp.ports import PublishRequest
from kaibo.adapters.media.builtin.server import MediaServer
from tests.adapters.media.builtin.clips import SCRIPT, Tag, make_tags

HELLO = b"\x03" + bytes(1536) + bytes(1536)
TAGS = make_tags(frames=90, gop=30)


@dataclass
class Core:
    """Says yes, unless told otherwise."""

    refusal: PublishRefusedError | None = None
    protected: bool = False
    asked: list[PublishRequest] = field(default_factory=list)
    told: list[tuple[str, ...]] = field(default_factory=list)
    codes: list[tuple[str | None, dict[str, object]]] = field(default_factory=list)
    answering: asyncio.Event | None = None

    async def publish(self, request: PublishRequest) -> Admission:
        self.asked.append(request)
        if self.answering is not None:
            await self.answering.wait()
        if self.refusal is not None:
            raise self.refusal
        stream_id = f"str_{len(self.asked)}"
        return Admission(stream_id, f"live/{stream_id}", self.protected)

    def refused(self, stream_key: str) -> None:
        self.told.append(("refused", stream_key))

    def playable(
        self, stream_id: str, formats: Formats, frame_rate: float, *, b_frames: bool, whep: bool
    ) -> None:
        assert whep is not b_frames
        self.told.append(("playable", stream_id, formats.codecs, f"{frame_rate:g}"))

    def unpublish(
        self, stream_id: str, reason: str, detail: str | None, code: str | None, params: Params
    ) -> None:
        self.told.append(("unpublish", stream_id, reason, detail or ""))
        self.codes.append((code, dict(params)))


@dataclass
class Client:
    """A plain socket."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def until(self, wanted: bytes) -> bytes:
        """Read until these bytes have come."""
        seen = b""
        async with asyncio.timeout(5):
            while wanted not in seen:
                more = await self.reader.read(65536)
                assert more, f"closed before {wanted!r}: {seen!r}"
                seen += more
        return seen

    async def closed(self) -> None:
        """Wait until the other side has closed."""
        async with asyncio.timeout(5):
            try:
                while await self.reader.read(65536):
                    pass
            except ConnectionResetError:
                pass


@dataclass
class Running:
    """A server and how to knock at its doors."""

    server: MediaServer
    core: Core
    rtmp_port: int
    http_port: int
    clients: list[Client] = field(default_factory=list)

    async def knock(self) -> Client:
        return await self._connect(self.rtmp_port)

    async def browse(self) -> Client:
        return await self._connect(self.http_port)

    async def _connect(self, port: int) -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", port))
        self.clients.append(client)
        return client

    async def hang_up(self) -> None:
        """Close every client's socket."""
        for client in self.clients:
            client.writer.transport.abort()
            with suppress(OSError):
                await client.writer.wait_closed()

    async def encoder(self, key: str = "k", *, like_obs: bool = False) -> Client:
        """Connect and publish, as ffmpeg or as OBS does."""
        client = await self.knock()
        await client.send(HELLO)
        await client.until(bytes(8))
        wishes = {"app": "live", "type": "nonprivate", "flashVer": "FMLE/3.0 (test)"}
        await client.send(command("connect", 1.0, wishes))
        if like_obs:
            for name in ("releaseStream", "FCPublish", "_checkbw", "getStreamLength"):
                await client.send(command(name, 2.0, None, key))
        await client.send(command("createStream", 4.0, None))
        await client.send(command("publish", 5.0, None, key, "live", stream=1))
        return client


def command(*values: amf0.Value, stream: int = 0) -> bytes:
    return encode_message(3, 20, amf0.encode(*values), stream_id=stream)


def media(tags: list[Tag]) -> bytes:
    """Tags as RTMP messages."""
    return b"".join(
        encode_message(4, tag.kind, tag.body, timestamp=tag.time, stream_id=1)
        for tag in tags
        if tag.kind != SCRIPT
    )


def serve(
    scenario: Callable[[Running], Awaitable[None]],
    *,
    rtmp: RtmpLimits | None = None,
    http: HttpLimits | None = None,
    webrtc: WebRtcLimits | None = None,
    take_over: bool = False,
) -> None:
    """Run a scenario against a fresh server, and close the server."""

    async def run() -> None:
        core = Core()
        limits = Limits(
            rtmp=rtmp or RtmpLimits(),
            http=http or HttpLimits(),
            webrtc=webrtc or WebRtcLimits(),
        )
        server = MediaServer(core, limits, take_over=take_over, token="secret")
        rtmp_port = await server.open_door("127.0.0.1", 0)
        http_port = await server.open_origin("127.0.0.1", 0)
        running = Running(server, core, rtmp_port, http_port)
        try:
            await scenario(running)
        finally:
            await server.close()
            await running.hang_up()

    asyncio.run(run())


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what another connection does; nothing announces it."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


@pytest.mark.parametrize("like_obs", [False, True])
def test_an_encoder_publishes_and_a_viewer_fetches(like_obs: bool) -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder(like_obs=like_obs)
        await encoder.until(b"NetStream.Publish.Start")
        await encoder.send(media(TAGS))
        await eventually(lambda: bool(running.core.told))
        viewer = await running.browse()
        await viewer.send(b"GET /live/str_1/index.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"#EXT-X-PART:" in await viewer.until(b"PRELOAD-HINT")
        await encoder.send(command("FCUnpublish", 6.0, None, "k") + command("deleteStream", 7.0))
        await eventually(lambda: len(running.core.told) == 2)
        assert running.core.told[1] == ("unpublish", "str_1", "ended", "")
        assert running.core.asked[0].encoder == "FMLE/3.0 (test)"

    serve(scenario)


@pytest.mark.parametrize(
    "garbage",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x06" + bytes(1536), os.urandom(5000).replace(b"\x03", b"\x04")],
)
def test_what_is_not_rtmp_is_closed_at_once(garbage: bytes) -> None:
    async def scenario(running: Running) -> None:
        stranger = await running.knock()
        await stranger.send(garbage)
        await stranger.closed()
        await (await running.encoder()).until(b"NetStream.Publish.Start")

    serve(scenario)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.binary(max_size=3000), max_size=4))
def test_garbage_after_publish_ends_that_stream_and_no_other(pieces: list[bytes]) -> None:
    async def scenario(running: Running) -> None:
        good, bad = await running.encoder("good"), await running.encoder("bad")
        await good.until(b"NetStream.Publish.Start")
        await bad.until(b"NetStream.Publish.Start")
        try:
            for piece in (*pieces, b"\xff" * 20_000):
                await bad.send(piece)
            bad.writer.close()
        except ConnectionError:
            pass
        await eventually(lambda: any(t[:2] == ("unpublish", "str_2") for t in running.core.told))
        await good.send(media(TAGS))
        await eventually(lambda: any(t[:2] == ("playable", "str_1") for t in running.core.told))

    serve(scenario)


def test_a_half_handshake_and_an_idle_caller_are_dropped() -> None:
    async def scenario(running: Running) -> None:
        silent, half, idle = await running.knock(), await running.knock(), await running.knock()
        await half.send(HELLO[:700])
        await idle.send(HELLO)
        for stranger in (silent, half, idle):
            await stranger.closed()

    serve(scenario, rtmp=replace(RtmpLimits(), handshake_seconds=0.2, publish_seconds=0.2))


def test_a_publisher_that_falls_silent_is_lost() -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        await encoder.closed()
        assert running.core.told[0][2] == "connection_lost"

    serve(scenario, rtmp=replace(RtmpLimits(), idle_seconds=0.3))


def test_one_key_has_one_publisher_until_it_falls_silent() -> None:
    async def scenario(running: Running) -> None:
        first = await running.encoder()
        await first.until(b"NetStream.Publish.Start")
        second = await running.encoder()
        assert b"Another encoder" in await second.until(b"NetStream.Publish.BadName")
        await asyncio.sleep(0.5)
        third = await running.encoder()
        await third.until(b"NetStream.Publish.Start")
        await first.until(b"took over")
        assert running.core.told == [
            ("refused", running.core.asked[0].stream_key),
            ("unpublish", "str_1", "connection_lost", "Another encoder took over this stream key."),
        ]

    serve(scenario, rtmp=replace(RtmpLimits(), stale_seconds=0.3))


def test_two_encoders_one_key_the_second_takes_over_if_so_set() -> None:
    async def scenario(running: Running) -> None:
        first = await running.encoder()
        await first.until(b"NetStream.Publish.Start")
        second = await running.encoder()
        await second.until(b"NetStream.Publish.Start")
        await first.until(b"took over")
        assert running.core.told == [
            ("unpublish", "str_1", "replaced", "Another encoder took over this stream key.")
        ]
        assert running.core.codes == [("replaced", {})]
        await second.send(media(TAGS))
        await eventually(lambda: any(t[:2] == ("playable", "str_2") for t in running.core.told))

    serve(scenario, take_over=True)


def test_a_running_picture_is_not_taken_over_by_one_that_core_refuses() -> None:
    async def scenario(running: Running) -> None:
        first = await running.encoder()
        await first.until(b"NetStream.Publish.Start")
        running.core.refusal = PublishRefusedError("NetStream.Publish.BadName", "No.")
        await (await running.encoder()).until(b"NetStream.Publish.BadName")
        await first.send(media(TAGS))
        await eventually(lambda: bool(running.core.told))
        assert running.core.told[0][:2] == ("playable", "str_1")

    serve(scenario, take_over=True)


def test_a_refusal_carries_cores_reason() -> None:
    async def scenario(running: Running) -> None:
        running.core.refusal = PublishRefusedError("NetStream.Publish.BadName", "The show is over.")
        encoder = await running.encoder()
        assert b"The show is over." in await encoder.until(b"description")
        running.core.refusal = None
        await (await running.encoder()).until(b"NetStream.Publish.Start")

    serve(scenario)


def test_an_encoder_that_hangs_up_while_core_thinks_is_unpublished() -> None:
    async def scenario(running: Running) -> None:
        running.core.answering = asyncio.Event()
        encoder = await running.encoder()
        await eventually(lambda: bool(running.core.asked))
        encoder.writer.transport.abort()
        await asyncio.sleep(0.1)
        running.core.answering.set()
        await eventually(lambda: bool(running.core.told))
        assert running.core.told == [("unpublish", "str_1", "connection_lost", "")]

    serve(scenario)


def test_the_door_holds_a_bounded_number_of_connections() -> None:
    async def scenario(running: Running) -> None:
        held = [await running.knock() for _ in range(3)]
        await held[2].closed()
        held[0].writer.close()
        await asyncio.sleep(0.1)
        await (await running.encoder()).until(b"NetStream.Publish.Start")

    serve(scenario, rtmp=replace(RtmpLimits(), connections=2))


def test_playing_by_rtmp_is_declined_politely() -> None:
    async def scenario(running: Running) -> None:
        client = await running.knock()
        await client.send(HELLO + command("connect", 1.0, {"app": "live"}))
        await client.send(command("createStream", 2.0, None) + command("play", 3.0, None, "k"))
        assert b"by HLS" in await client.until(b"StreamNotFound")

    serve(scenario)


def test_closing_the_server_ends_its_streams_and_flushes_them() -> None:
    core: list[Core] = []

    async def scenario(running: Running) -> None:
        core.append(running.core)
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        await encoder.send(media(TAGS))
        await eventually(lambda: bool(running.core.told))

    serve(scenario)
    assert core[0].told[-1][:3] == ("unpublish", "str_1", "ended")


def get(target: str, *, method: str = "GET") -> bytes:
    return f"{method} {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def live(running: Running, *, tags: int = len(TAGS)) -> Client:
    """Begin a stream and wait until it can be watched."""
    encoder = await running.encoder()
    await encoder.until(b"NetStream.Publish.Start")
    await encoder.send(media(TAGS[:tags]))
    await eventually(lambda: bool(running.core.told))
    return encoder


def test_a_connection_is_kept_and_pipelined_requests_are_answered_in_turn() -> None:
    async def scenario(running: Running) -> None:
        await live(running)
        viewer = await running.browse()
        await viewer.send(get("/healthz") + get("/nothing/here") + get("/healthz", method="HEAD"))
        seen = await viewer.until(b"No such stream.\nHTTP/1.1 200")
        assert seen.count(b"HTTP/1.1 200") == 2
        assert seen.index(b"HTTP/1.1 200") < seen.index(b"HTTP/1.1 404")
        await viewer.send(get("/healthz"))
        await viewer.until(b'"status": "ok"')

    serve(scenario)


def test_a_blocked_reload_is_answered_by_the_part_it_waits_for() -> None:
    async def scenario(running: Running) -> None:
        encoder = await live(running, tags=150)
        viewer = await running.browse()
        playlist = await _playlist(viewer)
        number, part = _edge(playlist)
        await viewer.send(get(f"/live/str_1/index.m3u8?_HLS_msn={number}&_HLS_part={part}"))
        waiting = asyncio.create_task(viewer.until(b"PRELOAD-HINT"))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await encoder.send(media(TAGS[150:]))
        assert f".{part}.m4s".encode() in await waiting

    serve(scenario)


async def _playlist(viewer: Client) -> str:
    await viewer.send(get("/live/str_1/index.m3u8"))
    return (await viewer.until(b"PRELOAD-HINT")).decode()


def _edge(playlist: str) -> tuple[str, str]:
    hint = playlist.split('TYPE=PART,URI="')[1].split('"', maxsplit=1)[0]
    number, part = hint.split("-")[1].split(".")[:2]
    return number, part


def test_waiting_requests_are_bounded_in_number_and_time() -> None:
    async def scenario(running: Running) -> None:
        await live(running, tags=150)
        first, second = await running.browse(), await running.browse()
        number, part = _edge(await _playlist(first))
        target = f"/live/str_1/index.m3u8?_HLS_msn={number}&_HLS_part={part}"
        await first.send(get(target))
        await asyncio.sleep(0.05)
        await second.send(get(target))
        assert b"Too many" in await second.until(b"requests are waiting")
        assert b"503" in await first.until(b"did not move in time")
        await second.send(get(target))
        await second.until(b"did not move in time")

    serve(scenario, http=replace(HttpLimits(), waiting=1, wait_seconds=0.5))


def test_a_viewer_that_leaves_while_waiting_is_forgotten() -> None:
    async def scenario(running: Running) -> None:
        await live(running, tags=150)
        for _ in range(3):
            viewer = await running.browse()
            number, part = _edge(await _playlist(viewer))
            await viewer.send(get(f"/live/str_1/index.m3u8?_HLS_msn={number}&_HLS_part={part}"))
            await asyncio.sleep(0.05)
            viewer.writer.transport.abort()
            await asyncio.sleep(0.05)

    serve(scenario, http=replace(HttpLimits(), waiting=1))


@pytest.mark.parametrize("request_bytes", [b"\x16\x03\x01\x02\x00garbage\r\n\r\n", b"x" * 300_000])
def test_what_is_not_http_is_closed(request_bytes: bytes) -> None:
    async def scenario(running: Running) -> None:
        stranger = await running.browse()
        try:
            await stranger.send(request_bytes)
        except ConnectionError:
            return
        await stranger.closed()

    serve(scenario)


def test_endless_headers_are_closed() -> None:
    async def pad(stranger: Client) -> None:
        for _ in range(200):
            await stranger.send(b"x-padding: " + b"y" * 2000 + b"\r\n")
            await asyncio.sleep(0)
        await stranger.until(b"never")

    async def scenario(running: Running) -> None:
        stranger = await running.browse()
        await stranger.send(b"GET / HTTP/1.1\r\n")
        with pytest.raises((ConnectionError, AssertionError)):
            await pad(stranger)

    serve(scenario)
