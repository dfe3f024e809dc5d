"""The installation that is simulated in: the real one, on a port of its own, with a moved clock."""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.apps.api.app import create_app
from kaibo.apps.callers import local_token_of
from kaibo.apps.wiring import Core, build_core
from kaibo.platform.settings import Settings
from kaibo.platform.work.models import WorkItem

HOST = "127.0.0.1"
# How many calls are under way at once; a pool of connections grows slow with those that wait.
CALLS = 16
# How long to wait before looking again whether work is left; longer each time, up to the second.
LOOK_AGAIN_S, LOOK_AT_LAST_S = 0.005, 0.05
# Work is ready when nothing is due; a gateway that never answers would be waited for this long.
PATIENCE_S = 120.0


class MovedClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Give the simulated time."""
        return self._at

    def steady(self) -> float:
        """Give seconds that really pass."""
        return time.monotonic()

    def move_to(self, at: datetime) -> None:
        """Move the clock on; it never goes back."""
        self._at = max(self._at, at)


@dataclass(frozen=True, slots=True)
class World:
    """What a simulation can do: call the API, move the clock, wait until all work is done."""

    core: Core
    clock: MovedClock
    http: httpx.AsyncClient
    staff: dict[str, str]
    room: asyncio.Semaphore

    async def call(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        """Call the API, as staff unless another token is given."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.room:
            return await self.http.request(method, path, json=body, headers=self.staff | named)

    async def must(self, method: str, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401 - JSON
        """Call the API, which must do as it is asked."""
        answer = await self.call(method, path, body, **headers)
        if answer.is_error:
            msg = f"{method} {path}: {answer.status_code} {answer.text}"
            raise RuntimeError(msg)
        return answer.json()

    async def move_to(self, at: datetime) -> None:
        """Move the clock, and wait until everything that falls due is done."""
        self.clock.move_to(at)
        await self.work_done()

    async def work_done(self) -> None:
        """Wait until no work is due."""
        async with asyncio.timeout(PATIENCE_S):
            self.core.context.db.outbox.wake()
            pause = LOOK_AGAIN_S
            # The table tells what is left, not when: there is nothing to wait upon.
            while await self.core.context.db.read(_is_due, self.clock.now()):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, LOOK_AT_LAST_S)


@asynccontextmanager
async def opened(settings: Settings, clock: MovedClock) -> AsyncIterator[World]:
    """Run the installation; end it when the simulation is over."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        changed = {
            "host": HOST,
            "port": port,
            "public_url": "",
            "setup_token": SecretStr(secrets.token_urlsafe()),
        }
        here = settings.model_copy(update=changed)
        core = build_core(here, clock=clock)
        config = uvicorn.Config(
            create_app(core),
            http="httptools",
            ws="none",
            log_config=None,
            access_log=False,
            # A connection that is closed for being idle just as a call goes out loses the call.
            timeout_keep_alive=3600,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn tells by a flag only
            await asyncio.sleep(0.01)
        limits = httpx.Limits(max_connections=CALLS)
        staff = {"authorization": f"Bearer {local_token_of(core.context.secret)}"}
        try:
            async with httpx.AsyncClient(
                base_url=f"http://{HOST}:{port}", timeout=60, limits=limits, trust_env=False
            ) as http:
                yield World(core, clock, http, staff, asyncio.Semaphore(CALLS))
        finally:
            server.should_exit = True
            await serving


def _is_due(session: Session, now: datetime) -> bool:
    some = select(WorkItem.id).where(WorkItem.state == "ready", WorkItem.run_at <= now)
    return session.scalar(some.limit(1)) is not None
