"""The sliding window of a live playlist, and the requests that wait for it to move."""

from __future__ import annotations

import math
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from kaibo.adapters.media.builtin.hls.playlists import (
    AUDIO,
    INDEX,
    PLAIN,
    Shown,
    low_latency,
    plain,
)
from kaibo.adapters.media.builtin.hls.segments import Part, Segment
from kaibo.adapters.media.builtin.limits import StreamLimits


class Listener(Protocol):
    """Hears what a window gets, on the loop. It must neither block nor raise."""

    def on_part(self, segment: Segment, part: Part) -> None:
        """Take the newest part of the segment that is being written."""

    def on_segment_closed(self, segment: Segment) -> None:
        """Learn that a segment is complete."""

    def on_end(self) -> None:
        """Learn that nothing more comes."""


class Waiter:
    """A request for something that does not exist yet.

    It is woken once: when part `part` of segment `number` exists (or the whole segment, with
    `part` None), when the stream ends, or at its deadline.
    """

    __slots__ = ("deadline", "late", "number", "part", "wake")

    def __init__(
        self,
        number: int,
        part: int | None,
        deadline: float,
        wake: Callable[[], None],
        late: float = math.inf,
    ) -> None:
        """`late`: from when on its answer counts as late."""
        self.late = late
        self.number = number
        self.part = part
        self.deadline = deadline
        self.wake = wake


