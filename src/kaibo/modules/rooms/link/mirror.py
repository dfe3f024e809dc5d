"""A gateway's mirror of one room.

Invariants
- Used from the event loop's thread only; nothing here waits.
- What it holds is the core's state at (epoch, seq). It takes the next event or nothing: after a gap
  it is stale until a whole copy comes.
- A socket gets a hello and then everything that fits it. After a gap each gets a new hello, and
  nothing in between, so that no client sees a gap that it did not cause.
- While the core cannot be reached the mirror is adrift: talk goes on among its own sockets, and is
  kept for the core; state stands still.
"""

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

import msgspec
from msgspec import UNSET

from kaibo.modules.rooms import gone
from kaibo.modules.rooms.crowd import Keys
from kaibo.modules.rooms.danmaku import DanmakuLane
from kaibo.modules.rooms.fanout import FanOut, Subscriber
from kaibo.modules.rooms.frames import Danmaku, Event, RoomSnapshot, Tick, You, encode
from kaibo.modules.rooms.greeting import Greeter
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.link import metrics
from kaibo.modules.rooms.link.messages import (
    Batch,
    Copy,
    Likes,
    LinkPolicy,
    Mark,
    Move,
    Overdue,
    Sequenced,
    Spoken,
    Ticked,
)
from kaibo.modules.rooms.live import Answer, Declined, Taken, too_fast
from kaibo.modules.rooms.muting import Mutes, silenced
from kaibo.modules.rooms.presence import Guest, Presence, sockets_of
from kaibo.modules.rooms.scheduling import Scheduler, Ticker
from kaibo.modules.rooms.signals import Signal
from kaibo.modules.rooms.state import apply, from_snapshot, to_snapshot
from kaibo.platform.realtime import wire

_decode_event = msgspec.json.Decoder(Event).decode
_decode_tick = msgspec.json.Decoder(Tick).decode


@dataclass(frozen=True, slots=True)
class GatewaySide:
    """What a mirror is given by its gateway."""

    gateway: str
    scheduler: Scheduler
    now: Callable[[], int]
    policy: RoomPolicy
    link: LinkPolicy
    name_line: Callable[[], str]
    """Give a name that no other line has, at any gateway."""
    tell: Callable[[Spoken], bool]
    """Send the core a line at once; False: the link is down."""
    wake: Callable[["MirrorRoom"], None]
    """Have `MirrorRoom.batch` sent soon."""


