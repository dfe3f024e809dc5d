"""SQL of recordings, published replays, captions and clips."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kaibo.modules.recordings.contracts import ClipState, DeletionCause, RecordingState
from kaibo.modules.recordings.models import CaptionsRow, ClipRow, RecordingRow, ReplayRow
from kaibo.platform.db import UnitOfWork

UNFINISHED = (ClipState.QUEUED, ClipState.CUTTING)


def of_streams(session: Session, stream_ids: Collection[str]) -> dict[str, RecordingRow]:
    """Give the recordings of these streams, by stream id."""
    found = session.scalars(select(RecordingRow).where(RecordingRow.stream_id.in_(stream_ids)))
    return {row.stream_id: row for row in found}


def add(session: Session, values: dict[str, Any]) -> None:
    """Write a recording down, unless its stream has one already."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(RecordingRow).values(values).on_conflict_do_nothing())


def of_show(session: Session, show_id: str) -> Sequence[RecordingRow]:
    """Give all recordings of a show, deleted ones too, oldest first."""
    return session.scalars(
        select(RecordingRow).where(RecordingRow.show_id == show_id).order_by(RecordingRow.id)
    ).all()


def present(session: Session) -> Sequence[RecordingRow]:
    """Give all recordings that are not deleted, oldest first."""
    return session.scalars(
        select(RecordingRow)
        .where(RecordingRow.state != RecordingState.DELETED)
        .order_by(RecordingRow.created_at, RecordingRow.id)
    ).all()


def close(
    uow: UnitOfWork, recording_id: str, values: dict[str, Any], *, stream_id: str = ""
) -> str | None:
    """Write down how a recording ended, unless it was deleted; give its show.

    ``stream_id``, if told, must be the stream it was made of.
    """
    made_of = [RecordingRow.stream_id == stream_id] if stream_id else []
    return uow.session.scalar(
        update(RecordingRow)
        .where(
            RecordingRow.id == recording_id, RecordingRow.state != RecordingState.DELETED, *made_of
        )
        .values(values)
        .returning(RecordingRow.show_id)
        .execution_options(synchronize_session=False)
    )


def delete(uow: UnitOfWork, recording_id: str, cause: DeletionCause) -> str | None:
    """Mark a recording deleted; give its show, or ``None`` when it was deleted before."""
    return close(
        uow,
        recording_id,
        {"state": RecordingState.DELETED, "deleted_at": uow.now, "deletion_cause": cause},
    )


def lengths(session: Session, show_ids: Collection[str]) -> dict[str, int]:
    """Give the longest recording in ms of each of these shows that has a published replay."""
    rows = session.execute(
        select(RecordingRow.show_id, func.max(RecordingRow.duration_ms))
        .outerjoin(ReplayRow, ReplayRow.show_id == RecordingRow.show_id)
        .where(
            RecordingRow.show_id.in_(show_ids),
            RecordingRow.deleted_at.is_(None),
            RecordingRow.duration_ms > 0,
            ReplayRow.published.is_not(False),
        )
        .group_by(RecordingRow.show_id)
    )
    return {show_id: length for show_id, length in rows}  # noqa: C416 -- dict() of rows confuses mypy


def replay(session: Session, show_id: str) -> ReplayRow | None:
    """Give what was decided about a show's replay."""
    return session.get(ReplayRow, show_id)


def is_recorded(session: Session, show_id: str) -> bool:
    """Whether any recording of the show is left."""
    query = select(RecordingRow.id).where(
        RecordingRow.show_id == show_id, RecordingRow.state != RecordingState.DELETED
    )
    return session.scalar(query.limit(1)) is not None


def captions(session: Session, show_id: str, language: str) -> CaptionsRow | None:
    """Find the captions of a show in one language."""
    return session.get(CaptionsRow, (show_id, language))


def captions_of(session: Session, show_id: str) -> Sequence[CaptionsRow]:
    """Give the captions of a show, by language."""
    return session.scalars(
        select(CaptionsRow).where(CaptionsRow.show_id == show_id).order_by(CaptionsRow.language)
    ).all()


def clip(session: Session, clip_id: str) -> ClipRow | None:
    """Find a clip."""
    return session.get(ClipRow, clip_id)


def clips_of(session: Session, show_id: str) -> Sequence[ClipRow]:
    """Give the clips of a show, newest first."""
    return session.scalars(
        select(ClipRow).where(ClipRow.show_id == show_id).order_by(ClipRow.id.desc())
    ).all()


def unfinished_clips(session: Session) -> Sequence[ClipRow]:
    """Give the clips that are still to be cut."""
    return session.scalars(select(ClipRow).where(ClipRow.state.in_(UNFINISHED))).all()


def count_unfinished(session: Session) -> int:
    """Count the clips that are still to be cut."""
    query = select(func.count()).select_from(ClipRow).where(ClipRow.state.in_(UNFINISHED))
    return session.scalar(query) or 0


def change_clip(
    uow: UnitOfWork, clip_id: str, states: Collection[ClipState], values: dict[str, Any]
) -> bool:
    """Change a clip that is in one of these states; tell whether it was."""
    changed = uow.session.scalars(
        update(ClipRow)
        .where(ClipRow.id == clip_id, ClipRow.state.in_(states))
        .values(values)
        .returning(ClipRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(changed)