class Window:
    """What one stream's playlist shows. Written by the packager, read by the origin."""

    def __init__(self, limits: StreamLimits, *, name: str = INDEX, first: int = 0) -> None:
        """`name` is that of its playlist, `first` the number of its first segment."""
        self._limits = limits
        self.first = first
        """Number of the first segment there ever was."""
        self.family: list[tuple[str, Window]] = [(name, self)]
        """The playlists of the same stream, which tell of one another."""
        self._token = secrets.token_hex(6)
        self._listed: deque[Segment] = deque()
        self._retired: deque[Segment] = deque()
        self._files: dict[str, Sequence[bytes]] = {}
        self._inits = 0
        self._init_name = ""
        self._sound_init = ""
        self._next_number = first
        self._peaks = {False: 0.0, True: 0.0}
        self._discontinuities = 0
        self._part_target = 0.0
        self._target_duration: int | None = None
        self._texts: dict[str, bytes] = {}
        self._waiters: list[Waiter] = []
        self._listeners: list[Listener] = []
        self.ended = False

    # Written by the packager --------------------------------------------------------------

    def promise(self, part_target: float, target_duration: int | None) -> None:
        """State the bounds, in seconds. The first stated value of either stays."""
        self._part_target = self._part_target or part_target
        if self._target_duration is None:
            self._target_duration = target_duration

    def set_init(self, data: bytes, sound: bytes | None = None) -> None:
        """Publish the init segment of what follows, and that of its sound alone if there is any."""
        number, self._inits = self._inits, self._inits + 1
        self._init_name = f"{self._token}-i{number}.mp4"
        self._files[self._init_name] = (data,)
        self._sound_init = ""
        if sound is not None:
            self._sound_init = f"{self._token}a-i{number}.mp4"
            self._files[self._sound_init] = (sound,)
            if (AUDIO, self) not in self.family:
                self.family.append((AUDIO, self))

    def open_segment(self, starts_at: int, *, discontinuity: bool) -> None:
        """Begin the next segment; `starts_at` in wall-clock ms since the epoch."""
        new_init = not self._listed or self._listed[-1].init_name != self._init_name
        segment = Segment(
            self._next_number, self._token, self._init_name, starts_at, discontinuity, new_init,
            self._sound_init,
        )  # fmt: skip
        self._next_number += 1
        self._listed.append(segment)

    def add_part(
        self, data: bytes, duration: float, *, independent: bool, sound: bytes | None = None
    ) -> None:
        """Add a finished part to the open segment; `duration` in seconds.

        `sound` is the same part without its picture.
        """
        segment = self._listed[-1]
        own = segment.part_name(len(segment.parts), sound=True)
        part = Part(segment.next_part_name, round(duration, 3), independent, data, sound, own)
        segment.parts.append(part)
        self._files[part.name] = (data,)
        if sound is not None:
            self._files[own] = (sound,)
        for listener in tuple(self._listeners):
            listener.on_part(segment, part)

    def close_segment(self) -> None:
        """Complete the open segment and let the window slide."""
        segment = self._listed[-1]
        segment.complete = True
        segment.closed_at = time.monotonic()
        self._files[segment.name] = tuple(part.data for part in segment.parts)
        sounds = tuple(part.sound for part in segment.parts if part.sound is not None)
        if sounds:
            self._files[segment.sound_name] = sounds
        for sound in (False, True):
            if segment.duration > 0:
                rate = segment.size_of(sound=sound) * 8 / segment.duration
                self._peaks[sound] = max(self._peaks[sound], rate)
        self._slide()
        for listener in tuple(self._listeners):
            listener.on_segment_closed(segment)

    def commit(self) -> None:
        """Show what changed, and wake those who waited for it."""
        for _, window in self.family:
            window.forget_texts()
        if not self._waiters or not self.ready:
            return
        woken = [w for w in self._waiters if self.reached(w.number, w.part)]
        if woken:
            self._waiters = [w for w in self._waiters if not self.reached(w.number, w.part)]
            for waiter in woken:
                waiter.wake()

    def end(self) -> None:
        """Close the playlist for good."""
        self.ended = True
        self.commit()
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter.wake()
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.on_end()

    def forget_texts(self) -> None:
        """Write the playlists anew: this window or a sibling moved on."""
        self._texts.clear()

    # Read by a recorder -------------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Tell it of every part from now on; nothing more comes of an ended window."""
        self._listeners.append(listener)

    def unlisten(self, listener: Listener) -> None:
        """Tell it no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def held(self) -> Iterator[Segment]:
        """Every segment whose bytes are still here, oldest first, the open one last."""
        yield from self._retired
        yield from self._listed

    # Read by the origin -------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether there is a playlist to show."""
        return self._target_duration is not None and any(s.parts for s in self._listed)

    @property
    def startable(self) -> bool:
        """Whether a player can begin: hls.js needs one whole segment, parts alone are an error."""
        return self.ready and (self.ended or self.last_complete >= self._listed[0].number)

    @property
    def edge(self) -> int:
        """Number of the segment that is being written."""
        return self._next_number - 1

    @property
    def part_target(self) -> float:
        """`PART-TARGET` in seconds."""
        return self._part_target

    @property
    def target_duration(self) -> int:
        """`EXT-X-TARGETDURATION` in seconds."""
        return self._target_duration or 0

    @property
    def edge_parts(self) -> int:
        """How many parts the segment that is being written has."""
        return len(self._listed[-1].parts) if self._listed else 0

    @property
    def newest(self) -> tuple[int, int] | None:
        """Segment and index of the newest part that the playlist shows."""
        if not self.ready:
            return None
        last = next(s for s in reversed(self._listed) if s.parts)
        return last.number, len(last.parts) - 1

    @property
    def siblings(self) -> list[tuple[str, tuple[int, int] | None]]:
        """Each playlist of the stream, with segment and index of its newest part."""
        return [(name, window.newest) for name, window in self.family]

    @property
    def has_sound(self) -> bool:
        """Whether any listed segment has a sound track."""
        return any(s.sound_init for s in self._listed)

    def reached(self, number: int, part: int | None) -> bool:
        """Whether the playlist already shows that part, or that whole segment."""
        if self.ended:
            return True
        if not self.ready or number > self.edge:
            return False
        if number < self.edge - 1 or self._listed[-1].complete:
            return True
        if number == self.edge:
            return part is not None and part < self.edge_parts
        # A part beyond a segment's last one means the first of the next segment (6.2.5.2).
        inside = part is not None and part < len(self._listed[-2].parts)
        return inside or not self._tail_held

    def due_in(self, number: int, part: int | None) -> float:
        """Seconds until that part, or whole segment, ought to be there at the latest."""
        if not self.ready or part is None:
            return float(max(1, number - self.edge + 1) * self.target_duration)
        ahead = part - self.edge_parts if number == self.edge else part
        return (max(0, ahead) + 1) * self._part_target

    @property
    def last_complete(self) -> int:
        """Number of the last whole segment; -1 when there is none."""
        if self._listed and self._listed[-1].complete:
            return self.edge
        return self.edge - (2 if self._tail_held else 1)

    def wait(self, waiter: Waiter) -> None:
        """Wake it later."""
        self._waiters.append(waiter)

    def forget(self, waiter: Waiter) -> None:
        """Its client went away."""
        if waiter in self._waiters:
            self._waiters.remove(waiter)

    def expire(self, now: float) -> list[Waiter]:
        """Take out the waiters whose deadline has passed."""
        late = [w for w in self._waiters if w.deadline <= now]
        if late:
            self._waiters = [w for w in self._waiters if w.deadline > now]
        return late

    def file(self, name: str) -> Sequence[bytes] | None:
        """The pieces of an init segment, a part or a complete segment."""
        return self._files.get(name)

    def hinted(self) -> tuple[str, int, int] | None:
        """Name, segment and index of the part that comes next."""
        if self.ended or not self._listed or self._listed[-1].complete:
            return None
        return self._listed[-1].next_part_name, self.edge, self.edge_parts

    def is_hinted(self, name: str) -> bool:
        """Whether this part comes next, with its picture or without."""
        hint = self.hinted()
        return hint is not None and name in (hint[0], self._listed[-1].hint(sound=True))

    def rates(self, *, sound: bool = False) -> tuple[int, int]:
        """Bits per second of the fattest segment so far, and of the listed ones on average."""
        whole = [s for s in self._listed if s.complete and s.init(sound=sound)]
        seconds = sum(s.duration for s in whole)
        bits = sum(s.size_of(sound=sound) for s in whole) * 8
        average = int(bits / seconds) if seconds else 0
        return max(int(self._peaks[sound]), average), average

    def playlist(self, name: str = INDEX) -> bytes:
        """A media playlist by its file name. One text serves every viewer until the next part."""
        text = self._texts.get(name)
        if text is None:
            shown = self._shown()
            written = plain(self, shown) if name == PLAIN else low_latency(self, shown, name)
            text = self._texts[name] = written.encode()
        return text

    # Inside -------------------------------------------------------------------------------

    @property
    def _tail_held(self) -> bool:
        """Whether a complete segment's `EXTINF` still waits for the first part of the next.

        hls.js (1.7) takes a segment for fully loaded when all but 0.2 s of it is buffered. If
        it learned in one step of the last part and of the segment's end while it was appending
        the part before, it would leave that last part out and stall on the hole.
        """
        if self.ended or self._next_number <= self.first + 2:
            return False  # nobody can be playing before the first segment's end is shown
        last = self._listed[-1]
        fresh = not last.parts and not last.complete
        return fresh and not last.discontinuity and not last.new_init

    def _shown(self) -> Shown:
        held = self._tail_held
        segments = tuple(self._listed)[: -1 if held else None]
        last = self._listed[-1]
        return Shown(
            segments,
            segments[-1] if held else None,
            self._discontinuities,
            None if last.complete else last,
        )

    def _slide(self) -> None:
        least = max(self._limits.window_seconds, 3.0 * self.target_duration)
        shown = sum(s.duration for s in self._listed)
        while len(self._listed) > self._limits.window_segments:
            first = self._listed[0]
            if shown - first.duration < least:
                break
            shown -= first.duration
            self._listed.popleft()
            self._retired.append(first)
            self._discontinuities += first.discontinuity
        # A segment stays for as long again as a playlist that held it can be in use (6.2.2).
        kept = sum(s.duration for s in self._retired)
        held = sum(s.size for s in self._retired) + sum(s.size for s in self._listed)
        while self._retired:
            first = self._retired[0]
            if kept - first.duration < shown and held <= self._limits.kept_bytes:
                break
            kept -= first.duration
            held -= first.size
            self._forget_files(self._retired.popleft())

    def _forget_files(self, segment: Segment) -> None:
        names = [segment.name, segment.sound_name]
        for part in segment.parts:
            names += (part.name, part.sound_name)
        for name in names:
            self._files.pop(name, None)
        in_use = {s.init_name for s in (*self._retired, *self._listed)} | {self._init_name}
        if segment.init_name not in in_use:
            self._files.pop(segment.init_name, None)
            self._files.pop(segment.sound_init, None)
