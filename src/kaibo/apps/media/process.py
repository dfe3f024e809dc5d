"""The life of the media process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress

import httpx
import structlog

from kaibo.adapters.media.builtin.limits import Limits
from kaibo.adapters.media.builtin.server import MediaServer
from kaibo.apps.media.config import MediaConfig
from kaibo.apps.media.core import CoreClient

log = structlog.get_logger("kaibo.media")

HEARTBEAT_SECONDS = 2.0


async def run(config: MediaConfig, limits: Limits | None = None) -> None:
    """Serve until told to stop. Raises `OSError` when a port is taken."""
    stop = asyncio.Event()
    _listen_for_stop(stop)
    core = CoreClient(config.core_url, config.token, config.server_id)
    server = MediaServer(core, limits)
    stopped = asyncio.create_task(stop.wait())
    work = asyncio.create_task(_serve(config, core, server))
    try:
        await asyncio.wait((stopped, work), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (stopped, work):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await server.close()
        await core.close()
        log.info("media_stopped")


async def _serve(config: MediaConfig, core: CoreClient, server: MediaServer) -> None:
    media_port = await server.open_origin(config.host, config.media_port)
    log.info("origin_open", host=config.host, port=media_port)
    await core.announce()
    # Only now: an encoder that came earlier would be refused for want of an answer.
    rtmp_port = await server.open_door(config.host, config.rtmp_port)
    log.info("rtmp_open", host=config.host, port=rtmp_port)
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            kicked = await core.heartbeat(server.health())
        except httpx.HTTPError as error:
            log.warning("heartbeat_failed", problem=repr(error))
            continue
        for stream_id in kicked:
            server.kick(stream_id)


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
