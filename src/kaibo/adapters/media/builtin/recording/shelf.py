"""The recordings of one folder, as core reads them: the `RecordingShelf` of one machine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.disk import free_bytes
from kaibo.kernel.ids import is_id
from kaibo.modules.recordings.contracts import RecordedFile, RecordedSegment, RecordingIndex

_FILE = re.compile(r"\d{1,6}\.mp4")


class LocalShelf:
    """Recordings in a folder that core and media server share. Everything here blocks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def index(self, recording_id: str) -> RecordingIndex | None:
        """Read what the recording holds by now; None when there is none of that id."""
        place = self._place(recording_id)
        if place is None:
            return None
        try:
            kept = journal.read((place / journal.NAME).read_bytes())
        except OSError:
            return None
        files = tuple(
            RecordedFile(
                file.file,
                file.init_bytes,
                file.format,
                file.codecs,
                file.width,
                file.height,
                file.frame_rate or None,
                file.sample_rate,
            )
            for file in kept.used_files
        )
        segments = tuple(
            RecordedSegment(
                segment.file,
                segment.offset,
                segment.bytes,
                segment.duration_ms,
                segment.starts_at_ms,
                segment.discontinuity,
                segment.independent,
            )
            for segment in kept.segments
        )
        return RecordingIndex(files, segments, closed=kept.closed is not None)

    def path(self, recording_id: str, file: str) -> Path | None:
        """Give where one of its files can be read, or None when it is gone."""
        place = self._place(recording_id)
        if place is None or _FILE.fullmatch(file) is None:
            return None
        path = place / file
        return path if path.is_file() else None

    def delete(self, recording_id: str) -> None:
        """Remove all of it. Raises `OSError` when it cannot be removed."""
        place = self._place(recording_id)
        if place is not None and place.exists():
            shutil.rmtree(place)

    def usage(self) -> int:
        """Count the bytes of all recordings."""
        total = 0
        for path in self._folder.glob("*/*"):
            try:
                total += path.stat().st_size
            except OSError:  # deleted meanwhile
                continue
        return total

    def free_bytes(self) -> int:
        """Give the bytes that can still be written here."""
        return free_bytes(self._folder)

    def _place(self, recording_id: str) -> Path | None:
        """The folder of a recording; None for what is no id, which keeps every path inside."""
        return self._folder / recording_id if is_id(recording_id, "rec") else None
