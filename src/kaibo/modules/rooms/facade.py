"""What other parts may ask about what happened in a room."""

from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.rooms.timeline import attention, explained_intervals, pin_intervals
from kaibo.platform.http.context import Context

__all__ = [
    "AttendanceKeeper",
    "SignalKeeper",
    "attention",
    "explained_intervals",
    "pin_intervals",
    "watching",
]


def watching(context: Context, show_id: str) -> int:
    """Give how many are in the show's room now."""
    room = context.port(RoomHub).room(show_id)
    return 0 if room is None else room.watching
