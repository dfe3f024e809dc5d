"""Opus becomes AAC and AAC becomes Opus, in time."""

from __future__ import annotations

import asyncio
import itertools
import math
import struct
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import av
import pytest

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.webrtc.sound import AacToOpus, OpusToAac, Transcoder
from tests.adapters.media.builtin.test_server import eventually


def tone(frames: int) -> list[bytes]:
    """A tone as Opus, 20 ms a frame."""
    codec: Any = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format = 48_000, "stereo", "s16"
    codec.time_base = Fraction(1, 48_000)
    out = []
    for index in range(frames):
        frame = av.AudioFrame(format="s16", layout="stereo", samples=960)
        wave = (
            int(8000 * math.sin(math.tau * 440 * (index * 960 + n) / 48_000)) for n in range(960)
        )
        frame.planes[0].update(b"".join(struct.pack("<hh", value, value) for value in wave))
        frame.sample_rate, frame.pts = 48_000, index * 960
        out += [bytes(packet) for packet in codec.encode(frame)]
    return out


async def run(transcoder: Transcoder, fed: Sequence[tuple[float, bytes]]) -> None:
    for at, (time_ms, data) in enumerate(fed):
        transcoder.feed(time_ms, data)
        if at % 20 == 19:
            await eventually(lambda: not transcoder.pending)
    await eventually(lambda: not transcoder.pending)
    transcoder.close()


def opus_to_aac(fed: Sequence[tuple[float, bytes]]) -> list[tuple[int, bytes]]:
    heard: list[tuple[int, bytes]] = []

    async def go() -> None:
        transcoder = OpusToAac(lambda time_ms, data: heard.append((time_ms, data)))
        config = parse_audio_config(transcoder.record)
        assert (config.codec, config.sample_rate, config.channels) == ("mp4a.40.2", 48_000, 2)
        await run(transcoder, fed)

    asyncio.run(go())
    return heard


def test_opus_becomes_aac_at_its_own_time_and_back() -> None:
    heard = opus_to_aac([(1000 + 20 * at, data) for at, data in enumerate(tone(100))])
    assert len(heard) >= 90
    assert heard[0][0] == pytest.approx(1000 - 21, abs=1)
    assert heard[-1][0] == pytest.approx(1000 + 2000 - 60, abs=30)
    back: list[tuple[int, bytes]] = []

    async def go() -> None:
        config = parse_audio_config(bytes.fromhex("1190"))
        fed = [(float(time_ms), data) for time_ms, data in heard]
        await run(AacToOpus(config, lambda time_ms, data: back.append((time_ms, data))), fed)

    asyncio.run(go())
    steps = {b[0] - a[0] for a, b in itertools.pairwise(back)}
    assert steps == {20}
    assert len(back) >= 90


def test_a_hole_is_filled_with_silence_and_a_long_one_is_leapt_over() -> None:
    frames = tone(60)
    short = [(20 * at + (400 if at >= 30 else 0), data) for at, data in enumerate(frames)]
    heard = opus_to_aac(short)
    times = [time_ms for time_ms, _ in heard]
    assert max(b - a for a, b in itertools.pairwise(times)) < 25
    assert times[-1] > 1500
    long = [(20 * at + (5000 if at >= 30 else 0), data) for at, data in enumerate(frames)]
    times = [time_ms for time_ms, _ in opus_to_aac(long)]
    assert max(b - a for a, b in itertools.pairwise(times)) > 4900
    assert len(times) < 60


def test_garbage_is_dropped_and_the_rest_goes_on() -> None:
    frames = tone(40)
    fed = [(20.0 * at, b"\xff" * 3 if at == 20 else data) for at, data in enumerate(frames)]
    assert len(opus_to_aac(fed)) > 30


def test_what_the_thread_cannot_keep_up_with_is_dropped() -> None:
    async def go() -> None:
        transcoder = OpusToAac(lambda *_: None)
        for _ in range(500):
            transcoder.feed(0, b"\xff")
        assert transcoder.dropped >= 400
        transcoder.close()
        transcoder.feed(0, b"\xff")

    asyncio.run(go())
