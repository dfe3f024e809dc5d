"""SQL of shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.orm import Session

from kaibo.modules.shows.contracts import Access, ShowState
from kaibo.modules.shows.models import ShowProductRow, ShowRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup


def _at_doors(given: Given) -> Select[str, str, str, str, str, str | None]:
    wanted, (reference,) = given("references")
    return (
        select(
            ShowRow.id, ShowRow.slug, ShowRow.title, ShowRow.state, ShowRow.access, ShowRow.invite
        )
        .select_from(wanted)
        .join(ShowRow, or_(ShowRow.id == reference, ShowRow.slug == reference))
    )


def _sold_in(given: Given) -> Select[str, str]:
    wanted, (product_id,) = given("product_ids")
    shows, (show_id,) = given("show_ids")
    return (
        select(ShowProductRow.show_id, ShowProductRow.product_id)
        .select_from(wanted)
        .join(ShowProductRow, ShowProductRow.product_id == product_id)
        .where(ShowProductRow.show_id.in_(select(show_id).select_from(shows)))
    )


def _shows_with(given: Given) -> Select[str]:
    wanted, (product_id,) = given("product_ids")
    return (
        select(ShowRow.id)
        .distinct()
        .select_from(wanted)
        .join(ShowProductRow, ShowProductRow.product_id == product_id)
        .join(ShowRow, ShowRow.id == ShowProductRow.show_id)
        .where(ShowRow.state != ShowState.CLOSED)
        .order_by(ShowRow.id)
    )


_AT_DOORS = Lookup(_at_doors)
_SOLD_IN = Lookup(_sold_in)
_SHOWS_WITH = Lookup(_shows_with)


def show(session: Session, reference: str, *, hold: bool = False) -> ShowRow | None:
    """Find a show by id or by address; ``hold`` locks it until the transaction ends."""
    query = select(ShowRow).where(or_(ShowRow.id == reference, ShowRow.slug == reference))
    if hold:
        # Read again, though the session knew it before it was held.
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def at_doors(
    session: Session, references: Collection[str]
) -> Sequence[Row[str, str, str, str, str, str | None]]:
    """Give id, slug, title, state, access and invite of the shows of these ids or addresses."""
    return _AT_DOORS(session, references=references)


def sold_in(
    session: Session, show_ids: Collection[str], product_ids: Collection[str]
) -> dict[str, set[str]]:
    """Give those of these products that each of these shows sells, by show."""
    found: dict[str, set[str]] = {}
    for row in _SOLD_IN(session, show_ids=show_ids, product_ids=product_ids):
        found.setdefault(row.show_id, set()).add(row.product_id)
    return found


def of_ids(session: Session, show_ids: Collection[str]) -> Sequence[ShowRow]:
    """Give the shows of these ids, in no order."""
    return session.scalars(select(ShowRow).where(ShowRow.id.in_(show_ids))).all()


def last_before(session: Session, show: ShowRow) -> ShowRow | None:
    """Give the show that was on air last before this one."""
    if show.on_air_at is None:
        return None
    return session.scalars(
        select(ShowRow)
        .where(ShowRow.on_air_at < show.on_air_at, ShowRow.state == "closed")
        .order_by(ShowRow.on_air_at.desc())
        .limit(1)
    ).first()


def page(
    session: Session,
    *,
    before: str | None,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[ShowRow]:
    """Give shows, newest first; with ``since`` or ``until`` those that began or are to begin then.

    ``since`` is counted in, ``until`` is not; a show without a time is in no span.
    """
    query = select(ShowRow).order_by(ShowRow.id.desc()).limit(limit)
    if before:
        query = query.where(ShowRow.id < before)
    begins = func.coalesce(ShowRow.on_air_at, ShowRow.starts_at)
    if since:
        query = query.where(begins >= since)
    if until:
        query = query.where(begins < until)
    return session.scalars(query).all()


def open_shows(session: Session, limit: int) -> Sequence[ShowRow]:
    """Give public shows on air and to come; those on air first."""
    return session.scalars(
        select(ShowRow)
        .where(ShowRow.state != ShowState.CLOSED, ShowRow.access == Access.PUBLIC)
        .order_by(ShowRow.state != ShowState.ON_AIR, ShowRow.starts_at.nulls_last(), ShowRow.id)
        .limit(limit)
    ).all()


def closed_shows(session: Session, limit: int) -> Sequence[ShowRow]:
    """Give public shows that are over, the last first."""
    return session.scalars(
        select(ShowRow)
        .where(ShowRow.state == ShowState.CLOSED, ShowRow.access == Access.PUBLIC)
        .order_by(ShowRow.closed_at.desc(), ShowRow.id.desc())
        .limit(limit)
    ).all()


def on_air(session: Session, limit: int) -> Sequence[str]:
    """Give the ids of shows on air, public or not."""
    query = select(ShowRow.id).where(ShowRow.state == ShowState.ON_AIR).limit(limit)
    return session.scalars(query).all()


def shows_with(session: Session, product_ids: Collection[str]) -> Sequence[str]:
    """Give the ids of shows not yet over that sell one of these products."""
    return [row.id for row in _SHOWS_WITH(session, product_ids=product_ids)]


def move(uow: UnitOfWork, show_id: str, sources: frozenset[ShowState], target: ShowState) -> bool:
    """Change the state if it is one of ``sources``; of two that try at once, one does."""
    stamp = {ShowState.ON_AIR: "on_air_at", ShowState.CLOSED: "closed_at"}[target]
    moved = uow.session.scalars(
        update(ShowRow)
        .where(ShowRow.id == show_id, ShowRow.state.in_(sources))
        .values({"state": target, stamp: uow.now})
        .returning(ShowRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)
