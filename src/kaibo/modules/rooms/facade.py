"""What other parts may ask about what happened in a room."""

from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.rooms.timeline import attention, explained_intervals, pin_intervals

__all__ = [
    "AttendanceKeeper",
    "SignalKeeper",
    "attention",
    "explained_intervals",
    "pin_intervals",
]
