"""One live room in memory.

Invariants
- Used from the event loop's thread only; nothing here waits.
- `seq` grows by one with each event that goes out; (epoch, seq) names one state, and a new epoch
  begins when a room is loaded.
- A newcomer's `Hello` and everything sent afterwards fit together without gap or repetition.
- Sequenced frames are never skipped; ticks may be.
"""

import secrets
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import UNSET

from kaibo.modules.rooms import gone, metrics
from kaibo.modules.rooms.crowd import Keys
from kaibo.modules.rooms.danmaku import DanmakuLane
from kaibo.modules.rooms.fanout import FanOut, Subscriber
from kaibo.modules.rooms.frames import (
    Danmaku,
    Event,
    RoomEvent,
    RoomSnapshot,
    Tick,
    You,
    encode,
)
from kaibo.modules.rooms.greeting import Greeter
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.modules.rooms.live import Answer, Declined, Taken, too_fast
from kaibo.modules.rooms.muting import Mutes, silenced
from kaibo.modules.rooms.presence import Guest, Presence, sockets_of
from kaibo.modules.rooms.scheduling import Scheduler, Ticker
from kaibo.modules.rooms.signals import Signal
from kaibo.modules.rooms.state import apply, from_snapshot, settle, to_snapshot
from kaibo.platform.realtime import wire


class Outlet(Protocol):
    """Where a room's frames go besides its own sockets: to gateways. Never waits."""

    def on_sequenced(self, room_id: str, epoch: str, seq: int, payload: bytes, /) -> None:
        """Event `seq` goes out as `payload`."""

    def on_tick(self, room_id: str, epoch: str, payload: bytes, /) -> None:
        """A tick goes out as `payload`."""

    def on_mutes(self, room_id: str, mutes: Mutes, /) -> None:
        """These may not speak now, and no others."""

    def on_forgotten(self, room_id: str, /) -> None:
        """Some of the recent talk is forgotten."""

    def on_gone(self, viewer_ids: Collection[str], /) -> None:
        """These were erased: no room lets them in."""


class NoOutlet:
    """All sockets are in this process."""

    def on_sequenced(self, room_id: str, epoch: str, seq: int, payload: bytes, /) -> None:
        """Send nothing."""

    def on_tick(self, room_id: str, epoch: str, payload: bytes, /) -> None:
        """Send nothing."""

    def on_mutes(self, room_id: str, mutes: Mutes, /) -> None:
        """Send nothing."""

    def on_forgotten(self, room_id: str, /) -> None:
        """Send nothing."""

    def on_gone(self, viewer_ids: Collection[str], /) -> None:
        """Send nothing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a room is given: time, numbers, and who listens. `now` is in ms since the epoch."""

    scheduler: Scheduler
    now: Callable[[], int]
    policy: RoomPolicy
    listener: RoomListener
    outlet: Outlet = field(default_factory=NoOutlet)


