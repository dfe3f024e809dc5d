"""Mending what a killed process left unfinished. Everything here blocks: the disk thread's.

A file is init segment and parts in a row, each a `moof` and an `mdat`. What the journal tells of
is trusted as far as the file is that long; the whole parts after it become segments of their own
reckoning; a torn part at the end is cut off. The journal is written anew beside the old one and
put in its place at once, so a mending that is itself interrupted is done again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from kaibo.adapters.media.builtin.fmp4.reading import FragmentInfo, look_into
from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.journal import Journal, Seg

log = structlog.get_logger("kaibo.media.recording")

_SHORTEST_TICKS = VIDEO_TIMESCALE
_LONGEST_MOOF = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A recording that was found at the start. `mended` when it had to be."""

    recording_id: str
    journal: Journal
    mended: bool


def look_through(folder: Path, server_id: str) -> list[Found]:
    """Mend what this server left unfinished; give what core may not have heard of yet."""
    found = []
    for path in sorted(folder.glob(f"*/{journal.NAME}")):
        try:
            kept = journal.read(path.read_bytes())
            if kept.open is None or kept.open.server_id != server_id or kept.reported:
                continue
            if kept.closed is None:
                kept = mend(path.parent, kept)
            found.append(Found(path.parent.name, kept, mended=kept.closed == "recovered"))
        except OSError as error:
            log.warning("recovery_failed", recording_id=path.parent.name, problem=str(error))
    return found


def mend(folder: Path, broken: Journal) -> Journal:
    """Make a recording whole; gives its new journal. Raises `OSError`."""
    whole = Journal()
    lines: list[journal.Record] = []

    def note(record: journal.Record) -> None:
        whole.add(record)
        lines.append(record)

    for record in (broken.open, *broken.gaps):
        if record is not None:
            note(record)
    for file in broken.files:
        _mend_file(folder / file.file, file, broken, whole, note)
    known = {file.file for file in whole.files}
    for path in folder.glob("*.mp4"):
        if path.name not in known:  # no whole part is in it
            path.unlink()
    note(journal.Close("recovered"))
    data = b"".join(map(journal.encode, lines))
    _replace(folder / journal.NAME, data)
    return journal.read(data)


def _mend_file(
    path: Path,
    file: journal.File,
    broken: Journal,
    whole: Journal,
    note: Callable[[journal.Record], None],
) -> None:
    """Note what one file holds and cut the rest off. A file without a whole part is not noted."""
    size = path.stat().st_size if path.exists() else 0
    end = file.init_bytes
    if next(_parts(path, end), None) is None:
        return
    note(file)
    for segment in broken.segments:
        if segment.file == file.file and segment.offset + segment.bytes <= size:
            note(segment)
            end = segment.offset + segment.bytes
    for segment in _unnoted(path, file.file, end, whole):
        note(segment)
        end = segment.offset + segment.bytes
    if end < size:
        _truncate(path, end)
        log.warning("torn_part_cut", path=str(path), bytes=size - end)


def _unnoted(path: Path, name: str, start: int, whole: Journal) -> Iterator[Seg]:
    """The segments that can be made of the whole parts from `start` on."""
    begin, ticks, independent, at = start, 0, False, start
    for end, info in _parts(path, start):
        if ticks >= _SHORTEST_TICKS and info.independent:
            yield _segment(name, begin, at, ticks, whole, independent=independent)
            begin, ticks = at, 0
        if begin == at:
            independent = info.independent
        ticks += info.video_ticks
        at = end
    if at > begin:
        yield _segment(name, begin, at, ticks, whole, independent=independent)


def _segment(
    name: str, begin: int, end: int, ticks: int, whole: Journal, *, independent: bool
) -> Seg:
    if whole.segments:
        last = whole.segments[-1]
        starts_at = last.starts_at_ms + last.duration_ms
        fresh = last.file != name
    else:
        starts_at, fresh = whole.started_at_ms, True
    duration = round(ticks * 1000 / VIDEO_TIMESCALE)
    return Seg(name, begin, end - begin, duration, starts_at, fresh, independent)


def _parts(path: Path, start: int) -> Iterator[tuple[int, FragmentInfo]]:
    """Where each whole part ends, and what it is. Reads the boxes' heads and each `moof` only."""
    if not path.exists():
        return
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        while start + 16 <= size:
            file.seek(start)
            moof_size, kind = _head(file.read(8))
            if kind != b"moof" or not 16 <= moof_size <= _LONGEST_MOOF:
                return
            if start + moof_size + 8 > size:
                return
            file.seek(start)
            moof = file.read(moof_size)
            mdat_size, kind = _head(file.read(8))
            end = start + moof_size + mdat_size
            if kind != b"mdat" or mdat_size < 8 or end > size:
                return
            try:
                info = look_into(moof)
            except ValueError:
                return
            yield end, info
            start = end


def _head(data: bytes) -> tuple[int, bytes]:
    return int.from_bytes(data[:4], "big"), data[4:8]


def _truncate(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
