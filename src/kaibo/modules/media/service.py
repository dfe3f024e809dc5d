"""Keys for encoders, and the life of a stream as media servers report it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_id, new_secret
from kaibo.modules.media import repository
from kaibo.modules.media.contracts import (
    AudioInfo,
    EndReason,
    Refusal,
    StreamHealth,
    StreamState,
    StreamStatus,
    VideoInfo,
)
from kaibo.modules.media.errors import (
    AlreadyPublishingError,
    BadStreamKeyError,
    ShowOverError,
    StreamKeyInUseError,
)
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.media.models import StreamKeyRow, StreamRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class Publish:
    """An encoder asks to push."""

    server_id: str
    stream_key: str
    client_addr: str


@dataclass(frozen=True, slots=True)
class Published:
    """The encoder may push; ``play_path`` is below the media server's address."""

    stream_id: str
    play_path: str


def stream_key(uow: UnitOfWork, show_reference: str, *, fresh: bool = False) -> str:
    """Give the show's key, made on first use; ``fresh`` replaces it."""
    show = shows.get_show(uow.session, show_reference)
    row = repository.key_of(uow.session, show.id)
    if row is None:
        row = StreamKeyRow(show_id=show.id, stream_key=new_secret("sk"), created_at=uow.now)
        try:
            with uow.session.begin_nested():
                uow.session.add(row)
        except IntegrityError:
            # Somebody else looked for the first time in the same moment.
            return stream_key(uow, show_reference, fresh=fresh)
    elif fresh:
        if repository.running(uow.session, show.id):
            raise StreamKeyInUseError
        row.stream_key = new_secret("sk")
        row.created_at = uow.now
    return row.stream_key


def publish(uow: UnitOfWork, asked: Publish) -> Published:
    """Let an encoder push, if its key opens a show that is not over and has no other."""
    show_id = repository.show_of_key(uow.session, asked.stream_key)
    if show_id is None:
        raise BadStreamKeyError
    # Held, so that a show which ends in this moment cuts this stream off, or refuses it.
    if shows.hold_show(uow, show_id).state == ShowState.CLOSED:
        raise ShowOverError
    stream_id = new_id("str")
    row = StreamRow(
        id=stream_id,
        show_id=show_id,
        server_id=asked.server_id,
        client_addr=asked.client_addr,
        play_path=f"live/{stream_id}",
        playable=False,
        started_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise AlreadyPublishingError from error
    return Published(stream_id, row.play_path)


def playable(
    uow: UnitOfWork, server_id: str, stream_id: str, video: VideoInfo, audio: AudioInfo | None
) -> None:
    """Note that viewers can watch the stream from now on."""
    row = uow.session.get(StreamRow, stream_id)
    if row is None or row.ended_at is not None or row.server_id != server_id:
        return
    row.video = dataclasses.asdict(video)
    row.audio = dataclasses.asdict(audio) if audio else None
    row.playable = True
    uow.emit(PlaybackChanged(show_id=row.show_id))


def unpublish(
    uow: UnitOfWork, server_id: str, stream_id: str, reason: EndReason, detail: str | None
) -> None:
    """Note that a stream has ended; telling twice changes nothing."""
    ended = repository.end(
        uow.session,
        now=uow.now,
        reason=reason,
        detail=detail,
        stream_id=stream_id,
        server_id=server_id,
    )
    for show_id in ended:
        uow.emit(PlaybackChanged(show_id=show_id))


def server_started(uow: UnitOfWork, server_id: str) -> None:
    """End what that server still seemed to carry: it starts with nothing."""
    for show_id in repository.end(
        uow.session, now=uow.now, reason=EndReason.CONNECTION_LOST, server_id=server_id
    ):
        uow.emit(PlaybackChanged(show_id=show_id))


def lose(uow: UnitOfWork, stream_ids: list[str]) -> None:
    """End streams that no media server carries any more."""
    for stream_id in stream_ids:
        for show_id in repository.end(
            uow.session, now=uow.now, reason=EndReason.CONNECTION_LOST, stream_id=stream_id
        ):
            uow.emit(PlaybackChanged(show_id=show_id))


def running_streams(session: Session) -> dict[str, datetime]:
    """Give every running stream with its start."""
    return repository.all_running(session)


def status(session: Session, show_reference: str) -> tuple[StreamStatus, str | None]:
    """Give the show's picture as staff see it, and where it plays below the media address."""
    show = shows.get_show(session, show_reference)
    row = repository.running(session, show.id)
    broken = repository.last_broken(session, show.id) if row is None else None
    state = StreamState.OFFLINE
    if row is not None:
        state = StreamState.LIVE if row.playable else StreamState.CONNECTING
    found = StreamStatus(
        state=state,
        stream_id=row.id if row else None,
        hls_url=None,
        video=VideoInfo(**row.video) if row and row.video else None,
        audio=AudioInfo(**row.audio) if row and row.audio else None,
        health=None,
        last_refusal=_refusal(broken),
        since=row.started_at if row else None,
    )
    return found, row.play_path if row and row.playable else None


def with_live_figures(
    found: StreamStatus, *, health: StreamHealth | None, hls_url: str | None
) -> StreamStatus:
    """Add what only this moment's request knows."""
    return dataclasses.replace(found, health=health, hls_url=hls_url)


def _refusal(row: StreamRow | None) -> Refusal | None:
    if row is None or row.ended_at is None or row.end_reason is None:
        return None
    return Refusal(EndReason(row.end_reason), row.end_detail or "", row.ended_at)
