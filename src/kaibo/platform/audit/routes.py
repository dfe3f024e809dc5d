"""HTTP: reading the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from kaibo.platform.audit import repository
from kaibo.platform.audit.models import AuditEntry
from kaibo.platform.audit.repository import AuditFilter
from kaibo.platform.audit.things import Naming, Thing, things_of
from kaibo.platform.auth import Principal
from kaibo.platform.db import Database
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.moments import Moment
from kaibo.platform.http.paging import Limit, Page, by_id, page_of
from kaibo.platform.sheets import Cell, csv_bytes

router = APIRouter(prefix="/audit", tags=["audit"])

Auditor = Annotated[Principal, Depends(StaffWith("audit:read"))]
# What leaves the house is an act itself.
Exporter = Annotated[Principal, Depends(StaffWith("audit:read", takes_out=True))]

PIECE = 500
_HEAD: list[Cell] = [
    "at", "staff_id", "staff", "action", "target", "label", "details", "network", "request_id",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: ``target`` is the id of what it was done to, ``label`` that thing's name then.

    ``things`` are those that target and details speak of, as they are called now.
    """

    id: str
    at: datetime
    staff_id: str
    staff_name: str
    action: str
    target: str
    label: str
    things: list[Thing]
    details: dict[str, Any]
    network: str
    request_id: str


class Chosen:
    """Which entries to list, as the query says."""

    def __init__(
        self,
        staff: Annotated[str | None, Query(max_length=40)] = None,
        action: Annotated[str | None, Query(max_length=80)] = None,
        q: Annotated[str | None, Query(max_length=80)] = None,
        since: Moment | None = None,
        until: Moment | None = None,
    ) -> None:
        self.filter = AuditFilter(staff, action, q, since, until)


@router.get("")
async def list_audit(
    ctx: Ctx,
    _staff: Auditor,
    chosen: Annotated[Chosen, Depends()],
    cursor: Annotated[str | None, by_id("aud")] = None,
    limit: Limit = 50,
) -> Page[AuditLine]:
    """List what staff did, newest first."""
    naming = ctx.port(Naming)

    def query(session: Session) -> Page[AuditLine]:
        rows = repository.page(session, chosen.filter, before=cursor, limit=limit + 1)
        kept, following = page_of(rows, limit, key=lambda row: row.id)
        things = things_of(session, naming, kept)
        return Page(items=[_line(row, things[row.id]) for row in kept], next_cursor=following)

    return await ctx.db.read(query)


@router.get("/actions")
async def list_audit_actions(ctx: Ctx, _staff: Auditor) -> list[str]:
    """List the actions that there are entries of."""
    return list(await ctx.db.read(repository.actions))


@router.get("/export.csv", response_class=StreamingResponse)
async def export_audit(
    ctx: Ctx, _staff: Exporter, chosen: Annotated[Chosen, Depends()]
) -> StreamingResponse:
    """Give the entries of the list as CSV, newest first."""
    return StreamingResponse(
        csv_bytes(_rows(ctx.db, chosen.filter)),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="audit-{ctx.clock.now():%Y%m%d}.csv"',
            "cache-control": "no-store",
        },
    )


def _rows(db: Database, chosen: AuditFilter) -> Iterator[list[Cell]]:
    yield _HEAD
    before: str | None = None
    while True:
        # Read piece by piece: a long export holds no transaction open.
        found = db.read_blocking(repository.page, chosen, before=before, limit=PIECE)
        for row in found:
            details = "; ".join(f"{name}={value}" for name, value in row.details.items())
            yield [
                row.at, row.staff_id, row.staff_name, row.action, row.target, row.label,
                details, row.network, row.request_id,
            ]  # fmt: skip
        if len(found) < PIECE:
            return
        before = found[-1].id


def _line(row: AuditEntry, things: list[Thing]) -> AuditLine:
    return AuditLine(
        id=row.id,
        at=row.at,
        staff_id=row.staff_id,
        staff_name=row.staff_name,
        action=row.action,
        target=row.target,
        label=row.label,
        things=things,
        details=row.details,
        network=row.network,
        request_id=row.request_id,
    )
