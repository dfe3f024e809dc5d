"""What is recorded, how it ended, and when it is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.recordings import captions, repository
from kaibo.modules.recordings.contracts import (
    Carried,
    DeletionCause,
    Recording,
    RecordingIndex,
    RecordingReport,
    RecordingState,
    RecordOrder,
    Wanted,
)
from kaibo.modules.recordings.errors import NotConfirmedError, RecordingRunningError
from kaibo.modules.recordings.events import (
    RecordingClosed,
    RecordingDeleted,
    ReplayPublicationChanged,
)
from kaibo.modules.recordings.models import RecordingRow, ReplayRow
from kaibo.modules.recordings.storage import Kept, held_recordings
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.db import UnitOfWork

TIDY_JOB = "recordings.tidy_again"
# A media server that died reports at its next start; one that never starts again does not.
REPORTED_WITHIN = timedelta(hours=1)
TIDY_EVERY = timedelta(minutes=10)


def wanted(
    session: Session, carried: Sequence[Carried], *, begun_after: datetime | None = None
) -> Wanted:
    """Say which of the streams are to be recorded: those of shows on air, unless deleted.

    Recordings that began before ``begun_after`` are long enough.
    """
    known = repository.of_streams(session, [stream.stream_id for stream in carried])
    on_air = _on_air(session, {stream.show_id for stream in carried})
    record, unopened = [], []
    for stream in carried:
        if stream.show_id not in on_air:
            continue
        row = known.get(stream.stream_id)
        if row is None:
            unopened.append(stream)
        elif row.state != RecordingState.DELETED and not (
            begun_after and row.created_at < begun_after
        ):
            record.append(RecordOrder(row.stream_id, row.id, row.since_ms))
    return Wanted(record, unopened)


def begin(uow: UnitOfWork, carried: Sequence[Carried]) -> list[RecordOrder]:
    """Write down that these streams are recorded, those of shows on air; asked twice, once."""
    on_air = _on_air(uow.session, {stream.show_id for stream in carried})
    for stream in carried:
        if stream.show_id not in on_air:
            continue
        row = {
            "id": new_id("rec"),
            "show_id": stream.show_id,
            "stream_id": stream.stream_id,
            "role": stream.role,
            "state": RecordingState.RECORDING,
            "since_ms": on_air[stream.show_id],
            "duration_ms": 0,
            "bytes": 0,
            "created_at": uow.now,
        }
        repository.add(uow.session, row)
        uow.enqueue(TIDY_JOB, {}, run_at=uow.now + TIDY_EVERY, key=TIDY_JOB)
    return wanted(uow.session, carried).record


def adopt(uow: UnitOfWork, stream: Carried, since_ms: int) -> str | None:
    """Write down that what another program recorded of a stream is being taken over.

    Asked again, gives the same recording's id; ``None`` once that is complete, or deleted.
    """
    row = {
        "id": new_id("rec"),
        "show_id": stream.show_id,
        "stream_id": stream.stream_id,
        "role": stream.role,
        "state": RecordingState.RECORDING,
        "since_ms": since_ms,
        "duration_ms": 0,
        "bytes": 0,
        "created_at": uow.now,
    }
    repository.add(uow.session, row)
    uow.enqueue(TIDY_JOB, {}, run_at=uow.now + TIDY_EVERY, key=TIDY_JOB)
    found = repository.of_streams(uow.session, [stream.stream_id])[stream.stream_id]
    return found.id if found.state in {RecordingState.RECORDING, RecordingState.FAILED} else None


def recorded(uow: UnitOfWork, report: RecordingReport) -> None:
    """Take a media server's report of a recording; told twice, or late, it does no harm."""
    started = moment(report.started_at_ms)
    ended = started + timedelta(milliseconds=report.duration_ms) if started else uow.now
    values = {
        "state": report.state,
        "duration_ms": report.duration_ms,
        "bytes": report.bytes,
        "started_at": started,
        "ended_at": ended,
        "problem": report.problem[:300] if report.problem else None,
    }
    show_id = repository.close(uow, report.recording_id, values, stream_id=report.stream_id)
    if show_id is not None:
        uow.emit(
            RecordingClosed(
                show_id=show_id, recording_id=report.recording_id, state=report.state.value
            )
        )


def delete(uow: UnitOfWork, recording_id: str, cause: DeletionCause) -> None:
    """Give a recording up; its files follow. Not while its show is on air."""
    row = uow.session.get(RecordingRow, recording_id)
    if row is None:
        raise NotFoundError(recording_id=recording_id)
    _must_be_over(shows.hold_show(uow, row.show_id))
    _delete(uow, row.id, cause)


