"""How other parts learn what happens in rooms."""

import structlog

from kaibo.modules.rooms.frames import Danmaku, RoomEvent, RoomSnapshot, You
from kaibo.modules.rooms.signals import Signal

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RoomListener:
    """Override what is of interest.

    Called in the event loop, in order, after the fact; must neither block nor raise (what it raises
    is logged and goes no further).
    """

    def on_danmaku(self, room_id: str, danmaku: Danmaku) -> None:
        """A danmaku was taken, shown or not."""

    def on_likes(self, room_id: str, visitor: You, count: int) -> None:
        """A visitor liked `count` times."""

    def on_joined(self, room_id: str, visitor: You) -> None:
        """A visitor opened the first connection to the room."""

    def on_left(self, room_id: str, visitor: You) -> None:
        """A visitor closed the last connection to the room."""

    def on_beat(self, room_id: str, visitor: You) -> None:
        """The picture plays at a visitor; said again every 10 to 20 s, by each of their tabs."""

    def on_event(self, room_id: str, seq: int, event: RoomEvent) -> None:
        """A sequenced event went out."""

    def on_signal(self, room_id: str, signal: Signal) -> None:
        """Something looked as if no person did it."""

    def on_unload(self, room_id: str, snapshot: RoomSnapshot) -> None:
        """The room is forgotten; the last chance to keep its likes."""


class Listeners(RoomListener):
    """Passes everything on to each of its listeners."""

    def __init__(self) -> None:
        self._listeners: list[RoomListener] = []

    def add(self, listener: RoomListener) -> None:
        """Pass on to `listener` too."""
        self._listeners.append(listener)

    def on_danmaku(self, room_id: str, danmaku: Danmaku) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_danmaku", room_id, danmaku)

    def on_likes(self, room_id: str, visitor: You, count: int) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_likes", room_id, visitor, count)

    def on_joined(self, room_id: str, visitor: You) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_joined", room_id, visitor)

    def on_left(self, room_id: str, visitor: You) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_left", room_id, visitor)

    def on_beat(self, room_id: str, visitor: You) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_beat", room_id, visitor)

    def on_event(self, room_id: str, seq: int, event: RoomEvent) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_event", room_id, seq, event)

    def on_signal(self, room_id: str, signal: Signal) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_signal", room_id, signal)

    def on_unload(self, room_id: str, snapshot: RoomSnapshot) -> None:  # noqa: D102 - as in RoomListener
        self._tell("on_unload", room_id, snapshot)

    def _tell(self, method: str, *args: object) -> None:
        for listener in self._listeners:
            try:
                getattr(listener, method)(*args)
            except Exception:  # noqa: BLE001 -- one listener's fault must not reach the room
                _log.exception("rooms.listener_failed", listener=type(listener).__name__)
