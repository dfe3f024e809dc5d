"""The files of one recording, as they are written. Everything here blocks: the disk thread's.

Order of writing: a segment's bytes, a sync, its line in the journal, a sync. So what the journal
tells of survives the loss of power, and parts written since then survive the loss of the process
(`recovery.py` finds them). A write that fails is taken back before the error is passed on.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from kaibo.adapters.media.builtin.fmp4.reading import describe
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.disk import Disk
from kaibo.adapters.media.builtin.recording.journal import Journal

_BACKWARD_MS = 1000
"""Corrections of the wall clock up to this size are followed backwards; more is a step."""


class Output:
    """A file that grows and whose length is known."""

    def __init__(self, path: Path, disk: Disk, *, append: bool = False) -> None:
        """Open it; a new one must not be there yet. Raises `OSError`."""
        self.path = path
        self._disk = disk
        flags = os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC | (0 if append else os.O_EXCL)
        self._fd = os.open(path, flags, 0o640)
        self.size = os.lseek(self._fd, 0, os.SEEK_END)

    def write(self, data: bytes | memoryview) -> None:
        """Append all of it, or nothing and raise `OSError`."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._disk.write(self._fd, rest) :]
        except OSError:
            self.cut(self.size)
            raise
        self.size += len(data)

    def sync(self) -> None:
        """Have it on the disk. Raises `OSError`."""
        self._disk.sync(self._fd)

    def cut(self, size: int) -> None:
        """Take back what is beyond; shrinking needs no room, so it is not expected to fail."""
        with suppress(OSError):
            os.ftruncate(self._fd, size)
            os.lseek(self._fd, size, os.SEEK_SET)
        self.size = min(self.size, size)

    def close(self) -> None:
        """Let go of it."""
        with suppress(OSError):
            os.close(self._fd)


class RecordingFiles:
    """Writes one recording. All methods raise `OSError`, after which only `mend` goes on."""

    def __init__(self, folder: Path, opened: journal.Open, disk: Disk) -> None:
        self.journal = Journal()
        """What has been written so far."""
        self._folder = folder
        self._opened = opened
        self._disk = disk
        self._lines: Output | None = None
        self._file: Output | None = None
        self._next_file = 0
        self._whole = 0
        self._segment: tuple[int, bool, bool] | None = None
        self._seconds = 0.0

    def begin_file(self, init: bytes, frame_rate: float, gap: journal.Gap | None = None) -> None:
        """Begin the next file, in the formats of this init segment; after a gap, if one is told."""
        self._open()
        self._close_file()
        if gap is not None and self.journal.segments:
            self._note(gap)
        about = describe(init)
        name = f"{self._next_file}.mp4"
        self._next_file += 1
        (self._folder / name).unlink(missing_ok=True)  # a crash may have left one without a line
        self._file = Output(self._folder / name, self._disk)
        self._file.write(init)
        self._whole = self._file.size
        self._sync_folder()
        self._note(
            journal.File(
                name,
                len(init),
                about.codecs,
                about.width,
                about.height,
                frame_rate,
                about.sample_rate,
                hashlib.sha256(init).hexdigest()[:16],
            )
        )

    def begin_segment(self, starts_at_ms: int, *, discontinuity: bool, independent: bool) -> None:
        """Say what is known of the segment whose parts follow."""
        self._segment = self._after_last(starts_at_ms), discontinuity, independent
        self._seconds = 0.0

    def add_part(self, data: bytes, seconds: float) -> None:
        """Append a part that lasts so long."""
        self._current().write(data)
        self._seconds += seconds

    def close_segment(self) -> None:
        """Note the parts since `begin_segment` as a segment."""
        file, segment = self._current(), self._segment
        if segment is None or file.size == self._whole:
            return
        file.sync()
        starts_at, discontinuity, independent = segment
        size = file.size - self._whole
        self._note(
            journal.Seg(
                file.path.name, self._whole, size, round(self._seconds * 1000), starts_at,
                discontinuity, independent,
            )
        )  # fmt: skip
        self._whole, self._segment = file.size, None

    def mend(self, *, keep: bool) -> None:
        """After an error: `begin_file` comes next.

        The parts that no segment holds are taken back, because they will be written again, unless
        `keep` says that they will not.
        """
        if self._lines is not None:
            self._lines.close()
            self._lines = None
        self._open()
        if keep and self._file is not None:
            self.close_segment()
        self._close_file()

    def close(self, reason: str) -> None:
        """Finish: nothing more comes."""
        self._open()
        self._close_file()
        self._note(journal.Close(reason))
        self.abandon()

    def abandon(self) -> None:
        """Let go of the files as they are."""
        for output in (self._file, self._lines):
            if output is not None:
                output.close()
        self._file = self._lines = None

    # Inside -------------------------------------------------------------------------------

    def _current(self) -> Output:
        if self._file is None:
            raise OSError("no file is open")
        return self._file

    def _open(self) -> None:
        """Open the journal; one that is there already is gone on with."""
        if self._lines is not None:
            return
        self._folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        path = self._folder / journal.NAME
        if path.exists() and self.journal.open is None:
            self.journal = journal.read(path.read_bytes())
        self._lines = Output(path, self._disk, append=True)
        self._lines.cut(self.journal.sound_bytes)
        self._sync_folder()
        if self.journal.open is None or self.journal.closed is not None:
            taken = [int(file.file.partition(".")[0]) for file in self.journal.files]
            self._next_file = max(taken, default=-1) + 1
            self._note(self._opened)

    def _note(self, record: journal.Record) -> None:
        if self._lines is None:
            raise OSError("the journal is not open")
        line = journal.encode(record)
        self._lines.write(line)
        try:
            self._lines.sync()
        except OSError:
            self._lines.cut(self.journal.sound_bytes)
            raise
        self.journal.add(record)
        self.journal.sound_bytes += len(line)

    def _sync_folder(self) -> None:
        """Have the names of new files on the disk, too."""
        number = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._disk.sync(number)
        finally:
            os.close(number)

    def _close_file(self) -> None:
        """Leave the file as whole as its journal: unfinished parts go, and a file without any."""
        file, self._file, self._segment = self._file, None, None
        if file is None:
            return
        if file.size > self._whole:
            file.cut(self._whole)
        file.close()
        if all(segment.file != file.path.name for segment in self.journal.segments):
            file.path.unlink(missing_ok=True)

    def _after_last(self, starts_at_ms: int) -> int:
        """Follow the wall clock, but let no segment begin before one that was recorded earlier.

        When the clock is set back, segments follow one another by their durations until it has
        caught up.
        """
        segments = self.journal.segments
        if not segments:
            return starts_at_ms
        last = segments[-1]
        end = last.starts_at_ms + last.duration_ms
        if starts_at_ms > last.starts_at_ms and starts_at_ms >= end - _BACKWARD_MS:
            return starts_at_ms
        return end
