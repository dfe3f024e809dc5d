"""Who wants to come to a show that is to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.modules.shows import access
from kaibo.modules.shows.contracts import Booking, ShowState
from kaibo.modules.shows.errors import ShowBegunError
from kaibo.modules.shows.models import BookingRow
from kaibo.platform.db import UnitOfWork


def book(uow: UnitOfWork, door: access.Door, viewer_id: str) -> Booking:
    """Note that the viewer wants to come; raise ``ShowBegunError`` once the show has begun."""
    show = access.visible(uow.session, *door)
    if show.state is not ShowState.READY:
        raise ShowBegunError
    row = BookingRow(show_id=show.id, viewer_id=viewer_id, booked_at=uow.now)
    if uow.session.get(BookingRow, (show.id, viewer_id)) is None:
        try:
            with uow.session.begin_nested():
                uow.session.add(row)
        except IntegrityError:
            # The same viewer in another tab, at the same moment.
            pass
    return _standing(uow.session, show.id, viewer_id)


def unbook(uow: UnitOfWork, door: access.Door, viewer_id: str) -> Booking:
    """Forget that the viewer wants to come; who never booked it did not."""
    show = access.visible(uow.session, *door)
    uow.session.execute(
        delete(BookingRow).where(BookingRow.show_id == show.id, BookingRow.viewer_id == viewer_id)
    )
    return _standing(uow.session, show.id, viewer_id)


def counts(session: Session, show_ids: Collection[str]) -> dict[str, int]:
    """Give how many booked each of these shows."""
    rows = session.execute(
        select(BookingRow.show_id, func.count())
        .where(BookingRow.show_id.in_(show_ids))
        .group_by(BookingRow.show_id)
    )
    return {show_id: count for show_id, count in rows}  # noqa: C416 -- dict() of rows confuses mypy


def booked_by(session: Session, viewer_id: str, show_ids: Collection[str]) -> frozenset[str]:
    """Give which of these shows the viewer booked."""
    query = select(BookingRow.show_id).where(
        BookingRow.viewer_id == viewer_id, BookingRow.show_id.in_(show_ids)
    )
    return frozenset(session.scalars(query))


def viewers(session: Session, show_id: str) -> Sequence[str]:
    """Give who booked the show, the first first."""
    return session.scalars(
        select(BookingRow.viewer_id)
        .where(BookingRow.show_id == show_id)
        .order_by(BookingRow.booked_at, BookingRow.viewer_id)
    ).all()


def of_viewer(session: Session, viewer_id: str) -> Sequence[str]:
    """Give the ids of the shows that a viewer booked, the first first."""
    query = select(BookingRow.show_id).where(BookingRow.viewer_id == viewer_id)
    return session.scalars(query.order_by(BookingRow.booked_at, BookingRow.show_id)).all()


def hand_over(uow: UnitOfWork, from_viewer: str, to_viewer: str) -> None:
    """Give what a viewer booked to another, who is the same person."""
    both = of_viewer(uow.session, to_viewer)
    uow.session.execute(
        update(BookingRow)
        .where(BookingRow.viewer_id == from_viewer, BookingRow.show_id.not_in(both))
        .values(viewer_id=to_viewer)
        .execution_options(synchronize_session=False)
    )
    forget(uow, from_viewer)


def forget(uow: UnitOfWork, viewer_id: str) -> None:
    """Forget what a viewer booked."""
    uow.session.execute(delete(BookingRow).where(BookingRow.viewer_id == viewer_id))


def _standing(session: Session, show_id: str, viewer_id: str) -> Booking:
    session.flush()
    mine = booked_by(session, viewer_id, [show_id])
    return Booking(show_id in mine, counts(session, [show_id]).get(show_id, 0))
