"""A strict reader, and a library, accept every playlist at every moment, whatever comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kaibo.adapters.media.builtin.hls.origin import Mount, Origin
from kaibo.adapters.media.builtin.hls.responses import Response
from kaibo.adapters.media.builtin.limits import StreamLimits
from tests.adapters.media.builtin.clips import AUDIO, VIDEO, Tag, make_tags
from tests.adapters.media.builtin.pipeline import METADATA, Published
from tests.support.hls import Watch, check_part_lengths, read_master

NAMES = ("index.m3u8", "audio.m3u8", "plain.m3u8")
HOURS = 3_600_000


def later(tags: list[Tag], by: int) -> list[Tag]:
    return [replace(tag, time=(tag.time + by) % 2**32) for tag in tags]


def media(tags: list[Tag]) -> list[Tag]:
    return [tag for tag in tags if tag.kind in (AUDIO, VIDEO)]


def ordinary() -> list[Tag]:
    return make_tags(frames=900, gop=60, size=(64, 48))


def b_frames() -> list[Tag]:
    return make_tags(frames=240, gop=48, b_frames=3)


def ten_second_groups() -> list[Tag]:
    return make_tags(frames=250, rate=10, gop=100)


def a_stream_of_five_hours_offset() -> list[Tag]:
    return later(make_tags(frames=240, gop=30), 5 * HOURS)


def stamps_that_wrap() -> list[Tag]:
    return later(make_tags(frames=240, gop=30), 2**32 - 3000)


def video_only() -> list[Tag]:
    return make_tags(frames=240, gop=30, sound=False)


def a_new_size_mid_stream() -> list[Tag]:
    small, large = make_tags(frames=90, gop=30), make_tags(frames=90, gop=30, size=(320, 192))
    return [*small, *later(large, 3000), *later(small, 6000)]


def sound_that_comes_and_goes() -> list[Tag]:
    tags = make_tags(frames=480, gop=30)
    return [t for t in tags if t.kind != AUDIO or t.body[1] == 0 or not 4000 < t.time < 10_000]


def lying_timestamps() -> list[Tag]:
    lies = {50: 7_000, 90: -900, 130: 90_000_000, 171: -5_000, 200: 60, 201: -60}
    tags = make_tags(frames=300, gop=30)
    return [
        replace(tag, time=(tag.time + lies.get(index, 0)) % 2**32) for index, tag in enumerate(tags)
    ]


def a_clock_that_jumps_again_and_again() -> list[Tag]:
    clip = media(make_tags(frames=75, gop=30))
    return [t for turn in range(6) for t in later(clip, (turn * 17 * HOURS) % 2**32)]


def a_slow_picture() -> list[Tag]:
    tags = make_tags(frames=240, gop=60)
    return [t for t in tags if t.kind == AUDIO or not 2200 < t.time < 3400]


CASES = [
    ordinary,
    b_frames,
    ten_second_groups,
    a_stream_of_five_hours_offset,
    stamps_that_wrap,
    video_only,
    a_new_size_mid_stream,
    sound_that_comes_and_goes,
    lying_timestamps,
    a_clock_that_jumps_again_and_again,
    a_slow_picture,
]


def watched(published: Published) -> Watch:
    origin = Origin()
    origin.mount("live/s", mount := Mount(published.window))

    def fetch(name: str) -> bytes | None:
        mount.formats = published.stream.formats
        mount.frame_rate = published.stream.frame_rate
        found = origin.answer("GET", f"/live/s/{name}")
        if isinstance(found, Response) and found.status == 200:
            return b"".join(found.body)
        return None

    return Watch(fetch, NAMES)


def moments(published: Published, tags: list[Tag]) -> Iterator[None]:
    """Send tags; stop whenever the window has something new, and at the end."""
    newest = None
    for tag in tags:
        published.send([tag])
        if published.window.newest != newest:
            newest = published.window.newest
            yield
    published.stream.end("ended")
    yield


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_every_playlist_is_accepted_at_every_moment(
    case: Callable[[], list[Tag]],
) -> None:
    tags = case()
    published = Published(StreamLimits())
    published.stream.metadata(METADATA)
    watch = watched(published)
    for _ in moments(published, tags):
        seen = watch.look()
        # A picture may be shown for longer than a part where a stamp lies about the next one.
        if "index.m3u8" in seen and case is not lying_timestamps:
            check_part_lengths(seen["index.m3u8"], steady=False)
    assert watch.looks > 20
    assert watch.seen["index.m3u8"].ended
    assert published.playable >= 1


def test_the_multivariant_playlist_tells_what_is_in_the_variants() -> None:
    published = Published(StreamLimits())
    published.stream.metadata(METADATA)
    watch = watched(published)
    for _ in moments(published, make_tags(frames=240, gop=60)):
        pass
    text = watch.fetch("main.m3u8")
    assert text is not None
    variants = read_master(text)
    assert [variant.uri for variant in variants] == ["index.m3u8", "audio.m3u8"]
    source, sound = variants
    assert published.stream.formats is not None
    assert source.fields["CODECS"] == published.stream.formats.codecs
    assert source.fields["RESOLUTION"] == "160x96"
    assert source.fields["FRAME-RATE"] == "30.000"
    assert sound.fields["CODECS"] == "mp4a.40.2"
    assert int(sound.fields["BANDWIDTH"]) < int(source.fields["BANDWIDTH"])
