"""Copying a file with H.264 and AAC into the recordings' own format, group by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.codecs.h264 import parse_record
from kaibo.adapters.media.builtin.fmp4.fragment import Sample, fragment
from kaibo.adapters.media.builtin.fmp4.init import init_segment
from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE, Formats
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.disk import Disk
from kaibo.adapters.media.builtin.recording.files import RecordingFiles

_FIRST_PICTURE_MS = 1000
"""An encoder that was let in sends its first picture within this time."""

AnyPacket: TypeAlias = "Packet[Any]"


class UnfitFileError(Exception):
    """The file does not hold what can be taken over; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of a file to take; wall-clock milliseconds since the epoch.

    ``opened_at_ms`` is when its encoder came, ``closed_at_ms`` when the file was written last.
    Nothing is taken that ends before ``from_ms``, or begins at ``to_ms`` or later, if that is told.
    """

    opened_at_ms: int
    closed_at_ms: int
    from_ms: int
    to_ms: int | None = None

    def begins_at_ms(self, duration_ms: int) -> int:
        """Say when the first picture of a file came that lasts so long.

        Soon after its encoder; but a file is closed late when its encoder fell silent.
        """
        late = self.closed_at_ms - duration_ms - self.opened_at_ms
        return self.opened_at_ms + min(max(late, 0), _FIRST_PICTURE_MS)


@dataclass(slots=True)
class _Group:
    """A keyframe and what follows it, in ticks of the tracks."""

    video: list[Sample] = field(default_factory=list)
    audio: list[Sample] = field(default_factory=list)


def transfer(source: Path, folder: Path, stream_id: str, span: Span) -> journal.Journal:
    """Write the recording's files into a new folder; give what they hold.

    Raises ``UnfitFileError`` and ``OSError``.
    """
    begins_at_ms = span.begins_at_ms(_length_ms(source))
    with _opened(source) as container:
        video, audio = _tracks(container)
        formats = _formats(video, audio)
        files = RecordingFiles(folder, journal.Open(stream_id, begins_at_ms), Disk())
        try:
            files.begin_file(init_segment(formats), float(video.average_rate or 0))
            first: int | None = None
            for number, group in enumerate(_groups(container, video, audio), 1):
                begin, end = group.video[0].time, group.video[-1].time + group.video[-1].duration
                first = begin if first is None else first
                at_ms = begins_at_ms + (begin - first) * 1000 // VIDEO_TIMESCALE
                seconds = (end - begin) / VIDEO_TIMESCALE
                if at_ms + seconds * 1000 <= span.from_ms:
                    continue
                if span.to_ms is not None and at_ms >= span.to_ms:
                    break
                is_first = not files.journal.segments
                files.begin_segment(at_ms, discontinuity=is_first, independent=True)
                files.add_part(fragment(number, group.video, group.audio), seconds)
                files.close_segment()
            if not files.journal.segments:
                raise UnfitFileError("nothing_on_air")
            files.close("imported")
        finally:
            files.abandon()
    return files.journal


def _opened(source: Path) -> av.container.InputContainer:
    try:
        return av.open(str(source))
    except av.error.InvalidDataError as error:
        raise UnfitFileError("unreadable") from error


def _length_ms(source: Path) -> int:
    """Read how long the picture lasts; not every kind of file says so by itself."""
    with _opened(source) as container:
        video, _ = _tracks(container)
        first: int | None = None
        last = 0
        for packet in container.demux(video):
            if packet.dts is None or (first is None and not packet.is_keyframe):
                continue
            first = packet.dts if first is None else first
            last = max(last, packet.dts + (packet.duration or 0))
        return 0 if first is None else round((last - first) * float(video.time_base or 0) * 1000)


def _tracks(container: av.container.InputContainer) -> tuple[VideoStream, AudioStream | None]:
    video = next(iter(container.streams.video), None)
    if video is None:
        raise UnfitFileError("no_video")
    if video.codec_context.name != "h264":
        raise UnfitFileError("video_codec")
    audio = next(iter(container.streams.audio), None)
    if audio is not None and audio.codec_context.name != "aac":
        raise UnfitFileError("audio_codec")
    return video, audio


def _formats(video: VideoStream, audio: AudioStream | None) -> Formats:
    record = audio.codec_context.extradata if audio is not None else None
    try:
        return Formats(
            parse_record(video.codec_context.extradata or b""),
            parse_audio_config(record) if record else None,
        )
    except (ValueError, IndexError) as error:
        raise UnfitFileError("unreadable") from error


def _groups(
    container: av.container.InputContainer, video: VideoStream, audio: AudioStream | None
) -> Iterator[_Group]:
    """Give the groups of pictures with the sound between them, from the first keyframe on."""
    rate = audio.sample_rate if audio is not None and audio.codec_context.extradata else 0
    group = _Group()
    origin: float | None = None
    wanted = [stream for stream in (video, audio if rate else None) if stream is not None]
    for packet in _readable(container, wanted):
        if packet.dts is None or packet.pts is None:
            continue
        at = float(packet.dts * packet.time_base)
        if origin is None:
            if packet.stream is not video or not packet.is_keyframe:
                continue
            origin = at
        if packet.stream is not video:
            time = round((at - origin) * rate)
            if time >= 0:
                group.audio.append(Sample(time, 1024, bytes(packet)))
            continue
        sample = _picture(packet, origin)
        if group.video:
            last = group.video[-1]
            sample.time = max(sample.time, last.time + 1)
            last.duration = sample.time - last.time
            if sample.sync:
                yield group
                group = _Group()
        group.video.append(sample)
    if group.video:
        yield group


def _readable(
    container: av.container.InputContainer, wanted: list[VideoStream | AudioStream]
) -> Iterator[AnyPacket]:
    """Give the packets as far as the file can be read: its end may be torn."""
    try:
        yield from container.demux(wanted)
    except av.error.InvalidDataError:
        return


def _picture(packet: AnyPacket, origin: float) -> Sample:
    base = float(packet.time_base)
    decoded, shown = (packet.dts or 0) * base, (packet.pts or 0) * base
    return Sample(
        round((decoded - origin) * VIDEO_TIMESCALE),
        round((packet.duration or 0) * base * VIDEO_TIMESCALE) or 1,
        bytes(packet),
        round((shown - decoded) * VIDEO_TIMESCALE),
        bool(packet.is_keyframe),
    )
