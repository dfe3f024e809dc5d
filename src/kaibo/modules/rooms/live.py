"""What a socket needs of a room, be it the room itself or a gateway's mirror of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from kaibo.modules.rooms.crowd import Keys
from kaibo.modules.rooms.fanout import Subscriber
from kaibo.modules.rooms.frames import You
from kaibo.modules.rooms.limits import TokenBucket
from kaibo.modules.rooms.presence import Guest
from kaibo.modules.rooms.signals import Signal


@dataclass(frozen=True, slots=True)
class Taken:
    """A line was taken; the room calls it `danmaku_id`."""

    danmaku_id: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A line was not taken; `code` and `params` give the sentence that says why."""

    code: str
    params: dict[str, int] = field(default_factory=dict)


Answer = Callable[[Taken | Declined], None]
"""Told what became of a line: at once, or when the core has answered the gateway."""


def too_fast(bucket: TokenBucket, now: float) -> Declined:
    """Return the refusal of a line that came too soon."""
    return too_soon(bucket.wait(now))


def too_soon(wait: float) -> Declined:
    """Return the refusal of a line that may be said in `wait` seconds."""
    return Declined("rooms.too_fast", {"seconds": math.ceil(wait)})


class LiveRoom(Protocol):
    """A room as its visitors' sockets see it."""

    id: str

    @property
    def slug(self) -> str:
        """The show's name in addresses."""

    @property
    def is_closed(self) -> bool:
        """Whether the show is over."""

    def enter(self, connection: Subscriber, you: You, /) -> Guest:
        """Let a connection in, greet it, and send it everything from now on."""

    def leave(self, connection: Subscriber, guest: Guest, /) -> None:
        """Let go of a connection that is closed."""

    def greet(self, connection: Subscriber, you: You, /) -> None:
        """Send `you` the whole truth again."""

    def hear(self, guest: Guest, text: str, answer: Answer, keys: Keys | None = None, /) -> None:
        """Take a cleaned line of `guest`, within the person's limit, and tell `answer`.

        `keys` are the socket's, whose limits it is within at this process.
        """

    def like(self, you: You, count: int, keys: Keys | None = None, /) -> None:
        """Add `count` likes, already limited at this process."""

    def beat(self, you: You, /) -> None:
        """Note that the picture plays before `you`."""

    def suspect(self, signal: Signal, /) -> None:
        """Keep for review what looked as if no person did it."""
