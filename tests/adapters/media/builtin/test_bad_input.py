"""What strangers, broken encoders and slow viewers do; each ends alone, if it ends at all."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.limits import HttpLimits, RtmpLimits
from kaibo.adapters.media.builtin.refusal import MediaRefusedError
from kaibo.adapters.media.builtin.rtmp.chunks import encode_message
from kaibo.adapters.media.builtin.rtmp.connection import RtmpConnection
from tests.adapters.media.builtin.clips import AUDIO, VIDEO, make_tags
from tests.adapters.media.builtin.pipeline import METADATA, Published
from tests.adapters.media.builtin.test_server import (
    HELLO,
    TAGS,
    Core,
    Running,
    command,
    eventually,
    get,
    live,
    serve,
)

SET_CHUNK_SIZE = 1


def chunk_size(size: int) -> bytes:
    return encode_message(2, SET_CHUNK_SIZE, size.to_bytes(4, "big"))


def told(core: Core, what: str, stream: str = "str_1") -> bool:
    return any(each[:2] == (what, stream) for each in core.told)


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF, 0x1000000])
def test_a_senseless_chunk_size_ends_the_connection(size: int) -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        await encoder.send(chunk_size(size))
        await encoder.closed()
        await eventually(lambda: told(running.core, "unpublish"))
        assert running.core.told[0][2] == "bad_data"
        assert running.core.codes[0][0] == "broken_protocol"

    serve(scenario)


def test_huge_chunks_carry_a_stream_and_cost_nothing_before_they_are_filled() -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        tags = [tag for tag in TAGS if tag.kind in (AUDIO, VIDEO)]
        messages = [
            encode_message(4, t.kind, t.body, timestamp=t.time, stream_id=1, chunk_size=0xFFFFFF)
            for t in tags
        ]
        await encoder.send(chunk_size(0xFFFFFF) + b"".join(messages))
        await eventually(lambda: told(running.core, "playable"))

    serve(scenario)


def test_a_huge_message_is_refused_by_its_header() -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        await encoder.send(b"\x04" + bytes(3) + (0xFFFFFF).to_bytes(3, "big") + b"\x09" + bytes(4))
        await encoder.closed()

    serve(scenario)


def test_interleaved_streams_of_chunks_and_messages_make_one_picture() -> None:
    async def scenario(running: Running) -> None:
        encoder = await running.encoder()
        await encoder.until(b"NetStream.Publish.Start")
        # Sound and picture on chunk streams of their own, one chunk of each in turn, and a
        # second message stream that carries nothing but noise.
        queues: list[list[bytes]] = [[], []]
        for tag in TAGS:
            if tag.kind in (AUDIO, VIDEO):
                lane = tag.kind == AUDIO
                whole = encode_message(
                    6 if lane else 4, tag.kind, tag.body, timestamp=tag.time, stream_id=1
                )
                queues[lane].extend(pieces(whole, len(tag.body)))
        mixed = bytearray()
        while queues[0] or queues[1]:
            for queue in queues:
                if queue:
                    mixed += queue.pop(0)
            if len(mixed) % 7 == 0:
                mixed += encode_message(9, 18, b"\x02\x00\x04junk", stream_id=2)
        await encoder.send(bytes(mixed))
        await eventually(lambda: told(running.core, "playable"))

    serve(scenario)


def pieces(message: bytes, size: int) -> list[bytes]:
    """Cut a written message into its chunks."""
    found, at = [message[: 12 + min(128, size)]], 12 + min(128, size)
    while at < len(message):
        found.append(message[at : at + 129])
        at += 129
    return found


def test_the_same_key_three_times_at_once_lets_one_in() -> None:
    async def scenario(running: Running) -> None:
        running.core.answering = asyncio.Event()
        encoders = [await running.encoder() for _ in range(3)]
        await eventually(lambda: bool(running.core.asked))
        await asyncio.sleep(0.1)
        running.core.answering.set()
        answers = [await encoder.until(b"NetStream.Publish") for encoder in encoders]
        assert len(running.core.asked) == 1
        assert len(answers) == 3

    serve(scenario)


def test_a_slow_reader_of_hls_is_dropped_and_holds_up_nobody() -> None:
    async def scenario(running: Running) -> None:
        await live(running)
        slow = socket.create_connection(("127.0.0.1", running.http_port))
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.setblocking(False)
        loop = asyncio.get_running_loop()
        names = (await playlist(running)).split('URI="')
        part = next(n.split('"')[0] for n in names if ".0.m4s" in n)
        try:
            for _ in range(400):
                await loop.sock_sendall(slow, get(f"/live/str_1/{part}") * 8)
        except (ConnectionError, TimeoutError):
            pass
        quick = await running.browse()
        await quick.send(get("/healthz"))
        await quick.until(b'"status": "ok"')
        await eventually(lambda: running.server.http_figures.slow == 1)
        slow.close()

    async def playlist(running: Running) -> str:
        viewer = await running.browse()
        await viewer.send(get("/live/str_1/index.m3u8"))
        return (await viewer.until(b"PRELOAD-HINT")).decode()

    async def bounded(running: Running) -> None:
        async with asyncio.timeout(20):
            await scenario(running)

    serve(bounded, http=replace(HttpLimits(), stalled_seconds=0.5))


@pytest.mark.parametrize("kept", [AUDIO, VIDEO])
def test_audio_only_is_refused_and_video_only_is_taken(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Published()
    published.stream.metadata(METADATA)
    published.send([tag for tag in make_tags(frames=90, gop=30) if tag.kind == kept])
    if kept == VIDEO:
        assert published.playable == 1
        return
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    with pytest.raises(MediaRefusedError) as refusal:
        published.stream.check()
    assert (refusal.value.code, refusal.value.params) == ("only_sound", {"seconds": "10"})


class _Wire(asyncio.Transport):
    """A transport that goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class _Register:
    def enter(self, _connection: object) -> bool:
        return True

    def leave(self, _connection: object) -> None:
        pass


