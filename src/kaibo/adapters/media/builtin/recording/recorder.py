"""What is recorded now: core's list, the disk's state, and a take for each stream."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import structlog

from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.limits import RecordingLimits
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.disk import Disk, DiskThread
from kaibo.adapters.media.builtin.recording.files import RecordingFiles
from kaibo.adapters.media.builtin.recording.recovery import Found, look_through
from kaibo.adapters.media.builtin.recording.take import Source, Take, Taken

log = structlog.get_logger("kaibo.media.recording")

RecordedState = Literal["complete", "recovered", "failed"]

_ENOUGH_AGAIN = 1.05
"""Recording resumes when there is this much more room than the least."""
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Wanted:
    """Core wants this stream recorded; its show is on air since `since_ms` (wall clock)."""

    stream_id: str
    recording_id: str
    since_ms: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording was closed or mended, in the words of the contract with core."""

    recording_id: str
    stream_id: str
    state: RecordedState
    duration_ms: int
    bytes: int
    started_at_ms: int
    problem: str | None = None


class Recorder:
    """Records streams while core's list names them. Lives on the loop."""

    def __init__(
        self,
        folder: Path,
        server_id: str,
        *,
        find: Callable[[str], Source | None],
        on_recorded: Callable[[Recorded], None],
        min_free_bytes: int = 0,
        limits: RecordingLimits | None = None,
        disk: Disk | None = None,
    ) -> None:
        """`find` gives a running stream by its id; `on_recorded` hears of each recording."""
        self._folder = folder
        self._server_id = server_id
        self._find = find
        self._on_recorded = on_recorded
        self._min_free = min_free_bytes
        self._limits = limits or RecordingLimits()
        self._disk = disk or Disk()
        self._loop = asyncio.get_running_loop()
        self._thread = DiskThread()
        self._takes: dict[str, Take] = {}
        self._continued: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._mending = False
        self._measuring = False
        self._low = False
        self._closed = False
        self._idle = asyncio.Event()
        self.free_bytes: int | None = None
        """Room on the disk, as last seen."""

    # Seen from outside --------------------------------------------------------------------

    @property
    def failed(self) -> str | None:
        """Why nothing, or not everything, is being recorded; None when all is well."""
        faults = (take.fault for take in self._takes.values())
        return next((fault for fault in faults if fault), "disk_low" if self._low else None)

    def settled(self, recording_id: str) -> bool:
        """Whether a recording's files will not change any more."""
        return not self._mending and recording_id not in self._takes

    def start(self) -> None:
        """Mend what an earlier process left, and report it."""
        self._mending = True

        def run() -> None:
            found = look_through(self._folder, self._server_id)
            self._post(partial(self._mended, found))

        self._thread.submit(run)
        self._measure()

    def follow(self, wanted: Sequence[Wanted]) -> None:
        """Record these and nothing else."""
        listed = {entry.recording_id: entry for entry in wanted}
        for recording_id, take in self._takes.items():
            if recording_id not in listed:
                take.stop("off_list")
        for recording_id, entry in listed.items():
            if recording_id not in self._takes and not self._closed:
                source = self._find(entry.stream_id)
                if source is not None and not source.window.ended:
                    self._begin(entry, source)

    def tick(self) -> None:
        """Look at the disk and at the clock; called about once a second."""
        self._measure()
        for take in list(self._takes.values()):
            take.tick()

    def reported(self, recording_id: str) -> None:
        """Note that core knows of a recording's end."""
        if recording_id in self._takes:
            return  # it goes on meanwhile, and will be told anew
        path = self._folder / recording_id / journal.NAME

        def run() -> None:
            # Core may have deleted it; it must not come back.
            with suppress(OSError), path.open("r+b") as file:
                file.seek(0, 2)
                file.write(journal.encode(journal.Reported()))

        self._thread.submit(run)

    async def close(self) -> None:
        """Close what is being recorded; a disk that takes longer is not waited for."""
        self._closed = True
        for take in list(self._takes.values()):
            take.stop("stopped")
        if self._takes:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.close_seconds):
                    await self._idle.wait()
        self._thread.close()

    # Inside -------------------------------------------------------------------------------

    def _begin(self, entry: Wanted, source: Source) -> None:
        window = source.window
        stream_id, again_from = self._continued.get(entry.recording_id, ("", 0))
        first = first_segment(window, entry.since_ms)
        if stream_id == entry.stream_id:
            first = max(first, again_from)
        opened = journal.Open(
            entry.stream_id, _starts_at(window, first), server_id=self._server_id
        )  # fmt: skip
        files = RecordingFiles(self._folder / entry.recording_id, opened, self._disk)
        log.info("recording_began", recording_id=entry.recording_id, stream_id=entry.stream_id)
        self._idle.clear()
        take = Take(
            source, files, self._thread, self._limits,
            first=first, hold="disk_low" if self._low else None,
            post=self._post, on_end=partial(self._taken, entry),
        )  # fmt: skip
        self._takes[entry.recording_id] = take

    def _taken(self, entry: Wanted, taken: Taken) -> None:
        take = self._takes.pop(entry.recording_id)
        self._continued[entry.recording_id] = entry.stream_id, take.next_number
        while len(self._continued) > _REMEMBERED:
            self._continued.popitem(last=False)
        state: RecordedState = "complete" if taken.saved and taken.duration_ms else "failed"
        log.info("recorded", recording_id=entry.recording_id, state=state, problem=taken.problem)
        self._on_recorded(
            Recorded(
                entry.recording_id, entry.stream_id, state,
                taken.duration_ms, taken.bytes, taken.started_at_ms, taken.problem,
            )
        )  # fmt: skip
        if not self._takes:
            self._idle.set()

    def _mended(self, found: list[Found]) -> None:
        self._mending = False
        for one in found:
            kept = one.journal
            stream_id = kept.open.stream_id if kept.open else ""
            state: RecordedState = "recovered" if one.mended else "complete"
            if not kept.segments:
                state = "failed"
            log.info("recording_found", recording_id=one.recording_id, state=state)
            self._on_recorded(
                Recorded(
                    one.recording_id, stream_id, state,
                    kept.duration_ms, kept.bytes, kept.started_at_ms,
                    kept.gaps[-1].reason if kept.gaps else None,
                )
            )  # fmt: skip

    def _measure(self) -> None:
        if self._measuring:
            return
        self._measuring = True

        def run() -> None:
            try:
                free = self._disk.free(self._folder)
            except OSError:
                free = None
            self._post(partial(self._measured, free))

        self._thread.submit(run)

    def _measured(self, free: int | None) -> None:
        self._measuring = False
        self.free_bytes = free
        if free is None:
            return
        least = self._min_free * (_ENOUGH_AGAIN if self._low else 1)
        low = free < least
        if low != self._low:
            self._low = low
            log.warning("disk_low" if low else "disk_has_room", free_bytes=free)
            for take in self._takes.values():
                take.hold("disk_low" if low else None)

    def _post(self, call: Callable[[], None]) -> None:
        """Run it on the loop, from any thread; never mind a loop that is gone."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)


def first_segment(window: Window, since_ms: int) -> int:
    """The first segment that ended after `since_ms`, or the one that is being written.

    Reckoned by how long ago that is, so that a wall clock which was set since then does not matter.
    """
    ago = max(0.0, time.time() - since_ms / 1000)
    moment = time.monotonic() - ago
    for segment in window.held():
        if segment.closed_at is None or segment.closed_at > moment:
            return segment.number
    return window.edge + 1


def _starts_at(window: Window, number: int) -> int:
    for segment in window.held():
        if segment.number == number:
            return segment.starts_at
    return time.time_ns() // 1_000_000
