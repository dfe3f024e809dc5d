"""Work on imports: checking an upload, and carrying it out bit by bit."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from kaibo.kernel.errors import KaiboError
from kaibo.modules.catalog.transfer import service
from kaibo.modules.catalog.transfer.errors import EmptySheetError, ImportFileGoneError
from kaibo.modules.catalog.transfer.reading import Group, Sheet, read_sheet
from kaibo.modules.catalog.transfer.service import Job
from kaibo.platform.http.context import Context
from kaibo.platform.sheets import Legacy

log = structlog.get_logger(__name__)

# What one group can do to a transaction; anything else is not the file's fault and tried again.
_OF_ONE_GROUP = (IntegrityError, DataError, KaiboError)


async def check(context: Context, payload: dict[str, Any]) -> None:
    """Read an upload and say what it would do."""
    import_id = str(payload["import_id"])
    job = await context.db.read(service.begin_check, import_id)
    if job is None:
        return
    try:
        sheet = await _read(context, job)
        if not sheet.groups:
            raise EmptySheetError
    except KaiboError as error:
        await context.db.run(service.fail, import_id, error)
        return
    findings: list[service.Finding] = []
    room = service.SAMPLE_ROWS
    for groups in sheet.chunks():
        finding = await context.db.read(service.check_chunk, groups, job.terms, room)
        room -= len(finding.sample)
        findings.append(finding)
    await context.db.run(service.conclude_check, import_id, sheet, findings)


async def run(context: Context, payload: dict[str, Any]) -> None:
    """Carry an import out from where it stands, until its end or until it is stopped."""
    import_id, number = str(payload["import_id"]), int(payload["run"])
    job = await context.db.read(service.begin_run, import_id, number)
    if job is None:
        return
    try:
        sheet = await _read(context, job)
    except KaiboError as error:
        await context.db.run(service.fail, import_id, error)
        return
    place = job.groups_done
    for groups in sheet.chunks(place):
        if not await _chunk(context, import_id, number, place, groups, job):
            return
        place += len(groups)
    await context.db.run(service.finish, import_id, number)


async def _read(context: Context, job: Job) -> Sheet:
    path = await asyncio.to_thread(context.blobs.path, job.file)
    if path is None:
        raise ImportFileGoneError
    prefer: Legacy = "cp950" if job.prefer == "cp950" else "gb18030"
    return await asyncio.to_thread(read_sheet, path, prefer)


async def _chunk(
    context: Context, import_id: str, number: int, place: int, groups: list[Group], job: Job
) -> bool:
    """Carry a chunk out; if it fails, each of its groups alone. Tell whether to go on."""
    try:
        return await context.db.run(service.run_chunk, import_id, number, place, groups, job.terms)
    except _OF_ONE_GROUP as error:
        log.warning("import_chunk_failed", import_id=import_id, error=type(error).__name__)
    for offset, group in enumerate(groups):
        if not await _alone(context, import_id, number, place + offset, group, job):
            return False
    return True


async def _alone(
    context: Context, import_id: str, number: int, place: int, group: Group, job: Job
) -> bool:
    try:
        return await context.db.run(service.run_chunk, import_id, number, place, [group], job.terms)
    except _OF_ONE_GROUP as error:
        log.warning("import_group_failed", import_id=import_id, error=type(error).__name__)
    return await context.db.run(service.give_up_group, import_id, number, place, group)
