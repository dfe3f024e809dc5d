"""Asking and telling an SRS, by its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from kaibo.adapters.media.hooks.client import Client
from kaibo.adapters.media.hooks.reading import Json, number, part, parts, text
from kaibo.modules.media.contracts import AudioInfo, Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream, PushAddress, ServerSettings

_ALL = {"start": "0", "count": "10000"}  # it lists ten unless asked for more
_COUNTED_EVERY_S = 4.0
"""SRS adds up received bytes every three seconds."""


class SrsServer:
    """An `ExternalServer`. Options: ``application``, ``api_user`` and ``api_password``."""

    def __init__(self, settings: ServerSettings) -> None:
        options = settings.options
        user = str(options.get("api_user", ""))
        auth = httpx.BasicAuth(user, str(options.get("api_password", ""))) if user else None
        self._client = Client(settings, auth=auth)
        self._application = str(options.get("application", "live"))
        self._has_whep = settings.whep_url is not None

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Leave it to the file: names and keys are Kaibo's own here."""
        del name, key
        return None

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError``."""
        return [self._carried(stream) for stream in await self._published()]

    async def kick(self, name: str) -> None:
        """Disconnect the encoder of an input."""
        for stream in await self._published():
            if text(stream, "name") == name:
                client = text(part(stream, "publish"), "cid")
                await self._client.send("DELETE", f"/api/v1/clients/{client}", gone=True)

    async def is_playable(self, name: str) -> bool:
        """Look whether its playlist names a segment."""
        return await self._client.has_segments(name)

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.close()

    async def _published(self) -> list[Json]:
        told = await self._client.get_json("/api/v1/streams/", _ALL)
        if number(told, "code"):
            raise OSError(f"SRS answered with code {told.get('code')}")
        return [
            stream
            for stream in parts(told, "streams")
            if text(stream, "app") == self._application
            and part(stream, "publish").get("active") is True
        ]

    def _carried(self, stream: Json) -> CarriedStream:
        health = StreamHealth(
            video_kbps=number(part(stream, "kbps"), "recv_30s"),
            received_bytes=int(number(stream, "recv_bytes")),
        )
        playable = Playable(
            _video(part(stream, "video")), _audio(part(stream, "audio")), whep=self._has_whep
        )
        return CarriedStream(text(stream, "name"), health, playable, _COUNTED_EVERY_S)


def _video(told: Json) -> VideoInfo | None:
    if not told:
        return None
    codec = text(told, "codec")
    return VideoInfo(codec, int(number(told, "width")), int(number(told, "height")))


def _audio(told: Json) -> AudioInfo | None:
    if not told:
        return None
    rate, channels = int(number(told, "sample_rate")), int(number(told, "channel"))
    return AudioInfo(text(told, "codec"), rate, channels)
