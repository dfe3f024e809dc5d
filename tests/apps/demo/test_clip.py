"""The sample programme is what an encoder would send, and loops without a seam."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from kaibo.apps.demo.clip import Clip, UnsuitableClipError, sample_programme


@pytest.fixture(scope="module")
def programme() -> Iterator[Path]:
    with sample_programme() as path:
        yield path


def test_the_programme_is_portrait_720p_in_8_bit_h264_with_stereo_aac(programme: Path) -> None:
    with Clip(programme) as clip:
        video, audio = clip.video.codec_context, clip.audio
        assert (video.width, video.height, video.pix_fmt) == (720, 1280, "yuv420p")
        assert video.profile in {"Main", "High"}
        assert clip.video.average_rate == 30
        assert audio is not None
        assert (audio.codec_context.name, audio.codec_context.channels) == ("aac", 2)
        assert audio.codec_context.sample_rate in {44_100, 48_000}


def test_the_programme_is_small_and_light(programme: Path) -> None:
    with Clip(programme) as clip:
        assert 40 <= clip.extent.length <= 60
        assert programme.stat().st_size <= 6_000_000
        assert programme.stat().st_size * 8 / clip.extent.length <= 1_200_000


def test_there_is_a_keyframe_every_second_and_no_picture_waits_for_a_later_one(
    programme: Path,
) -> None:
    with av.open(str(programme)) as container:
        packets = [p for p in container.demux(video=0) if p.dts is not None]
    assert all(p.pts == p.dts for p in packets)
    keyframes = [n for n, p in enumerate(packets) if p.is_keyframe]
    assert keyframes == list(range(0, len(packets), 30))
    assert len(packets) % 30 == 0


def test_both_streams_end_together_so_nothing_waits_at_the_seam(programme: Path) -> None:
    ends: dict[int, Fraction] = {}
    with av.open(str(programme)) as container:
        for packet in container.demux():
            if packet.dts is not None:
                end = (packet.dts + (packet.duration or 0)) * packet.time_base
                ends[packet.stream_index] = end
    assert len(ends) == 2
    assert len(set(ends.values())) == 1


def test_packets_rise_strictly_over_three_turns_and_the_seam_is_one_frame_long(
    programme: Path,
) -> None:
    stamps: dict[int, list[int]] = {}
    with Clip(programme) as clip:
        for stamp, packet in clip.forever():
            if stamp.dts >= clip.extent.length * 3000:
                break
            stamps.setdefault(packet.stream_index, []).append(stamp.dts)
        steps = {index: [b - a for a, b in pairwise(times)] for index, times in stamps.items()}
        assert set(steps[clip.video.index]) <= {33, 34}
        assert clip.audio is not None
        assert set(steps[clip.audio.index]) <= {21, 22}


def test_picture_and_sound_leave_side_by_side_whatever_the_order_in_the_file(
    programme: Path,
) -> None:
    # In the file, a second of sound follows a second of picture. Sent like that, a pacer that
    # keeps to the wall clock falls behind by a second in every second.
    latest = 0
    for number, (stamp, _packet) in enumerate(Clip(programme).forever()):
        assert stamp.dts >= latest
        latest = stamp.dts
        if number > 8000:
            break
    assert latest > 100_000


def test_what_is_no_video_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("this is no video")
    with pytest.raises(UnsuitableClipError, match=r"notes\.mp4 is not a video file"):
        Clip(path)


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        frame.sample_rate = 8000
        output.mux(stream.encode(frame))
    with pytest.raises(UnsuitableClipError, match=r"no H\.264 video"):
        Clip(path)
