"""The link inside one process: what any other link must behave like, and what tests stage.

A `MemoryExchange` is what Redis is otherwise. It can be `cut`, by which every end loses its link
and what is under way, and `mended`.
"""

from __future__ import annotations

import asyncio

from kaibo.modules.rooms.ports import LinkListener, LinkLostError


class MemoryExchange:
    """Brings each message to those who subscribed, in the next turn of the loop."""

    def __init__(self) -> None:
        self.is_up = True
        self._links: list[MemoryLink] = []
        self._age = 0

    def link(self) -> MemoryLink:
        """Return a new end."""
        return MemoryLink(self)

    def cut(self) -> None:
        """Lose everything under way, and tell every end."""
        self.is_up = False
        self._age += 1
        for link in self._links:
            link.listener.on_down()

    def mend(self) -> None:
        """Carry messages again, and tell every end."""
        self.is_up = True
        for link in self._links:
            link.listener.on_up()

    def join(self, link: MemoryLink) -> None:
        """Take an end in."""
        self._links.append(link)
        if self.is_up:
            asyncio.get_running_loop().call_soon(link.listener.on_up)

    def leave(self, link: MemoryLink) -> None:
        """Let an end go."""
        if link in self._links:
            self._links.remove(link)

    def send(self, channel: str, message: bytes) -> bool:
        """Carry a message."""
        if self.is_up:
            asyncio.get_running_loop().call_soon(self._arrive, channel, message, self._age)
        return self.is_up

    def _arrive(self, channel: str, message: bytes, age: int) -> None:
        if age != self._age:
            return
        for link in tuple(self._links):
            if channel in link.channels:
                link.listener.on_message(channel, message)


class MemoryLink:
    """One end (a `rooms.ports.Link`)."""

    listener: LinkListener

    def __init__(self, exchange: MemoryExchange) -> None:
        self.channels: set[str] = set()
        self._exchange = exchange

    def start(self, listener: LinkListener) -> None:
        """Connect."""
        self.listener = listener
        self._exchange.join(self)

    def publish(self, channel: str, message: bytes) -> bool:
        """Send."""
        return self._exchange.send(channel, message)

    async def subscribe(self, channel: str) -> None:
        """Hear `channel`."""
        self.channels.add(channel)
        if not self._exchange.is_up:
            raise LinkLostError
        await asyncio.sleep(0)

    def unsubscribe(self, channel: str) -> None:
        """Hear `channel` no more."""
        self.channels.discard(channel)

    async def close(self) -> None:
        """Let what was sent arrive, and disconnect."""
        await asyncio.sleep(0)
        self._exchange.leave(self)
