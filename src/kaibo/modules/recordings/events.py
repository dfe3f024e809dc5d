"""What happens to recordings, captions and clips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingClosed(Event):
    """A recording is whole, as far as it went; ``state`` is complete, recovered or failed."""

    name: ClassVar[str] = "recordings.closed.v1"
    show_id: str
    recording_id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDeleted(Event):
    """A recording was given up; its files go with it. ``cause`` is staff, retention or quota."""

    name: ClassVar[str] = "recordings.deleted.v1"
    show_id: str
    recording_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPublicationChanged(Event):
    """Viewers may watch the replay, or no longer."""

    name: ClassVar[str] = "recordings.replay_publication_changed.v1"
    show_id: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipDone(Event):
    """A clip can be watched and downloaded."""

    name: ClassVar[str] = "recordings.clip_done.v1"
    show_id: str
    clip_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipDeleted(Event):
    """A clip was deleted; ``file`` and ``cover`` are its files in the blob store, or empty."""

    name: ClassVar[str] = "recordings.clip_deleted.v1"
    show_id: str
    clip_id: str
    file: str
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsRemoved(Event):
    """Captions were removed or replaced; ``file`` is their file in the blob store."""

    name: ClassVar[str] = "recordings.captions_removed.v1"
    show_id: str
    language: str
    file: str
