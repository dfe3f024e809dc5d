"""Work on recordings and clips: cutting, covers, tidying."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from kaibo.kernel.ids import new_id
from kaibo.modules.recordings import clips, repository
from kaibo.modules.recordings.clips import CutOrder
from kaibo.modules.recordings.contracts import ClipKind
from kaibo.modules.recordings.errors import CutError, DiskFullError, RecordingGoneError
from kaibo.modules.recordings.ports import Cutter, Film, Footage, RecordingShelf
from kaibo.platform.http.context import Context

# How often a cut's progress is written down, at most.
PROGRESS_S = 1.0

log = structlog.get_logger(__name__)


class _NotWantedError(Exception):
    """The clip was deleted while it was being cut."""


async def cut(context: Context, payload: dict[str, Any]) -> None:
    """Cut a clip: into a scratch file, which gets its name when it is whole."""
    clip_id = str(payload["clip_id"])
    order = await context.db.run(clips.claim, clip_id)
    if order is None:
        return
    # Exports can be made again, so backups leave them out; they are told apart by their names.
    name = f"{'whole' if order.kind is ClipKind.WHOLE else 'clip'}_{clip_id}.mp4"
    scratch = await asyncio.to_thread(context.blobs.scratch, name)
    try:
        await _cut(context, order, name, scratch)
    except _NotWantedError:
        log.info("clip_given_up", clip=clip_id)
    except CutError as error:
        log.warning("clip_failed", clip=clip_id, code=error.code)
        await context.db.run(clips.fail, clip_id, error.code)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        await context.db.run(clips.fail, clip_id, DiskFullError.code)
    finally:
        scratch.unlink(missing_ok=True)


async def _cut(context: Context, order: CutOrder, name: str, scratch: Path) -> None:
    cutter, blobs = context.port(Cutter), context.blobs
    footage = await asyncio.to_thread(_footage, context.port(RecordingShelf), order)
    if sum(stretch.bytes for stretch in order.stretches) > blobs.free_bytes():
        raise DiskFullError

    async def cut_file(progress: Callable[[float], None]) -> Film:
        return await cutter.cut(footage, scratch, progress)

    film = await _with_progress(context, order.clip_id, cut_file)
    picture = await cutter.cover(scratch, order.cover_at_ms)
    cover = f"{new_id('cov')}.webp"
    await asyncio.to_thread(blobs.put, cover, picture)
    await asyncio.to_thread(blobs.adopt, name, scratch)
    told = {"file": name, "cover": cover, "bytes": film.bytes, "duration_ms": film.duration_ms}
    if not await context.db.run(clips.finish, order.clip_id, told):
        await asyncio.to_thread(_delete_files, context, [name, cover])


def _footage(shelf: RecordingShelf, order: CutOrder) -> list[Footage]:
    found = []
    for stretch in order.stretches:
        path = shelf.path(stretch.recording_id, stretch.file)
        if path is None:
            raise RecordingGoneError
        found.append(
            Footage(path, stretch.init_bytes, stretch.offset, stretch.bytes, stretch.duration_ms)
        )
    return found


async def _with_progress(
    context: Context, clip_id: str, work: Callable[[Callable[[float], None]], Awaitable[Film]]
) -> Film:
    """Write progress down while the work goes on; end it when the clip is no longer wanted."""
    told = 0.0

    def tell(progress: float) -> None:
        nonlocal told
        told = min(max(told, progress), 0.99)

    working = asyncio.ensure_future(work(tell))
    try:
        while not (await asyncio.wait({working}, timeout=PROGRESS_S))[0]:
            if not await context.db.run(clips.note_progress, clip_id, told):
                raise _NotWantedError
        return working.result()
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await working


async def cover(context: Context, payload: dict[str, Any]) -> None:
    """Make the cover that was chosen after the clip was cut, from the clip itself."""
    clip_id = str(payload["clip_id"])
    row = await context.db.read(repository.clip, clip_id)
    path = context.blobs.path(row.file) if row is not None and row.file else None
    if row is None or path is None:
        return
    picture = await context.port(Cutter).cover(path, max(0, row.cover_at_ms - row.in_ms))
    name = f"{new_id('cov')}.webp"
    await asyncio.to_thread(context.blobs.put, name, picture)
    before = await context.db.run(clips.set_cover, clip_id, row.cover_at_ms, name)
    await asyncio.to_thread(_delete_files, context, [before] if before else [])


def _delete_files(context: Context, names: list[str]) -> None:
    for name in names:
        context.blobs.delete(name)
