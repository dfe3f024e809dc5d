"""The replay's time line: a show's recordings stitched along the program. Pure.

What viewers got is told by the program's cuts: from a moment on, this stream, or none. Each
recording brings its segments, with the wall-clock time of each. The time line takes the segments
one after the other, and closes up the gaps between them.

Invariants, for any cuts and recordings:

- no segment stands in it twice, and those of one recording keep their order;
- after a change of stream the first segment can be decoded by itself;
- around a change of stream at most one segment's length is doubled or left out, where both have
  footage.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from kaibo.modules.recordings.contracts import RecordedFile, RecordedSegment, RecordingIndex

# When a stream fell silent, another became the program some seconds later. If that one was there
# already, the replay shows what viewers missed.
REACH_MS = 10_000


@dataclass(frozen=True, slots=True)
class ProgramCut:
    """From ``at_ms`` (since the epoch) on, viewers got this stream.

    ``None``: nothing, or, with ``outside``, a picture from elsewhere, which nobody records here.
    """

    at_ms: int
    stream_id: str | None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """A recording to stitch."""

    recording_id: str
    stream_id: str
    index: RecordingIndex


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment on the time line.

    ``at_ms`` is where it begins on the time line, ``starts_at_ms`` when it was filmed (since
    the epoch). ``joint``: it does not go on from the piece before.
    """

    recording_id: str
    file: RecordedFile
    offset: int
    bytes: int
    duration_ms: int
    at_ms: int
    starts_at_ms: int
    joint: bool
    independent: bool

    @property
    def end_ms(self) -> int:
        """Where it ends on the time line."""
        return self.at_ms + self.duration_ms


@dataclass(frozen=True)
class Timeline:
    """The replay: pieces without gaps between them."""

    pieces: tuple[Piece, ...]

    @property
    def duration_ms(self) -> int:
        """How long the replay is."""
        return self.pieces[-1].end_ms if self.pieces else 0

    @property
    def bytes(self) -> int:
        """Bytes of its segments."""
        return sum(piece.bytes for piece in self.pieces)

    @property
    def boundaries(self) -> list[int]:
        """Where clips can begin or end: at the segments that can be decoded by themselves."""
        if not self.pieces:
            return []
        starts = {piece.at_ms for piece in self.pieces if piece.independent or piece.joint}
        return sorted(starts | {self.duration_ms})

    def replay_ms(self, wall_ms: int) -> int:
        """Give where a moment (since the epoch) is on the time line.

        What fell into a gap is where the gap was closed. Never decreases with time.
        """
        index = bisect_right(self._wall_starts, wall_ms) - 1
        if index < 0:
            return 0
        piece = self.pieces[index]
        return piece.at_ms + max(0, min(wall_ms - piece.starts_at_ms, piece.duration_ms))

    def has(self, wall_ms: int) -> bool:
        """Whether the time line shows that moment (since the epoch)."""
        index = bisect_right(self._wall_starts, wall_ms) - 1
        if index < 0:
            return False
        piece = self.pieces[index]
        return 0 <= wall_ms - piece.starts_at_ms < piece.duration_ms

    def wall_ms(self, replay_ms: int) -> int:
        """Give when (since the epoch) was filmed what is shown at a place of the time line."""
        if not self.pieces:
            return 0
        index = max(0, bisect_right(self._starts, replay_ms) - 1)
        piece = self.pieces[index]
        return piece.starts_at_ms + max(0, min(replay_ms - piece.at_ms, piece.duration_ms))

    def between(self, in_ms: int, out_ms: int) -> tuple[Piece, ...]:
        """Give the pieces of a range, widened to the nearest boundaries outside it."""
        begins = [at for at in self.boundaries if at <= in_ms]
        ends = [at for at in self.boundaries if at >= out_ms]
        if not begins or not ends:
            return ()
        return tuple(
            piece for piece in self.pieces if begins[-1] <= piece.at_ms and piece.end_ms <= ends[0]
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.at_ms for piece in self.pieces]

    @cached_property
    def _wall_starts(self) -> list[int]:
        # A clock that stepped back, or an overlap, must not let time run backwards.
        latest, starts = 0, []
        for piece in self.pieces:
            latest = max(latest, piece.starts_at_ms)
            starts.append(latest)
        return starts


@dataclass(frozen=True, slots=True)
class _Span:
    """The program was this stream, from … to (since the epoch; ``to_ms`` None: to the end).

    ``not_before_ms``: when a picture from elsewhere ended, if one came before.
    """

    stream_id: str
    from_ms: int
    to_ms: int | None
    not_before_ms: int = 0


