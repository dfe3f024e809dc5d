"""Reads a clip as packets, ready to be sent on without being re-encoded."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

import av

from kaibo.apps.demo.timeline import Extent, Stamp, extent_of, stamp

if TYPE_CHECKING:
    from types import TracebackType

    from av.audio.stream import AudioStream
    from av.packet import Packet
    from av.stream import Stream
    from av.video.stream import VideoStream

# Packets that are put into order: some six seconds of picture and sound.
_WINDOW = 512
_MILLISECONDS = Fraction(1, 1000)


class UnsuitableClipError(Exception):
    """The clip cannot be sent by RTMP as it is; the message says why."""


def sample_programme() -> AbstractContextManager[Path]:
    """Give the path of the sample programme that comes with Kaibo."""
    return as_file(files("kaibo.apps.demo") / "assets" / "programme.mp4")


class Clip:
    """An opened clip with one H.264 stream and, perhaps, one AAC stream. Use it as a context.

    Not safe for several threads: one reader at a time.
    """

    def __init__(self, path: Path) -> None:
        """Open `path`; raises UnsuitableClipError, or OSError when it cannot be read."""
        try:
            self._container = av.open(str(path), "r")
        except av.InvalidDataError as error:
            raise UnsuitableClipError(f"{path} is not a video file") from error
        try:
            self.video, self.audio = self._pick_streams(path)
            self.extent = self._measure(path)
        except BaseException:
            self._container.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container.close()

    def forever(self) -> Iterator[tuple[Stamp, Packet[Stream]]]:
        """Yield the packets of one turn after another, stamped on one endless time line.

        The packets' own times are rewritten to the stamp, in milliseconds.
        """
        for turn in count():
            self._container.seek(self._container.start_time or 0)
            for packet, dts, pts in self._packets():
                placed = stamp(self.extent, turn, dts, pts)
                packet.time_base = _MILLISECONDS
                packet.dts, packet.pts, packet.duration = placed.dts, placed.pts, 0
                yield placed, packet

    def _pick_streams(self, path: Path) -> tuple[VideoStream, AudioStream | None]:
        video = next(iter(self._container.streams.video), None)
        audio = next(iter(self._container.streams.audio), None)
        if video is None or video.codec_context.name != "h264":
            raise UnsuitableClipError(f"{path} has no H.264 video")
        if audio is not None and audio.codec_context.name != "aac":
            raise UnsuitableClipError(f"{path} has sound that is not AAC")
        return video, audio

    def _measure(self, path: Path) -> Extent:
        try:
            return extent_of(
                (dts, pts, (packet.duration or 0) * packet.time_base)
                for packet, dts, pts in self._packets()
            )
        except ValueError as error:
            raise UnsuitableClipError(f"{path}: {error}") from error

    def _packets(self) -> Iterator[tuple[Packet[Stream], Fraction, Fraction]]:
        streams: list[Stream] = [self.video, *([self.audio] if self.audio else [])]
        # Files keep sound and picture in chunks of a second or so, and a broadcast sends them side
        # by side: what was read waits here until nothing earlier can follow.
        waiting: list[tuple[Fraction, int, Packet[Stream], Fraction]] = []
        for number, packet in enumerate(self._container.demux(streams)):
            if packet.dts is None:  # the flush packet at the end, or damaged data
                continue
            pts = packet.dts if packet.pts is None else packet.pts
            times = packet.dts * packet.time_base, pts * packet.time_base
            heapq.heappush(waiting, (times[0], number, packet, times[1]))
            if len(waiting) > _WINDOW:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


def _first(
    waiting: list[tuple[Fraction, int, Packet[Stream], Fraction]],
) -> tuple[Packet[Stream], Fraction, Fraction]:
    dts, _number, packet, pts = heapq.heappop(waiting)
    return packet, dts, pts
