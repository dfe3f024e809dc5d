"""Ordering clips, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.recordings import repository
from kaibo.modules.recordings.contracts import Clip, ClipKind, ClipState
from kaibo.modules.recordings.domain import Piece, Timeline, alike, change_of_format, runs
from kaibo.modules.recordings.errors import (
    BadRangeError,
    FormatsDifferError,
    NoReplayError,
    TooManyClipsError,
)
from kaibo.modules.recordings.events import ClipDeleted, ClipDone
from kaibo.modules.recordings.models import ClipRow
from kaibo.platform.db import UnitOfWork

CUT_JOB = "recordings.cut"
COVER_JOB = "recordings.cover"
# More than anybody orders in earnest; each waits for the one before.
WAITING_LIMIT = 50
LONGEST_TITLE = 120
# A cutting process that dies this often dies of the clip.
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Footage of a clip: ``bytes`` from ``offset`` of a recording's file."""

    recording_id: str
    file: str
    init_bytes: int
    offset: int
    bytes: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class NewClip:
    """A clip to be; times on the replay's time line."""

    title: str
    in_ms: int
    out_ms: int
    cover_at_ms: int | None


@dataclass(frozen=True, slots=True)
class CutOrder:
    """What a cutter is to do."""

    clip_id: str
    kind: ClipKind
    stretches: tuple[Stretch, ...]
    cover_at_ms: int


def order(uow: UnitOfWork, show_id: str, new: NewClip, timeline: Timeline) -> Clip:
    """Order a clip; its ends move outwards to where the replay can be cut."""
    if not timeline.pieces:
        raise NoReplayError
    if not 0 <= new.in_ms < new.out_ms <= timeline.duration_ms:
        raise BadRangeError(field="out_ms", duration_ms=timeline.duration_ms)
    pieces = timeline.between(new.in_ms, new.out_ms)
    if not pieces:
        raise BadRangeError(field="out_ms", duration_ms=timeline.duration_ms)
    if (at_ms := change_of_format(pieces)) is not None:
        raise FormatsDifferError(at_ms=at_ms)
    _must_have_room(uow.session, 1)
    cover = new.in_ms if new.cover_at_ms is None else new.cover_at_ms
    return to_clip(_add(uow, show_id, ClipKind.CLIP, new.title, pieces, cover))


def order_whole(uow: UnitOfWork, show_id: str, title: str, timeline: Timeline) -> list[Clip]:
    """Order the whole replay as one file; as several when the picture's format changes in it."""
    if not timeline.pieces:
        raise NoReplayError
    parts = alike(timeline.pieces)
    _must_have_room(uow.session, len(parts))
    titles = (
        [title]
        if len(parts) == 1
        else [_numbered(title, number, len(parts)) for number in range(1, len(parts) + 1)]
    )
    return [
        to_clip(_add(uow, show_id, ClipKind.WHOLE, name, part, part[0].at_ms))
        for name, part in zip(titles, parts, strict=True)
    ]


def change(uow: UnitOfWork, clip_id: str, *, title: str | None, cover_at_ms: int | None) -> Clip:
    """Change a clip's title, or choose another picture of it for its cover."""
    row = get_row(uow.session, clip_id)
    if title is not None:
        row.title = title
    if cover_at_ms is not None and cover_at_ms != row.cover_at_ms:
        if not row.in_ms <= cover_at_ms <= row.out_ms:
            raise BadRangeError(field="cover_at_ms", duration_ms=row.out_ms)
        row.cover_at_ms = cover_at_ms
        if row.state == ClipState.DONE:
            uow.enqueue(COVER_JOB, {"clip_id": row.id}, key=f"{COVER_JOB}:{row.id}:{cover_at_ms}")
    return to_clip(row)


def delete(uow: UnitOfWork, clip_id: str) -> None:
    """Delete a clip and its files; one that is being cut is given up."""
    row = get_row(uow.session, clip_id)
    uow.session.delete(row)
    uow.emit(
        ClipDeleted(show_id=row.show_id, clip_id=row.id, file=row.file or "", cover=row.cover or "")
    )


