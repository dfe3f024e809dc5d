"""HTTP: a consistent copy of a running installation's records, for ``kaibo backup``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, Field
from sqlalchemy import text

from kaibo.kernel.errors import ConflictError
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Context, Ctx

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
    data: CopyRequest,
    _staff: Annotated[Principal, Depends(StaffWith("store:write"))],
) -> DatabaseCopy:
    """Write a copy of the SQLite database as of now; selling goes on meanwhile."""
    if not ctx.db.is_sqlite:
        raise NotSqliteError
    await asyncio.to_thread(_copy, ctx, data.name)
    return DatabaseCopy(path=f"copies/{data.name}")


def _copy(context: Context, name: str) -> None:
    target = context.settings.data / "copies" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    # Reads a snapshot and writes a compact file; it blocks no writer.
    with context.db.write_engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text("VACUUM INTO :path"), {"path": str(target)})
