"""What viewers get: decided anew whenever an input or the crew's choice changes.

Whoever changes one of these holds the show (``shows.hold_show``) until the transaction ends, so
that of two changes in one moment the second sees the first.
"""

from __future__ import annotations

from kaibo.modules.media import repository
from kaibo.modules.media.contracts import Choice, CutCause, Role, Source
from kaibo.modules.media.domain import NOTHING, Given, Running, choose
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.media.models import PictureRow, ProgramCutRow, StreamRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show, ShowState
from kaibo.platform.db import UnitOfWork


def settle(uow: UnitOfWork, show: Show, cause: CutCause, *, give_back: bool = False) -> bool:
    """Bring what viewers get in line with choice and inputs; tell whether it changed.

    ``show`` must be held. ``give_back`` ends the backup's stay: the main input is preferred again.
    """
    streams = repository.running(uow.session, show.id)
    known = repository.picture(uow.session, show.id)
    if known is None and not streams:
        return False
    row = known or repository.made_picture(uow, show.id)
    given = _given(show, row, streams, give_back=give_back)
    if given == Given(Source(row.source) if row.source else None, row.stream_id, row.url):
        return False
    row.source, row.stream_id, row.url = given.source, given.stream_id, given.url
    row.since = uow.now if given != NOTHING else None
    _cut(uow, row, cause)
    if row.source is None:
        shows.note(uow, show.id, EntryKind.PICTURE_WENT)
    else:
        shows.note(uow, show.id, EntryKind.PICTURE_CAME, row.source)
    uow.emit(PlaybackChanged(show_id=show.id))
    return True


def mark(uow: UnitOfWork, show: Show, cause: CutCause) -> None:
    """Write down what viewers get at this moment, though it has not changed."""
    row = repository.picture(uow.session, show.id)
    if row is not None:
        _cut(uow, row, cause)


def _given(
    show: Show, row: PictureRow, streams: dict[Role, StreamRow], *, give_back: bool
) -> Given:
    if show.state is ShowState.CLOSED:
        return NOTHING
    inputs = {
        role: Running(role, stream.id, flows=stream.stalled_at is None)
        for role, stream in streams.items()
        if stream.playable
    }
    # In a rehearsal it goes back by itself: nobody but the crew watches.
    stays = show.state is ShowState.ON_AIR and row.source == Source.BACKUP and not give_back
    return choose(Choice(row.choice), row.outside_url, inputs, stays_on_backup=stays)


def _cut(uow: UnitOfWork, row: PictureRow, cause: CutCause) -> None:
    uow.session.add(
        ProgramCutRow(
            show_id=row.show_id,
            at=uow.now,
            stream_id=row.stream_id,
            url=row.url,
            cause=cause.value,
        )
    )
    uow.session.flush()
