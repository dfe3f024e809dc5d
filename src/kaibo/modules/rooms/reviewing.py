"""Reading the signals of a show, for staff to review."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kaibo.modules.audience import facade as audience
from kaibo.modules.rooms.contracts import Noticed
from kaibo.modules.rooms.signals import SignalKind
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry


def noticed(
    session: Session,
    show_id: str,
    kind: SignalKind | None = None,
    *,
    before: tuple[int, int] | None = None,
    limit: int,
) -> list[Noticed]:
    """Give the signals of a show, newest first, of all kinds or one; ``before`` that place."""
    told = None if kind is None else ("signal", kind.value)
    entries = shows.newest_entries(
        session, show_id, EntryKind.SIGNAL, told=told, before=before, limit=limit
    )
    names = audience.names_of(session, {entry.subject for _, entry in entries})
    return [_noticed(row_id, entry, names.get(entry.subject)) for row_id, entry in entries]


def _noticed(row_id: int, entry: TimelineEntry, name: str | None) -> Noticed:
    return Noticed(
        id=f"{entry.at_ms}.{row_id}",
        at_ms=entry.at_ms,
        signal=SignalKind(entry.data["signal"]),
        viewer_id=entry.subject,
        name=name,
        network=entry.data.get("network", ""),
        viewers=entry.data.get("viewers"),
        text=entry.data.get("text"),
    )