def stitch(
    takes: Sequence[Take],
    cuts: Sequence[ProgramCut],
    *,
    from_ms: int,
    to_ms: int | None = None,
) -> Timeline:
    """Stitch recordings along the cuts; ``from_ms`` and ``to_ms`` bound the show (epoch)."""
    by_stream = {take.stream_id: take for take in takes}
    used: dict[str, int] = {}
    chosen: list[tuple[Take, RecordedSegment, bool]] = []
    filmed_until = 0
    last: Take | None = None
    for span in _spans(takes, cuts, to_ms):
        take = by_stream.get(span.stream_id)
        if take is None:
            continue
        following = used.get(take.recording_id, 0)
        # Within one recording the order of its segments counts, whatever the clock did.
        reached = 0 if last is take else filmed_until
        earliest = max(span.from_ms - REACH_MS, span.not_before_ms, reached)
        picked = _pick(take, following, earliest, (from_ms, span.to_ms), goes_on=last is take)
        for number, segment in picked:
            joint = last is not take or number != following or segment.discontinuity
            chosen.append((take, segment, joint))
            following = used[take.recording_id] = number + 1
            filmed_until = segment.starts_at_ms + segment.duration_ms
            last = take
    return Timeline(tuple(_laid_out(chosen)))


def _spans(takes: Sequence[Take], cuts: Sequence[ProgramCut], to_ms: int | None) -> Iterator[_Span]:
    ordered = list(cuts)
    if not any(cut.stream_id for cut in ordered):
        # Nothing is known of the program: the recordings as they began.
        recorded = [take for take in takes if take.index.segments]
        ordered = [
            ProgramCut(take.index.segments[0].starts_at_ms, take.stream_id)
            for take in sorted(recorded, key=lambda take: take.index.segments[0].starts_at_ms)
        ]
    elsewhere_until = 0
    for number, cut in enumerate(ordered, 1):
        end = ordered[number].at_ms if number < len(ordered) else to_ms
        until = end if to_ms is None or end is None else min(end, to_ms)
        if cut.outside:
            elsewhere_until = until or 0
        elif cut.stream_id is not None:
            yield _Span(cut.stream_id, cut.at_ms, until, elsewhere_until)


def _pick(
    take: Take, first: int, earliest: int, bounds: tuple[int, int | None], *, goes_on: bool
) -> Iterator[tuple[int, RecordedSegment]]:
    """Give a recording's segments of a span: those of which the greater part lies in it.

    The first that was filmed on air is kept whole. ``bounds`` are the show's beginning and the
    span's end (since the epoch).
    """
    begins, ends = bounds
    begun = goes_on
    for number, segment in enumerate(take.index.segments[first:], first):
        middle = segment.starts_at_ms + segment.duration_ms // 2
        if ends is not None and middle >= ends:
            return
        is_early = middle < earliest or segment.starts_at_ms + segment.duration_ms <= begins
        if is_early or not (begun or segment.independent):
            begun = False
            continue
        begun = True
        yield number, segment


def _laid_out(chosen: Iterable[tuple[Take, RecordedSegment, bool]]) -> Iterator[Piece]:
    at_ms, file_before = 0, None
    files: dict[tuple[str, str], RecordedFile] = {}
    for take, segment, joint in chosen:
        key = (take.recording_id, segment.file)
        if key not in files:
            files |= {(take.recording_id, file.name): file for file in take.index.files}
        yield Piece(
            recording_id=take.recording_id,
            file=files[key],
            offset=segment.offset,
            bytes=segment.bytes,
            duration_ms=segment.duration_ms,
            at_ms=at_ms,
            starts_at_ms=segment.starts_at_ms,
            joint=joint or key != file_before,
            independent=segment.independent,
        )
        at_ms += segment.duration_ms
        file_before = key


def runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Merge neighbours that follow one another in one file: the stretches to copy."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if (
            before is not None
            and not piece.joint
            and before.file == piece.file
            and before.offset + before.bytes == piece.offset
        ):
            merged[-1] = replace(
                before,
                bytes=before.bytes + piece.bytes,
                duration_ms=before.duration_ms + piece.duration_ms,
            )
        else:
            merged.append(piece)
    return merged


def change_of_format(pieces: Sequence[Piece]) -> int | None:
    """Give where (on the time line) the picture's format changes for the first time, if it does."""
    for before, after in pairwise(pieces):
        if before.file.format != after.file.format:
            return after.at_ms
    return None


def alike(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Part pieces wherever the picture's format changes."""
    parts: list[list[Piece]] = []
    for piece in pieces:
        if parts and parts[-1][-1].file.format == piece.file.format:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return [tuple(part) for part in parts]
