"""The journal of a recording, `index.jsonl`: one JSON object a line, only ever appended to.

Reading bears what a crash leaves: a torn last line is no line, and lines of a later version that
this one does not know are passed over. docs/recording.md describes the format for others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields

NAME = "index.jsonl"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Open:
    """A recording begins, or goes on after it was closed. Times are wall-clock ms since 1970."""

    stream_id: str
    started_at_ms: int
    server_id: str = ""
    v: int = VERSION


@dataclass(frozen=True, slots=True)
class File:
    """A file begins: `init_bytes` of init segment, then media segments in those formats."""

    file: str
    init_bytes: int
    codecs: str
    width: int
    height: int
    frame_rate: float
    sample_rate: int | None
    format: str = ""
    """A digest of the init segment: files that share it can be joined without decoding."""


@dataclass(frozen=True, slots=True)
class Seg:
    """A segment is in its file, whole and synced."""

    file: str
    offset: int
    bytes: int
    duration_ms: int
    starts_at_ms: int
    discontinuity: bool
    independent: bool
    """Whether decoding can begin with its first picture."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Writing had to stop here; what follows is in a new file."""

    reason: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Close:
    """The recording is whole, unless another `Open` follows."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reported:
    """Core knows of the last `Close`."""


Record = Open | File | Seg | Gap | Close | Reported

_KINDS: dict[str, type[Record]] = {
    "open": Open,
    "file": File,
    "seg": Seg,
    "gap": Gap,
    "close": Close,
    "reported": Reported,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(slots=True)
class Journal:
    """What the lines say together."""

    open: Open | None = None
    """The first one."""
    files: list[File] = field(default_factory=list)
    segments: list[Seg] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    closed: str | None = None
    """The reason, once nothing more is to come."""
    reported: bool = False
    sound_bytes: int = 0
    """Length of the whole lines; what comes after them is torn."""

    @property
    def duration_ms(self) -> int:
        """Playing time of all segments."""
        return sum(segment.duration_ms for segment in self.segments)

    @property
    def used_files(self) -> list[File]:
        """The files that hold segments. One on which writing failed at once may hold none."""
        used = {segment.file for segment in self.segments}
        return [file for file in self.files if file.file in used]

    @property
    def bytes(self) -> int:
        """Size of segments and of their init segments."""
        inits = sum(file.init_bytes for file in self.used_files)
        return inits + sum(segment.bytes for segment in self.segments)

    @property
    def started_at_ms(self) -> int:
        """When its first picture came."""
        if self.segments:
            return self.segments[0].starts_at_ms
        return self.open.started_at_ms if self.open else 0

    def add(self, record: Record) -> None:
        """Take one line into account."""
        match record:
            case Open():
                self.open = self.open or record
                self.closed, self.reported = None, False
            case File():
                self.files.append(record)
            case Seg():
                self.segments.append(record)
            case Gap():
                self.gaps.append(record)
            case Close():
                self.closed, self.reported = record.reason, False
            case Reported():
                self.reported = self.closed is not None


def encode(record: Record) -> bytes:
    """Write a line."""
    text = json.dumps({"k": _NAMES[type(record)], **asdict(record)}, separators=(",", ":"))
    return text.encode() + b"\n"


def decode(line: bytes) -> Record | None:
    """Read a line; None when it is broken or of a kind not known here."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("k")]
        known = {entry.name for entry in fields(kind)}
        return kind(**{name: value for name, value in values.items() if name in known})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read(data: bytes) -> Journal:
    """Read a journal's bytes, however they end."""
    journal = Journal()
    whole = data[: data.rfind(b"\n") + 1]
    journal.sound_bytes = len(whole)
    for record in records(whole):
        journal.add(record)
    return journal


def records(whole: bytes) -> Iterable[Record]:
    """Read the lines that can be read."""
    for line in whole.splitlines():
        record = decode(line)
        if record is not None:
            yield record
