"""Asking and telling a MediaMTX, by its control API."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from kaibo.adapters.media.hooks.client import Client
from kaibo.adapters.media.hooks.reading import Json, number, part, parts, text
from kaibo.modules.media.contracts import AudioInfo, Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream, PushAddress, ServerSettings

_PAGE = 1000
_KICKED_AT = {
    "rtmpConn": "rtmpconns",
    "rtmpsConn": "rtmpsconns",
    "rtspSession": "rtspsessions",
    "rtspsSession": "rtspssessions",
    "srtConn": "srtconns",
    "webRTCSession": "webrtcsessions",
}


class MediamtxServer:
    """An `ExternalServer`. Options: ``application``, ``api_user`` and ``api_password``."""

    def __init__(self, settings: ServerSettings) -> None:
        options = settings.options
        user = str(options.get("api_user", ""))
        auth = httpx.BasicAuth(user, str(options.get("api_password", ""))) if user else None
        self._client = Client(settings, auth=auth)
        application = str(options.get("application", "live"))
        self._prefix = f"{application}/" if application else ""
        self._has_whep = settings.whep_url is not None

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Leave it to the file: names and keys are Kaibo's own here."""
        del name, key
        return None

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError``."""
        return [self._carried(path) for path in await self._pushed()]

    async def kick(self, name: str) -> None:
        """Send the encoder of an input away."""
        for path in await self._pushed():
            source = part(path, "source")
            if text(path, "name") == self._prefix + name:
                at = f"/v3/{_KICKED_AT[text(source, 'type')]}/kick/{text(source, 'id')}"
                await self._client.send("POST", at, gone=True)

    async def is_playable(self, name: str) -> bool:
        """Look whether its playlist names a segment or another playlist."""
        return await self._client.has_segments(name)

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.close()

    async def _pushed(self) -> list[Json]:
        """Give the paths of our application that an encoder pushes to."""
        found: list[Json] = []
        page, pages = 0, 1
        while page < pages:
            query = {"itemsPerPage": str(_PAGE), "page": str(page)}
            told = await self._client.get_json("/v3/paths/list", query)
            found += parts(told, "items")
            page, pages = page + 1, int(number(told, "pageCount"))
        return [
            path
            for path in found
            if text(path, "name").startswith(self._prefix)
            and text(part(path, "source"), "type") in _KICKED_AT
        ]

    def _carried(self, path: Json) -> CarriedStream:
        # Counters were renamed; older versions have the other name only.
        received = number(path, "inboundBytes") or number(path, "bytesReceived")
        return CarriedStream(
            text(path, "name").removeprefix(self._prefix),
            StreamHealth(received_bytes=int(received)),
            Playable(_video(path), _audio(path), whep=self._has_whep),
        )


def _video(path: Json) -> VideoInfo | None:
    for track in parts(path, "tracks2"):
        about = part(track, "codecProps")
        if number(about, "width"):
            codec = text(track, "codec")
            return VideoInfo(codec, int(number(about, "width")), int(number(about, "height")))
    return None


def _audio(path: Json) -> AudioInfo | None:
    for track in parts(path, "tracks2"):
        about = part(track, "codecProps")
        if number(about, "channelCount"):
            rate = int(number(about, "sampleRate")) or 48000  # Opus does not say: always this
            return AudioInfo(text(track, "codec"), rate, int(number(about, "channelCount")))
    return None
