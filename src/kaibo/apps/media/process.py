"""The life of the media process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import httpx
import structlog

from kaibo.adapters.media.builtin.limits import Limits
from kaibo.adapters.media.builtin.recording.recorder import Recorded, Recorder
from kaibo.adapters.media.builtin.recording.serving import RecordedFiles
from kaibo.adapters.media.builtin.server import MediaServer
from kaibo.apps.media.config import MediaConfig
from kaibo.apps.media.core import CoreClient, ServerReport
from kaibo.apps.media.silence import SilenceWatch
from kaibo.apps.media.vitals import Vitals
from kaibo.platform.auth import playurls

log = structlog.get_logger("kaibo.media")

HEARTBEAT_SECONDS = 1.0


async def run(config: MediaConfig, limits: Limits | None = None) -> None:
    """Serve until told to stop. Raises `OSError` when a port is taken."""
    stop = asyncio.Event()
    _listen_for_stop(stop)
    media = _Media(config, limits)
    stopped = asyncio.create_task(stop.wait())
    work = asyncio.create_task(media.serve())
    try:
        await asyncio.wait((stopped, work), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (stopped, work):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await media.close()
        log.info("media_stopped")


class _Media:
    """The server, its recorder, and what goes between them and core."""

    def __init__(self, config: MediaConfig, limits: Limits | None) -> None:
        self._config = config
        self._core = CoreClient(config.core_url, config.token, config.server_id)
        limits = limits or Limits()
        self._server = MediaServer(
            self._core,
            replace(limits, webrtc=replace(limits.webrtc, viewers=config.whep_viewers)),
            take_over=config.take_over,
            ice_servers=config.ice_servers,
            announced=config.announced,
            token=config.token,
            low_lines=config.low_lines,
        )
        self._recorder = Recorder(
            config.recordings,
            config.server_id,
            find=self._server.source,
            on_recorded=self._recorded,
            min_free_bytes=config.min_free_bytes,
            limits=limits.recording,
        )
        self._files = RecordedFiles(
            config.recordings, self._opens, self._recorder.settled, limits.recording
        )
        self._server.serve(self._files)
        self._vitals = Vitals()
        self._silence = SilenceWatch(self._received, self._core.stalled)

    async def serve(self) -> None:
        """Open the doors and keep core informed; runs until cancelled."""
        config = self._config
        self._recorder.start()
        media_port = await self._server.open_origin(config.host, config.media_port)
        log.info("origin_open", host=config.host, port=media_port)
        await self._core.announce()
        # Only now: an encoder that came earlier would be refused for want of an answer.
        rtmp_port = await self._server.open_door(config.host, config.rtmp_port)
        log.info("rtmp_open", host=config.host, port=rtmp_port)
        watches: tuple[Coroutine[None, None, None], ...] = (
            self._vitals.watch(),
            self._silence.watch(),
            self._tick(),
            self._beat(),
        )
        async with asyncio.TaskGroup() as group:
            for watch in watches:
                group.create_task(watch)

    async def close(self) -> None:
        """Flush and close streams, then recordings; then tell core what it has not heard."""
        await self._server.close()
        await self._recorder.close()
        self._files.close()
        await self._core.close()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            with _going_on("recorder_failed"):
                self._recorder.tick()

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + HEARTBEAT_SECONDS
            with _going_on("report_failed"):
                await self._report()
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def _report(self) -> None:
        try:
            orders = await self._core.heartbeat(self._server.health(), self._reading())
        except httpx.HTTPError as error:
            log.warning("heartbeat_failed", problem=repr(error))
            return
        for stream_id in orders.kick:
            self._server.kick(stream_id)
        if orders.protected is not None:
            self._server.protect(orders.protected)
        if orders.record is not None:
            self._recorder.follow(orders.record)

    def _received(self) -> dict[str, int]:
        return {key: health.received_bytes for key, health in self._server.health().items()}

    def _reading(self) -> ServerReport:
        cpu, lag = self._vitals.read()
        figures = self._server.http_figures
        return ServerReport(
            cpu_percent=cpu,
            loop_lag_ms=lag,
            http_connections=self._server.http_connections,
            http_requests=figures.requests,
            http_bytes=figures.bytes,
            late_parts=figures.late,
            slow_clients=figures.slow,
            whep_viewers=self._server.webrtc.viewers,
            whep_cap=self._server.webrtc.limits.viewers,
            disk_free_bytes=self._recorder.free_bytes,
            recording_failed=self._recorder.failed,
        )

    def _recorded(self, report: Recorded) -> None:
        self._core.recorded(report, self._recorder.reported)

    def _opens(self, prefix: str, path: str) -> bool:
        return playurls.verify(self._config.token, path, prefix, time.time())


@contextmanager
def _going_on(event: str) -> Iterator[None]:
    """Log a fault of ours and go on: the picture must not end by what goes on beside it."""
    try:
        yield
    except Exception:
        log.exception(event)


def _listen_for_stop(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if os.environ.get("KAIBO_SUPERVISED") != "1":
        return

    def read() -> None:
        """Stop when the supervisor's end of the pipe is gone."""
        try:
            data = os.read(sys.stdin.fileno(), 4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            loop.remove_reader(sys.stdin.fileno())
            stop.set()

    os.set_blocking(sys.stdin.fileno(), False)
    loop.add_reader(sys.stdin.fileno(), read)
