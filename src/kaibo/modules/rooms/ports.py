"""What rooms need from the outside: a line between the core and its gateways.

The core owns the truth of every room; gateways hold sockets. They are different processes, and
what carries messages between them is an adapter.
"""

from __future__ import annotations

from typing import Protocol


class LinkLostError(Exception):
    """Nothing reaches the other side at present."""


class LinkListener(Protocol):
    """Who is told what the link brings. Called in the event loop; must neither block nor raise."""

    def on_up(self) -> None:
        """The link carries messages, and every subscription is in force (again)."""

    def on_down(self) -> None:
        """The link is lost; messages sent lately may not have arrived."""

    def on_message(self, channel: str, message: bytes) -> None:
        """Somebody published `message` to a channel that is subscribed to."""


class Link(Protocol):
    """Publishes to channels and hears those it has subscribed to; at most once, in order.

    Invariants
    - Used from the event loop's thread only. `publish` never waits.
    - What one end publishes while its link is up arrives in the order it was published, over all
      channels. What may have been lost is always announced by `on_down`, at the end that lost it.
    - An end hears its own messages too when it has subscribed to their channel.
    """

    def start(self, listener: LinkListener) -> None:
        """Connect, and keep trying for ever; `listener` is told when it is up."""

    def publish(self, channel: str, message: bytes) -> bool:
        """Send `message` to whoever has subscribed to `channel`; False: the link is down."""

    async def subscribe(self, channel: str) -> None:
        """Hear `channel` from now on, over reconnections; returns when that is in force.

        Raises `LinkLostError` when the link is down; the channel is heard once it is up again.
        """

    def unsubscribe(self, channel: str) -> None:
        """Hear `channel` no more."""

    async def close(self) -> None:
        """Send what waits, for a moment, and disconnect for good."""
