"""Rooms without a network: a room's surroundings under the test's control."""

import heapq
import itertools
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from kaibo.modules.rooms.frames import (
    Money,
    Pin,
    Playback,
    ProductCard,
    RoomSnapshot,
    ServerFrame,
    ShowInfo,
    You,
)
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import Listeners
from kaibo.modules.rooms.room import Room, Surroundings

NOW = 1_800_000_000_000
VIEWER = You(id="vwr_1", name="小明", role="viewer")
STAFF = You(id="stf_1", name="Host", role="staff")

T = TypeVar("T")


class FakeScheduler:
    """Time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._calls: list[tuple[float, int, FakeTimer]] = []
        self._counter = itertools.count()

    def time(self) -> float:
        return self.now

    def call_soon(self, callback: Callable[[], Any], /) -> "FakeTimer":
        return self.call_later(0.0, callback)

    def call_later(self, delay: float, callback: Callable[[], Any], /) -> "FakeTimer":
        timer = FakeTimer(callback)
        heapq.heappush(self._calls, (self.now + delay, next(self._counter), timer))
        return timer

    def turn(self) -> None:
        """Do what is due, without time passing."""
        self.advance(0.0)

    def advance(self, seconds: float) -> None:
        """Let time pass, and do what falls due, each at its time."""
        end = self.now + seconds
        while self._calls and self._calls[0][0] <= end + 1e-9:
            due, _, timer = heapq.heappop(self._calls)
            self.now = max(self.now, due)
            if timer.callback is not None:
                timer.callback()
        self.now = end


class FakeTimer:
    """A pending call."""

    def __init__(self, callback: Callable[[], Any]) -> None:
        self.callback: Callable[[], Any] | None = callback

    def cancel(self) -> None:
        self.callback = None


class FakeConnection:
    """Keeps the frames it is sent; `is_behind` plays the slow reader."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.writes = 0
        self.is_behind = False
        self.write: Callable[[bytes], None] | None = None
        self.code: int | None = None

    def watch(self, changed: Callable[[], None], /) -> None:
        """Never change: each frame is weighed here."""

    def deliver(self, whole: bytes, kept: bytes, /) -> bool:
        self.writes += 1
        self.sent += split(kept if self.is_behind else whole)
        return not self.is_behind or whole == kept

    def send_frame(self, frame: bytes, /, *, ephemeral: bool = False) -> bool:
        return self.deliver(frame, b"" if ephemeral else frame)

    def close(self, code: int, reason: str = "", /) -> None:
        self.code = code

    def frames(self) -> list[ServerFrame]:
        """Return what was sent, decoded."""
        return [msgspec.json.decode(payload, type=ServerFrame) for payload in self.sent]

    def of(self, kind: type[T]) -> list[T]:
        """Return the frames of one kind."""
        return [frame for frame in self.frames() if isinstance(frame, kind)]


class Paced(FakeConnection):
    """Keeps up until it is told to fall behind; notes how its frames came."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Callable[[], None] = lambda: None
        self.unweighed = 0
        self.falls_behind_with_the_next = False
        self.write = self.take

    def take(self, frames: bytes) -> None:
        self.unweighed += 1
        self.sent += split(frames)
        if self.falls_behind_with_the_next:
            self.fall_behind()

    def fall_behind(self) -> None:
        self.falls_behind_with_the_next = False
        self.is_behind, self.write = True, None
        self._changed()

    def catch_up(self) -> None:
        self.is_behind, self.write = False, self.take
        self._changed()

    def watch(self, changed: Callable[[], None], /) -> None:
        self._changed = changed


def split(frames: bytes) -> list[bytes]:
    """Return the payloads of a run of unmasked frames."""
    payloads = []
    while frames:
        size, start = frames[1], 2
        if size == 126:
            size, start = int.from_bytes(frames[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(frames[2:10]), 10
        payloads.append(frames[start : start + size])
        frames = frames[start + size :]
    return payloads


def card(product_id: str = "prd_1", *, available: int = 5, stock_version: int = 1) -> ProductCard:
    """Return a product."""
    return ProductCard(
        id=product_id,
        title=f"茶 {product_id}",
        description="",
        price=Money(6800, "CNY"),
        compare_at=None,
        compare_basis="",
        picture_url=None,
        available=available,
        stock_version=stock_version,
    )


def snapshot(state: str = "on_air") -> RoomSnapshot:
    """Return a show with two products, the first of which is pinned."""
    return RoomSnapshot(
        show=msgspec.convert(
            {"id": "shw_1", "slug": "tea", "title": "Tea", "host_name": "Lin", "state": state},
            ShowInfo,
        ),
        playback=Playback("offline", None),
        products=(card("prd_1"), card("prd_2")),
        pins=(Pin("prd_1", NOW - 5000),),
        likes=7,
    )


class Stage:
    """A room with a scheduler of its own."""

    def __init__(self, start: RoomSnapshot | None = None, policy: RoomPolicy | None = None) -> None:
        self.time = FakeScheduler()
        self.listeners = Listeners()
        around = Surroundings(self.time, lambda: NOW, policy or RoomPolicy(), self.listeners)
        self.room = Room(start or snapshot(), around)

    def join(self, you: You = VIEWER) -> FakeConnection:
        """Return a connection that has entered."""
        connection = FakeConnection()
        self.room.enter(connection, you)
        return connection
