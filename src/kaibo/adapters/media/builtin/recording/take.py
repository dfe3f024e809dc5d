"""One stream being recorded: from its window to the disk thread, at the disk's pace.

The take keeps a cursor in the window: which segment and part comes next. It hands parts over until
enough bytes are on their way and goes on when the disk has taken some. So a disk that is slow for
a while costs nothing: what waits is held by the window anyway. Only what has left the window
before it could be written is lost, and what follows begins a new file with a keyframe.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from kaibo.adapters.media.builtin.hls.segments import Part, Segment
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.limits import RecordingLimits
from kaibo.adapters.media.builtin.recording.disk import DiskThread, code_of
from kaibo.adapters.media.builtin.recording.files import RecordingFiles
from kaibo.adapters.media.builtin.recording.journal import Gap

log = structlog.get_logger("kaibo.media.recording")


class Source(Protocol):
    """A stream that can be recorded."""

    @property
    def window(self) -> Window:
        """What it publishes."""
        ...

    @property
    def frame_rate(self) -> float:
        """Pictures per second."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """How a take ended. `problem` names the last fault, if there was any."""

    saved: bool
    """Whether the recording is closed in good order."""
    duration_ms: int
    bytes: int
    started_at_ms: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Position:
    number: int
    part: int


class Take:
    """Records one window; its `Listener`. Lives on the loop, but for what it submits."""

    def __init__(
        self,
        source: Source,
        files: RecordingFiles,
        thread: DiskThread,
        limits: RecordingLimits,
        *,
        first: int,
        hold: str | None,
        post: Callable[[Callable[[], None]], None],
        on_end: Callable[[Taken], None],
    ) -> None:
        """Begin with segment `first`. `post` runs a function on the loop, from any thread."""
        self._source = source
        self._window = source.window
        self._files = files
        self._thread = thread
        self._limits = limits
        self._post = post
        self._on_end = on_end
        self._number, self._part = first, 0
        self._segment: Segment | None = None
        self._init_name = ""
        self._hold = hold
        self._fault: str | None = None
        self._proving = False
        self._retry_at = 0.0
        self._pause = limits.first_pause
        self._problem: str | None = None
        self._bytes_out = self._jobs_out = 0
        self._moved_at = 0.0
        self._last: _Position | None = None
        self._end_reason = ""
        self._ended_at = 0.0
        self._closing = False
        self._done = False
        # Only the disk thread touches these two.
        self._broken = False
        self._closed = False
        self._window.listen(self)
        self._pump()

    # Seen by the recorder -----------------------------------------------------------------

    @property
    def next_number(self) -> int:
        """The first segment of which this take holds nothing."""
        return self._number + (1 if self._part else 0)

    @property
    def fault(self) -> str | None:
        """What keeps it from writing now: `disk_full`, `disk_error`, `disk_low`, `disk_stalled`."""
        if self._fault is not None:
            return self._fault
        if self._jobs_out and time.monotonic() - self._moved_at > self._limits.stall_seconds:
            return "disk_stalled"
        return None

    @property
    def bytes_on_their_way(self) -> int:
        """Bytes handed over that the disk has not taken."""
        return self._bytes_out

    def hold(self, code: str | None) -> None:
        """Stop at the end of the current segment for this reason; None lets it go on."""
        self._hold = code
        if code is None and self._fault == "disk_low":
            self._fault = None
        self._pump()

    def tick(self) -> None:
        """Try again after a fault; give up on a disk that keeps an ended stream's rest."""
        now = time.monotonic()
        fault = self.fault
        if fault is not None:
            self._problem = fault
        due = now >= self._retry_at and not self._jobs_out and not self._proving
        if due and self._hold is None and self._fault not in {None, "disk_low"}:
            self._try_again()
        late = self._last is not None and now - self._ended_at > self._limits.patience_seconds
        if late and fault is not None and not self._done:
            self._give_up()

    def stop(self, reason: str) -> None:
        """Record up to this moment and close."""
        self._window.unlisten(self)
        if self._last is None:
            held = list(self._window.held())
            edge = held[-1] if held else None
            self._finish_at(
                _Position(edge.number, len(edge.parts)) if edge else _Position(0, 0), reason
            )

    # Listener -----------------------------------------------------------------------------

    def on_part(self, segment: Segment, part: Part) -> None:
        """Hand it over, if the disk keeps up."""
        del segment, part
        self._pump()

    def on_segment_closed(self, segment: Segment) -> None:
        """Note the segment in the journal."""
        del segment
        self._pump()

    def on_end(self) -> None:
        """Record to the very end."""
        if self._last is None:
            self._finish_at(_Position(self._window.edge + 1, 0), "ended")

    # Towards the disk ---------------------------------------------------------------------

    def _pump(self) -> None:
        if self._done or self._closing:
            return
        if self._fault is not None and not self._proving:
            if self._last is not None and self._fault == "disk_low":
                self._close()  # there is room for a line yet
            return
        most = self._limits
        while self._bytes_out < most.bytes_out and self._jobs_out < most.jobs_out:
            if self._last is not None and not self._before(self._last):
                self._close()
                return
            if not self._step():
                return

    def _step(self) -> bool:
        """Hand over one thing; False when there is nothing to hand over now."""
        segment = self._segment
        if segment is None:
            return self._begin_next()
        if self._part < len(segment.parts):
            part = segment.parts[self._part]
            size = len(part.data)
            self._send(partial(self._files.add_part, part.data, part.duration), size, proves=True)
            self._part += 1
            return True
        if segment.complete:
            self._send(self._files.close_segment)
            self._number, self._part, self._segment = self._number + 1, 0, None
            return True
        return False

    def _begin_next(self) -> bool:
        found = next((s for s in self._window.held() if s.number >= self._number), None)
        if found is None or not found.parts:
            return False
        if self._hold is not None:
            self._fault = self._problem = self._hold
            return False
        lost = found.number > self._number
        new_file = lost or found.init_name != self._init_name
        self._number, self._part = found.number, 0
        if new_file:
            self._begin_file(found.init_name, lost=lost)
        self._segment = found
        self._send(
            partial(
                self._files.begin_segment,
                found.starts_at,
                discontinuity=found.discontinuity or new_file,
                independent=found.parts[0].independent,
            )
        )
        return True

    def _begin_file(self, init_name: str, *, lost: bool) -> None:
        init = b"".join(self._window.file(init_name) or ())
        gap: Gap | None = None
        if lost:
            self._problem = self._problem or "disk_stalled"
            gap = Gap(self._problem, _now_ms())
            log.warning("recording_gap", reason=self._problem)
        self._send(partial(self._files.begin_file, init, self._source.frame_rate, gap), len(init))
        self._init_name = init_name

    def _before(self, last: _Position) -> bool:
        return (self._number, self._part) < (last.number, last.part)

    def _finish_at(self, last: _Position, reason: str) -> None:
        self._last, self._end_reason = last, reason
        self._ended_at = time.monotonic()
        self._retry_at = 0.0
        self._pump()

    def _close(self) -> None:
        """Everything is handed over: note a last partial segment, then the end."""
        self._closing = True
        if self._segment is not None and self._part:
            self._send(self._files.close_segment)
        self._send(self._finish_files)

    def _finish_files(self) -> None:
        """Close the journal. On the disk thread."""
        self._files.close(self._end_reason)
        self._closed = True

    def _send(
        self, job: Callable[[], None], size: int = 0, *, mends: bool = False, proves: bool = False
    ) -> None:
        at = _Position(self._number, self._part)
        if not self._jobs_out:
            self._moved_at = time.monotonic()
        self._bytes_out += size
        self._jobs_out += 1

        def run() -> None:
            failed: str | None = None
            if mends:
                self._broken = False
            if not self._broken:
                try:
                    job()
                except OSError as error:
                    self._broken, failed = True, code_of(error)
                    log.warning("recording_failed", code=failed, problem=str(error))
                except Exception:  # whatever it is, the thread must live and the take must hear
                    self._broken, failed = True, "disk_error"
                    log.exception("recording_failed", code=failed)
            proven = proves and not self._broken
            self._post(partial(self._moved, size, at, failed, proven=proven))

        self._thread.submit(run)

    # From the disk ------------------------------------------------------------------------

    def _moved(self, size: int, at: _Position, failed: str | None, *, proven: bool) -> None:
        """Hear of one job: written, failed, or passed over because an earlier one failed."""
        self._bytes_out -= size
        self._jobs_out -= 1
        self._moved_at = time.monotonic()
        if self._done:
            return
        if failed is not None:
            self._failed(failed, at)
        elif proven and self._proving:
            self._fault, self._proving = None, False
            log.info("recording_resumed")
        if self._closed and not self._jobs_out:
            self._end(saved=True)
            return
        self._pump()

    def _failed(self, code: str, at: _Position) -> None:
        """Go back to the beginning of the segment that could not be written."""
        self._fault = self._problem = code
        self._proving = self._closing = False
        self._retry_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, self._limits.longest_pause)
        self._number, self._part, self._segment = at.number, 0, None

    def _try_again(self) -> None:
        """Write in a new file what the window still holds."""
        self._init_name = ""
        self._proving = True
        keep = all(segment.number > self._number for segment in self._window.held())
        self._send(partial(self._files.mend, keep=keep), mends=True)
        self._pump()

    def _give_up(self) -> None:
        self._thread.submit(self._files.abandon)
        self._end(saved=False)

    def _end(self, *, saved: bool) -> None:
        self._done = True
        self._segment = None
        self._window.unlisten(self)
        journal = self._files.journal
        self._on_end(
            Taken(
                saved, journal.duration_ms, journal.bytes, journal.started_at_ms, self._problem
            )
        )  # fmt: skip


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
