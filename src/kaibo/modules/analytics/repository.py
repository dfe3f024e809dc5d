"""SQL of viewers' acts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kaibo.modules.analytics.contracts import ActKind, ActMinute, ActOfViewer, ActPeople
from kaibo.modules.analytics.models import ActMinuteRow, ActPersonRow
from kaibo.platform.db import Base, UnitOfWork
from kaibo.platform.db.statements import delete_some


def add(
    uow: UnitOfWork, table: type[Base], keys: Sequence[str], rows: list[dict[str, Any]]
) -> None:
    """Insert rows; to one whose key stands already its ``times`` are added."""
    if not rows:
        return
    connection = uow.session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    times = statement.excluded.times + table.__table__.c.times
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(keys), set_={"times": times}), rows
    )


def people(session: Session, show_id: str) -> list[ActPeople]:
    """Give people and times by kind and product, then by kind over all products."""
    columns = (func.count(func.distinct(ActPersonRow.viewer_id)), func.sum(ActPersonRow.times))
    by_product = session.execute(
        select(ActPersonRow.kind, ActPersonRow.product_id, *columns)
        .where(ActPersonRow.show_id == show_id)
        .group_by(ActPersonRow.kind, ActPersonRow.product_id)
    )
    found = [ActPeople(ActKind(row[0]), row[1], row[2], int(row[3])) for row in by_product]
    in_all = session.execute(
        select(ActPersonRow.kind, *columns)
        .where(ActPersonRow.show_id == show_id)
        .group_by(ActPersonRow.kind)
    )
    whole = {row[0]: ActPeople(ActKind(row[0]), "", row[1], int(row[2])) for row in in_all}
    return [one for one in found if one.product_id] + list(whole.values())


def minutes(session: Session, show_id: str) -> list[ActMinute]:
    """Give what was done in each minute, oldest first."""
    rows = session.scalars(
        select(ActMinuteRow).where(ActMinuteRow.show_id == show_id).order_by(ActMinuteRow.at_ms)
    )
    return [ActMinute(ActKind(row.kind), row.product_id, row.at_ms, row.times) for row in rows]


def product_minutes(
    session: Session, show_id: str, kind: ActKind, span: range, product_id: str | None = None
) -> list[ActMinute]:
    """Give how often this was done with products, or with one, in the minutes of ``span``.

    What lies before or after is told together, in the minute before or after: a replay is looked at
    for years.
    """
    at = case(
        (ActMinuteRow.at_ms < span.start, span.start - span.step),
        (ActMinuteRow.at_ms >= span.stop, span.stop),
        else_=ActMinuteRow.at_ms,
    ).label("place")
    chosen = [ActMinuteRow.show_id == show_id, ActMinuteRow.kind == kind.value]
    if product_id is not None:
        chosen.append(ActMinuteRow.product_id == product_id)
    rows = session.execute(
        select(ActMinuteRow.product_id, at, func.sum(ActMinuteRow.times))
        .where(*chosen, ActMinuteRow.product_id != "")
        # By its name: as an expression its values would be other parameters than those selected.
        .group_by(ActMinuteRow.product_id, "place")
    )
    return [ActMinute(kind, product, int(at_ms), int(times)) for product, at_ms, times in rows]


def acts_of(session: Session, viewer_ids: Collection[str]) -> list[ActOfViewer]:
    """Give what these viewers did, oldest first."""
    rows = session.scalars(
        select(ActPersonRow)
        .where(ActPersonRow.viewer_id.in_(viewer_ids))
        .order_by(ActPersonRow.first_ms)
    )
    return [
        ActOfViewer(row.show_id, ActKind(row.kind), row.product_id, row.first_ms, row.times)
        for row in rows
    ]


def shows_with_people(session: Session) -> Sequence[str]:
    """Give the shows of which it is known who did what."""
    return session.scalars(select(ActPersonRow.show_id).distinct()).all()


def forget_people(uow: UnitOfWork, show_id: str, most: int) -> int:
    """Remove at most so many rows of who did what in a show; tell how many.

    What was done in which minute stays: it names nobody.
    """
    return delete_some(uow.session, ActPersonRow, ActPersonRow.show_id == show_id, most=most)
