"""Starting one machine's processes, for ``serve`` and ``demo`` alike."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import secrets
import shutil
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kaibo.apps.api.server import LOCK, AlreadyRunningError, exclusive
from kaibo.apps.cli.console import fail
from kaibo.apps.cli.supervisor import Child, ChildFailedError, Supervisor
from kaibo.apps.cli.tables import bring_up_to_date
from kaibo.apps.demo.banner import lan_address
from kaibo.apps.demo.shopkeeper import Keepsake
from kaibo.apps.supervised import DEMO
from kaibo.platform.settings import Settings

LOOPBACK = "127.0.0.1"
READY_PATIENCE_S = 60.0
# What only core needs: whoever breaks into a process that parses video finds none of it.
CORE_ONLY = frozenset(
    {
        "KAIBO_SECRET",
        "KAIBO_DATABASE_URL",
        "KAIBO_REDIS_URL",
        "KAIBO_SETUP_TOKEN",
        "KAIBO_SMTP_URL",
        "KAIBO_STAFF_PASSWORD",
        "PGPASSWORD",
    }
)


@dataclass(frozen=True, slots=True)
class Running:
    """What a started installation can be told by."""

    settings: Settings
    supervisor: Supervisor
    setup_token: str

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """Give a client of the API on this machine."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(
            base_url=f"{self.settings.local_url}/api/v1",
            headers=headers,
            timeout=20,
            trust_env=False,
        )


def prepare(settings: Settings, *, afresh: bool = False) -> None:
    """Check the ports and bring the database up to date; explain and end when that fails.

    ``afresh`` empties the data folder in between, once nobody else can be using it.
    """
    for name, port in (
        ("KAIBO_PORT", settings.port),
        ("KAIBO_MEDIA_PORT", settings.media_port),
        ("KAIBO_RTMP_PORT", settings.rtmp_port),
    ):
        if is_taken(settings.host, port):
            fail(settings, "port_taken", port=port, setting=name, free=port + 10)
    try:
        with exclusive(settings.data):
            if afresh:
                _empty(settings.data)
            bring_up_to_date(settings)
    except AlreadyRunningError:
        fail(settings, "already_running", data=settings.data)


def _empty(data: Path) -> None:
    """Delete what is in the folder, but for the lock that is held."""
    # What marks a sample shop goes last: interrupted, this can be done again.
    for path in sorted(data.iterdir(), key=lambda path: path == Keepsake.of(data).path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def network_url(settings: Settings) -> str | None:
    """Give the address at which other machines reach the pages; none when only this one does."""
    if settings.host != "0.0.0.0":  # noqa: S104 - compared, not bound
        is_loopback = settings.local_host in {LOOPBACK, "[::1]", "localhost"}
        return None if is_loopback else settings.local_url
    address = lan_address()
    return None if address == LOOPBACK else f"http://{address}:{settings.port}"


def run(
    settings: Settings, begin: Callable[[Running], Awaitable[None]], *, is_demo: bool = False
) -> None:
    """Run core and media until told to stop; ``begin`` runs once core answers."""
    token = settings.setup_token.get_secret_value() or secrets.token_urlsafe(18)
    media_token = settings.media_token.get_secret_value() or secrets.token_urlsafe(24)
    env = {
        "KAIBO_DATA": str(settings.data.resolve()),
        "KAIBO_DATABASE_URL": settings.database_url,
        "KAIBO_SETUP_TOKEN": token,
        "KAIBO_MEDIA_TOKEN": media_token,
        "KAIBO_LOG_LEVEL": settings.log_level,
        "KAIBO_RECORDING_HOURS": f"{settings.recording_hours or ''}",
        DEMO: "1" if is_demo else "",
    }

    async def main() -> None:
        supervisor = Supervisor()
        running = Running(settings, supervisor, token)
        supervisor.start(Child("core", [sys.executable, "-m", "kaibo.apps.api"], env))
        media = [sys.executable, "-m", "kaibo.apps.media"]
        supervisor.start(Child("media", media, env, withheld=CORE_ONLY))

        async def get_ready() -> None:
            await wait_ready(running)
            await wait_open(settings.host, settings.rtmp_port)
            await begin(running)

        await supervisor.run(get_ready)

    try:
        with served(settings.data):
            asyncio.run(main())
    except ChildFailedError as error:
        fail(settings, "child_failed", child=str(error))


@contextmanager
def served(data: Path) -> Iterator[None]:
    """Have `is_served` tell so: from before the first child starts until the last has ended.

    By a lock on the folder itself, that leaves nothing in it. Core's own lock comes seconds
    later than the ports of media.
    """
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Shared, and waiting: whoever looks holds it for a moment, and must stop nobody's start.
        fcntl.flock(folder, fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def is_served(data: Path) -> bool:
    """Whether Kaibo's processes for this data folder run, or are being started."""
    try:
        folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(folder)


async def wait_ready(running: Running) -> None:
    """Wait until core answers; its absence is the supervisor's to report."""
    async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
        for _ in range(int(READY_PATIENCE_S / 0.05)):
            try:
                answer = await client.get(f"{running.settings.local_url}/readyz")
                if answer.status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
    raise ChildFailedError("core")


async def wait_open(host: str, port: int) -> None:
    """Wait until the port is listened to; its absence is the supervisor's to report."""
    for _ in range(int(READY_PATIENCE_S / 0.05)):
        if await asyncio.to_thread(is_taken, host, port):
            return
        await asyncio.sleep(0.05)
    raise ChildFailedError("media")


def is_taken(host: str, port: int) -> bool:
    """Whether another program listens on that port of that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno in {errno.EADDRINUSE, errno.EACCES}
    return False
