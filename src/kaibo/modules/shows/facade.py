"""What other parts may do with shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.points import reach
from kaibo.modules.shows import bookings, repository, service, timeline
from kaibo.modules.shows.access import AtTheDoor, Door, Visitor, stages, visible
from kaibo.modules.shows.contracts import Booking, EntryKind, Show, ShowState, TimelineEntry
from kaibo.modules.shows.errors import ShowClosedError
from kaibo.modules.shows.forgetting import (
    closed_before,
    forget_said,
    forget_visits,
    told_of,
    with_visits,
)
from kaibo.modules.shows.timeline import append, note
from kaibo.platform.db import UnitOfWork

__all__ = [
    "AtTheDoor",
    "Door",
    "Visitor",
    "append",
    "booked_by",
    "booking_of",
    "bookings_of",
    "close",
    "closed_before",
    "closed_shows",
    "entries",
    "forget_bookings",
    "forget_said",
    "forget_visits",
    "get_show",
    "go_on_air",
    "hold_show",
    "last_before",
    "last_entry",
    "last_of_each",
    "note",
    "of_ids",
    "on_air",
    "open_shows",
    "require_open",
    "shows_selling",
    "stages",
    "told_of",
    "viewers_who_booked",
    "visible",
    "with_visits",
]


def get_show(session: Session, reference: str) -> Show:
    """Give a show by id or address, or raise ``NotFoundError``."""
    row = repository.show(session, reference)
    if row is None:
        raise NotFoundError(show=reference)
    return service.to_show(row)


def of_ids(session: Session, show_ids: Collection[str]) -> dict[str, Show]:
    """Give the shows of these ids, by id."""
    return {row.id: service.to_show(row) for row in repository.of_ids(session, show_ids)}


def last_before(session: Session, show_id: str) -> Show | None:
    """Give the show that was on air last before this one, if there was any."""
    row = repository.show(session, show_id)
    found = None if row is None else repository.last_before(session, row)
    return None if found is None else service.to_show(found)


def hold_show(uow: UnitOfWork, reference: str) -> Show:
    """Give a show that nobody else changes or holds until this transaction ends."""
    row = repository.show(uow.session, reference, hold=True)
    if row is None:
        raise NotFoundError(show=reference)
    reach("show.held")
    return service.to_show(row)


def require_open(show: Show) -> None:
    """Raise ``ShowClosedError`` when the show is over."""
    if show.state is ShowState.CLOSED:
        raise ShowClosedError


def open_shows(session: Session, *, limit: int = 50) -> list[Show]:
    """Give public shows on air and to come; those on air first."""
    return [service.to_show(row) for row in repository.open_shows(session, limit)]


def closed_shows(session: Session, *, limit: int = 12) -> list[Show]:
    """Give public shows that are over, the last first."""
    return [service.to_show(row) for row in repository.closed_shows(session, limit)]


def bookings_of(session: Session, show_ids: Collection[str]) -> dict[str, int]:
    """Give how many want to come to each of these shows; shows that nobody booked are left out."""
    return bookings.counts(session, show_ids)


def booked_by(session: Session, viewer_id: str, show_ids: Collection[str]) -> frozenset[str]:
    """Give which of these shows the viewer booked."""
    return bookings.booked_by(session, viewer_id, show_ids)


def booking_of(session: Session, show_id: str, viewer_id: str | None) -> Booking:
    """Give how a viewer, if there is one, stands to the show, and how many booked it."""
    mine = booked_by(session, viewer_id, [show_id]) if viewer_id else ()
    return Booking(show_id in mine, bookings.counts(session, [show_id]).get(show_id, 0))


def viewers_who_booked(session: Session, show_id: str) -> Sequence[str]:
    """Give the ids of the viewers who booked the show, the first first."""
    return bookings.viewers(session, show_id)


def booked_shows(session: Session, viewer_id: str) -> Sequence[str]:
    """Give the ids of the shows that the viewer booked, the first first."""
    return bookings.of_viewer(session, viewer_id)


def hand_over_bookings(uow: UnitOfWork, from_viewer: str, to_viewer: str) -> None:
    """Give what the viewer booked to another, who is the same person."""
    bookings.hand_over(uow, from_viewer, to_viewer)


def forget_bookings(uow: UnitOfWork, viewer_id: str) -> None:
    """Forget what the viewer booked, for good."""
    bookings.forget(uow, viewer_id)


def on_air(session: Session, *, limit: int = 500) -> Sequence[str]:
    """Give the ids of shows on air, also of those by invitation."""
    return repository.on_air(session, limit)


def shows_selling(session: Session, product_ids: Collection[str]) -> Sequence[str]:
    """Give the ids of shows not yet over that sell one of these products."""
    return repository.shows_with(session, product_ids)


def go_on_air(uow: UnitOfWork, reference: str) -> Show:
    """Begin the show; a show that is on air already stays so."""
    return service.go_on_air(uow, reference)


def close(uow: UnitOfWork, reference: str) -> Show:
    """End the show for good; a closed one stays so."""
    return service.close(uow, reference)


def entries(
    session: Session, show_id: str, *kinds: EntryKind, after: int | None = None
) -> list[TimelineEntry]:
    """Give what happened in the show, oldest first; all kinds, or these.

    ``after`` an entry's id: only what was written since, in the order of writing.
    """
    if after is None:
        rows = timeline.read(session, show_id, kinds)
    else:
        rows = timeline.since(session, show_id, kinds, after)
    return [timeline.to_entry(row) for row in rows]


def newest_entries(
    session: Session,
    show_id: str,
    kind: EntryKind,
    *,
    told: tuple[str, str] | None = None,
    before: tuple[int, int] | None = None,
    limit: int,
) -> list[tuple[int, TimelineEntry]]:
    """Give what happened of a kind with its ids, newest first, before that (at_ms, id).

    ``told`` is a key of the data, and the text that it must have.
    """
    rows = timeline.newest(session, show_id, kind, told=told, before=before, limit=limit)
    return [(row.id, timeline.to_entry(row)) for row in rows]


def last_entry(session: Session, show_id: str, kind: EntryKind) -> tuple[int, TimelineEntry] | None:
    """Give the entry of a kind that was written last, and its id."""
    row = timeline.last(session, show_id, kind)
    return None if row is None else (row.id, timeline.to_entry(row))


def last_entries(
    session: Session, show_ids: Collection[str], kind: EntryKind
) -> dict[str, TimelineEntry]:
    """Give the entry of a kind that was written last, by show; shows without one are left out."""
    rows = timeline.last_of_shows(session, show_ids, kind) if show_ids else ()
    return {row.show_id: timeline.to_entry(row) for row in rows}


def extent(session: Session, show_id: str, *kinds: EntryKind) -> tuple[int, int]:
    """Give a number that changes whenever an entry of these kinds is added: count, newest time."""
    return timeline.extent(session, show_id, kinds)


def last_of_each(
    session: Session, show_id: str, *kinds: EntryKind, until: int
) -> list[TimelineEntry]:
    """Give the last entry of these kinds of each subject, of those up to that id."""
    rows = timeline.last_of_each(session, show_id, kinds, until)
    return [timeline.to_entry(row) for row in rows]
