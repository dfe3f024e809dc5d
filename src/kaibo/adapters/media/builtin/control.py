"""What the media server needs from the one who knows the shows: core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.refusal import Params, Reason
from kaibo.adapters.media.builtin.rtmp.ports import PublishRequest


@dataclass(frozen=True, slots=True)
class Admission:
    """An accepted publication: its id, and where viewers find it under the origin."""

    stream_id: str
    play_path: str
    protected: bool = False
    """Whether only signed addresses may show it."""


class Control(Protocol):
    """Core, as the media server sees it."""

    async def publish(self, request: PublishRequest) -> Admission:
        """Ask whether this key may publish.

        Raises `PublishRefusedError`, also when core does not answer.
        """

    def refused(self, stream_key: str) -> None:
        """Report that a second encoder with this key was turned away. Never blocks or raises."""

    def playable(
        self, stream_id: str, formats: Formats, frame_rate: float, *, b_frames: bool, whep: bool
    ) -> None:
        """Report that the first parts can be fetched. Never blocks, never raises.

        `whep`: the stream can be watched by WebRTC, too.
        """

    def unpublish(
        self,
        stream_id: str,
        reason: Reason,
        detail: str | None,
        code: str | None,
        params: Params,
    ) -> None:
        """Report the end of a stream, after everything else about it. Never blocks or raises."""
