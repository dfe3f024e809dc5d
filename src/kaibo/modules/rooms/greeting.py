"""The room's hello, put together from parts that are encoded once.

Thousands may join within seconds; only their names and the number watching differ.
"""

from collections.abc import Iterable

import msgspec

from kaibo.modules.rooms.frames import Danmaku, You, encode
from kaibo.modules.rooms.state import RoomState
from kaibo.platform.realtime import wire


class _Snapshot(msgspec.Struct, frozen=True):
    """`frames.RoomSnapshot`, with what is sequenced encoded already."""

    show: msgspec.Raw
    playback: msgspec.Raw
    products: msgspec.Raw
    pins: msgspec.Raw
    likes: int
    watching: int
    deals: msgspec.Raw
    explaining: msgspec.Raw
    hidden: msgspec.Raw
    announcement: msgspec.Raw


class _Hello(msgspec.Struct, frozen=True, tag_field="t", tag="hello"):
    """`frames.Hello` with encoded parts; a test decodes the one as the other."""

    epoch: str
    seq: int
    you: You
    snapshot: _Snapshot
    recent: msgspec.Raw


class Greeter:
    """Makes hello frames, and remembers the encoded parts until they change."""

    def __init__(self, epoch: str) -> None:
        self._epoch = epoch
        self._state: RoomState | None = None
        self._parts: tuple[msgspec.Raw, ...] | None = None
        self._recent: dict[bool, msgspec.Raw] = {}

    def forget_recent(self) -> None:
        """Encode the recent talk anew next time."""
        self._recent.clear()

    def hello(
        self,
        you: You,
        seq: int,
        state: RoomState,
        recent: Iterable[Danmaku],
        *,
        likes: int,
        watching: int,
    ) -> bytes:
        """Return the frame that greets `you`; the crew is told hidden lines too, to bring back."""
        show, playback, products, pins, *others = self._encoded(state)
        snapshot = _Snapshot(show, playback, products, pins, likes, watching, *others)
        hello = _Hello(self._epoch, seq, you, snapshot, self._talk(you, state, recent))
        return wire.text_frame(encode(hello))

    def _talk(self, you: You, state: RoomState, recent: Iterable[Danmaku]) -> msgspec.Raw:
        of_crew = you.role == "staff"
        if of_crew not in self._recent:
            lines = tuple(line for line in recent if of_crew or line.id not in state.hidden)
            self._recent[of_crew] = _raw(lines)
        return self._recent[of_crew]

    def _encoded(self, state: RoomState) -> tuple[msgspec.Raw, ...]:
        if self._parts is None or self._state is not state:
            products, deals = tuple(state.products.values()), tuple(state.deals.values())
            parts = (
                *(state.show, state.playback, products, state.pins, deals),
                *(state.explaining, state.hidden, state.announcement),
            )
            if self._state is None or self._state.hidden != state.hidden:
                self._recent.clear()
            self._state = state
            self._parts = tuple(_raw(part) for part in parts)
        return self._parts


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(encode(value))
