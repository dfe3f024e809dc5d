"""Parts and segments as the playlist and the origin share them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

_SOUND = "a"
"""Stands behind the token in the names of what has no picture."""


@dataclass(frozen=True, slots=True)
class Part:
    """A partial segment. `duration` in seconds."""

    name: str
    duration: float
    independent: bool
    data: bytes
    sound: bytes | None = None
    """The same time without its picture; None where the stream has no sound track."""
    sound_name: str = ""


@dataclass(slots=True)
class Segment:
    """A media segment, whose bytes are those of its parts one after the other."""

    number: int
    """Its media sequence number."""
    token: str
    init_name: str
    starts_at: int
    """Wall-clock ms since the epoch of its first picture."""
    discontinuity: bool = False
    new_init: bool = False
    sound_init: str = ""
    """The init segment of its sound alone; empty where there is no sound track."""
    parts: list[Part] = field(default_factory=list)
    complete: bool = False
    closed_at: float | None = None
    """On the monotonic clock."""
    _lines: dict[bool, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its file name."""
        return f"{self.token}-{self.number}.m4s"

    @property
    def next_part_name(self) -> str:
        """The name that its next part will have."""
        return self.part_name(len(self.parts))

    def part_name(self, index: int, *, sound: bool = False) -> str:
        """The name of one of its parts, or of that part's sound."""
        return f"{self.token}{_SOUND if sound else ''}-{self.number}.{index}.m4s"

    @property
    def sound_name(self) -> str:
        """The file name of its sound."""
        return f"{self.token}{_SOUND}-{self.number}.m4s"

    def init(self, *, sound: bool) -> str:
        """The name of the init segment that it needs."""
        return self.sound_init if sound else self.init_name

    def hint(self, *, sound: bool = False) -> str:
        """The name that its next part will have; empty when that has no sound."""
        return self.part_name(len(self.parts), sound=sound) if self.init(sound=sound) else ""

    @property
    def duration(self) -> float:
        """Seconds so far."""
        return round(sum(part.duration for part in self.parts), 3)

    @property
    def size(self) -> int:
        """Bytes so far."""
        return sum(len(part.data) for part in self.parts)

    def size_of(self, *, sound: bool) -> int:
        """Bytes so far, of all or of the sound alone."""
        return sum(len(part.sound or b"") for part in self.parts) if sound else self.size

    def head(self, *, init: str = "") -> str:
        """Write the tags in front of its first part; `init` is named if it is new there."""
        out = "#EXT-X-DISCONTINUITY\n" if self.discontinuity else ""
        if init:
            out += f'#EXT-X-MAP:URI="{init}"\n'
        moment = datetime.fromtimestamp(self.starts_at / 1000, UTC)
        stamp = moment.isoformat(timespec="milliseconds").removesuffix("+00:00")
        return f"{out}#EXT-X-PROGRAM-DATE-TIME:{stamp}Z\n"

    def part_lines(self, *, sound: bool = False) -> str:
        """Write its parts."""
        known = self._lines.get(sound)
        if known is not None:
            return known
        write = self._sound_line if sound else self._line
        lines = "".join(map(write, self.parts))
        if self.complete:
            self._lines[sound] = lines
        return lines

    def tail(self, *, sound: bool = False) -> str:
        """Write the segment itself, once it is complete."""
        if not self.complete:
            return ""
        gap = "#EXT-X-GAP\n" if sound and not self.sound_init else ""
        name = self.sound_name if sound else self.name
        return f"{gap}#EXTINF:{self.duration:.3f},\n{name}\n"

    def _line(self, part: Part) -> str:
        independent = ",INDEPENDENT=YES" if part.independent else ""
        return f'#EXT-X-PART:DURATION={part.duration:.3f},URI="{part.name}"{independent}\n'

    def _sound_line(self, part: Part) -> str:
        state = "GAP" if part.sound is None else "INDEPENDENT"
        return f'#EXT-X-PART:DURATION={part.duration:.3f},URI="{part.sound_name}",{state}=YES\n'
