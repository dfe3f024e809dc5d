"""What recordings need from the outside: the shelf they stand on, and somebody who cuts.

Both are called outside any transaction. The shelf's functions block (files are read), so callers
use a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kaibo.modules.recordings.contracts import RecordingIndex


class RecordingShelf(Protocol):
    """Where media servers leave their recordings."""

    def index(self, recording_id: str) -> RecordingIndex | None:
        """Read what the recording holds by now; ``None`` when there is none of that id.

        Only whole segments are told, so that every byte range named can be read.
        """
        ...

    def path(self, recording_id: str, file: str) -> Path | None:
        """Give where one of its files can be read, or ``None`` when it is gone."""
        ...

    def delete(self, recording_id: str) -> None:
        """Remove all of it; one that is gone already stays so."""
        ...

    def usage(self) -> int:
        """Count the bytes of all recordings."""
        ...

    def free_bytes(self) -> int:
        """Give the bytes that can still be written where recordings are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Footage:
    """A stretch of one recorded file: its init segment, then ``bytes`` from ``offset``."""

    path: Path
    init_bytes: int
    offset: int
    bytes: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Film:
    """A file that was cut."""

    bytes: int
    duration_ms: int


class CutterDiedError(RuntimeError):
    """The cutting process was killed or broke down; cutting again may succeed."""


class Cutter(Protocol):
    """Cuts films without decoding, in a process of its own; a cancelled call ends that process."""

    async def cut(
        self, footage: Sequence[Footage], target: Path, progress: Callable[[float], None]
    ) -> Film:
        """Write the stretches one after the other as one progressive MP4 at ``target``.

        ``progress`` is called with 0 to 1, now and then. Raises ``errors.CutError`` when cutting
        again would not help, ``CutterDiedError`` when it may.
        """
        ...

    async def cover(self, film: Path, at_ms: int) -> bytes:
        """Decode the picture shown at ``at_ms`` and give it as WebP; raises as ``cut`` does."""
        ...
