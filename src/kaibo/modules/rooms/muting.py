"""Who may not speak in a room, and until when; told to gateways, and to nobody else."""

from __future__ import annotations

import math

from kaibo.modules.rooms.frames import You
from kaibo.modules.rooms.live import Declined

Mutes = dict[str, int | None]
"""By viewer: until when, in ms since the epoch; None is for the rest of the show."""

_MINUTE = 60_000


def silenced(mutes: Mutes, you: You, now_ms: int) -> Declined | None:
    """Return the refusal of a line of `you`, when they may not speak now."""
    if you.role != "viewer" or you.id not in mutes:
        return None
    until = mutes[you.id]
    if until is None:
        return Declined("rooms.muted_for_show")
    if until <= now_ms:
        return None
    return Declined("rooms.muted", {"minutes": math.ceil((until - now_ms) / _MINUTE)})