class Room:
    """The room of one show. Made and kept by the hub."""

    def __init__(
        self, snapshot: RoomSnapshot, around: Surroundings, mutes: Mutes | None = None
    ) -> None:
        policy, time = around.policy, around.scheduler.time()
        self.id = snapshot.show.id
        self.epoch = secrets.token_urlsafe(9)
        self.seq = 0
        self.likes = snapshot.likes
        self.empty_since: float | None = time
        self._around = around
        self._state = from_snapshot(snapshot)
        self._fanout = FanOut(around.scheduler, self._numbers)
        self._presence = Presence(policy)
        self._here: dict[Subscriber, You] = {}
        self._lane = DanmakuLane(burst=policy.shown_burst, rate=policy.shown_rate, now=time)
        self._recent: deque[Danmaku] = deque(maxlen=policy.recent)
        self._shown: dict[str, Danmaku] = {}
        self._mutes = mutes or {}
        self._said = 0
        self._told_likes = self.likes
        self._told_watching = 0
        self._ticked_at = float("-inf")
        self._ticker = Ticker(around.scheduler, self._tick)
        self._greeter = Greeter(self.epoch)

    @property
    def is_closed(self) -> bool:
        """Whether the show is over."""
        return self._state.show.state == "closed"

    @property
    def is_on_air(self) -> bool:
        """Whether the show is on air."""
        return self._state.show.state == "on_air"

    @property
    def slug(self) -> str:
        """The show's name in addresses."""
        return self._state.show.slug

    @property
    def watching(self) -> int:
        """Distinct viewers in the room."""
        return self._presence.watching

    @property
    def recent(self) -> tuple[Danmaku, ...]:
        """The lines that were shown lately, oldest first."""
        return tuple(self._recent)

    @property
    def mutes(self) -> Mutes:
        """Who may not speak, and until when."""
        return self._mutes

    def line(self, danmaku_id: str) -> Danmaku | None:
        """Return a line that was shown not long ago."""
        return self._shown.get(danmaku_id)

    def mute(self, mutes: Mutes) -> None:
        """Let these not speak, and all others."""
        if mutes != self._mutes:
            self._mutes = mutes
            self._around.outlet.on_mutes(self.id, mutes)

    def forget_talk(self, viewer_ids: Collection[str]) -> None:
        """Forget what these said: nobody who comes is told it, and the crew cannot hold it up."""
        self._lane.forget(viewer_ids)
        kept = (line for line in self._recent if line.viewer_id not in viewer_ids)
        self._recent = deque(kept, maxlen=self._recent.maxlen)
        self._shown = {
            name: line for name, line in self._shown.items() if line.viewer_id not in viewer_ids
        }
        self._greeter.forget_recent()
        self._around.outlet.on_forgotten(self.id)

    def snapshot(self) -> RoomSnapshot:
        """Return all that is known now."""
        return to_snapshot(self._state, likes=self.likes, watching=self.watching)

    def publish(self, event: RoomEvent) -> int | None:
        """Apply `event` and send it to everyone.

        Return its sequence number, or None when it says nothing new (see `state.settle`).
        """
        settled = settle(self._state, event)
        if settled is None:
            return None
        self._state = apply(self._state, settled)
        self.seq += 1
        payload = encode(Event(epoch=self.epoch, seq=self.seq, e=settled))
        self._fanout.post(payload, ephemeral=False)
        self._around.outlet.on_sequenced(self.id, self.epoch, self.seq, payload)
        metrics.EVENTS.labels(str(settled.__struct_config__.tag)).inc()
        self._around.listener.on_event(self.id, self.seq, settled)
        return self.seq

    def enter(self, connection: Subscriber, you: You) -> Guest:
        """Let a connection in, greet it, and send it everything from now on."""
        guest, is_first = self._count_in(you)
        self._here[connection] = you
        self._fanout.add(connection)
        self.greet(connection, you)
        if is_first:
            self._around.listener.on_joined(self.id, you)
        return guest

    def leave(self, connection: Subscriber, guest: Guest) -> None:
        """Let go of a connection that is closed."""
        self._here.pop(connection, None)
        self._fanout.remove(connection)
        self.depart(guest)

    def arrive(self, you: You) -> Guest:
        """Count a person who is at a gateway, once for each gateway; `depart` is the way back."""
        guest, is_first = self._count_in(you)
        if is_first:
            self._around.listener.on_joined(self.id, you)
        return guest

    def depart(self, guest: Guest) -> None:
        """Count a person out who has left a gateway, or closed a connection."""
        is_last = self._presence.leave(guest)
        if not len(self._presence):
            self.empty_since = self._around.scheduler.time()
        if is_last:
            self._count_viewers(guest.you, -1)
            self._around.listener.on_left(self.id, guest.you)

    def greet(self, connection: Subscriber, you: You) -> None:
        """Send `you` the whole truth: at the start, and again after a gap."""
        self._fanout.flush()
        hello = self._greeter.hello(
            you, self.seq, self._state, self._recent, likes=self.likes, watching=self.watching
        )
        connection.send_frame(hello)

    def hear(
        self,
        guest: Guest,
        text: str,
        answer: Answer,
        keys: Keys | None = None,  # noqa: ARG002 -- a mirror's; here its limits were looked at
        danmaku_id: str | None = None,
    ) -> None:
        """Take a cleaned line when the person has not said too much; `answer` is told at once."""
        now = self._around.scheduler.time()
        if self.is_closed:
            answer(Declined("rooms.closed"))
        elif declined := silenced(self._mutes, guest.you, self._around.now()):
            answer(declined)
        elif guest.say.take(now):
            answer(Taken(self.say(guest.you, text, danmaku_id).id))
        else:
            answer(too_fast(guest.say, now))

    def say(self, you: You, text: str, danmaku_id: str | None = None) -> Danmaku:
        """Take a checked line of talk for the next tick; a gateway's has its name already."""
        self._said += 1
        danmaku = Danmaku(
            id=danmaku_id or f"{self.epoch}-{self._said}",
            viewer_id=you.id,
            name=you.name,
            text=text,
            at=self._around.now(),
            role=you.role,
        )
        metrics.DANMAKU.inc()
        self._lane.offer(danmaku)
        self._tick_after(self._tick_interval())
        self._around.listener.on_danmaku(self.id, danmaku)
        return danmaku

    def note(self, danmaku: Danmaku) -> None:
        """Count a line that a gateway showed while it was cut off; it is not shown again."""
        metrics.DANMAKU.inc()
        self._keep((danmaku,))
        self._around.listener.on_danmaku(self.id, danmaku)

    def like(self, you: You, count: int, keys: Keys | None = None) -> None:  # noqa: ARG002 -- a mirror's
        """Add `count` likes, already limited."""
        self.likes += count
        self._tick_after(self._around.policy.likes_tick)
        self._around.listener.on_likes(self.id, you, count)

    def beat(self, you: You) -> None:
        """Take it that the picture plays at `you` now, in one tab or in several."""
        self._around.listener.on_beat(self.id, you)

    def suspect(self, signal: Signal) -> None:
        """Keep for review what looked as if no person did it."""
        self._around.listener.on_signal(self.id, signal)

    def send_away(self, viewer_ids: Collection[str]) -> None:
        """Close the sockets of viewers who were erased."""
        theirs = sockets_of(self._here, viewer_ids)
        self._fanout.close(theirs, wire.TICKET_REFUSED, gone.REASON)

    def close(self, code: int, reason: str = "") -> None:
        """Send everyone away and stop the clock."""
        self._ticker.close()
        self._fanout.close_all(code, reason)

    def _count_in(self, you: You) -> tuple[Guest, bool]:
        guest, is_first = self._presence.enter(you, self._around.scheduler.time())
        self.empty_since = None
        if is_first:
            self._count_viewers(you, 1)
        return guest, is_first

    def _count_viewers(self, you: You, change: int) -> None:
        if you.role == "viewer":
            metrics.WATCHING.inc(change)
            self._tick_after(self._around.policy.watching_tick)

    def _tick_interval(self) -> float:
        policy = self._around.policy
        size = max(len(self._fanout), self.watching)
        return policy.tick_when_large if size >= policy.large else policy.tick

    def _tick_after(self, interval: float) -> None:
        """Tick as soon as `interval` seconds lie between the last tick and the next."""
        self._ticker.by(self._ticked_at + interval)

    def _tick(self) -> None:
        time = self._around.scheduler.time()
        shown, left_out = self._lane.take(time)
        metrics.SAMPLED_OUT.inc(left_out)
        watching = self.watching
        tick = Tick(
            at=self._around.now(),
            danmaku=shown or UNSET,
            likes=self.likes if self.likes != self._told_likes else UNSET,
            watching=watching if watching != self._told_watching else UNSET,
        )
        if tick.danmaku is not UNSET or tick.likes is not UNSET or tick.watching is not UNSET:
            self._told_likes, self._told_watching = self.likes, watching
            self._ticked_at = time
            self._remember(shown)
            payload = encode(tick)
            self._fanout.post(payload, ephemeral=True)
            self._around.outlet.on_tick(self.id, self.epoch, payload)
        if self._lane.is_waiting:
            self._ticker.by(time + self._tick_interval())

    def _numbers(self) -> bytes:
        return encode(Tick(at=self._around.now(), likes=self.likes, watching=self.watching))

    def _remember(self, shown: tuple[Danmaku, ...]) -> None:
        if shown:
            self._recent.extend(shown)
            self._keep(shown)
            self._greeter.forget_recent()

    def _keep(self, lines: tuple[Danmaku, ...]) -> None:
        """Keep what was said for the crew, who may hide it or hold it up."""
        for line in lines:
            self._shown[line.id] = line
        for _ in range(len(self._shown) - self._around.policy.kept):
            del self._shown[next(iter(self._shown))]
