"""Copying stretches of recordings into one progressive MP4, picture and sound in step.

Each stretch has the time stamps of its own recording. It is moved so that its first picture is
shown when the last picture of the stretch before ends, and its sound by just as much. Sound that
begins before its first picture, or overlaps sound that is there already, is left out, to the
nearest frame (some 20 ms); so is sound after the stretch's end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from kaibo.adapters.media.remux.splice import Splice

AnyPacket: TypeAlias = "Packet[Any]"
OPTIONS = {"movflags": "+faststart"}


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch: the init segment of a file, then ``size`` bytes from ``offset``."""

    path: str
    init_bytes: int
    offset: int
    size: int
    duration_ms: int


class FormatsDifferError(Exception):
    """Two stretches cannot be described by one header."""


def join(ranges: Sequence[Range], target: Path, tell: Callable[[float], None]) -> Fraction:
    """Write the film; give its length in seconds. ``tell`` hears from 0 to 1."""
    whole = Fraction(sum(part.duration_ms for part in ranges) or 1, 1000)
    with av.open(str(target), "w", format="mp4", options=OPTIONS) as output:
        # By what is written, not by what is read: a reader looks at the file's end first.
        film = _Film(output, lambda seconds: tell(min(1.0, float(seconds / whole))))
        for part in ranges:
            with open(part.path, "rb") as file:  # noqa: PTH123 - a name as the order gave it
                splice = Splice(
                    file, init_bytes=part.init_bytes, offset=part.offset, size=part.size
                )
                with av.open(splice, format="mp4") as source:
                    film.add(cast("InputContainer", source), Fraction(part.duration_ms, 1000))
    return film.video_end


class _Film:
    """What has been written so far."""

    def __init__(self, output: OutputContainer, tell: Callable[[Fraction], None]) -> None:
        self._output = output
        self._tell = tell
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._format: tuple[object, ...] | None = None
        self._last_dts: dict[int, int] = {}
        self.video_end = Fraction(0)
        self._last_shown = Fraction(0)
        self._audio_end = Fraction(0)

    def add(self, source: InputContainer, duration: Fraction) -> None:
        """Append a stretch of that many seconds."""
        video = source.streams.video[0]
        audio = source.streams.audio[0] if source.streams.audio else None
        self._describe(video, audio)
        starts_at = self.video_end
        shift: Fraction | None = None
        held: list[AnyPacket] = []
        for packet in source.demux([stream for stream in (video, audio) if stream is not None]):
            if packet.dts is None or packet.pts is None:
                continue
            if shift is None:
                if packet.stream is not video or not packet.is_keyframe:
                    held.append(packet)
                    continue
                shift = starts_at - packet.pts * packet.time_base
                for waiting in held:
                    self._put(waiting, video, shift, starts_at + duration)
            self._put(packet, video, shift, starts_at + duration)
        # Some say of their last picture that it lasts longer than it was shown.
        self.video_end = max(self._last_shown, min(self.video_end, starts_at + duration))

    def _describe(self, video: VideoStream, audio: AudioStream | None) -> None:
        found = (
            video.codec_context.name,
            video.codec_context.extradata,
            video.width,
            video.height,
            audio and (audio.codec_context.name, audio.codec_context.extradata),
        )
        if self._format is None:
            self._format = found
            self._video = self._output.add_stream_from_template(video)
            self._audio = audio and self._output.add_stream_from_template(audio)
        elif self._format != found:
            raise FormatsDifferError

    def _put(self, packet: AnyPacket, video: VideoStream, shift: Fraction, end: Fraction) -> None:
        if packet.stream is video:
            self._put_video(packet, shift)
        else:
            self._put_audio(packet, shift, end)

    def _put_video(self, packet: AnyPacket, shift: Fraction) -> None:
        base = packet.time_base
        if packet.pts is None or packet.dts is None or self._video is None:
            return
        if not self._last_dts and not packet.is_keyframe:
            return
        moved = round(shift / base)
        packet.pts += moved
        packet.dts = max(packet.dts + moved, self._last_dts.get(0, packet.dts + moved - 1) + 1)
        packet.pts = max(packet.pts, packet.dts)
        self._last_dts[0] = packet.dts
        self._last_shown = max(self._last_shown, packet.pts * base)
        self.video_end = max(self.video_end, (packet.pts + (packet.duration or 0)) * base)
        packet.stream = self._video
        self._output.mux(packet)
        self._tell(self.video_end)

    def _put_audio(self, packet: AnyPacket, shift: Fraction, end: Fraction) -> None:
        base = packet.time_base
        if packet.pts is None or self._audio is None:
            return
        length = (packet.duration or 0) * base
        at = packet.pts * base + shift
        if at < self._audio_end - length / 2 or at >= end:
            return
        at = max(at, self._audio_end)
        packet.pts = packet.dts = round(at / base)
        self._audio_end = at + length
        packet.stream = self._audio
        self._output.mux(packet)