class MirrorRoom:
    """A room that this gateway shows and does not own. Made and kept by `GatewayHub`."""

    def __init__(self, copy: Copy, side: GatewaySide, *, is_adrift: bool = False) -> None:
        policy, time = side.policy, side.scheduler.time()
        self.id = copy.room
        self.epoch, self.seq = copy.epoch, copy.seq
        self.likes = copy.snapshot.likes
        self.is_stale = False
        """Whether a copy has been asked for, because something was missed."""
        self.empty_since: float | None = time
        self._is_adrift = is_adrift
        self._mutes = copy.mutes
        self._side = side
        self._state = from_snapshot(copy.snapshot)
        self._recent: deque[Danmaku] = deque(copy.recent, maxlen=policy.recent)
        self._counted = copy.snapshot.watching
        self._fanout = FanOut(side.scheduler, self._numbers)
        self._presence = Presence(policy)
        self._lane = DanmakuLane(burst=policy.shown_burst, rate=policy.shown_rate, now=time)
        self._greeter = Greeter(self.epoch)
        self._ticker = Ticker(side.scheduler, self._tick)
        self._told = (self.likes, self._counted)
        self._here: dict[Subscriber, You] = {}
        self._ungreeted: dict[Subscriber, You] = {}
        self._greeting = Ticker(side.scheduler, self._greet_some)
        self._moves: list[Move] = []
        self._liked: dict[tuple[str, str, Keys | None], Likes] = {}
        self._is_overdue = False
        self._beats: dict[tuple[str, str], You] = {}
        self._signals: deque[Signal] = deque(maxlen=side.link.signals)
        self._unanswered: dict[str, tuple[Danmaku, Keys | None, Answer]] = {}
        self._overdue: deque[Danmaku] = deque(maxlen=side.link.overdue)

    # For sockets (`live.LiveRoom`)

    @property
    def slug(self) -> str:
        """The show's name in addresses."""
        return self._state.show.slug

    @property
    def is_closed(self) -> bool:
        """Whether the show is over."""
        return self._state.show.state == "closed"

    @property
    def watching(self) -> int:
        """Distinct viewers as the core counted them; those who are here are no fewer."""
        return max(self._counted, self._presence.watching)

    @property
    def people(self) -> tuple[You, ...]:
        """Everybody who is here."""
        return self._presence.people

    def snapshot(self) -> RoomSnapshot:
        """Return all that is known now."""
        return to_snapshot(self._state, likes=self.likes, watching=self.watching)

    def enter(self, connection: Subscriber, you: You) -> Guest:
        """Let a connection in, greet it from the copy, and send it everything from now on."""
        guest, is_first = self._presence.enter(you, self._side.scheduler.time())
        self.empty_since = None
        self._here[connection] = you
        self._fanout.add(connection)
        self.greet(connection, you)
        if is_first:
            self._move(Move(you, is_here=True))
        return guest

    def leave(self, connection: Subscriber, guest: Guest) -> None:
        """Let go of a connection that is closed."""
        self._here.pop(connection, None)
        self._ungreeted.pop(connection, None)
        self._fanout.remove(connection)
        if not self._here:
            self.empty_since = self._side.scheduler.time()
        if self._presence.leave(guest):
            self._move(Move(guest.you, is_here=False))

    def greet(self, connection: Subscriber, you: You) -> None:
        """Send `you` the whole truth, unless it is on its way to everybody."""
        if connection in self._ungreeted:
            return
        self._fanout.flush()
        hello = self._greeter.hello(
            you, self.seq, self._state, self._recent, likes=self.likes, watching=self.watching
        )
        connection.send_frame(hello)

    def hear(self, guest: Guest, text: str, answer: Answer, keys: Keys | None = None) -> None:
        """Pass a line on to the core, which answers; adrift, take it here."""
        now = self._side.scheduler.time()
        declined = silenced(self._mutes, guest.you, self._side.now())
        if declined is not None:
            answer(declined)
            return
        if not guest.say.take(now):
            answer(too_fast(guest.say, now))
            return
        you = guest.you
        line = Danmaku(self._side.name_line(), you.id, you.name, text, self._side.now(), you.role)
        if not self._is_adrift and self._side.tell(self._spoken(line, keys)):
            self._unanswered[line.id] = (line, keys, answer)
        else:
            answer(Taken(line.id))
            self._keep(line)

    def like(self, you: You, count: int, keys: Keys | None = None) -> None:
        """Add `count` likes to those that go to the core together."""
        key = (you.role, you.id, keys)
        known = self._liked.get(key)
        self._liked[key] = Likes(you, count + (known.count if known is not None else 0), keys)
        if self._is_adrift:
            self._count_likes(count)
        else:
            self._side.wake(self)

    def beat(self, you: You) -> None:
        """Pass on that the picture plays before `you`; adrift, nobody counts it."""
        if not self._is_adrift:
            self._beats[(you.role, you.id)] = you
            self._side.wake(self)

    def suspect(self, signal: Signal) -> None:
        """Pass on what looked as if no person did it, when the core can be reached."""
        self._signals.append(signal)
        self._side.wake(self)

    def send_away(self, viewer_ids: Collection[str]) -> None:
        """Close the sockets of viewers who were erased."""
        theirs = sockets_of(self._here, viewer_ids)
        self._fanout.close(theirs, wire.TICKET_REFUSED, gone.REASON)

    def close(self, code: int, reason: str = "") -> None:
        """Send everyone away and stop the clocks."""
        self._ticker.close()
        self._greeting.close()
        self._fanout.close_all(code, reason)
        for connection in tuple(self._ungreeted):
            connection.close(code, reason)

    # From the core; what says False has shown that something was missed

    def take_event(self, message: Sequenced) -> bool:
        """Apply the next event and send it to everyone."""
        if self.is_stale or (message.epoch == self.epoch and message.seq <= self.seq):
            return True
        if (message.epoch, message.seq) != (self.epoch, self.seq + 1):
            return False
        self._state = apply(self._state, _decode_event(message.payload).e)
        self.seq = message.seq
        self._fanout.post(message.payload, ephemeral=False)
        return True

    def take_tick(self, message: Ticked) -> bool:
        """Send a tick to everyone."""
        if self.is_stale:
            return True
        if message.epoch != self.epoch:
            return False
        tick = _decode_tick(message.payload)
        if tick.danmaku is not UNSET:
            self._recent.extend(tick.danmaku)
            self._greeter.forget_recent()
        if tick.likes is not UNSET:
            self.likes = tick.likes
        if tick.watching is not UNSET:
            self._counted = tick.watching
        self._told = (self.likes, self.watching)
        self._fanout.post(message.payload, ephemeral=True)
        return True

    def take_mark(self, mark: Mark) -> bool:
        """Compare with where the core is."""
        if self.is_stale:
            return True
        if (mark.epoch, mark.seq) != (self.epoch, self.seq):
            return False
        self._take_numbers(mark.likes, mark.watching)
        return True

    def mute(self, mutes: Mutes) -> None:
        """Let these not speak, and all others."""
        self._mutes = mutes

    def renew(self, copy: Copy) -> None:
        """Take a whole copy, and greet everyone anew when it is of another moment than ours."""
        self.is_stale = False
        self._mutes = copy.mutes
        is_same = (copy.epoch, copy.seq) == (self.epoch, self.seq)
        self._recent = deque(copy.recent, maxlen=self._side.policy.recent)
        self._greeter.forget_recent()
        if is_same:
            self._take_numbers(copy.snapshot.likes, copy.snapshot.watching)
            return
        metrics.RENEWED.inc()
        self._fanout.flush()
        self.epoch, self.seq = copy.epoch, copy.seq
        self._greeter = Greeter(self.epoch)
        self._state = from_snapshot(copy.snapshot)
        self.likes, self._counted = copy.snapshot.likes, copy.snapshot.watching
        self._told = (self.likes, self.watching)
        self._greet_everyone()

    def settle(self, line_id: str, outcome: Taken | Declined) -> None:
        """Tell a sender what the core said."""
        *_, answer = self._unanswered.pop(line_id, (None, None, None))
        if answer is not None:
            answer(outcome)

    # The core lost and back

    def drift(self) -> None:
        """Go on without the core. Lines that it may not have got are taken here."""
        self._is_adrift = True
        self._moves.clear()  # the roster will tell
        self._count_likes(sum(liked.count for liked in self._liked.values()))
        unanswered, self._unanswered = self._unanswered, {}
        seen = {line.id for line in self._recent}
        for line, _, answer in unanswered.values():
            answer(Taken(line.id))
            if line.id in seen:
                self._overdue.append(line)
            else:
                self._keep(line)

    def rejoin(self) -> Overdue | None:
        """Go on with the core; return what was said meanwhile, and shown."""
        self._is_adrift, self._is_overdue = False, True
        seen = {line.id for line in self._recent}
        for line_id in [line_id for line_id in self._unanswered if line_id in seen]:
            # Its core went after it had shown the line, and before it said so.
            line, _, answer = self._unanswered.pop(line_id)
            self._overdue.append(line)
            answer(Taken(line_id))
        self._moves.clear()
        lines, self._overdue = tuple(self._overdue), deque(maxlen=self._side.link.overdue)
        return Overdue(self._side.gateway, self.id, lines) if lines else None

    def unanswered(self) -> tuple[Spoken, ...]:
        """Return the lines that the core has not answered; it takes each once."""
        return tuple(self._spoken(line, keys) for line, keys, _ in self._unanswered.values())

    def batch(self) -> Batch | None:
        """Take what waits for the core."""
        if self._is_adrift:
            return None
        # Asked for right after the core is back: the first holds all of the time without it.
        is_overdue, self._is_overdue = self._is_overdue, False
        if not (self._moves or self._liked or self._beats or self._signals):
            return None
        batch = Batch(
            gateway=self._side.gateway,
            room=self.id,
            moves=tuple(self._moves),
            likes=tuple(self._liked.values()),
            beats=tuple(self._beats.values()),
            signals=tuple(self._signals),
            is_overdue=is_overdue,
        )
        self._moves, self._liked, self._beats = [], {}, {}
        self._signals.clear()
        return batch

    # Inside

    def _spoken(self, line: Danmaku, keys: Keys | None) -> Spoken:
        you = You(id=line.viewer_id, name=line.name, role=line.role)
        return Spoken(self._side.gateway, self.id, line.id, you, line.text, keys)

    def _move(self, move: Move) -> None:
        if not self._is_adrift:
            self._moves.append(move)
            self._side.wake(self)

    def _keep(self, line: Danmaku) -> None:
        metrics.ADRIFT.inc()
        self._overdue.append(line)
        self._lane.offer(line)
        self._tick_within(self._side.policy.tick)

    def _count_likes(self, count: int) -> None:
        if count:
            self.likes += count
            self._tick_within(self._side.policy.likes_tick)

    def _take_numbers(self, likes: int, watching: int) -> None:
        self.likes, self._counted = likes, watching
        if self._told != (self.likes, self.watching):
            self._tick_within(0.0)

    def _numbers(self) -> bytes:
        return encode(Tick(at=self._side.now(), likes=self.likes, watching=self.watching))

    def _tick_within(self, seconds: float) -> None:
        self._ticker.by(self._side.scheduler.time() + seconds)

    def _tick(self) -> None:
        """Tell what the core did not: its own ticks bring the rest."""
        shown, _ = self._lane.take(self._side.scheduler.time())
        numbers = (self.likes, self.watching)
        if shown:
            self._recent.extend(shown)
            self._greeter.forget_recent()
        if shown or numbers != self._told:
            tick = Tick(
                at=self._side.now(),
                danmaku=shown or UNSET,
                likes=UNSET if numbers[0] == self._told[0] else numbers[0],
                watching=UNSET if numbers[1] == self._told[1] else numbers[1],
            )
            self._told = numbers
            self._fanout.post(encode(tick), ephemeral=True)
        if self._lane.is_waiting:
            self._tick_within(self._side.policy.tick)

    def _greet_everyone(self) -> None:
        for connection, you in self._here.items():
            self._fanout.remove(connection)
            self._ungreeted[connection] = you
        self._greet_some()

    def _greet_some(self) -> None:
        for connection in tuple(self._ungreeted)[: self._side.link.greeted_at_once]:
            you = self._ungreeted.pop(connection)
            self._fanout.add(connection)
            self.greet(connection, you)
        if self._ungreeted:
            self._greeting.by(self._side.scheduler.time() + self._side.link.greet_pause)
