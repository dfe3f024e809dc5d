"""Files of other servers in the recordings' own format, decoded again frame by frame."""

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.importing.transfer import Span, UnfitFileError, transfer
from tests.support.recordings import RATE, make_film

OPENED = 1_780_000_000_000
ALL = Span(OPENED, OPENED + 6_000, OPENED - 1)


def flv(film: bytes) -> bytes:
    """The same in an FLV file, as servers that take RTMP record it."""
    out = io.BytesIO()
    with av.open(io.BytesIO(film), "r") as source, av.open(out, "w", format="flv") as target:
        tracks = {one.index: target.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                target.mux(packet)
    return out.getvalue()


def taken(
    folder: Path, data: bytes, span: Span = ALL, name: str = "film.flv"
) -> tuple[journal.Journal, Path]:
    source = folder / name
    source.write_bytes(data)
    made = transfer(source, folder / "rec", "str_1", span)
    assert journal.read((folder / "rec" / journal.NAME).read_bytes()).segments == made.segments
    return made, folder / "rec" / "0.mp4"


def shades(film: Path | io.BytesIO) -> list[int]:
    with av.open(film if isinstance(film, io.BytesIO) else str(film), "r") as source:
        return [bytes(frame.planes[0])[50] for frame in source.decode(video=0)]


@pytest.mark.parametrize("b_frames", [0, 2])
def test_every_picture_of_an_flv_file_is_there_in_order(tmp_path: Path, b_frames: int) -> None:
    film = make_film(b_frames=b_frames, gop_s=2)
    made, file = taken(tmp_path, flv(film))
    assert shades(file) == shades(io.BytesIO(film)) == list(range(6 * RATE))
    assert len(made.segments) == 3
    assert made.duration_ms == pytest.approx(6000, abs=60)
    assert all(segment.independent for segment in made.segments)
    assert [segment.discontinuity for segment in made.segments] == [True, False, False]
    assert made.files[0].codecs.startswith("avc1.")
    assert made.files[0].codecs.endswith(",mp4a.40.2")
    assert (made.files[0].width, made.files[0].height) == (160, 96)


def test_each_segment_decodes_by_itself(tmp_path: Path) -> None:
    made, file = taken(tmp_path, flv(make_film(gop_s=2)))
    data, init = file.read_bytes(), made.files[0].init_bytes
    for number, segment in enumerate(made.segments):
        alone = data[:init] + data[segment.offset : segment.offset + segment.bytes]
        first = number * 2 * RATE
        assert shades(io.BytesIO(alone)) == list(range(first, first + 2 * RATE))


def test_the_sound_is_there_and_in_step(tmp_path: Path) -> None:
    _, file = taken(tmp_path, flv(make_film()))
    with av.open(str(file)) as source:
        frames = list(source.decode(audio=0))
    assert frames[0].time == pytest.approx(0, abs=0.05)
    assert frames[-1].time == pytest.approx(6, abs=0.15)


def test_an_mp4_file_and_one_without_sound_are_taken(tmp_path: Path) -> None:
    made, file = taken(tmp_path, make_film(sound=False), name="film.mp4")
    assert shades(file) == list(range(6 * RATE))
    assert made.files[0].sample_rate is None


def test_time_stamps_that_begin_hours_ahead_do_not_matter(tmp_path: Path) -> None:
    made, file = taken(tmp_path, make_film(starts_at_s=18_000), name="film.mp4")
    assert made.duration_ms == pytest.approx(6000, abs=60)
    with av.open(str(file)) as source:
        assert next(source.decode(video=0)).time == 0


def test_only_what_was_on_air_is_taken(tmp_path: Path) -> None:
    span = Span(OPENED, OPENED + 6_000, from_ms=OPENED + 2_500, to_ms=OPENED + 4_000)
    made, file = taken(tmp_path, flv(make_film(gop_s=1)), span)
    starts = [segment.starts_at_ms - OPENED for segment in made.segments]
    assert starts == pytest.approx([2000, 3000], abs=60)
    assert shades(file) == list(range(2 * RATE, 4 * RATE))


def test_a_file_from_before_the_show_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnfitFileError, match="nothing_on_air"):
        taken(tmp_path, flv(make_film()), Span(OPENED, OPENED + 6_000, OPENED + 60_000))


def test_a_file_closed_long_after_its_last_picture_begins_with_its_encoder(tmp_path: Path) -> None:
    """A server closes it when it notices that nothing comes any more."""
    made, _ = taken(tmp_path, flv(make_film()), Span(OPENED, OPENED + 60_000, 0))
    assert 0 <= made.started_at_ms - OPENED <= 1000
    other = tmp_path / "other"
    other.mkdir()
    late, _ = taken(other, flv(make_film()), Span(OPENED, OPENED + 6_400, 0))
    assert late.started_at_ms - OPENED == pytest.approx(400, abs=60)


def test_a_torn_file_gives_what_is_whole(tmp_path: Path) -> None:
    data = flv(make_film(gop_s=1))
    _, file = taken(tmp_path, data[: len(data) * 2 // 3])
    found = shades(file)
    assert found == list(range(len(found)))
    assert len(found) > 2 * RATE


def encoded(video: str, audio: str | None = None, format_: str = "mp4") -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=format_) as container:
        picture: Any = container.add_stream(video, rate=RATE)
        picture.width, picture.height, picture.pix_fmt = 160, 96, "yuv420p"
        sound: Any = container.add_stream(audio, rate=48_000) if audio else None
        for number in range(RATE):
            shown = av.VideoFrame(160, 96, "yuv420p")
            shown.pts, shown.time_base = number, Fraction(1, RATE)
            container.mux(picture.encode(shown))
        container.mux(picture.encode())
        if sound is not None:
            for number in range(20):
                heard = av.AudioFrame("fltp", "stereo", 1152)
                heard.sample_rate, heard.pts = 48_000, number * 1152
                container.mux(sound.encode(heard))
            container.mux(sound.encode())
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encoded("mpeg4"), "video_codec"),
        (encoded("libx264", "libmp3lame"), "audio_codec"),
        (b"", "unreadable"),
        (b"no film at all " * 1000, "unreadable"),
    ],
)
def test_what_browsers_do_not_play_is_not_taken(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(UnfitFileError, match=code):
        taken(tmp_path, data, name="film.mp4")
