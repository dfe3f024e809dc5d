"""What other parts may ask about what happened in a room."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from kaibo.modules.rooms import repository
from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.events import TalkModerated
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.rooms.timeline import attention, explained_intervals, pin_intervals
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

__all__ = [
    "AttendanceKeeper",
    "SignalKeeper",
    "attention",
    "explained_intervals",
    "forget_lines",
    "lines_of",
    "part_with",
    "pin_intervals",
    "watching",
]


def watching(context: Context, show_id: str) -> int:
    """Give how many are in the show's room now."""
    room = context.port(RoomHub).room(show_id)
    return 0 if room is None else room.watching


def lines_of(session: Session, viewer_id: str) -> list[tuple[str, str]]:
    """Give show and text of what is kept of a viewer's talk: lines hidden or held up."""
    return repository.lines_of(session, viewer_id)


def forget_lines(uow: UnitOfWork, viewer_id: str) -> None:
    """Take out what a viewer said, and hold none of it up."""
    for show_id in repository.forget_lines(uow.session, viewer_id):
        uow.emit(TalkModerated(show_id=show_id))


def part_with(context: Context, viewer_ids: Collection[str]) -> None:
    """Send viewers who were erased out of all rooms, which forget what they said.

    The crew can then hide or hold up none of it.
    """
    hub = context.port(RoomHub)
    hub.send_away(viewer_ids)
    hub.forget_talk(viewer_ids)
