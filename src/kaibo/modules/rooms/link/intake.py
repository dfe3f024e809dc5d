"""Lines and likes that gateways bring to the core's rooms.

Each line is taken once, however often it is said, and the limits of people, and of devices and
addresses, hold over all gateways and the core's own sockets.

Used from the event loop's thread only.
"""

import asyncio
from collections.abc import Callable, Mapping

from kaibo.modules.rooms.frames import Danmaku
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link.messages import Batch, Likes, LineDeclined, LineTaken, Spoken
from kaibo.modules.rooms.live import Declined, Taken, too_soon
from kaibo.modules.rooms.presence import Guest
from kaibo.modules.rooms.room import Room
from kaibo.modules.rooms.signals import Signal, SignalKind, network_of

_REMEMBERED_LINES = 20_000


class Intake:
    """Takes them for the rooms of `hub`. Made and kept by `CoreEnd`, which knows who is where."""

    def __init__(self, hub: RoomHub) -> None:
        self._hub = hub
        self._lines: dict[str, None] = {}

    def take_batch(self, room: Room, here: Mapping[tuple[str, str], Guest], batch: Batch) -> None:
        """Take likes, beats and signals of those who are `here` at the gateway, or just were."""
        for liked in batch.likes:
            guest = here.get((liked.you.role, liked.you.id))
            count = liked.count if batch.is_overdue else self._allowed(guest, liked)
            if count and not room.is_closed:
                room.like(liked.you, count)
        for you in batch.beats:
            room.beat(you)
        for signal in batch.signals:
            room.suspect(signal)

    def hear(
        self,
        room: Room,
        guest: Guest,
        spoken: Spoken,
        say: Callable[[LineTaken | LineDeclined], object],
    ) -> None:
        """Take a line, and answer it."""

        def answer(outcome: Taken | Declined) -> None:
            if isinstance(outcome, Taken):
                self._remember(spoken.line)
                say(LineTaken(spoken.line))
            else:
                say(LineDeclined(spoken.line, outcome.code, outcome.params))

        if self._is_gone(spoken.you.id, spoken.you.role):
            answer(Declined("rooms.closed"))
        elif spoken.line in self._lines:
            # Said again, because the answer may have been lost.
            answer(Taken(spoken.line))
        elif declined := self._too_fast_for_its_device(room, spoken):
            answer(declined)
        else:
            room.hear(guest, spoken.text, answer, danmaku_id=spoken.line)

    def note(self, room: Room | None, lines: tuple[Danmaku, ...]) -> None:
        """Take lines that were said while the core was away: everybody there has seen them."""
        for line in lines:
            if self._is_gone(line.viewer_id, line.role):
                continue
            if room is not None and not room.is_closed and line.id not in self._lines:
                self._remember(line.id)
                room.note(line)

    # Inside

    def _allowed(self, guest: Guest | None, liked: Likes) -> int:
        """Count likes among those of the person, the device and the address, over all gateways.

        Who stayed there while the core was away is not asked: everybody there has seen those.
        """
        now, count = asyncio.get_running_loop().time(), liked.count
        if guest is not None:
            # Whoever has left in the meantime liked within the gateway's own limit.
            count = guest.likes.take_up_to(count, now)
        if liked.keys is not None:
            count = self._hub.crowd.like_elsewhere(liked.keys, count, now)
        return count

    def _too_fast_for_its_device(self, room: Room, spoken: Spoken) -> Declined | None:
        """Count a line among those of its device and its address, over all gateways."""
        if spoken.keys is None:
            return None
        waits = self._hub.crowd.say_elsewhere(spoken.keys, asyncio.get_running_loop().time())
        if not any(waits):
            return None
        if waits.is_of_address:
            network = network_of(spoken.keys.plain_address)
            room.suspect(Signal(SignalKind.ADDRESS_BUSY, spoken.you.id, {"network": network}))
        return too_soon(waits.longest)

    def _is_gone(self, viewer_id: str, role: str) -> bool:
        """Whether they were erased: what was on its way then is not taken."""
        return role == "viewer" and self._hub.gone.has(viewer_id)

    def _remember(self, line: str) -> None:
        self._lines[line] = None
        if len(self._lines) > _REMEMBERED_LINES:
            del self._lines[next(iter(self._lines))]
