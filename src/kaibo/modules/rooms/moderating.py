"""What the crew does about the talk: hide a line, hold one up, let a viewer not speak.

Each is said with who did it on the show's timeline, in the transaction of the change, and can be
taken back. Said twice it changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.audience import facade as audience
from kaibo.modules.rooms import frames, repository
from kaibo.modules.rooms.contracts import Announcement, HiddenLine, Moderation, Mute
from kaibo.modules.rooms.events import TalkModerated
from kaibo.modules.rooms.models import AnnouncementRow, HiddenLineRow, MuteRow
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork

HIDDEN_LIMIT = 200
"""So many hidden lines are told to clients, the latest; a page keeps about as many lines in all."""


def hide(
    uow: UnitOfWork, reference: str, danmaku_id: str, line: frames.Danmaku | None, by: Principal
) -> None:
    """Let nobody see this line; ``line`` is what the room knows of it."""
    show = shows.hold_show(uow, reference)
    if repository.hidden_line(uow.session, show.id, danmaku_id) is not None:
        return
    viewer_id, text = (line.viewer_id, line.text) if line else ("", "")
    uow.session.add(
        HiddenLineRow(
            show_id=show.id,
            danmaku_id=danmaku_id,
            viewer_id=viewer_id,
            text=text,
            hidden_at=uow.now,
            hidden_by=by.name,
        )
    )
    uow.session.flush()
    said = {"viewer_id": viewer_id, "text": text}
    _tell(uow, show.id, EntryKind.DANMAKU_HIDDEN, danmaku_id, by, said)
    _take_down(uow, show.id, by, danmaku_id)


def restore(uow: UnitOfWork, reference: str, danmaku_id: str, by: Principal) -> None:
    """Let everybody see this line again."""
    show = shows.hold_show(uow, reference)
    if repository.unhide(uow, show.id, danmaku_id):
        _tell(uow, show.id, EntryKind.DANMAKU_RESTORED, danmaku_id, by)


def announce(uow: UnitOfWork, reference: str, line: frames.Danmaku, by: Principal) -> None:
    """Hold this line up for all, in the place of another."""
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    known = repository.announcement(uow.session, show.id)
    if known is not None and known.danmaku_id == line.id:
        return
    _take_down(uow, show.id, by)
    uow.session.add(
        AnnouncementRow(
            show_id=show.id,
            danmaku_id=line.id,
            viewer_id=line.viewer_id,
            name=line.name,
            text=line.text,
            role=line.role,
            pinned_at=uow.now,
            pinned_by=by.name,
        )
    )
    uow.session.flush()
    said = {"viewer_id": line.viewer_id, "text": line.text}
    _tell(uow, show.id, EntryKind.DANMAKU_PINNED, line.id, by, said)


def take_down(uow: UnitOfWork, reference: str, by: Principal) -> None:
    """Hold no line up any more."""
    _take_down(uow, shows.hold_show(uow, reference).id, by)


def mute(
    uow: UnitOfWork,
    reference: str,
    viewer_id: str,
    by: Principal,
    *,
    minutes: int | None = None,
    until: datetime | None = None,
) -> Mute:
    """Let this viewer not speak for ``minutes``, ``until`` then, or to the show's end.

    The last word counts.
    """
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    audience.get_viewer(uow.session, viewer_id)
    if minutes is not None:
        until = uow.now + timedelta(minutes=minutes)
    row = repository.mute(uow.session, show.id, viewer_id)
    if row is None:
        row = MuteRow(show_id=show.id, viewer_id=viewer_id)
        uow.session.add(row)
    row.until, row.muted_at, row.muted_by = until, uow.now, by.name
    uow.session.flush()
    data = {"until": None if until is None else epoch_ms(until)}
    _tell(uow, show.id, EntryKind.MUTED, viewer_id, by, data)
    return _to_mute(row, audience.names_of(uow.session, [viewer_id]))


def unmute(uow: UnitOfWork, reference: str, viewer_id: str, by: Principal) -> None:
    """Let this viewer speak again."""
    show = shows.hold_show(uow, reference)
    if repository.unmute(uow, show.id, viewer_id):
        _tell(uow, show.id, EntryKind.UNMUTED, viewer_id, by)


def present(session: Session, reference: str, now: datetime) -> Moderation:
    """Give what holds now."""
    show = shows.get_show(session, reference)
    hidden = repository.hidden_lines(session, show.id, HIDDEN_LIMIT)
    mutes = repository.mutes(session, show.id, now)
    names = audience.names_of(session, [row.viewer_id for row in mutes])
    row = repository.announcement(session, show.id)
    return Moderation(
        [
            HiddenLine(line.danmaku_id, line.viewer_id, line.text, line.hidden_at, line.hidden_by)
            for line in hidden
        ],
        [_to_mute(mute, names) for mute in mutes],
        None
        if row is None
        else Announcement(
            row.danmaku_id, row.viewer_id, row.name, row.text, row.role, row.pinned_at
        ),
    )


def hidden(session: Session, show_id: str) -> tuple[str, ...]:
    """Give the lines that nobody is to see, the latest of them, oldest first."""
    rows = repository.hidden_lines(session, show_id, HIDDEN_LIMIT)
    return tuple(row.danmaku_id for row in reversed(rows))


def announcement(session: Session, show_id: str) -> frames.Announcement | None:
    """Give the line that is held up, as a frame."""
    row = repository.announcement(session, show_id)
    if row is None:
        return None
    return frames.Announcement(
        id=row.danmaku_id,
        name=row.name,
        text=row.text,
        role="staff" if row.role == "staff" else "viewer",
        pinned_at=epoch_ms(row.pinned_at),
    )


def mutes(session: Session, show_id: str, now: datetime) -> Mutes:
    """Give who may not speak now, as a room keeps it."""
    return {
        row.viewer_id: None if row.until is None else epoch_ms(row.until)
        for row in repository.mutes(session, show_id, now)
    }


def _take_down(uow: UnitOfWork, show_id: str, by: Principal, only: str | None = None) -> None:
    ended = repository.end_announcement(uow, show_id, only)
    if ended is not None:
        _tell(uow, show_id, EntryKind.DANMAKU_UNPINNED, ended, by)


def _to_mute(row: MuteRow, names: dict[str, str]) -> Mute:
    name = names.get(row.viewer_id, "")
    return Mute(row.viewer_id, name, row.until, row.muted_at, row.muted_by)


def _tell(
    uow: UnitOfWork,
    show_id: str,
    kind: EntryKind,
    subject: str,
    by: Principal,
    data: dict[str, str] | dict[str, int | None] | None = None,
) -> None:
    shows.note(uow, show_id, kind, subject, by=by.id, by_name=by.name, **(data or {}))
    uow.emit(TalkModerated(show_id=show_id))
