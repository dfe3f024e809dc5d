"""Parts and segments as the playlist and the origin share them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A partial segment. `duration` in seconds."""

    name: str
    duration: float
    independent: bool
    data: bytes


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
    parts: list[Part] = field(default_factory=list)
    complete: bool = False
    closed_at: float | None = None
    """On the monotonic clock."""
    _lines: str | None = None

    @property
    def name(self) -> str:
        """Its file name."""
        return f"{self.token}-{self.number}.m4s"

    @property
    def next_part_name(self) -> str:
        """The name that its next part will have."""
        return f"{self.token}-{self.number}.{len(self.parts)}.m4s"

    @property
    def duration(self) -> float:
        """Seconds so far."""
        return round(sum(part.duration for part in self.parts), 3)

    @property
    def size(self) -> int:
        """Bytes so far."""
        return sum(len(part.data) for part in self.parts)

    def head(self, *, show_init: bool) -> str:
        """Write the tags in front of its first part."""
        out = "#EXT-X-DISCONTINUITY\n" if self.discontinuity else ""
        if show_init:
            out += f'#EXT-X-MAP:URI="{self.init_name}"\n'
        moment = datetime.fromtimestamp(self.starts_at / 1000, UTC)
        stamp = moment.isoformat(timespec="milliseconds").removesuffix("+00:00")
        return f"{out}#EXT-X-PROGRAM-DATE-TIME:{stamp}Z\n"

    def part_lines(self) -> str:
        """Write its parts."""
        if self._lines is not None:
            return self._lines
        lines = "".join(
            f'#EXT-X-PART:DURATION={part.duration:.3f},URI="{part.name}"'
            + (",INDEPENDENT=YES\n" if part.independent else "\n")
            for part in self.parts
        )
        if self.complete:
            self._lines = lines
        return lines

    def tail(self) -> str:
        """Write the segment itself, once it is complete."""
        return f"#EXTINF:{self.duration:.3f},\n{self.name}\n" if self.complete else ""
