"""SQL of stream keys and streams."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaibo.modules.media.contracts import EndReason
from kaibo.modules.media.models import StreamKeyRow, StreamRow


def key_of(session: Session, show_id: str) -> StreamKeyRow | None:
    """Give the show's key."""
    return session.get(StreamKeyRow, show_id)


def show_of_key(session: Session, stream_key: str) -> str | None:
    """Give the show that this key opens."""
    return session.scalar(select(StreamKeyRow.show_id).where(StreamKeyRow.stream_key == stream_key))


def running(session: Session, show_id: str) -> StreamRow | None:
    """Give the show's running stream."""
    return session.scalar(
        select(StreamRow).where(StreamRow.show_id == show_id, StreamRow.ended_at.is_(None))
    )


def all_running(session: Session) -> dict[str, datetime]:
    """Give every running stream with its start."""
    found = session.execute(
        select(StreamRow.id, StreamRow.started_at).where(StreamRow.ended_at.is_(None))
    )
    return {row.id: row.started_at for row in found}


def playable_paths(session: Session, show_ids: Collection[str]) -> dict[str, str]:
    """Give where each of the shows can be watched now, by show id."""
    found = session.execute(
        select(StreamRow.show_id, StreamRow.play_path).where(
            StreamRow.show_id.in_(show_ids), StreamRow.ended_at.is_(None), StreamRow.playable
        )
    )
    return {row.show_id: row.play_path for row in found}


def last_broken(session: Session, show_id: str) -> StreamRow | None:
    """Give the show's last stream, when it was turned away or broken off."""
    last = session.scalar(
        select(StreamRow).where(StreamRow.show_id == show_id).order_by(StreamRow.id.desc()).limit(1)
    )
    if last is None or last.end_reason in {None, EndReason.ENDED, EndReason.KICKED}:
        return None
    return last


def end(
    session: Session,
    *,
    now: datetime,
    reason: EndReason,
    detail: str | None = None,
    stream_id: str | None = None,
    server_id: str | None = None,
    show_id: str | None = None,
) -> Sequence[str]:
    """End the running streams that fit; give their shows."""
    statement = (
        update(StreamRow)
        .where(StreamRow.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason, end_detail=(detail or "")[:300])
        .returning(StreamRow.show_id)
        .execution_options(synchronize_session=False)
    )
    if stream_id is not None:
        statement = statement.where(StreamRow.id == stream_id)
    if server_id is not None:
        statement = statement.where(StreamRow.server_id == server_id)
    if show_id is not None:
        statement = statement.where(StreamRow.show_id == show_id)
    return session.scalars(statement).all()
