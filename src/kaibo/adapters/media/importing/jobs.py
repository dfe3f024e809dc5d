"""The work of taking a recorded file over; every step of it may happen again."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import StreamFacts
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.recordings.contracts import Carried, RecordingReport, RecordingState
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.http.context import Context

COMMAND = (sys.executable, "-m", "kaibo.adapters.media.importing")

log = structlog.get_logger(__name__)


async def import_file(context: Context, payload: dict[str, Any]) -> None:
    """Take over the file that a media server has closed."""
    source = Path(str(payload["path"]))
    try:
        closed_at_ms = round((await asyncio.to_thread(source.stat)).st_mtime * 1000)
    except OSError:
        log.warning("recorded_file_gone", path=str(source))
        return
    found = await context.db.read(
        _stream, str(payload["server_id"]), str(payload["name"]), closed_at_ms
    )
    if found is None:
        log.warning("recorded_file_of_no_stream", path=str(source))
        return
    stream, show = found
    if show.on_air_at is None:
        return  # a rehearsal that never became a show
    carried = Carried(stream.stream_id, stream.show_id, stream.role.value)
    recording_id = await context.db.run(recordings.adopt, carried, epoch_ms(show.on_air_at))
    if recording_id is None:
        return  # taken over already, or deleted since
    told = await _have_done(
        {
            "source": str(source),
            "folder": str(context.settings.recordings_folder / recording_id),
            "stream_id": stream.stream_id,
            "span": {
                "opened_at_ms": epoch_ms(stream.started_at),
                "closed_at_ms": closed_at_ms,
                "from_ms": epoch_ms(show.on_air_at),
                "to_ms": epoch_ms(show.closed_at) if show.closed_at else None,
            },
        }
    )
    await context.db.run(recordings.recorded, _report(recording_id, stream.stream_id, told))


def _stream(
    session: Session, server_id: str, name: str, closed_at_ms: int
) -> tuple[StreamFacts, Show] | None:
    """Find which stream of that name a file is of, by when it was written last."""
    streams = media.streams_named(session, server_id, name)
    began = [one for one in streams if epoch_ms(one.started_at) <= closed_at_ms]
    if not began:
        return None
    # A file is closed when its stream has ended, perhaps after the next one has begun.
    nearest = min(
        began,
        key=lambda one: abs(epoch_ms(one.ended_at) - closed_at_ms) if one.ended_at else 0,
    )
    return nearest, shows.get_show(session, nearest.show_id)


def _report(recording_id: str, stream_id: str, told: dict[str, Any]) -> RecordingReport:
    if "unfit" in told:
        log.warning("recorded_file_unfit", recording=recording_id, reason=told["unfit"])
        failed = RecordingState.FAILED
        return RecordingReport(recording_id, stream_id, failed, 0, 0, None, str(told["unfit"]))
    return RecordingReport(
        recording_id,
        stream_id,
        RecordingState.COMPLETE,
        int(told["duration_ms"]),
        int(told["bytes"]),
        int(told["started_at_ms"]),
    )


async def _have_done(order: dict[str, Any]) -> dict[str, Any]:
    """Have it done by a process, which ends with this one. Raises ``RuntimeError`` if it dies."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None  # noqa: S101 - both are pipes, as asked for
    assert process.stdout is not None  # noqa: S101 - as above
    try:
        with suppress(ConnectionError):
            process.stdin.write(json.dumps(order).encode() + b"\n")
            await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"the import ended with {await process.wait()}")
        told: dict[str, Any] = json.loads(line)
        return told
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