def claim(uow: UnitOfWork, clip_id: str) -> CutOrder | None:
    """Begin to cut; ``None`` when there is nothing to do any more."""
    row = uow.session.get(ClipRow, clip_id)
    if row is None or row.state not in repository.UNFINISHED:
        return None
    if row.attempts >= ATTEMPTS:
        fail(uow, clip_id, "clips.interrupted")
        return None
    row.state, row.progress, row.attempts = ClipState.CUTTING, 0.0, row.attempts + 1
    return CutOrder(
        row.id,
        ClipKind(row.kind),
        tuple(Stretch(**stretch) for stretch in row.plan),
        max(0, row.cover_at_ms - row.in_ms),
    )


def note_progress(uow: UnitOfWork, clip_id: str, progress: float) -> bool:
    """Write down how far the cut is; tell whether the clip is still wanted."""
    values = {"progress": progress}
    return repository.change_clip(uow, clip_id, (ClipState.CUTTING,), values)


def finish(uow: UnitOfWork, clip_id: str, values: dict[str, Any]) -> bool:
    """Write down that the clip is there; tell whether it was still wanted."""
    values |= {"state": ClipState.DONE, "progress": 1.0, "finished_at": uow.now}
    row = uow.session.get(ClipRow, clip_id)
    if row is None or not repository.change_clip(uow, clip_id, (ClipState.CUTTING,), values):
        return False
    uow.emit(ClipDone(show_id=row.show_id, clip_id=clip_id))
    return True


def set_cover(uow: UnitOfWork, clip_id: str, cover_at_ms: int, name: str) -> str | None:
    """Take a new cover, unless yet another was chosen meanwhile; give the one not used."""
    row = uow.session.get(ClipRow, clip_id)
    if row is None or row.cover_at_ms != cover_at_ms:
        return name
    before, row.cover = row.cover, name
    return before


def fail(uow: UnitOfWork, clip_id: str, code: str) -> None:
    """Write down that the clip cannot be cut, and why."""
    values = {"state": ClipState.FAILED, "error_code": code, "finished_at": uow.now}
    repository.change_clip(uow, clip_id, repository.UNFINISHED, values)


def get_row(session: Session, clip_id: str) -> ClipRow:
    """Find a clip, or raise ``NotFoundError``."""
    row = session.get(ClipRow, clip_id)
    if row is None:
        raise NotFoundError(clip_id=clip_id)
    return row


def to_clip(row: ClipRow) -> Clip:
    """Give the clip as others may know it."""
    url = f"/files/{row.file}" if row.file and row.state == ClipState.DONE else None
    return Clip(
        id=row.id,
        show_id=row.show_id,
        kind=ClipKind(row.kind),
        title=row.title,
        in_ms=row.in_ms,
        out_ms=row.out_ms,
        duration_ms=row.duration_ms or row.out_ms - row.in_ms,
        state=ClipState(row.state),
        progress=row.progress,
        url=url,
        download_url=url and f"{url}?download={quote(row.title, safe='')}.mp4",
        cover_url=f"/files/{row.cover}" if row.cover else None,
        cover_at_ms=row.cover_at_ms,
        bytes=row.bytes,
        error_code=row.error_code,
        created_at=row.created_at,
    )


def _numbered(title: str, number: int, of: int) -> str:
    mark = f" ({number}/{of})"
    return title[: LONGEST_TITLE - len(mark)] + mark


def _must_have_room(session: Session, more: int) -> None:
    if repository.count_unfinished(session) + more > WAITING_LIMIT:
        raise TooManyClipsError(limit=WAITING_LIMIT)


def _add(
    uow: UnitOfWork,
    show_id: str,
    kind: ClipKind,
    title: str,
    pieces: Sequence[Piece],
    cover_at_ms: int,
) -> ClipRow:
    in_ms, out_ms = pieces[0].at_ms, pieces[-1].end_ms
    row = ClipRow(
        id=new_id("clp"),
        show_id=show_id,
        kind=kind,
        title=title,
        in_ms=in_ms,
        out_ms=out_ms,
        cover_at_ms=min(max(cover_at_ms, in_ms), out_ms),
        plan=[asdict(_stretch(run)) for run in runs(pieces)],
        state=ClipState.QUEUED,
        progress=0.0,
        attempts=0,
        duration_ms=0,
        bytes=0,
        created_at=uow.now,
    )
    uow.session.add(row)
    uow.enqueue(CUT_JOB, {"clip_id": row.id}, key=f"{CUT_JOB}:{row.id}")
    return row


def _stretch(run: Piece) -> Stretch:
    return Stretch(
        run.recording_id,
        run.file.name,
        run.file.init_bytes,
        run.offset,
        run.bytes,
        run.duration_ms,
    )