class _Gate:
    """Lets everybody in."""

    def __init__(self) -> None:
        self.published = Published()

    async def admit(self, _request: object, _encoder: object) -> object:
        return self.published.stream


PUBLISH = (
    HELLO
    + command("connect", 1.0, {"app": "live"})
    + command("createStream", 2.0, None)
    + command("publish", 3.0, None, "k", "live", stream=1)
)
tag_bodies = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([tag.body for tag in TAGS[:40]]).flatmap(
        lambda body: st.integers(0, max(0, len(body) - 1)).map(
            lambda at: body[:at] + b"\xff" + body[at + 1 :]
        )
    ),
)
messages = st.builds(
    lambda csid, kind, body, time: encode_message(csid, kind, body, timestamp=time, stream_id=1),
    st.integers(3, 10),
    st.sampled_from([1, 2, 3, 4, 5, 8, 9, 9, 9, 15, 17, 18, 20, 22]),
    tag_bodies,
    st.integers(0, 2**32 - 1),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(messages, st.binary(max_size=300)), max_size=12),
    st.lists(st.integers(1, 5000), min_size=1, max_size=20),
    st.booleans(),
)
def test_any_bytes_in_any_pieces_never_hang_nor_raise(
    said: list[bytes], cuts: list[int], published: bool
) -> None:
    async def run() -> None:
        gate = _Gate()
        connection = RtmpConnection(_Register(), gate, RtmpLimits())  # type: ignore[arg-type]
        wire = _Wire()
        connection.connection_made(wire)
        if published:
            connection.data_received(PUBLISH)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        data, at, turn = b"".join(said), 0, 0
        while at < len(data) and not wire.closed:
            step = cuts[turn % len(cuts)]
            connection.data_received(data[at : at + step])
            at, turn = at + step, turn + 1
            await asyncio.sleep(0)
        connection.connection_lost(None)
        assert len(gate.published.ended) == (1 if published else len(gate.published.ended))
        assert "failed" not in gate.published.codes

    asyncio.run(asyncio.wait_for(run(), 10))
