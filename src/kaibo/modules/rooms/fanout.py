"""One encoding, one write per connection and loop turn, nobody waited for.

Most of what sending costs beside the kernel's part is looking at each connection; so those that
keep up are written to without a look, and only those that are behind are weighed.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from kaibo.modules.rooms import metrics
from kaibo.modules.rooms.scheduling import Scheduler
from kaibo.platform.realtime import wire

_FLUSH_BYTES = 16 * 1024
"""A batch is sent at once from here on, to keep the queues' bounds sharp."""


class Subscriber(Protocol):
    """The part of a connection that a room uses (see `platform.realtime.Connection`)."""

    @property
    def write(self) -> Callable[[bytes], None] | None:
        """Takes frames as they are; None while each must be weighed by `deliver`."""

    def watch(self, changed: Callable[[], None], /) -> None:
        """Have `changed` called whenever `write` comes or goes."""

    def deliver(self, whole: bytes, kept: bytes, /) -> bool:
        """Queue `whole`, or only `kept` for a reader that is behind."""

    def send_frame(self, frame: bytes, /, *, ephemeral: bool = False) -> bool:
        """Queue one frame."""

    def close(self, code: int, reason: str = "", /) -> None:
        """End the connection."""


class FanOut:
    """Sends frames to every subscriber. What is posted in one turn goes out in one write each.

    Order is kept; a subscriber gets all that is posted after it was added and nothing from before.
    Who was behind and was spared a tick is told the present numbers on catching up: in a quiet show
    the next tick may be long in coming.
    """

    def __init__(self, scheduler: Scheduler, numbers: Callable[[], bytes]) -> None:
        """Make one; `numbers` gives the payload (JSON) that stands for all ticks up to now."""
        self._scheduler = scheduler
        self._numbers = numbers
        self._subscribers: dict[Subscriber, None] = {}
        self._spared: dict[Subscriber, None] = {}
        self._is_looking = False
        self._order: tuple[tuple[Callable[[bytes], None], ...], tuple[Subscriber, ...]] | None = (
            None
        )
        self._whole: list[bytes] = []
        self._kept: list[bytes] = []
        self._size = 0

    def __len__(self) -> int:
        return len(self._subscribers)

    def add(self, subscriber: Subscriber) -> None:
        """Begin to send to `subscriber`."""
        self.flush()
        self._subscribers[subscriber] = None
        subscriber.watch(self._pace_changed)
        self._forget_order()

    def remove(self, subscriber: Subscriber) -> None:
        """Send nothing more to `subscriber`."""
        self._subscribers.pop(subscriber, None)
        self._spared.pop(subscriber, None)
        self._forget_order()

    def post(self, payload: bytes, *, ephemeral: bool) -> None:
        """Send `payload` (JSON) to everyone in this turn; ephemeral ones may be skipped."""
        if not self._subscribers:
            return
        frame = wire.text_frame(payload)
        if not self._whole:
            self._scheduler.call_soon(self.flush)
        self._whole.append(frame)
        if not ephemeral:
            self._kept.append(frame)
        self._size += len(frame)
        if self._size >= _FLUSH_BYTES:
            self.flush()

    def close_all(self, code: int, reason: str) -> None:
        """Send what was posted and close everyone."""
        self.close(self._subscribers, code, reason)

    def close(self, subscribers: Iterable[Subscriber], code: int, reason: str) -> None:
        """Send what was posted and close these."""
        self.flush()
        for subscriber in tuple(subscribers):
            subscriber.close(code, reason)

    def flush(self) -> None:
        """Send what was posted."""
        if not self._whole:
            return
        count = len(self._whole)
        whole, kept = b"".join(self._whole), b"".join(self._kept)
        self._whole, self._kept, self._size = [], [], 0
        if self._order is None:
            self._order = self._sort()
        # Whoever falls behind now has had this batch, and is weighed from the next one on.
        prompt, weighed = self._order
        for write in prompt:
            write(whole)
        for subscriber in weighed:
            if not subscriber.deliver(whole, kept):
                self._spared[subscriber] = None
        metrics.DELIVERIES.inc(count * len(self._subscribers))

    def _pace_changed(self) -> None:
        """Someone fell behind, caught up or went: look once a turn who can be told the numbers."""
        self._forget_order()
        if self._spared and not self._is_looking:
            self._is_looking = True
            self._scheduler.call_soon(self._tell_who_caught_up)

    def _tell_who_caught_up(self) -> None:
        self._is_looking = False
        caught_up = [one for one in self._spared if one.write is not None]
        if not caught_up:
            return
        # What was posted before the numbers must not come after them.
        self.flush()
        frame = wire.text_frame(self._numbers())
        for subscriber in caught_up:
            if subscriber.deliver(frame, b""):
                self._spared.pop(subscriber, None)

    def _forget_order(self) -> None:
        self._order = None

    def _sort(self) -> tuple[tuple[Callable[[bytes], None], ...], tuple[Subscriber, ...]]:
        """Tell those that keep up from those that are weighed; it holds until one changes."""
        prompt: list[Callable[[bytes], None]] = []
        weighed: list[Subscriber] = []
        for subscriber in self._subscribers:
            write = subscriber.write
            if write is None:
                weighed.append(subscriber)
            else:
                prompt.append(write)
        return tuple(prompt), tuple(weighed)
