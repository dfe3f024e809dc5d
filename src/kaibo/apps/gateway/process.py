"""Running one gateway."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kaibo import __version__
from kaibo.apps.collector import spare_the_collector
from kaibo.apps.gateway.wiring import Gateway, build_gateway
from kaibo.apps.supervised import stop_with_supervisor
from kaibo.platform.realtime import Page, SocketServer
from kaibo.platform.settings import Settings

log = structlog.get_logger("kaibo.gateway")


async def run(settings: Settings) -> None:
    """Hold sockets until SIGTERM or SIGINT; raise OSError when the port cannot be had."""
    gateway = build_gateway(settings)
    server = SocketServer(gateway.endpoint, pages(gateway))
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    await server.start(settings.host, settings.port)
    gateway.hub.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    spare_the_collector()
    log.info("gateway_started", port=settings.port, gateway=gateway.hub.id)

    def stop() -> None:
        loop.call_soon_threadsafe(stopped.set)

    with stop_with_supervisor(stop):
        await stopped.wait()
    await server.stop()
    await gateway.hub.stop()


def pages(gateway: Gateway) -> dict[str, Callable[[], Page]]:
    """Give what the port answers besides sockets."""

    def healthz() -> Page:
        return _json({"status": "ok", "version": __version__}, 200)

    def readyz() -> Page:
        # Adrift it goes on with the rooms that it knows, but newcomers are better off elsewhere.
        is_met = gateway.hub.is_met
        status = "ok" if is_met else "unavailable"
        return _json({"status": status, "core": "heard" if is_met else "silent"}, _code(is_met))

    def metrics() -> Page:
        return Page(generate_latest(), CONTENT_TYPE_LATEST)

    return {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


def _code(is_well: bool) -> int:  # noqa: FBT001 -- one question, one answer
    return 200 if is_well else 503


def _json(value: dict[str, str], status: int) -> Page:
    return Page(json.dumps(value).encode(), "application/json", status)
