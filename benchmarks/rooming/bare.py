"""picows alone: what a room could be at best, with nothing of a room in it.

    python -m benchmarks.rooming.bare COUNTER

One frame is made of each message and shared by all; what is published in one turn of the event
loop goes out in one write, so that a burst costs no more than a message.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import picows
import uvloop

from benchmarks.rooming.message import halves
from benchmarks.rooming.publishing import Counter, Publisher, take_orders, tell
from kaibo.platform.realtime import wire


class Subscriber(picows.WSListener):
    """One socket."""

    def __init__(self, everyone: dict[Subscriber, None]) -> None:
        super().__init__()
        self._everyone = everyone

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Join."""
        self.write = transport.underlying_transport.write
        self._everyone[self] = None

    def on_ws_disconnected(self, _transport: picows.WSTransport) -> None:
        """Leave."""
        self._everyone.pop(self, None)

    def pause_writing(self) -> None:
        """Do nothing: nobody is waited for, and nothing bounds what is queued."""

    def resume_writing(self) -> None:
        """Do nothing."""


class Hall:
    """All subscribers, and what is to go out in this turn."""

    def __init__(self) -> None:
        self.everyone: dict[Subscriber, None] = {}
        self._before, self._after = halves()
        self._frames: list[bytes] = []

    def publish(self, at_ns: int) -> None:
        """Send a message to everyone at the end of this turn."""
        if not self._frames:
            asyncio.get_running_loop().call_soon(self._flush)
        text = f"{self._before}{at_ns:016x}{self._after}"
        self._frames.append(wire.text_frame(text.encode()))

    def _flush(self) -> None:
        frames = b"".join(self._frames)
        self._frames = []
        for one in self.everyone:
            one.write(frames)


async def serve(counter: Path) -> None:
    """Serve until standard input ends."""
    hall = Hall()
    server = await picows.ws_create_server(
        lambda _request: Subscriber(hall.everyone),
        "127.0.0.1",
        0,
        use_aiofastnet=False,
        backlog=1024,
    )
    tell({"port": server.sockets[0].getsockname()[1]})
    await take_orders(Publisher(hall.publish, Counter(counter)).obey)


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1])))
