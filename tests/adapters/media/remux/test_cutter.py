"""Cutting without decoding: what comes out is decoded by ffmpeg's libraries, frame by frame."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from kaibo.adapters.media.remux.cutter import RemuxCutter
from kaibo.modules.recordings.contracts import RecordingIndex
from kaibo.modules.recordings.errors import (
    CutError,
    DiskFullError,
    MixedFormatsError,
    RecordingGoneError,
)
from kaibo.modules.recordings.ports import CutterDiedError, Film, Footage
from tests.support.recordings import RATE, index_of, make_film


def footage(path: Path, index: RecordingIndex, first: int, last: int) -> Footage:
    """The segments of one file from `first` to `last`."""
    chosen = index.segments[first : last + 1]
    return Footage(
        path,
        index.files[0].init_bytes,
        chosen[0].offset,
        sum(segment.bytes for segment in chosen),
        sum(segment.duration_ms for segment in chosen),
    )


def recorded(
    folder: Path,
    name: str = "0.mp4",
    **film: Any,  # noqa: ANN401 - as make_film takes it
) -> tuple[Path, RecordingIndex]:
    path, data = folder / name, make_film(**film)
    path.write_bytes(data)
    return path, index_of(data, starts_at_ms=0)


def cut(parts: Sequence[Footage], target: Path) -> tuple[Film, list[float]]:
    heard: list[float] = []
    return asyncio.run(RemuxCutter().cut(parts, target, heard.append)), heard


def shades(film: Path) -> list[int]:
    """The grey of each picture, in the order shown."""
    with av.open(str(film)) as source:
        return [bytes(frame.planes[0])[50] for frame in source.decode(video=0)]


def times(film: Path, kind: str) -> list[Fraction]:
    with av.open(str(film)) as source:
        stream = source.streams.get({kind: 0})[0]
        found = [
            packet.pts * packet.time_base
            for packet in source.demux(stream)
            if packet.pts is not None
        ]
    return sorted(found)


@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_clip_holds_every_picture_of_its_segments_and_no_other(
    tmp_path: Path, b_frames: int
) -> None:
    path, index = recorded(tmp_path, b_frames=b_frames, starts_at_s=30)
    film, _ = cut([footage(path, index, 2, 3)], tmp_path / "clip.mp4")
    seen = shades(tmp_path / "clip.mp4")
    assert len(seen) == 2 * RATE
    assert all(abs(shade - wanted) <= 2 for shade, wanted in zip(seen, range(50, 100), strict=True))
    assert film.duration_ms == 2000
    assert film.bytes == (tmp_path / "clip.mp4").stat().st_size


@pytest.mark.parametrize("b_frames", [0, 2])
def test_picture_and_sound_of_a_clip_begin_at_0_and_stay_in_step(
    tmp_path: Path, b_frames: int
) -> None:
    first, first_index = recorded(tmp_path, "0.mp4", b_frames=b_frames, starts_at_s=7)
    second, second_index = recorded(tmp_path, "1.mp4", b_frames=b_frames, starts_at_s=3)
    cut(
        [footage(first, first_index, 1, 2), footage(second, second_index, 3, 4)],
        tmp_path / "clip.mp4",
    )
    pictures, sounds = times(tmp_path / "clip.mp4", "video"), times(tmp_path / "clip.mp4", "audio")
    assert pictures == [Fraction(number, RATE) for number in range(4 * RATE)]
    frame = Fraction(1024, 48_000)
    assert 0 <= sounds[0] < frame
    assert all(frame / 2 <= after - before <= 2 * frame for before, after in pairwise(sounds))
    # Segments are parted by decode time: sound ends earlier than the picture by its delay.
    assert abs(sounds[-1] + frame - 4) < 2 * frame + Fraction(b_frames, RATE)


def test_a_clip_can_be_played_while_it_is_fetched(tmp_path: Path) -> None:
    path, index = recorded(tmp_path)
    cut([footage(path, index, 0, 5)], tmp_path / "clip.mp4")
    data = (tmp_path / "clip.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"moof" not in data


def test_a_recording_without_sound_is_cut_too(tmp_path: Path) -> None:
    path, index = recorded(tmp_path, sound=False)
    cut([footage(path, index, 1, 2)], tmp_path / "clip.mp4")
    assert len(shades(tmp_path / "clip.mp4")) == 2 * RATE


def test_progress_is_told_and_grows(tmp_path: Path) -> None:
    path, index = recorded(tmp_path)
    _, heard = cut([footage(path, index, 0, 5)], tmp_path / "clip.mp4")
    assert heard
    assert heard == sorted(heard)
    assert all(0 <= value <= 1 for value in heard)


def test_formats_that_differ_are_not_joined(tmp_path: Path) -> None:
    first, first_index = recorded(tmp_path, "0.mp4")
    second, second_index = recorded(tmp_path, "1.mp4", size=(320, 192))
    with pytest.raises(MixedFormatsError):
        cut(
            [footage(first, first_index, 0, 1), footage(second, second_index, 0, 1)],
            tmp_path / "clip.mp4",
        )


def test_a_recording_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    path, index = recorded(tmp_path)
    part = footage(path, index, 0, 1)
    path.unlink()
    with pytest.raises(RecordingGoneError):
        cut([part], tmp_path / "clip.mp4")


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    path, index = recorded(tmp_path)
    with pytest.raises(DiskFullError):
        cut([footage(path, index, 0, 5)], Path("/dev/full"))


def test_garbage_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "0.mp4"
    path.write_bytes(os.urandom(50_000))
    with pytest.raises(CutError):
        cut([Footage(path, 800, 800, 40_000, 1000)], tmp_path / "clip.mp4")


@pytest.mark.parametrize("at_ms", [0, 1480, 5960, 60_000])
def test_a_cover_is_the_picture_shown_at_its_moment(tmp_path: Path, at_ms: int) -> None:
    path, index = recorded(tmp_path)
    cut([footage(path, index, 0, 5)], tmp_path / "clip.mp4")
    picture = asyncio.run(RemuxCutter().cover(tmp_path / "clip.mp4", at_ms))
    (tmp_path / "cover.webp").write_bytes(picture)
    grey = Image.open(tmp_path / "cover.webp").convert("RGB").getpixel((80, 48))
    number = min(at_ms * RATE // 1000, 6 * RATE - 1)
    # Studio range to full range.
    wanted = min(255, max(0, (number - 16) * 255 // 219))
    assert isinstance(grey, tuple)
    assert abs(grey[0] - wanted) < 8


HANGING = (
    "import sys, os, json, time\n"
    "sys.stdin.readline()\n"
    "open(sys.argv[1], 'w').write(str(os.getpid()))\n"
    "print(json.dumps({'progress': 0.5}), flush=True)\n"
    "time.sleep(60)\n"
)


def test_a_killed_cutter_is_told_from_one_that_cannot(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    cutter = RemuxCutter([sys.executable, "-c", HANGING, str(pid_file)])

    async def kill_it() -> None:
        begun = asyncio.Event()
        cutting = asyncio.create_task(cutter.cut([], tmp_path / "x.mp4", lambda _: begun.set()))
        await begun.wait()
        os.kill(int(pid_file.read_text()), signal.SIGKILL)
        await cutting

    with pytest.raises(CutterDiedError):
        asyncio.run(kill_it())


def test_a_cut_that_is_given_up_ends_its_process(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    cutter = RemuxCutter([sys.executable, "-c", HANGING, str(pid_file)])

    async def give_up() -> int:
        begun = asyncio.Event()
        cutting = asyncio.create_task(cutter.cut([], tmp_path / "x.mp4", lambda _: begun.set()))
        await begun.wait()
        cutting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cutting
        return int(pid_file.read_text())

    pid = asyncio.run(give_up())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
