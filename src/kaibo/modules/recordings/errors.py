"""What can go wrong with recordings, replays, captions and clips."""

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


class CaptionsTooEarlyError(ConflictError):
    """The show is not over, so that nobody knows yet how long its replay is."""

    code = "captions.too_early"


class CaptionsTooLargeError(InvalidError):
    """The file of captions is larger than ``limit_mb``."""

    code = "captions.too_large"
    status = 413


class CaptionsNotUtf8Error(InvalidError):
    """The file of captions is not UTF-8; ``line`` is the first that is not."""

    code = "captions.not_utf8"


class NoCaptionsFileError(InvalidError):
    """What was sent is neither WebVTT nor SubRip, as ``line`` shows."""

    code = "captions.no_captions_file"


class BadCaptionTimeError(InvalidError):
    """On ``line`` the times of a caption should stand."""

    code = "captions.bad_time"


class CaptionBackwardsError(InvalidError):
    """The caption of ``line`` does not end after it begins."""

    code = "captions.backwards"


class NoCaptionGapError(InvalidError):
    """Before ``line`` a caption begins without an empty line."""

    code = "captions.no_gap"


class CaptionTooLongError(InvalidError):
    """The caption of ``line`` has more than ``limit`` characters."""

    code = "captions.too_long"


class CaptionsEmptyError(InvalidError):
    """There is no caption in the file."""

    code = "captions.empty"


class CaptionsBeyondError(InvalidError):
    """The first caption, on ``line``, begins after the replay has ended, at ``length``."""

    code = "captions.beyond"
