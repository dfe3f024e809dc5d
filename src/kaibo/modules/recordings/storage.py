"""Room for recordings: how much there is, and what goes when it gets less. Rules, and the watch."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from prometheus_client import Gauge

from kaibo.modules.recordings.contracts import DeletionCause, Storage, StorageState
from kaibo.modules.recordings.ports import RecordingShelf
from kaibo.platform.http.context import Context
from kaibo.platform.settings import Settings

GB = 10**9
# Nothing younger goes to make room: yesterday's show is still being cut.
SAFE_FOR = timedelta(hours=24)
# The alarm: an hour of a stream of 6 Mbit/s is 2.7 GB.
LOW_GB = 5
LOW_SHARE = 0.9

BYTES = Gauge("kaibo_recordings_bytes", "Bytes that recordings take.")
FREE = Gauge("kaibo_recordings_free_bytes", "Bytes that can still be recorded on the disk.")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that could go. ``ended_at`` is null while it is being recorded."""

    id: str
    bytes: int
    created_at: datetime
    ended_at: datetime | None
    held: bool
    """Its show is on air, or a clip is still to be cut from it."""


def to_give_up(
    kept: Sequence[Kept],
    *,
    now: datetime,
    usage: int,
    quota: int | None,
    retention: timedelta | None,
) -> list[tuple[str, DeletionCause]]:
    """Say which recordings go, oldest first, and why. ``usage`` and ``quota`` are in bytes.

    Never one whose show is on air, nor one younger than a day.
    """
    gone: list[tuple[str, DeletionCause]] = []
    free = sorted(
        (one for one in kept if not one.held and one.ended_at and now - one.ended_at >= SAFE_FOR),
        key=lambda one: (one.created_at, one.id),
    )
    for one in free:
        if retention is not None and one.ended_at and now - one.ended_at >= retention:
            gone.append((one.id, DeletionCause.RETENTION))
            usage -= one.bytes
    past = {name for name, _ in gone}
    for one in free:
        if quota is None or usage <= quota:
            break
        if one.id not in past:
            gone.append((one.id, DeletionCause.QUOTA))
            usage -= one.bytes
    return gone


def state_of(settings: Settings, *, usage: int, free: int) -> StorageState:
    """Judge the room that is left; both in bytes."""
    least = settings.recording_min_free_gb * GB
    if free <= least:
        return StorageState.FULL
    quota = quota_of(settings)
    if free <= least + LOW_GB * GB or (quota is not None and usage >= LOW_SHARE * quota):
        return StorageState.LOW
    return StorageState.OK


def quota_of(settings: Settings) -> int | None:
    """Give the bytes that recordings may take; ``None``: as many as there are."""
    quota = settings.recording_quota_gb
    return None if quota is None else round(quota * GB)


def retention_of(settings: Settings) -> timedelta | None:
    """Give how long recordings stay; ``None``: for ever."""
    days = settings.recording_retention_days
    return None if days is None else timedelta(days=days)


def measure(settings: Settings, shelf: RecordingShelf) -> Storage:
    """Measure the room for recordings; reads the whole folder, so it blocks."""
    usage, free = shelf.usage(), shelf.free_bytes()
    return Storage(
        bytes=usage,
        quota_bytes=quota_of(settings),
        free_bytes=free,
        state=state_of(settings, usage=usage, free=free),
        retention_days=settings.recording_retention_days,
    )


class StorageWatch:
    """Measures the room for recordings, and raises the alarm once each time it gets less."""

    def __init__(self) -> None:
        self._state = StorageState.OK

    async def look(self, context: Context) -> Storage:
        """Measure."""
        room = await asyncio.to_thread(measure, context.settings, context.port(RecordingShelf))
        BYTES.set(room.bytes)
        FREE.set(room.free_bytes)
        if room.state != self._state:
            tell = log.info if room.state is StorageState.OK else log.warning
            tell(
                "recordings_storage",
                state=room.state.value,
                free_bytes=room.free_bytes,
                bytes=room.bytes,
            )
            self._state = room.state
        return room


def held_recordings(plans: Collection[Sequence[dict[str, object]]]) -> set[str]:
    """Give the recordings from which clips are still to be cut, by the clips' plans."""
    return {str(stretch["recording_id"]) for plan in plans for stretch in plan}