def erase(uow: UnitOfWork, reference: str, *, confirm: str) -> None:
    """Give all recordings of a show up; ``confirm`` must be the show's address."""
    show = shows.hold_show(uow, reference)
    if confirm != show.slug:
        raise NotConfirmedError(field="confirm", slug=show.slug)
    _must_be_over(show)
    for row in repository.of_show(uow.session, show.id):
        _delete(uow, row.id, DeletionCause.STAFF)


def abandoned(session: Session, now: datetime) -> list[str]:
    """Give recordings that nobody will report any more: running, of shows long over."""
    rows = [row for row in repository.present(session) if row.state == RecordingState.RECORDING]
    held = shows.of_ids(session, {row.show_id for row in rows})
    return [
        row.id
        for row in rows
        if (show := held.get(row.show_id)) is None
        or (show.closed_at is not None and now - show.closed_at >= REPORTED_WITHIN)
    ]


def settle(uow: UnitOfWork, recording_id: str, index: RecordingIndex | None) -> None:
    """Close a recording that was never reported, by what stands on the shelf."""
    row = uow.session.get(RecordingRow, recording_id, with_for_update=True)
    if row is None or row.state != RecordingState.RECORDING:
        return  # it was reported after all, a moment ago
    segments = index.segments if index else ()
    report = RecordingReport(
        recording_id=recording_id,
        stream_id="",
        state=RecordingState.RECOVERED if segments else RecordingState.FAILED,
        duration_ms=index.duration_ms if index else 0,
        bytes=index.bytes if index else 0,
        started_at_ms=segments[0].starts_at_ms if segments else None,
        problem="unreported",
    )
    recorded(uow, report)


def kept(session: Session) -> list[Kept]:
    """Give all recordings that stand on the shelf, oldest first."""
    rows = repository.present(session)
    held = shows.of_ids(session, {row.show_id for row in rows})
    in_use = held_recordings([clip.plan for clip in repository.unfinished_clips(session)])
    return [
        Kept(
            id=row.id,
            bytes=row.bytes,
            created_at=row.created_at,
            ended_at=row.ended_at if row.state != RecordingState.RECORDING else None,
            held=row.id in in_use
            or (row.show_id in held and held[row.show_id].state is ShowState.ON_AIR),
        )
        for row in rows
    ]


def publish(uow: UnitOfWork, show_id: str, *, published: bool) -> None:
    """Decide whether viewers may watch the replay once the show is closed."""
    shows.hold_show(uow, show_id)
    row = repository.replay(uow.session, show_id)
    if row is None:
        row = ReplayRow(show_id=show_id, published=published, changed_at=uow.now)
        uow.session.add(row)
    elif row.published == published:
        return
    row.published, row.changed_at = published, uow.now
    uow.emit(ReplayPublicationChanged(show_id=show_id, published=published))


def is_published(session: Session, show_id: str) -> bool:
    """Whether viewers may watch the replay once the show is over: yes, unless staff said no."""
    row = repository.replay(session, show_id)
    return row is None or row.published


def to_recording(row: RecordingRow) -> Recording:
    """Give the recording as others may know it."""
    return Recording(
        id=row.id,
        show_id=row.show_id,
        role=row.role,
        state=RecordingState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        duration_ms=row.duration_ms,
        bytes=row.bytes,
        problem=row.problem,
        deleted_at=row.deleted_at,
        deletion_cause=DeletionCause(row.deletion_cause) if row.deletion_cause else None,
    )


def _delete(uow: UnitOfWork, recording_id: str, cause: DeletionCause) -> None:
    show_id = repository.delete(uow, recording_id, cause)
    if show_id is not None:
        uow.emit(RecordingDeleted(show_id=show_id, recording_id=recording_id, cause=cause.value))
        if not repository.is_recorded(uow.session, show_id):
            captions.remove_all(uow, show_id)


def _must_be_over(show: Show) -> None:
    if show.state is ShowState.ON_AIR:
        raise RecordingRunningError


def _on_air(session: Session, show_ids: set[str]) -> dict[str, int]:
    """Give those of the shows that are on air, with the moment they went (ms since the epoch)."""
    return {
        show.id: epoch_ms(show.on_air_at)
        for show in shows.of_ids(session, show_ids).values()
        if show.state is ShowState.ON_AIR and show.on_air_at is not None
    }


def moment(at_ms: int | None) -> datetime | None:
    """Give a moment told in ms since the epoch."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)
