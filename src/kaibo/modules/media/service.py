"""The life of a stream as media servers report it, and what the crew chooses."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.media import program, repository
from kaibo.modules.media.contracts import (
    Choice,
    CutCause,
    Ending,
    EndReason,
    Playable,
    Publish,
    Published,
    Role,
)
from kaibo.modules.media.errors import (
    AlreadyPublishingError,
    BadOutsideUrlError,
    BadStreamKeyError,
    NoBackupError,
    ShowOverError,
)
from kaibo.modules.media.events import PlaybackChanged, StreamEnded, StreamPlayable
from kaibo.modules.media.models import StreamRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Access, Show, ShowState
from kaibo.platform.db import UnitOfWork

# As long must an encoder be silent before another may take its place unasked.
STALE = timedelta(seconds=3)
_LONGEST_DETAIL = 300

LOST = Ending(EndReason.CONNECTION_LOST)
REPLACED = Ending(EndReason.REPLACED, code="replaced")


def publish(uow: UnitOfWork, asked: Publish, *, take_over: bool = False) -> Published:
    """Let an encoder push, if its key opens a show that is not over.

    An encoder that is there already keeps its place, unless it has fallen silent or
    ``take_over`` says that the newcomer gets it.
    """
    opened = repository.input_of_key(uow.session, asked.stream_key)
    if opened is None:
        raise BadStreamKeyError
    # Held, so that a show which ends in this moment cuts this stream off, or refuses it.
    show = shows.hold_show(uow, opened.show_id)
    if show.state is ShowState.CLOSED:
        raise ShowOverError
    role = Role(opened.role)
    present = repository.running(uow.session, show.id).get(role)
    if present is not None:
        is_stale = _is_stale(present, uow.now)
        if not take_over and not is_stale:
            raise AlreadyPublishingError
        _end(uow, show, [present], LOST if is_stale else REPLACED)
    stream_id = new_id("str")
    row = StreamRow(
        id=stream_id,
        show_id=show.id,
        role=role,
        protocol=asked.protocol,
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
    return Published(stream_id, row.play_path, show.access is Access.INVITED)


def playable(uow: UnitOfWork, server_id: str, stream_id: str, what: Playable) -> None:
    """Note that the stream can be watched from now on, or what has changed about it."""
    found = _held(uow, server_id, stream_id)
    if found is None:
        return
    show, row = found
    row.video = dataclasses.asdict(what.video) if what.video else None
    row.audio = dataclasses.asdict(what.audio) if what.audio else None
    row.renditions = list(what.renditions)
    row.whep = what.whep
    if not row.playable:
        row.playable = True
        uow.emit(StreamPlayable(show_id=show.id, stream_id=row.id, role=row.role))
    uow.session.flush()
    if not program.settle(uow, show, CutCause.STARTED):
        # The same stream, by other ways perhaps.
        uow.emit(PlaybackChanged(show_id=show.id))


def stalled(uow: UnitOfWork, server_id: str, stream_id: str, silent: timedelta) -> None:
    """Note that nothing has come for ``silent``; zero, that data flows again."""
    found = _held(uow, server_id, stream_id)
    if found is None:
        return
    show, row = found
    if silent <= timedelta(0):
        row.stalled_at = None
    elif row.stalled_at is None:
        row.stalled_at = uow.now - silent
    uow.session.flush()
    program.settle(uow, show, CutCause.STARTED if row.stalled_at is None else CutCause.STALLED)


def unpublish(uow: UnitOfWork, server_id: str, stream_id: str, ending: Ending) -> None:
    """Note that a stream has ended; telling twice changes nothing."""
    found = _held(uow, server_id, stream_id)
    if found is not None:
        show, row = found
        _end(uow, show, [row], ending)


def server_started(uow: UnitOfWork, server_id: str) -> None:
    """End what that server still seemed to carry: it starts with nothing."""
    for show_id in repository.shows_on_server(uow.session, server_id):
        show = shows.hold_show(uow, show_id)
        streams = repository.running(uow.session, show_id).values()
        _end(uow, show, [row for row in streams if row.server_id == server_id], LOST)


def lose(uow: UnitOfWork, show_id: str, stream_ids: Collection[str]) -> None:
    """End streams of a show that no media server carries any more."""
    show = shows.hold_show(uow, show_id)
    streams = repository.running(uow.session, show_id).values()
    _end(uow, show, [row for row in streams if row.id in stream_ids], LOST)


def cut_off(uow: UnitOfWork, show: Show) -> None:
    """End a closed show's streams and its program; media servers then drop the encoders."""
    streams = repository.running(uow.session, show.id).values()
    if streams:
        _end(uow, show, list(streams), Ending(EndReason.KICKED), CutCause.SHOW_ENDED)
    else:
        program.settle(uow, show, CutCause.SHOW_ENDED)


def choose_source(uow: UnitOfWork, reference: str, kind: Choice, url: str | None) -> None:
    """Choose by hand what viewers get; ``auto`` also gives back from the backup."""
    show = _open(uow, reference)
    row = repository.made_picture(uow, show.id)
    if kind is Choice.OUTSIDE:
        row.outside_url = _playlist(url or row.outside_url or "")
    if kind is Choice.BACKUP:
        backup = repository.running(uow.session, show.id).get(Role.BACKUP)
        if backup is None or not backup.playable:
            raise NoBackupError
    row.choice = kind
    uow.session.flush()
    program.settle(uow, show, CutCause.CHOSEN, give_back=True)


def choose_server(uow: UnitOfWork, reference: str, server_id: str) -> None:
    """Choose where the show's encoders are to push; those that push go on where they are."""
    show = _open(uow, reference)
    repository.made_picture(uow, show.id).server_id = server_id


def _open(uow: UnitOfWork, reference: str) -> Show:
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    return show


def _playlist(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or parts.username is not None:
        raise BadOutsideUrlError(field="url")
    return url


def _is_stale(row: StreamRow, now: datetime) -> bool:
    return row.stalled_at is not None and now - row.stalled_at >= STALE


def _held(uow: UnitOfWork, server_id: str, stream_id: str) -> tuple[Show, StreamRow] | None:
    """Give a running stream of that server, and its show, held."""
    show_id = repository.show_of_stream(uow.session, stream_id)
    if show_id is None:
        return None
    try:
        show = shows.hold_show(uow, show_id)
    except NotFoundError:
        return None
    for row in repository.running(uow.session, show_id).values():
        if row.id == stream_id and row.server_id == server_id:
            return show, row
    return None


def _end(
    uow: UnitOfWork,
    show: Show,
    rows: list[StreamRow],
    ending: Ending,
    cause: CutCause | None = None,
) -> None:
    for row in rows:
        row.ended_at = uow.now
        row.end_reason = ending.reason
        row.end_code = ending.code
        row.end_params = dict(ending.params or {})
        row.end_detail = (ending.detail or "")[:_LONGEST_DETAIL]
        uow.emit(StreamEnded(show_id=show.id, stream_id=row.id, reason=ending.reason))
    uow.session.flush()
    was_meant = ending.reason is EndReason.ENDED
    program.settle(uow, show, cause or (CutCause.ENDED if was_meant else CutCause.LOST))
