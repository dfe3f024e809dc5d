"""What the RTMP door needs from whoever owns the streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from kaibo.adapters.media.builtin.refusal import Params, Reason


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """An encoder's wish to publish. The key is a secret: never log it."""

    app: str
    stream_key: str
    client_addr: str
    encoder: str | None
    """The name that the encoder gives itself, such as `FMLE/3.0 (compatible; Lavf59.27.100)`."""
    protocol: Literal["rtmp", "whip"] = "rtmp"


class Encoder(Protocol):
    """The connection of a publisher, as the owner of its stream sees it."""

    def refuse(
        self, reason: Reason, detail: str, code: str | None = None, params: Params | None = None
    ) -> None:
        """End the publication from our side and tell the encoder why."""

    def silent_seconds(self) -> float:
        """Seconds since the last byte arrived."""


class Publication(Protocol):
    """Takes what a publisher sends. Media calls may raise `MediaRefusedError`."""

    def metadata(self, values: Mapping[str, object]) -> None:
        """Take the encoder's `onMetaData`."""

    def audio(self, timestamp: int, body: bytes | bytearray) -> None:
        """Take an FLV audio tag body; `timestamp` in ms modulo 2**32."""

    def video(self, timestamp: int, body: bytes | bytearray) -> None:
        """Take an FLV video tag body; `timestamp` in ms modulo 2**32."""

    def check(self) -> None:
        """Look at the clock, about twice a second. May raise `MediaRefusedError`."""

    def end(
        self,
        reason: Reason,
        detail: str | None = None,
        code: str | None = None,
        params: Params | None = None,
    ) -> None:
        """Nothing more comes; called exactly once."""


class Gate(Protocol):
    """Decides who may publish."""

    async def admit(self, request: PublishRequest, encoder: Encoder) -> Publication:
        """Let a publisher in. Raises `PublishRefusedError`."""
