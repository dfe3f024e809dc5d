"""The low rendition has the source's parts, segments and times, and never holds it up."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

import pytest

from kaibo.adapters.media.builtin.hls.origin import Low, Mount, Origin
from kaibo.adapters.media.builtin.hls.responses import Response
from kaibo.adapters.media.builtin.limits import StreamLimits
from kaibo.adapters.media.builtin.rendition.low import WORKER, LowRendition
from kaibo.adapters.media.builtin.rendition.worker import split_units
from tests.adapters.media.builtin.clips import Tag, demux, make_tags
from tests.adapters.media.builtin.pipeline import METADATA, Published, recording
from tests.adapters.media.builtin.test_server import eventually
from tests.support.hls import Watch, read_master

LINES = 48


class Both:
    """A stream with its low rendition, under one origin."""

    def __init__(self, command: Sequence[str] = WORKER, lines: int = LINES) -> None:
        self.published = Published(StreamLimits(window_segments=1000))
        self.published.stream.metadata(METADATA)
        self.mount = Mount(self.published.window)
        self.origin = Origin()
        self.origin.mount("live/s", self.mount)
        self.low = LowRendition(
            lines,
            self.published.window,
            StreamLimits(window_segments=1000),
            on_change=self.changed,
            command=command,
        )
        self.published.stream.tap = self.low
        self.watch = Watch(self.fetch, ("index.m3u8", "low.m3u8", "audio.m3u8"))

    def changed(self, low: LowRendition) -> None:
        if low.given_up or low.formats is None:
            self.mount.leave_low()
        else:
            sps = low.formats.video.sps
            self.mount.take_low(Low(low.window, low.formats.codecs, sps.width, sps.height))

    def fetch(self, name: str) -> bytes | None:
        self.mount.formats = self.published.stream.formats
        self.mount.frame_rate = self.published.stream.frame_rate
        found = self.origin.answer("GET", f"/live/s/{name}")
        good = isinstance(found, Response) and found.status == 200
        return b"".join(found.body) if good and isinstance(found, Response) else None

    async def play(self, tags: list[Tag]) -> None:
        """Send all, looking on, and wait for what comes of it."""
        for index, tag in enumerate(tags):
            self.published.send([tag])
            if index % 10 == 0:
                await asyncio.sleep(0.005)
                self.watch.look()
        self.published.stream.end("ended")
        await eventually(lambda: self.low.window.ended)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))


@pytest.mark.parametrize("b_frames", [0, 3])
def test_parts_and_segments_are_those_of_the_source(b_frames: int) -> None:
    async def scenario() -> None:
        both = Both()
        await both.play(make_tags(frames=150, gop=30, b_frames=b_frames))
        source, low = both.published.window, both.low.window
        assert not both.low.given_up
        mine, theirs = demux(recording(low)), demux(recording(source))
        assert mine.size == (80, 48)
        assert mine.decoded == theirs.decoded == 150
        assert mine.video_pts == sorted(theirs.video_pts)
        assert mine.audio_pts == theirs.audio_pts
        seen = both.watch.look()
        assert [s.number for s in seen["low.m3u8"].whole] == [
            s.number for s in seen["index.m3u8"].whole
        ]
        assert [s.duration for s in seen["low.m3u8"].whole] == [
            s.duration for s in seen["index.m3u8"].whole
        ]

    run(scenario)


def test_a_new_size_in_the_source_is_one_here_behind_the_same_discontinuity() -> None:
    async def scenario() -> None:
        both = Both()
        small = make_tags(frames=60, gop=30)
        large = make_tags(frames=60, gop=30, size=(320, 192))
        await both.play([*small, *(Tag(t.kind, t.time + 2000, t.body) for t in large)])
        text = both.low.window.playlist("low.m3u8").decode()
        assert text.count("#EXT-X-DISCONTINUITY\n") == 1
        assert text.count("#EXT-X-MAP") == 2
        assert not both.low.given_up

    run(scenario)


def test_the_multivariant_playlist_lists_it_while_it_runs() -> None:
    async def scenario() -> None:
        both = Both()
        for tag in make_tags(frames=120, gop=30):
            both.published.send([tag])
        await eventually(lambda: both.low.window.startable)
        text = both.fetch("main.m3u8")
        assert text is not None
        names = [variant.uri for variant in read_master(text)]
        assert names == ["index.m3u8", "low.m3u8", "audio.m3u8"]
        both.published.stream.end("ended")
        await eventually(lambda: both.low.window.ended)

    run(scenario)


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "import time; time.sleep(60)"),
        (sys.executable, "-c", "raise SystemExit(3)"),
        ("/nowhere/at/all",),
    ],
    ids=["too slow", "dies", "is not there"],
)
def test_a_child_that_fails_ends_the_rendition_and_not_the_source(command: Sequence[str]) -> None:
    async def scenario() -> None:
        both = Both(command)
        tags = make_tags(frames=450, gop=30, size=(64, 64))
        for index, tag in enumerate(tags):
            both.published.send([tag])
            if index % 20 == 0:
                await asyncio.sleep(0.002)
        await eventually(lambda: both.low.given_up)
        assert both.fetch("low.m3u8") is None
        assert b"low.m3u8" not in (both.fetch("index.m3u8") or b"")
        both.published.stream.end("ended")
        assert demux(recording(both.published.window)).decoded == 450

    run(scenario)


def test_a_small_source_needs_no_low_rendition() -> None:
    async def scenario() -> None:
        both = Both(lines=360)
        await both.play(make_tags(frames=60, gop=30))
        assert both.low.given_up
        assert both.fetch("low.m3u8") is None

    run(scenario)


def test_units_are_found_behind_start_codes_of_either_length() -> None:
    assert split_units(b"\0\0\0\1\x67a\0\0\1\x68b\0\0\0\1\x65c") == [b"\x67a", b"\x68b", b"\x65c"]
