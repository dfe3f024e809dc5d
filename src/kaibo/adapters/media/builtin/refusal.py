"""How a publisher's connection or stream is turned away, and why."""

from __future__ import annotations

from typing import Literal

Reason = Literal["ended", "connection_lost", "unsupported_codec", "bad_data", "kicked", "too_slow"]
"""Why a stream is over, in the words of the contract with core (`unpublish`)."""


class MediaRefusedError(Exception):
    """The stream cannot be carried. `detail` is told to the encoder and to the operator."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class PublishRefusedError(Exception):
    """A `publish` was turned down before any media flowed.

    `code` is the NetStream status code for the encoder, `detail` a sentence for people.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
