"""Work on recordings and clips: cutting, covers, tidying."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from kaibo.kernel.ids import new_id
from kaibo.modules.recordings import clips, repository, service
from kaibo.modules.recordings.clips import CutOrder
from kaibo.modules.recordings.contracts import ClipKind, Recording, RecordingState
from kaibo.modules.recordings.errors import CutError, DiskFullError, RecordingGoneError
from kaibo.modules.recordings.events import CaptionsRemoved, ClipDeleted, RecordingDeleted
from kaibo.modules.recordings.ports import Cutter, Film, Footage, RecordingShelf
from kaibo.modules.recordings.storage import StorageWatch, quota_of, retention_of, to_give_up
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

# How often a cut's progress is written down, at most.
PROGRESS_S = 1.0

TIDY_NOW_JOB = "recordings.tidy"

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


async def remove_recording(context: Context, event: RecordingDeleted) -> None:
    """Remove a deleted recording's files."""
    await asyncio.to_thread(context.port(RecordingShelf).delete, event.recording_id)


async def remove_clip(context: Context, event: ClipDeleted) -> None:
    """Remove a deleted clip's files."""
    await asyncio.to_thread(_delete_files, context, [event.file, event.cover])


async def remove_captions(context: Context, event: CaptionsRemoved) -> None:
    """Remove the file of captions that nobody is shown any more."""
    await asyncio.to_thread(_delete_files, context, [event.file])


def tidy_again(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Tidy now, and again in a while, for as long as there are recordings."""
    uow.enqueue(TIDY_NOW_JOB, {}, key=TIDY_NOW_JOB)
    if repository.present(uow.session):
        again = uow.now + service.TIDY_EVERY
        uow.enqueue(service.TIDY_JOB, {}, run_at=again, key=service.TIDY_JOB)


async def tidy(context: Context, _payload: dict[str, Any]) -> None:
    """Close what no media server will close any more, and give up what is too old or too much."""
    room = await context.port(StorageWatch).look(context)
    for abandoned in await context.db.read(service.abandoned, context.clock.now()):
        index = await asyncio.to_thread(context.port(RecordingShelf).index, abandoned)
        await context.db.run(service.settle, abandoned, index)
    kept = await context.db.read(service.kept)
    for recording_id, cause in to_give_up(
        kept,
        now=context.clock.now(),
        usage=room.bytes,
        quota=quota_of(context.settings),
        retention=retention_of(context.settings),
    ):
        log.info("recording_given_up", recording=recording_id, cause=cause.value)
        await context.db.run(service.delete, recording_id, cause)


async def with_live_counts(context: Context, recordings: list[Recording]) -> list[Recording]:
    """Fill in what those that are still being recorded hold by now."""
    shelf = context.port(RecordingShelf)

    def counted(recording: Recording) -> Recording:
        index = shelf.index(recording.id)
        if index is None or not index.segments:
            return recording
        return replace(
            recording,
            started_at=service.moment(index.segments[0].starts_at_ms),
            duration_ms=index.duration_ms,
            bytes=index.bytes,
        )

    if all(recording.state is not RecordingState.RECORDING for recording in recordings):
        return recordings
    return await asyncio.to_thread(
        lambda: [
            counted(one) if one.state is RecordingState.RECORDING else one for one in recordings
        ]
    )


def _delete_files(context: Context, names: list[str]) -> None:
    for name in filter(None, names):
        context.blobs.delete(name)
