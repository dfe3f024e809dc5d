"""SQL of stream keys, streams and pictures."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.modules.media.contracts import Choice, EndReason, Role, Source
from kaibo.modules.media.models import PictureRow, ProgramCutRow, StreamKeyRow, StreamRow
from kaibo.platform.db import UnitOfWork

_MEANT = frozenset({None, EndReason.ENDED, EndReason.KICKED})


def key_of(session: Session, show_id: str, role: Role) -> StreamKeyRow | None:
    """Give an input's key."""
    return session.get(StreamKeyRow, (show_id, role.value))


def input_of_key(session: Session, stream_key: str) -> StreamKeyRow | None:
    """Give the input that this key opens."""
    return session.scalar(select(StreamKeyRow).where(StreamKeyRow.stream_key == stream_key))


def running(session: Session, show_id: str) -> dict[Role, StreamRow]:
    """Give the show's running streams by input, as they are now."""
    found = session.scalars(
        select(StreamRow)
        .where(StreamRow.show_id == show_id, StreamRow.ended_at.is_(None))
        # Read again, though the session knew them before it held the show.
        .execution_options(populate_existing=True)
    )
    return {Role(row.role): row for row in found}


def show_of_stream(session: Session, stream_id: str) -> str | None:
    """Give the show of a stream that runs."""
    return session.scalar(
        select(StreamRow.show_id).where(StreamRow.id == stream_id, StreamRow.ended_at.is_(None))
    )


def shows_on_server(session: Session, server_id: str) -> Sequence[str]:
    """Give the shows of which a server seems to carry something, in a fixed order."""
    query = (
        select(StreamRow.show_id)
        .where(StreamRow.server_id == server_id, StreamRow.ended_at.is_(None))
        .distinct()
        .order_by(StreamRow.show_id)
    )
    return session.scalars(query).all()


def all_running(session: Session) -> Sequence[StreamRow]:
    """Give every running stream."""
    return session.scalars(select(StreamRow).where(StreamRow.ended_at.is_(None))).all()


def streams_of(session: Session, show_id: str) -> Sequence[StreamRow]:
    """Give all streams of a show, oldest first."""
    query = select(StreamRow).where(StreamRow.show_id == show_id).order_by(StreamRow.id)
    return session.scalars(query).all()


def last_broken(session: Session, show_id: str, role: Role) -> StreamRow | None:
    """Give the input's last stream, when it was turned away or broken off."""
    last = session.scalar(
        select(StreamRow)
        .where(StreamRow.show_id == show_id, StreamRow.role == role.value)
        .order_by(StreamRow.id.desc())
        .limit(1)
    )
    return None if last is None or last.end_reason in _MEANT else last


def picture(session: Session, show_id: str) -> PictureRow | None:
    """Give the show's picture, as it is now; none while nobody chose and nothing came."""
    return session.scalar(
        select(PictureRow)
        .where(PictureRow.show_id == show_id)
        .execution_options(populate_existing=True)
    )


def pictures(session: Session, show_ids: Collection[str]) -> Sequence[PictureRow]:
    """Give the pictures of these shows, and all that come from outside."""
    fits = or_(PictureRow.show_id.in_(show_ids), PictureRow.source == Source.OUTSIDE)
    return session.scalars(select(PictureRow).where(fits)).all()


def streams_by_id(session: Session, stream_ids: Collection[str]) -> dict[str, StreamRow]:
    """Give these streams, by id."""
    found = session.scalars(select(StreamRow).where(StreamRow.id.in_(stream_ids)))
    return {row.id: row for row in found}


def made_picture(uow: UnitOfWork, show_id: str) -> PictureRow:
    """Give the show's picture, made when there is none."""
    row = picture(uow.session, show_id)
    if row is not None:
        return row
    row = PictureRow(show_id=show_id, choice=Choice.AUTO)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError:
        # Somebody else looked for the first time in the same moment.
        return made_picture(uow, show_id)
    return row


def cuts(session: Session, show_id: str) -> Sequence[ProgramCutRow]:
    """Give the changes of the show's program, oldest first."""
    query = select(ProgramCutRow).where(ProgramCutRow.show_id == show_id).order_by(ProgramCutRow.id)
    return session.scalars(query).all()
