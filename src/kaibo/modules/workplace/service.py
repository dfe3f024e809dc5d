"""Saving a view of a list, and forgetting it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.workplace import repository
from kaibo.modules.workplace.contracts import ListName, SavedView
from kaibo.modules.workplace.errors import TooManyViewsError
from kaibo.modules.workplace.models import SavedViewRow
from kaibo.platform.db import UnitOfWork

# More is no choice but a list of its own.
MOST_VIEWS = 30


def views_of(session: Session, staff_id: str) -> list[SavedView]:
    """Give a person's views of all lists, in the order in which they were saved."""
    return [_view(row) for row in repository.views(session, staff_id)]


def save(uow: UnitOfWork, staff_id: str, list_: ListName, name: str, filters: str) -> SavedView:
    """Save a view; one of the same name is replaced.

    Raises ``TooManyViewsError``.
    """
    row = repository.named(uow.session, staff_id, list_, name)
    if row is None:
        if repository.count(uow.session, staff_id, list_) >= MOST_VIEWS:
            raise TooManyViewsError(most=MOST_VIEWS)
        new = {
            "id": new_id("viw"),
            "staff_id": staff_id,
            "list": list_,
            "name": name,
            "filters": filters,
            "created_at": uow.now,
        }
        repository.add(uow, new)
        row = repository.named(uow.session, staff_id, list_, name)
    if row is None:
        raise NotFoundError(name=name)
    row.filters = filters
    return _view(row)


def forget(uow: UnitOfWork, staff_id: str, view_id: str) -> None:
    """Forget a view; raises ``NotFoundError`` when this person has none such."""
    if not repository.remove(uow, staff_id, view_id):
        raise NotFoundError(view=view_id)


def _view(row: SavedViewRow) -> SavedView:
    return SavedView(
        id=row.id,
        list=ListName(row.list),
        name=row.name,
        filters=row.filters,
        created_at=row.created_at,
    )
