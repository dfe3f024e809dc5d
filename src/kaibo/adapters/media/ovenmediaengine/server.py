"""Asking and telling an OvenMediaEngine, by its REST API."""

from __future__ import annotations

import base64
from collections.abc import Generator, Sequence
from urllib.parse import quote

import httpx

from kaibo.adapters.media.hooks.client import Client
from kaibo.adapters.media.hooks.reading import Json, number, part, parts, text
from kaibo.modules.media.contracts import AudioInfo, Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream, PushAddress, ServerSettings


class AccessToken(httpx.Auth):
    """Sends OvenMediaEngine's access token, whole, as Basic credentials."""

    def __init__(self, token: str) -> None:
        self._value = f"Basic {base64.b64encode(token.encode()).decode()}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add it to a request."""
        request.headers["Authorization"] = self._value
        yield request


class OvenMediaEngineServer:
    """An `ExternalServer`. Options: ``api_token``, ``application``, ``vhost``."""

    def __init__(self, settings: ServerSettings) -> None:
        options = settings.options
        token = str(options.get("api_token", ""))
        self._client = Client(settings, auth=AccessToken(token) if token else None)
        vhost, application = options.get("vhost", "default"), options.get("application", "live")
        self._place = f"/vhosts/{quote(str(vhost))}/apps/{quote(str(application))}/streams"
        self._has_whep = settings.whep_url is not None

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Leave it to the file: names and keys are Kaibo's own here."""
        del name, key
        return None

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError``."""
        told = await self._client.get_json(f"/v1{self._place}")
        names = told.get("response")
        if not isinstance(names, list):
            raise OSError("the answer does not list streams")
        found = [await self._carried(name) for name in names if isinstance(name, str)]
        return [one for one in found if one is not None]

    async def kick(self, name: str) -> None:
        """Delete an input's stream, which ends its encoder's connection."""
        await self._client.send("DELETE", f"/v1{self._place}/{quote(name, safe='')}", gone=True)

    async def is_playable(self, name: str) -> bool:
        """Look whether its playlist names a segment or another playlist."""
        return await self._client.has_segments(name)

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.close()

    async def _carried(self, name: str) -> CarriedStream | None:
        place = f"{self._place}/{quote(name, safe='')}"
        about = await self._client.find_json(f"/v1{place}")
        counted = await self._client.find_json(f"/v1/stats/current{place}")
        if about is None or counted is None:
            return None  # gone between two questions
        tracks = list(parts(part(part(about, "response"), "input"), "tracks"))
        videos = [part(track, "video") for track in tracks if text(track, "type") == "Video"]
        audios = [part(track, "audio") for track in tracks if text(track, "type") == "Audio"]
        health = StreamHealth(
            video_kbps=sum(_bit_rate(one) for one in videos) / 1000,
            audio_kbps=sum(_bit_rate(one) for one in audios) / 1000,
            frame_rate=number(videos[0], "framerate") if videos else 0,
            received_bytes=int(number(part(counted, "response"), "totalBytesIn")),
        )
        video = _video(videos[0]) if videos else None
        audio = _audio(audios[0]) if audios else None
        return CarriedStream(name, health, Playable(video, audio, whep=self._has_whep))


def _bit_rate(track: Json) -> float:
    # Versions differ in what they call the rate they have measured.
    return number(track, "bitrateLatest") or number(track, "bitrate")


def _video(track: Json) -> VideoInfo:
    width, height = int(number(track, "width")), int(number(track, "height"))
    return VideoInfo(text(track, "codec"), width, height, number(track, "framerate") or None)


def _audio(track: Json) -> AudioInfo:
    rate, channels = int(number(track, "samplerate")), int(number(track, "channel"))
    return AudioInfo(text(track, "codec"), rate, channels)
