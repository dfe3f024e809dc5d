"""Captions of replays: taken in, listed and removed.

A replay has one file of them a language. Their times are on the replay's time line, whose 0 is
the replay's first picture. They go with the last recording of their show.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.recordings import repository, webvtt
from kaibo.modules.recordings.contracts import Captions
from kaibo.modules.recordings.errors import (
    CaptionsBeyondError,
    CaptionsTooEarlyError,
    CaptionsTooLargeError,
    NoReplayError,
)
from kaibo.modules.recordings.events import CaptionsRemoved
from kaibo.modules.recordings.models import CaptionsRow
from kaibo.modules.recordings.replay import material, timeline_of
from kaibo.modules.recordings.webvtt import Cue
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.bodies import whole
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import LANGUAGE_NAMES, Language

LIMIT_BYTES = 2 << 20
"""A transcript of a day in Chinese has not half of that."""


@dataclass(frozen=True, slots=True)
class NewCaptions:
    """Captions whose file is kept already; times as in ``contracts.Captions``."""

    language: Language
    file: str
    cues: int
    ends_ms: int
    bytes: int
    replay_ms: int


async def take_in(
    context: Context, reference: str, language: Language, upload: AsyncIterable[bytes]
) -> Captions:
    """Check a file as it comes, keep it as plain WebVTT, and let it replace what was there.

    Raises what ``webvtt.read`` raises, and more when the file does not fit the replay.
    """
    show = await context.db.read(shows.get_show, reference)
    made_of = await context.db.read(material, show)
    if show.state is not ShowState.CLOSED or (made_of is not None and not made_of.settled):
        raise CaptionsTooEarlyError
    too_large = CaptionsTooLargeError(limit_mb=LIMIT_BYTES >> 20)
    cues = await asyncio.to_thread(webvtt.read, await whole(upload, LIMIT_BYTES, too_large))
    replay_ms = (await timeline_of(context, show)).duration_ms
    _must_fit(cues, replay_ms)
    content = await asyncio.to_thread(webvtt.write, cues)
    new = NewCaptions(
        language,
        file=f"{new_id('cap')}.vtt",
        cues=len(cues),
        ends_ms=max(cue.ends_ms for cue in cues),
        bytes=len(content),
        replay_ms=replay_ms,
    )
    await asyncio.to_thread(context.blobs.put, new.file, content)
    try:
        return await context.db.run(put, show.id, new)
    except Exception:
        # It is nobody's, such as when the recordings were deleted meanwhile.
        await asyncio.to_thread(context.blobs.delete, new.file)
        raise


def put(uow: UnitOfWork, show_id: str, new: NewCaptions) -> Captions:
    """Give the replay these captions; the file of those before goes."""
    shows.hold_show(uow, show_id)
    if not repository.is_recorded(uow.session, show_id):
        raise NoReplayError
    row = repository.captions(uow.session, show_id, new.language)
    if row is None:
        row = CaptionsRow(show_id=show_id, language=new.language)
        uow.session.add(row)
    else:
        _tell(uow, row)
    row.file, row.cues, row.ends_ms = new.file, new.cues, new.ends_ms
    row.bytes, row.replay_ms, row.changed_at = new.bytes, new.replay_ms, uow.now
    return to_captions(row)


def remove(uow: UnitOfWork, reference: str, language: Language) -> None:
    """Remove the captions of one language."""
    show = shows.hold_show(uow, reference)
    row = repository.captions(uow.session, show.id, language)
    if row is None:
        raise NotFoundError(captions=language)
    _remove(uow, row)


def remove_all(uow: UnitOfWork, show_id: str) -> None:
    """Remove the captions of a show whose last recording has gone."""
    for row in repository.captions_of(uow.session, show_id):
        _remove(uow, row)


def of_show(session: Session, show_id: str) -> list[Captions]:
    """Give the captions of a show, by language."""
    return [to_captions(row) for row in repository.captions_of(session, show_id)]


def to_captions(row: CaptionsRow) -> Captions:
    """Give the captions as others may know them."""
    language = cast("Language", row.language)
    return Captions(
        id=PurePath(row.file).stem,
        show_id=row.show_id,
        language=language,
        label=LANGUAGE_NAMES[language],
        cues=row.cues,
        ends_ms=row.ends_ms,
        bytes=row.bytes,
        replay_ms=row.replay_ms,
        changed_at=row.changed_at,
    )


def _must_fit(cues: list[Cue], replay_ms: int) -> None:
    if replay_ms == 0:
        raise NoReplayError
    if cues[0].starts_ms >= replay_ms:
        minutes, seconds = divmod(replay_ms // 1000, 60)
        length = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        raise CaptionsBeyondError(line=cues[0].line, length=length)


def _remove(uow: UnitOfWork, row: CaptionsRow) -> None:
    uow.session.delete(row)
    _tell(uow, row)


def _tell(uow: UnitOfWork, row: CaptionsRow) -> None:
    uow.emit(CaptionsRemoved(show_id=row.show_id, language=row.language, file=row.file))
