"""The media server as a whole: who publishes, what can be watched."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import structlog

from kaibo.adapters.media.builtin.control import Control
from kaibo.adapters.media.builtin.health import Health
from kaibo.adapters.media.builtin.hls.http import HttpFigures, HttpServer
from kaibo.adapters.media.builtin.hls.origin import Low, Mount, Origin
from kaibo.adapters.media.builtin.hls.requests import Routes, Several
from kaibo.adapters.media.builtin.limits import Limits
from kaibo.adapters.media.builtin.refusal import Params, PublishRefusedError, Reason, sentence
from kaibo.adapters.media.builtin.rendition.low import LowRendition
from kaibo.adapters.media.builtin.rtmp.ports import Encoder, PublishRequest
from kaibo.adapters.media.builtin.rtmp.server import RtmpServer
from kaibo.adapters.media.builtin.stream import Stream
from kaibo.adapters.media.builtin.webrtc.ice import IceServer
from kaibo.adapters.media.builtin.webrtc.routes import WebRtcRoutes
from kaibo.adapters.media.builtin.webrtc.service import Live, WebRtc
from kaibo.platform.auth import playurls

log = structlog.get_logger("kaibo.media")


@dataclass(slots=True)
class _Publisher:
    """A live publication and where it hangs."""

    stream: Stream
    encoder: Encoder
    key: str
    play_path: str
    mount: Mount


class MediaServer:
    """Both doors and the streams between them; the `Gate` of the RTMP door."""

    def __init__(
        self,
        control: Control,
        limits: Limits | None = None,
        *,
        take_over: bool = False,
        ice_servers: Sequence[IceServer] = (),
        announced: Sequence[str] = (),
        token: str = "",
        low_lines: int = 0,
    ) -> None:
        """`take_over`: a second encoder with a key in use ends the first, and is not refused.

        `token`: the secret by which core signs the addresses of protected streams.
        `low_lines`: lines of a second rendition by transcoding; 0 for none.
        `announced`: addresses that WebRTC tells beside the machine's own, for one-to-one NAT.
        """
        self._limits = limits or Limits()
        self._take_over = take_over
        self._low_lines = low_lines
        self._deciding: set[str] = set()
        self._control = control
        self._publishers: dict[str, _Publisher] = {}
        self._keys: dict[str, Encoder] = {}
        self._origin = Origin(token)
        self._routes = Several()
        self.webrtc = WebRtc(self, self._limits.webrtc, ice_servers, announced)
        self._routes.add(WebRtcRoutes(self.webrtc))
        self._http = HttpServer(self._origin, self._limits.http, self._routes)
        self._rtmp = RtmpServer(self, self._limits.rtmp)

    async def open_origin(self, host: str, port: int) -> int:
        """Serve viewers; gives the port. Raises `OSError` when it is taken."""
        port = await self._http.start(host, port)
        self.webrtc.start()
        return port

    async def open_door(self, host: str, port: int) -> int:
        """Accept encoders; gives the port. Raises `OSError` when it is taken."""
        return await self._rtmp.start(host, port)

    async def close(self) -> None:
        """End every stream (their last parts are published), then both doors."""
        await self._rtmp.stop()
        await self.webrtc.stop()
        await self._http.stop()

    def serve(self, routes: Routes) -> None:
        """Answer more addresses than those of the streams."""
        self._routes.add(routes)

    def source(self, stream_id: str) -> Stream | None:
        """A live stream, for a recorder."""
        publisher = self._publishers.get(stream_id)
        return None if publisher is None else publisher.stream

    @property
    def http_figures(self) -> HttpFigures:
        """What viewers were served."""
        return self._http.figures

    @property
    def http_connections(self) -> int:
        """Viewers' connections that are open now."""
        return self._http.connections

    def health(self) -> dict[str, Health]:
        """Readings of the live streams by stream id."""
        return {
            stream_id: replace(p.stream.health(), whep_viewers=self.webrtc.viewers_of(p.stream))
            for stream_id, p in self._publishers.items()
        }

    def kick(self, stream_id: str) -> None:
        """End a stream because core says so."""
        publisher = self._publishers.get(stream_id)
        if publisher is not None:
            _refuse(publisher.encoder, "kicked", "kicked")

    def protect(self, stream_ids: Collection[str]) -> None:
        """Let these streams play at signed addresses only, and the others at any."""
        for stream_id, publisher in self._publishers.items():
            publisher.mount.protected = stream_id in stream_ids

    def live(self, folder: str) -> Live | None:
        """Find what runs under a play path, as `House` asks; None without its signature."""
        prefix, path = playurls.split(folder)
        if not self._origin.admits(prefix, path):
            return None
        for publisher in self._publishers.values():
            if publisher.play_path == path:
                return Live(publisher.stream, publisher.encoder)
        return None

    async def admit(self, request: PublishRequest, encoder: Encoder) -> Stream:
        """Let a publisher in, as `Gate` asks."""
        try:
            self._claim(request.stream_key)
        except PublishRefusedError:
            self._control.refused(request.stream_key)
            raise
        try:
            admission = await self._control.publish(request)
        except PublishRefusedError as error:
            log.info("publish_refused", address=request.client_addr, detail=error.detail)
            raise
        finally:
            self._deciding.discard(request.stream_key)
        self._hold(request.stream_key, encoder)
        stream = Stream(
            admission.stream_id,
            self._limits.stream,
            on_playable=self._on_playable,
            on_end=self._on_end,
        )
        if self._low_lines:
            stream.tap = self._rendition(stream)
        mount = Mount(stream.window, protected=admission.protected)
        self._origin.mount(admission.play_path, mount)
        self._publishers[admission.stream_id] = _Publisher(
            stream, encoder, request.stream_key, admission.play_path, mount
        )
        log.info(
            "published",
            stream_id=admission.stream_id,
            address=request.client_addr,
            encoder=request.encoder,
        )
        return stream

    def _rendition(self, stream: Stream) -> LowRendition:
        """Make the low rendition of a stream; it is listed while it has something to show."""

        def changed(low: LowRendition) -> None:
            publisher = self._publishers.get(stream.stream_id)
            if publisher is None or publisher.stream is not stream:
                return
            mount, formats = publisher.mount, low.formats
            if low.given_up or formats is None:
                mount.leave_low()
            else:
                sps = formats.video.sps
                mount.take_low(Low(low.window, formats.codecs, sps.width, sps.height))

        return LowRendition(self._low_lines, stream.window, self._limits.stream, on_change=changed)

    def _claim(self, key: str) -> None:
        """Let one encoder at a time ask for a key. A holder that has fallen silent gives way.

        One that is taken over goes on until core has let the newcomer in.
        """
        holder = self._keys.get(key)
        if holder is not None and holder.silent_seconds() >= self._limits.rtmp.stale_seconds:
            _refuse(holder, "connection_lost", "replaced")
        elif key in self._deciding or (holder is not None and not self._take_over):
            raise PublishRefusedError(
                "NetStream.Publish.BadName", sentence("key_in_use", {}), "media.already_publishing"
            )
        self._deciding.add(key)

    def _hold(self, key: str, encoder: Encoder) -> None:
        """Give a key to an encoder; the one that holds it is replaced."""
        holder = self._keys.get(key)
        if holder is not None:
            _refuse(holder, "replaced", "replaced")
        self._keys[key] = encoder

    def _release(self, key: str, encoder: Encoder) -> None:
        if self._keys.get(key) is encoder:
            del self._keys[key]

    def _on_playable(self, stream: Stream) -> None:
        publisher = self._publishers.get(stream.stream_id)
        if publisher is None or stream.formats is None:
            return
        publisher.mount.formats = stream.formats
        publisher.mount.frame_rate = stream.frame_rate
        log.info("playable", stream_id=stream.stream_id, codecs=stream.formats.codecs)
        self._control.playable(
            stream.stream_id,
            stream.formats,
            stream.frame_rate,
            b_frames=stream.b_frames,
            whep=self.webrtc.can_show(stream),
        )

    def _on_end(
        self, stream: Stream, reason: Reason, detail: str | None, code: str | None, params: Params
    ) -> None:
        publisher = self._publishers.get(stream.stream_id)
        if publisher is None or publisher.stream is not stream:
            return
        del self._publishers[stream.stream_id]
        self.webrtc.stream_over(stream)
        self._release(publisher.key, publisher.encoder)
        log.info("unpublished", stream_id=stream.stream_id, reason=reason, detail=detail)
        self._control.unpublish(stream.stream_id, reason, detail, code, params)
        asyncio.get_running_loop().call_later(
            self._limits.stream.linger_seconds,
            self._origin.unmount,
            publisher.play_path,
            publisher.mount,
        )


def _refuse(encoder: Encoder, reason: Reason, code: str) -> None:
    encoder.refuse(reason, sentence(code, {}), code)
