"""Asking and telling a LiveKit, by its server API (Twirp: JSON by POST)."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Generator, Sequence
from typing import Any

import httpx
import jwt

from kaibo.adapters.media.hooks.client import Client
from kaibo.adapters.media.hooks.reading import Json, number, part, parts, text
from kaibo.adapters.media.livekit.names import ingress_name, input_of
from kaibo.modules.media.contracts import AudioInfo, Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream, PushAddress, ServerSettings

_RTMP, _WHIP = "RTMP_INPUT", "WHIP_INPUT"
_PUSHING = {"ENDPOINT_BUFFERING", "ENDPOINT_PUBLISHING"}
_VALID_S = 60
_SOON_S = 60.0


class Grant(httpx.Auth):
    """Signs each call with a JWT that lets it manage ingress and egress."""

    def __init__(self, api_key: str, secret: str) -> None:
        self._api_key = api_key
        self._secret = secret

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add it to a request."""
        now = int(time.time())
        grants: dict[str, Any] = {"ingressAdmin": True, "roomRecord": True}
        if room := json.loads(request.content or b"{}").get("room"):
            grants |= {"roomAdmin": True, "room": room}
        claims: dict[str, Any] = {
            "iss": self._api_key,
            "nbf": now - 5,
            "exp": now + _VALID_S,
            "video": grants,
        }
        signed = jwt.encode(claims, self._secret, algorithm="HS256")
        request.headers["Authorization"] = f"Bearer {signed}"
        yield request


class LivekitServer:
    """An `ExternalServer`. The token is the API secret.

    Options: ``api_key``; ``whip`` (there is an ingress for WHIP, too); ``egress`` (have HLS cut of
    each input, below the storage that LiveKit's egress is set up with).
    """

    def __init__(self, settings: ServerSettings) -> None:
        options, secret = settings.options, settings.token
        self._client = Client(settings, auth=Grant(str(options.get("api_key", "")), secret))
        self._secret = secret
        self._inputs = [_RTMP, _WHIP] if options.get("whip") else [_RTMP]
        self._cuts_hls = bool(options.get("egress"))
        self._kicked: dict[str, float] = {}
        self._making: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Give where to push that input; makes its ingress when there is none for this key."""
        async with self._making[name]:
            wanted = ingress_name(self._secret, name, key)
            there: dict[str, Json] = {}
            for ingress in await self._ingresses(name):
                if text(ingress, "name") == wanted:
                    there[text(ingress, "input_type")] = ingress
                else:
                    await self._delete(ingress)  # made for a key that has been replaced
            for kind in self._inputs:
                if kind not in there:
                    there[kind] = await self._make(kind, wanted, name)
        rtmp, whip = there[_RTMP], there.get(_WHIP)
        whip_url = whip and f"{text(whip, 'url').rstrip('/')}/{text(whip, 'stream_key')}"
        return PushAddress(text(rtmp, "url"), text(rtmp, "stream_key"), whip_url or None)

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError``."""
        return [
            _carried(ingress)
            for ingress in await self._ingresses()
            if text(part(ingress, "state"), "status") in _PUSHING
        ]

    async def kick(self, name: str) -> None:
        """Send the encoder of an input away; when it comes again soon, delete its ingress.

        LiveKit lets everybody in who has an ingress, and tells afterwards. Somebody of whom
        Kaibo did not hear may come again, and is heard of then; a deleted ingress is gone for good,
        and whoever asks for the input's address gets a new one.
        """
        now = time.monotonic()
        again = now - self._kicked.get(name, -_SOON_S) < _SOON_S
        self._kicked = {one: at for one, at in self._kicked.items() if now - at < _SOON_S}
        self._kicked[name] = now
        for ingress in await self._ingresses(name):
            if again:
                await self._delete(ingress)
            elif text(part(ingress, "state"), "status") in _PUSHING:
                body = {"room": name, "identity": text(ingress, "participant_identity")}
                at = "/twirp/livekit.RoomService/RemoveParticipant"
                await self._client.send("POST", at, body=body, gone=True)

    async def is_playable(self, name: str) -> bool:
        """Look whether its playlist names a segment; have it cut first, if so configured."""
        if self._cuts_hls:
            running = await self._call("Egress", "ListEgress", room_name=name, active=True)
            if not any(parts(running, "items")):
                await self._call(
                    "Egress",
                    "StartParticipantEgress",
                    room_name=name,
                    identity=name,
                    segment_outputs=[
                        {
                            "filename_prefix": f"{name}/{int(time.time())}",
                            "playlist_name": f"{name}/recorded.m3u8",
                            "live_playlist_name": f"{name}/live.m3u8",
                            "segment_duration": 2,
                        }
                    ],
                )
        return await self._client.has_segments(name)

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.close()

    async def _ingresses(self, room: str = "") -> list[Json]:
        """Give the ingresses that we have made."""
        told = await self._call("Ingress", "ListIngress", **({"room_name": room} if room else {}))
        return [one for one in parts(told, "items") if "." in text(one, "name")]

    async def _make(self, kind: str, ingress: str, room: str) -> Json:
        return await self._call(
            "Ingress",
            "CreateIngress",
            input_type=kind,
            name=ingress,
            room_name=room,
            participant_identity=room,
            participant_name=room,
            enable_transcoding=True,
        )

    async def _delete(self, ingress: Json) -> None:
        body = {"ingress_id": text(ingress, "ingress_id")}
        await self._client.send(
            "POST", "/twirp/livekit.Ingress/DeleteIngress", body=body, gone=True
        )

    async def _call(self, service: str, method: str, **body: object) -> Json:
        return await self._client.post_json(f"/twirp/livekit.{service}/{method}", body)


def _carried(ingress: Json) -> CarriedStream:
    state = part(ingress, "state")
    video, audio = part(state, "video"), part(state, "audio")
    health = StreamHealth(
        video_kbps=number(video, "average_bitrate") / 1000,
        audio_kbps=number(audio, "average_bitrate") / 1000,
        frame_rate=number(video, "framerate"),
    )
    playable = Playable(_video(video), _audio(audio))
    return CarriedStream(input_of(text(ingress, "name")), health, playable)


def _video(told: Json) -> VideoInfo | None:
    if not number(told, "width"):
        return None
    codec = text(told, "mime_type").removeprefix("video/")
    width, height = int(number(told, "width")), int(number(told, "height"))
    return VideoInfo(codec, width, height, number(told, "framerate") or None)


def _audio(told: Json) -> AudioInfo | None:
    if not number(told, "sample_rate"):
        return None
    codec = text(told, "mime_type").removeprefix("audio/")
    return AudioInfo(codec, int(number(told, "sample_rate")), int(number(told, "channels")))
