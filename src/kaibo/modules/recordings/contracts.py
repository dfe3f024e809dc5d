"""What others may know of recordings, replays, captions and clips.

Times that end in ``_ms`` are integers: on the replay's time line (0 is its beginning) or, where it
says so, milliseconds since the epoch. Bytes are bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaibo.platform.i18n import Language


class RecordingState(StrEnum):
    """The life of a recording.

    ``recovered``: its media server died, and the recording was repaired. ``deleted``: the row
    stays to tell that there was one.
    """

    RECORDING = "recording"
    COMPLETE = "complete"
    RECOVERED = "recovered"
    FAILED = "failed"
    DELETED = "deleted"


class DeletionCause(StrEnum):
    """Why a recording was deleted."""

    STAFF = "staff"
    RETENTION = "retention"
    QUOTA = "quota"


class ClipKind(StrEnum):
    """A cut chosen by staff, or the whole replay as one file."""

    CLIP = "clip"
    WHOLE = "whole"


class ClipState(StrEnum):
    """The life of a clip."""

    QUEUED = "queued"
    CUTTING = "cutting"
    DONE = "done"
    FAILED = "failed"


class StorageState(StrEnum):
    """``low``: the alarm; ``full``: recorders write nothing more."""

    OK = "ok"
    LOW = "low"
    FULL = "full"


# What the recorder wrote (read through ``ports.RecordingShelf``) -------------------------------


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """One file of a recording: an init segment, then media segments.

    ``format`` is the same for files whose init segments are the same bytes (a digest of them):
    only those can be joined without decoding.
    """

    name: str
    init_bytes: int
    format: str
    codecs: str
    width: int
    height: int
    frame_rate: float | None
    sample_rate: int | None


@dataclass(frozen=True, slots=True)
class RecordedSegment:
    """One media segment: ``bytes`` from ``offset`` of ``file``.

    ``starts_at_ms`` is wall-clock time since the epoch. ``discontinuity``: its time stamps do not
    go on from the segment before. ``independent``: decoding can begin here.
    """

    file: str
    offset: int
    bytes: int
    duration_ms: int
    starts_at_ms: int
    discontinuity: bool
    independent: bool


@dataclass(frozen=True, slots=True)
class RecordingIndex:
    """What a recording holds, in the order in which it was recorded; may still be growing."""

    files: tuple[RecordedFile, ...]
    segments: tuple[RecordedSegment, ...]
    closed: bool = False

    @property
    def duration_ms(self) -> int:
        """Milliseconds of picture."""
        return sum(segment.duration_ms for segment in self.segments)

    @property
    def bytes(self) -> int:
        """Bytes of its media, init segments included."""
        return sum(file.init_bytes for file in self.files) + sum(
            segment.bytes for segment in self.segments
        )


# What media servers are told and tell ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Carried:
    """A running stream of a show; ``role`` is that of its input (``main``, ``backup``)."""

    stream_id: str
    show_id: str
    role: str


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """Record this stream now; ``since_ms`` is when its show went on air (since the epoch)."""

    stream_id: str
    recording_id: str
    since_ms: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be recorded; ``unopened`` still need their rows (``facade.begin``)."""

    record: list[RecordOrder]
    unopened: list[Carried]


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """A media server closed a recording, or repaired it.

    ``state`` is complete, recovered or failed; ``started_at_ms`` is since the epoch.
    """

    recording_id: str
    stream_id: str
    state: RecordingState
    duration_ms: int
    bytes: int
    started_at_ms: int | None
    problem: str | None = None


# What staff and viewers see --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recording:
    """One stream's recording. Counts grow while it is being recorded."""

    id: str
    show_id: str
    role: str
    state: RecordingState
    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int
    bytes: int
    problem: str | None
    deleted_at: datetime | None
    deletion_cause: DeletionCause | None


@dataclass(frozen=True, slots=True)
class Clip:
    """A cut of the replay; ``in_ms`` and ``out_ms`` lie on segment boundaries.

    ``progress`` runs from 0 to 1. ``error_code`` names a sentence of the catalogs.
    """

    id: str
    show_id: str
    kind: ClipKind
    title: str
    in_ms: int
    out_ms: int
    duration_ms: int
    state: ClipState
    progress: float
    url: str | None
    download_url: str | None
    cover_url: str | None
    cover_at_ms: int
    bytes: int
    error_code: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a replay in one language; another file has another ``id``.

    ``label`` is the language's own name. ``ends_ms`` is when the last caption ends;
    ``replay_ms`` is how long the replay was when they came.
    """

    id: str
    show_id: str
    language: Language
    label: str
    cues: int
    ends_ms: int
    bytes: int
    replay_ms: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Storage:
    """How much room recordings take and have."""

    bytes: int
    quota_bytes: int | None
    free_bytes: int
    state: StorageState
    retention_days: int | None
