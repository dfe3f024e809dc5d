"""The door that encoders knock at."""

from __future__ import annotations

from kaibo.adapters.media.builtin.door import Door
from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.rtmp.connection import RtmpConnection
from kaibo.adapters.media.builtin.rtmp.ports import Gate

_TICK_SECONDS = 0.5


class RtmpServer(Door[RtmpConnection]):
    """Accepts encoders."""

    def __init__(self, gate: Gate, limits: RtmpLimits) -> None:
        super().__init__(limits.connections, backlog=64, tick_seconds=_TICK_SECONDS)
        self._gate = gate
        self._limits = limits

    def welcome(self) -> RtmpConnection:
        """Make the protocol of a new connection."""
        return RtmpConnection(self, self._gate, self._limits)
