"""What can go wrong with recordings, replays and clips."""

from __future__ import annotations

from kaibo.kernel.errors import ConflictError, InvalidError, KaiboError


class RecordingRunningError(ConflictError):
    """It is still being recorded, or its show is on air."""

    code = "recordings.running"


class NotConfirmedError(InvalidError):
    """Erasing a show's recordings must be confirmed by the show's address."""

    code = "recordings.not_confirmed"


class NoReplayError(ConflictError):
    """Nothing of the show was recorded, or nothing is left."""

    code = "recordings.no_replay"


class BadRangeError(InvalidError):
    """The range of a clip is empty or lies outside the replay."""

    code = "clips.bad_range"


class FormatsDifferError(ConflictError):
    """The picture's format changes inside the range, at ``at_ms``; one file cannot hold both."""

    code = "clips.formats_differ"


class TooManyClipsError(ConflictError):
    """As many clips wait to be cut as are allowed; ``limit`` says how many."""

    code = "clips.too_many"


class CutError(KaiboError):
    """A clip cannot be cut, and trying again would not help."""

    code = "clips.unreadable"


class RecordingGoneError(CutError):
    """The recording was deleted before it could be cut."""

    code = "clips.recording_gone"


class DiskFullError(CutError):
    """There is no room for the clip."""

    code = "clips.disk_full"


class MixedFormatsError(CutError):
    """The stretches to join have different formats."""

    code = "clips.formats_differ"
