"""A recorder on a loop, between made streams and a disk into which faults can be put."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from kaibo.adapters.media.builtin.limits import RecordingLimits, StreamLimits
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.disk import Disk
from kaibo.adapters.media.builtin.recording.journal import Journal
from kaibo.adapters.media.builtin.recording.recorder import Recorded, Recorder, Wanted
from kaibo.adapters.media.builtin.stream import Stream
from kaibo.kernel.ids import new_id
from tests.adapters.media.builtin.clips import AUDIO, VIDEO, Tag, demux
from tests.adapters.media.builtin.pipeline import METADATA

ROOM = 10**12


@dataclass
class FaultyDisk:
    """A disk that can be full, stand still or break."""

    room: int | None = None
    """Bytes that may still be written; None is no bound."""
    free: int = ROOM
    broken: bool = False
    running: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.running.set()

    @property
    def calls(self) -> Disk:
        return Disk(write=self.write, sync=self.sync, free=lambda _folder: self.free)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self.running.wait(20)
        if self.broken:
            raise OSError(errno.EIO, "broken")
        if self.room is None:
            return os.write(fd, data)
        if self.room == 0:
            raise OSError(errno.ENOSPC, "full")
        written = os.write(fd, bytes(data)[: self.room])  # the last one is torn
        self.room -= written
        return written

    def sync(self, fd: int) -> None:
        self.running.wait(20)
        if self.broken:
            raise OSError(errno.EIO, "broken")
        os.fdatasync(fd)


@dataclass
class Studio:
    """One recorder and the streams it may record."""

    folder: Path
    disk: FaultyDisk = field(default_factory=FaultyDisk)
    min_free: int = 0
    bounds: RecordingLimits = field(default_factory=RecordingLimits)
    limits: StreamLimits = field(default_factory=StreamLimits)
    streams: dict[str, Stream] = field(default_factory=dict)
    reports: list[Recorded] = field(default_factory=list)
    recorder: Recorder = field(init=False)

    def run(self, scenario: Callable[[Studio], Awaitable[None]]) -> Studio:
        """Play a scenario, then stop the recorder."""

        async def play() -> None:
            self.recorder = Recorder(
                self.folder,
                "media-1",
                find=self.streams.get,
                on_recorded=self.reports.append,
                min_free_bytes=self.min_free,
                limits=self.bounds,
                disk=self.disk.calls,
            )
            try:
                await scenario(self)
            finally:
                self.disk.running.set()
                await self.recorder.close()

        asyncio.run(play())
        return self

    def stream(self, stream_id: str = "str_1") -> Stream:
        """An encoder comes."""
        stream = Stream(
            stream_id,
            self.limits,
            on_playable=lambda _stream: None,
            on_end=lambda *_: None,
        )
        stream.metadata(METADATA)
        self.streams[stream_id] = stream
        return stream

    def record(self, *stream_ids: str, since_ms: int = 0) -> list[str]:
        """Core wants these streams recorded, and no others."""
        wanted = [Wanted(stream_id, new_id("rec"), since_ms) for stream_id in stream_ids]
        self.recorder.follow(wanted)
        return [entry.recording_id for entry in wanted]

    async def until(self, condition: Callable[[], object]) -> None:
        """Let time pass, with the recorder's clock, until something holds."""
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, "it never came true"
            self.recorder.tick()
            await asyncio.sleep(0.01)

    def journal(self, recording_id: str) -> Journal:
        path = self.folder / recording_id / journal.NAME
        return journal.read(path.read_bytes()) if path.exists() else Journal()

    def pictures(self, recording_id: str) -> int:
        """How many pictures libav decodes from all of its files."""
        paths = sorted((self.folder / recording_id).glob("*.mp4"))
        return sum(demux(path.read_bytes()).decoded for path in paths)


def feed(stream: Stream, tags: list[Tag], *, later: int = 0) -> None:
    """The encoder sends tags, `later` ms behind their own time."""
    for tag in tags:
        if tag.kind == VIDEO:
            stream.video(tag.time + later, tag.body)
        elif tag.kind == AUDIO:
            stream.audio(tag.time + later, tag.body)
