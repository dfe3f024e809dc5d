"""How a publisher's connection or stream is turned away, and why.

Everything that a person can cause has a stable code. Its sentence in the operator's language
stands in the catalogs under `media.refusal.<code>`; the sentence for the encoder's log is
English and is made here, beside the code, so that both always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Reason = Literal[
    "ended",
    "connection_lost",
    "unsupported_codec",
    "bad_data",
    "kicked",
    "too_slow",
    "replaced",
]
"""Why a stream is over, in the words of the contract with core (`unpublish`)."""

Params = Mapping[str, str | int | float]
"""What the sentence of a code fills in."""

SENTENCES: Mapping[str, str] = {
    "hevc": "HEVC (H.265) video is not supported. Set the encoder to H.264.",
    "av1": "AV1 video is not supported. Set the encoder to H.264.",
    "vp9": "VP9 video is not supported. Set the encoder to H.264.",
    "video_codec": "{codec} video is not supported. Set the encoder to H.264.",
    "video_format": (
        "H.264 {profile} ({depth}-bit {chroma}) does not play in browsers. "
        "Set the encoder to the Main or High profile, 8-bit, 4:2:0 (yuv420p, NV12)."
    ),
    "video_setup": "The H.264 configuration cannot be read: {problem}.",
    "audio_codec": "{codec} sound is not supported. Set the encoder to AAC.",
    "aac_type": ("AAC of object type {type} does not play in browsers. Set the encoder to AAC-LC."),
    "aac_layout": "AAC with a channel layout of its own is not supported. Use mono or stereo.",
    "audio_setup": "The AAC configuration cannot be read: {problem}.",
    "only_sound": "Only sound arrived within {seconds} s. A stream needs H.264 video.",
    "no_video": "No picture arrived within {seconds} s. A stream needs H.264 video.",
    "keyframes_rare": (
        "No keyframe for {seconds} s. Set the encoder's keyframe interval to 2 s (at most 10 s)."
    ),
    "broken_tags": "Too many broken tags: {problem}.",
    "broken_protocol": "The encoder's data cannot be read: {problem}.",
    "silent": "Nothing arrived for {seconds} s.",
    "key_in_use": "Another encoder is publishing with this stream key.",
    "replaced": "Another encoder took over this stream key.",
    "kicked": "The operator ended this stream.",
    "stopping": "The media server is stopping.",
    "failed": "The media server failed on this input.",
}
"""What is told to the encoder, by code."""


def sentence(code: str, params: Params) -> str:
    """Give the English sentence of a code."""
    return SENTENCES[code].format(**params)


class MediaRefusedError(Exception):
    """The stream cannot be carried. `detail` is told to the encoder and to the operator."""

    def __init__(
        self, reason: Reason, detail: str, code: str | None = None, params: Params | None = None
    ) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.code = code
        self.params: Params = params or {}


def refused(reason: Reason, code: str, **params: str | float) -> MediaRefusedError:
    """Make a refusal from its code; the sentence follows from it."""
    return MediaRefusedError(reason, sentence(code, params), code, params)


class PublishRefusedError(Exception):
    """A `publish` was turned down before any media flowed.

    `code` is the NetStream status code for the encoder, `detail` a sentence for people, `problem`
    the code of that sentence in the catalogs.
    """

    def __init__(self, code: str, detail: str, problem: str = "media.publish_refused") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.problem = problem
