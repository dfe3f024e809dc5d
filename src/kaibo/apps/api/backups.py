"""HTTP: a consistent copy of a running installation's records, for ``kaibo backup``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, status
from pydantic import BaseModel, Field
from sqlalchemy import Engine

from kaibo.kernel.errors import ConflictError
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith, take_note
from kaibo.platform.http.context import Ctx

COPIES = "copies"

router = APIRouter(prefix="/database-copies", tags=["operations"])


class NotSqliteError(ConflictError):
    """PostgreSQL is copied by its own tools."""

    code = "operations.not_sqlite"


class CopyRequest(BaseModel):
    """How to name the copy, inside the data folder."""

    name: str = Field(pattern=r"^[a-z0-9-]{1,60}\.db$")


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """Where the copy is, relative to the data folder."""

    path: str


@router.post("", status_code=status.HTTP_201_CREATED)
async def copy_database(
    ctx: Ctx,
    request: Request,
    data: CopyRequest,
    _staff: Annotated[Principal, Depends(StaffWith("store:write"))],
) -> DatabaseCopy:
    """Write a copy of the SQLite database as of now; selling goes on meanwhile."""
    if not ctx.db.is_sqlite:
        raise NotSqliteError
    target = ctx.settings.data / COPIES / data.name
    await asyncio.to_thread(copy_sqlite, ctx.db.write_engine, target)
    try:
        # Once it is made: the audit log tells of no copy that failed.
        await ctx.db.run(take_note)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if await request.is_disconnected():
        # Whoever asked was interrupted, and cannot remove the copy any more.
        target.unlink(missing_ok=True)
    return DatabaseCopy(path=f"{COPIES}/{data.name}")


def copy_sqlite(engine: Engine, target: Path) -> None:
    """Write a compact copy of the database; it reads a snapshot and blocks no writer."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    # Not by a Connection of SQLAlchemy: that begins a transaction, in which VACUUM may not run.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        connection.close()
