"""Running the core process under uvicorn."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
import uvicorn

from kaibo.apps.api.app import create_app
from kaibo.apps.supervised import stop_with_supervisor
from kaibo.apps.wiring import build_core
from kaibo.platform.realtime import http_protocol
from kaibo.platform.settings import Settings

log = structlog.get_logger(__name__)


class AlreadyRunningError(RuntimeError):
    """Another process holds the data folder."""


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Hold the data folder: one core, or one offline command, at a time."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "core.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(str(data)) from error
        yield


def serve_core(settings: Settings) -> None:
    """Serve until told to stop by a signal or by the supervisor's end."""
    with exclusive(settings.data):
        core = build_core(settings)
        config = uvicorn.Config(
            create_app(core),
            host=settings.host,
            port=settings.port,
            http=http_protocol(core.endpoint),
            ws="none",
            loop="uvloop",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies) or None,
            timeout_graceful_shutdown=5,
        )
        server = uvicorn.Server(config)
        with stop_with_supervisor(lambda: setattr(server, "should_exit", True)):
            server.run()
        if not server.started:
            raise SystemExit(1)
