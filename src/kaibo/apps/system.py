"""How the installation is: its processes, database, work, disk and neighbours; the last minutes.

Samples live in this process's memory and begin anew with it; for longer there is ``/metrics``.
"""

from __future__ import annotations

import asyncio
import json
import platform
import resource
import shutil
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import structlog
from alembic.migration import MigrationContext
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo import __version__
from kaibo.modules.media.facade import external_names
from kaibo.platform.http.context import Context
from kaibo.platform.work import repository as work

EVERY_SECONDS: Final = 15.0
KEPT: Final = 120
LAST_BACKUP: Final = "last-backup.json"
_MEDIA_PATIENCE = 1.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment. ``latency_ms`` is a read's, ``oldest_seconds`` how long due work has waited."""

    at: datetime
    latency_ms: float
    waiting: int
    oldest_seconds: float
    free_bytes: int
    sockets: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A process: ``core``, ``media``, or an external media server by its name.

    ``is_up`` is null where nobody can tell: some media servers report only what they carry.
    """

    name: str
    is_up: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The database; ``revision`` is that of its tables."""

    kind: str
    size_bytes: int
    revision: str


@dataclass(frozen=True, slots=True)
class WorkState:
    """The queue: due and waiting, given up, and how long the oldest due has waited."""

    waiting: int
    dead: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class DiskState:
    """The disk of the data folder."""

    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last backup that was verified; none when the command has never run here."""

    at: datetime
    size_bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class SystemState:
    """Everything, now; ``history`` is the last half hour, oldest first."""

    version: str
    python: str
    started_at: datetime
    processes: list[ProcessState]
    database: DatabaseState
    work: WorkState
    disk: DiskState
    sockets: int
    rooms: int
    gateways: int | None
    last_backup: BackupState | None
    history: list[Sample] = field(default_factory=list)


class SystemWatch:
    """Takes a sample every fifteen seconds, from `start` to `stop`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._samples: deque[Sample] = deque(maxlen=KEPT)
        self._task: asyncio.Task[None] | None = None
        self.started_at = context.clock.now()

    @property
    def history(self) -> list[Sample]:
        """The samples, oldest first."""
        return list(self._samples)

    def start(self) -> None:
        """Begin; call from the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="system-watch")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def sample(self) -> Sample:
        """Take one now, and keep it."""
        began = time.perf_counter()
        waiting = await self._context.db.read(_work_of, self._context.clock.now())
        latency = (time.perf_counter() - began) * 1000
        disk = await asyncio.to_thread(shutil.disk_usage, self._context.settings.data)
        taken = Sample(
            at=self._context.clock.now(),
            latency_ms=round(latency, 1),
            waiting=waiting.waiting,
            oldest_seconds=waiting.oldest_seconds,
            free_bytes=disk.free,
            sockets=_gauge("kaibo_sockets"),
            memory_bytes=_memory(),
        )
        self._samples.append(taken)
        return taken

    async def _run(self) -> None:
        while True:
            try:
                await self.sample()
            except Exception:
                # The database is away; the page says so by what it cannot read.
                log.exception("system_sample_failed")
            await asyncio.sleep(EVERY_SECONDS)


def write_last_backup(data: Path, state: BackupState) -> None:
    """Leave word of a backup that was verified, for the page of the system's health."""
    told = asdict(state) | {"at": state.at.isoformat()}
    aside = data / f".{LAST_BACKUP}"
    aside.write_text(json.dumps(told), "utf-8")
    aside.replace(data / LAST_BACKUP)


def read_last_backup(data: Path) -> BackupState | None:
    """Give what the last verified backup left word of."""
    try:
        told: dict[str, Any] = json.loads((data / LAST_BACKUP).read_text("utf-8"))
        at = datetime.fromisoformat(told["at"]).astimezone(UTC)
        return BackupState(at, int(told["size_bytes"]), int(told["rows"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


async def system_state(context: Context) -> SystemState:
    """Tell how the installation is."""
    watch = context.port(SystemWatch)
    database, queue = await context.db.read(_state_of, context)
    disk = await asyncio.to_thread(shutil.disk_usage, context.settings.data)
    return SystemState(
        version=__version__,
        python=platform.python_version(),
        started_at=watch.started_at,
        processes=[
            ProcessState("core", is_up=True, detail=f"{_memory() // 1_000_000} MB"),
            await _media(context),
            *(ProcessState(name, is_up=is_heard) for name, is_heard in external_names(context)),
        ],
        database=database,
        work=queue,
        disk=DiskState(disk.free, disk.total),
        sockets=_gauge("kaibo_sockets"),
        rooms=_gauge("kaibo_rooms"),
        gateways=_gauge("kaibo_gateways") if context.settings.redis_url else None,
        last_backup=await asyncio.to_thread(read_last_backup, context.settings.data),
        history=watch.history,
    )


async def _media(ctx: Context) -> ProcessState:
    address = f"http://{ctx.settings.local_host}:{ctx.settings.media_port}/healthz"
    try:
        async with httpx.AsyncClient(timeout=_MEDIA_PATIENCE, trust_env=False) as client:
            answer = await client.get(address)
        streams = answer.json().get("streams", 0) if answer.is_success else 0
    except (httpx.HTTPError, ValueError):
        return ProcessState("media", is_up=False)
    return ProcessState("media", is_up=answer.is_success, detail=str(streams))


def _state_of(session: Session, ctx: Context) -> tuple[DatabaseState, WorkState]:
    if ctx.db.is_sqlite:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        size = int(pages) * int(session.execute(text("PRAGMA page_size")).scalar_one())
        version = f"SQLite {session.execute(text('SELECT sqlite_version()')).scalar_one()}"
    else:
        size = session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        version = f"PostgreSQL {session.execute(text('SHOW server_version')).scalar_one()}"
    revision = MigrationContext.configure(session.connection()).get_current_revision() or ""
    return DatabaseState(version, size, revision), _work_of(session, ctx.clock.now())


def _work_of(session: Session, now: datetime) -> WorkState:
    waiting, dead, oldest = work.figures(session, now)
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    return WorkState(waiting, dead, round(age, 1))


def _gauge(name: str) -> int:
    return int(REGISTRY.get_sample_value(name) or 0)


def _memory() -> int:
    """Give the most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
