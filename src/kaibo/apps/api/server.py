"""Running the core process under uvicorn."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import structlog
import uvicorn

from kaibo.apps.api.app import create_app
from kaibo.apps.api.backups import COPIES
from kaibo.apps.collector import spare_the_collector
from kaibo.apps.supervised import stop_with_supervisor
from kaibo.apps.wiring import build_core
from kaibo.platform.realtime import http_protocol
from kaibo.platform.settings import Settings

LOCK = "core.lock"

log = structlog.get_logger(__name__)


class AlreadyRunningError(RuntimeError):
    """Another process holds the data folder."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The data folder, held."""

    _file: TextIO

    def tell(self, address: str) -> None:
        """Tell other commands at which address the holder answers; empty: at none."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(address)
        self._file.flush()


@contextmanager
def exclusive(data: Path) -> Iterator[Hold]:
    """Hold the data folder: one core, or one offline command, at a time."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Not truncated before it is ours: it says where its holder answers.
    handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(str(data)) from error
        hold = Hold(lock)
        hold.tell("")
        try:
            yield hold
        finally:
            hold.tell("")


def holder_address(data: Path) -> str:
    """Give where the core that holds the data folder answers; empty when it answers nowhere.

    Only what holds the lock can have written it, so whoever listens there is that core.
    """
    try:
        return (data / LOCK).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


class _Server(uvicorn.Server):
    """A server that tells when it has begun to listen."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            spare_the_collector()
            self._listening()


def serve_core(settings: Settings) -> None:
    """Serve until told to stop by a signal or by the supervisor's end."""
    with exclusive(settings.data) as hold:
        # Left by a core that was killed while it copied its database for a backup.
        shutil.rmtree(settings.data / COPIES, ignore_errors=True)
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
        # Before it listens, somebody else may: they must not be sent the command line's token.
        server = _Server(config, listening=lambda: hold.tell(settings.local_url))
        with stop_with_supervisor(lambda: setattr(server, "should_exit", True)):
            server.run()
        if not server.started:
            raise SystemExit(1)
