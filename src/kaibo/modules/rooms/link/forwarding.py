"""What a gateway's visitors do, on its way to the core.

Lines go at once, after what was done in their room before; everything else goes in batches.

Used from the event loop's thread only.
"""

import asyncio
import itertools
from collections.abc import Callable

from kaibo.modules.rooms.link.messages import Batch, FromGateway, Move, Spoken
from kaibo.modules.rooms.link.mirror import MirrorRoom
from kaibo.modules.rooms.live import Declined, Taken


class Forwarder:
    """Collects from mirrors and tells the core. Made and kept by `GatewayHub`."""

    def __init__(self, gateway: str, tell: Callable[[FromGateway], bool], *, pause: float) -> None:
        self._gateway = gateway
        self._tell = tell
        self._pause = pause
        self._names = itertools.count(1)
        self._unanswered: dict[str, MirrorRoom] = {}
        self._restless: dict[MirrorRoom, None] = {}
        self._flush: asyncio.TimerHandle | None = None

    def stop(self) -> None:
        """Send nothing more by itself."""
        if self._flush is not None:
            self._flush.cancel()

    # Lines

    def name_line(self) -> str:
        """Give a name that no other line has, at any gateway."""
        return f"{self._gateway}-{next(self._names)}"

    def tell_line(self, mirror: MirrorRoom, spoken: Spoken) -> bool:
        """Send a line at once; False: the link is down."""
        # Whoever speaks is in the room already, for the core too.
        self.send_batch(mirror)
        is_sent = self._tell(spoken)
        if is_sent:
            self._unanswered[spoken.line] = mirror
        return is_sent

    def tell_again(self, mirror: MirrorRoom) -> None:
        """Say the lines again that were not answered; whoever left meanwhile stays away."""
        people = mirror.people
        for spoken in mirror.unanswered():
            self._tell(spoken)
            if spoken.you not in people:
                # For the core, who speaks is there.
                gone = (Move(spoken.you, is_here=False),)
                self._tell(Batch(self._gateway, mirror.id, moves=gone))

    def settle(self, line: str, outcome: Taken | Declined) -> None:
        """Give the room of the line the core's answer."""
        mirror = self._unanswered.pop(line, None)
        if mirror is not None:
            mirror.settle(line, outcome)

    def drift(self) -> None:
        """Await no more answers: the core is away."""
        self._unanswered.clear()

    # Batches

    def wake(self, mirror: MirrorRoom) -> None:
        """Have what waits in the mirror sent soon."""
        self._restless[mirror] = None
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(self._pause, self.flush)

    def flush(self) -> None:
        """Send what waits."""
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        restless, self._restless = self._restless, {}
        for mirror in restless:
            self.send_batch(mirror)

    def send_batch(self, mirror: MirrorRoom) -> None:
        """Send what waits in one mirror."""
        batch = mirror.batch()
        if batch is not None:
            self._tell(batch)
