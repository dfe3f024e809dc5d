"""What other parts may do with recordings, replays, captions and clips."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from kaibo.modules.media.contracts import StreamFacts
from kaibo.modules.recordings import captions, clips, jobs, repository, service
from kaibo.modules.recordings.clips import NewClip
from kaibo.modules.recordings.contracts import (
    Captions,
    Carried,
    Clip,
    Recording,
    RecordOrder,
)
from kaibo.modules.recordings.domain import Timeline
from kaibo.modules.recordings.replay import playlist_of, timeline_of
from kaibo.modules.recordings.service import adopt, begin, is_published, publish, recorded, wanted
from kaibo.modules.recordings.storage import measure
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

__all__ = [
    "NewClip",
    "Timeline",
    "adopt",
    "begin",
    "captions_file",
    "captions_of",
    "clips_of",
    "is_published",
    "lengths_of",
    "measure",
    "order_clip",
    "order_whole",
    "orders",
    "playlist_of",
    "publish",
    "recorded",
    "recordings_of",
    "timeline_of",
    "wanted",
]


async def orders(context: Context, carried: Collection[StreamFacts]) -> list[RecordOrder]:
    """Give what of these running streams is to be recorded now: those of shows on air.

    Asked every second; writes only when a stream is asked about for the first time.
    """
    streams = [
        Carried(facts.stream_id, facts.show_id, facts.role.value)
        for facts in carried
        if facts.playable
    ]
    if not streams:
        return []
    hours = context.settings.recording_hours
    begun_after = None if hours is None else context.clock.now() - timedelta(hours=hours)
    found = await context.db.read(service.wanted, streams, begun_after=begun_after)
    if not found.unopened:
        return found.record
    return found.record + await context.db.run(service.begin, found.unopened)


async def recordings_of(context: Context, show_id: str) -> list[Recording]:
    """Give all recordings of a show, deleted ones too, oldest first; running ones as they are."""
    rows = await context.db.read(repository.of_show, show_id)
    return await jobs.with_live_counts(context, [service.to_recording(row) for row in rows])


def lengths_of(session: Session, show_ids: Collection[str]) -> dict[str, int]:
    """Give about how long in ms the published replays of these shows are; others are left out."""
    return repository.lengths(session, show_ids)


def captions_of(session: Session, show_id: str) -> list[Captions]:
    """Give the captions of a show's replay, by language."""
    return captions.of_show(session, show_id)


async def captions_file(context: Context, show_id: str, captions_id: str) -> Path | None:
    """Give where the file of such captions is, if they are the show's."""
    known = await context.db.read(captions.of_show, show_id)
    if all(one.id != captions_id for one in known):
        return None
    return context.blobs.path(f"{captions_id}.vtt")


def clips_of(session: Session, show_id: str) -> list[Clip]:
    """Give the clips of a show, newest first."""
    return [clips.to_clip(row) for row in repository.clips_of(session, show_id)]


def order_clip(uow: UnitOfWork, show_id: str, new: NewClip, timeline: Timeline) -> Clip:
    """Order a clip of the replay; its ends move outwards to where it can be cut."""
    return clips.order(uow, show_id, new, timeline)


def order_whole(uow: UnitOfWork, show_id: str, title: str, timeline: Timeline) -> list[Clip]:
    """Order the whole replay as a file, or as several where the picture's format changes."""
    return clips.order_whole(uow, show_id, title, timeline)
