"""Planning a show and moving it through its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id, new_secret
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.shows import repository
from kaibo.modules.shows.contracts import Access, EntryKind, Show, ShowState
from kaibo.modules.shows.domain import STATES, make_slug
from kaibo.modules.shows.errors import ShowClosedError, SlugTakenError
from kaibo.modules.shows.events import ShowChanged, ShowClosed, ShowWentOnAir
from kaibo.modules.shows.models import ShowProductRow, ShowRow
from kaibo.modules.shows.timeline import note
from kaibo.platform.db import UnitOfWork

# What a viewer's calendar or a shared picture shows of it: a change must reach them.
_IN_CALENDARS = ("title", "description", "host_name", "starts_at")


@dataclass(frozen=True, slots=True)
class NewShow:
    """A show to be; without an address one is made from the title."""

    title: str
    slug: str | None
    host_name: str
    starts_at: datetime | None
    product_ids: list[str]
    access: Access = Access.PUBLIC
    description: str = ""
    cover_of: str | None = None
    """A show whose cover is taken over."""


def create(uow: UnitOfWork, new: NewShow) -> Show:
    """Plan a show."""
    catalog.require(uow.session, new.product_ids)
    cover = get_row(uow, new.cover_of).cover if new.cover_of else None
    row = ShowRow(
        id=new_id("shw"),
        slug=new.slug or make_slug(new.title),
        title=new.title,
        description=new.description,
        cover=cover,
        host_name=new.host_name,
        state=ShowState.READY,
        access=new.access,
        invite=_invitation(new.access),
        starts_at=new.starts_at,
        created_at=uow.now,
        products=_tray(new.product_ids),
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise SlugTakenError(field="slug") from error
    return to_show(row)


def change(uow: UnitOfWork, show_id: str, changes: dict[str, Any]) -> Show:
    """Change the given fields of a show that is not over.

    A show that is opened to everybody forgets its invitation: closed again, it gets another.
    """
    row = _open(uow, show_id)
    if changes.get("access", row.access) != row.access:
        row.invite = _invitation(changes["access"])
    if any(changes.get(name, getattr(row, name)) != getattr(row, name) for name in _IN_CALENDARS):
        row.revision += 1
    for name, value in changes.items():
        setattr(row, name, value)
    uow.emit(ShowChanged(show_id=row.id))
    return to_show(row)


def set_cover(uow: UnitOfWork, show_id: str, name: str | None) -> Show:
    """Show the stored file ``name`` as the cover; none: pictures of the products stand for it."""
    row = _open(uow, show_id)
    row.cover = name
    row.revision += 1
    uow.emit(ShowChanged(show_id=row.id))
    return to_show(row)


def set_products(uow: UnitOfWork, show_id: str, product_ids: list[str]) -> Show:
    """Set the tray: which products, in which order."""
    row = _open(uow, show_id)
    catalog.require(uow.session, product_ids)
    row.products = []
    uow.session.flush()
    row.products = _tray(product_ids)
    uow.emit(ShowChanged(show_id=row.id))
    return to_show(row)


def go_on_air(uow: UnitOfWork, reference: str) -> Show:
    """Begin the show; a show that is on air already stays so."""
    row = get_row(uow, reference)
    if row.state != ShowState.ON_AIR and _move(uow, row, ShowState.ON_AIR):
        note(uow, row.id, EntryKind.ON_AIR)
        uow.emit(ShowWentOnAir(show_id=row.id))
    return to_show(row)


def close(uow: UnitOfWork, reference: str) -> Show:
    """End the show for good; a closed one stays so."""
    row = get_row(uow, reference)
    if row.state != ShowState.CLOSED and _move(uow, row, ShowState.CLOSED):
        note(uow, row.id, EntryKind.CLOSED)
        uow.emit(ShowClosed(show_id=row.id))
    return to_show(row)


def get_row(uow: UnitOfWork, reference: str) -> ShowRow:
    """Find a show by id or address, or raise ``NotFoundError``."""
    row = repository.show(uow.session, reference)
    if row is None:
        raise NotFoundError(show=reference)
    return row


def to_show(row: ShowRow) -> Show:
    """Give the show as others may know it."""
    return Show(
        id=row.id,
        slug=row.slug,
        title=row.title,
        description=row.description,
        cover_url=f"/files/{row.cover}" if row.cover else None,
        host_name=row.host_name,
        state=ShowState(row.state),
        starts_at=row.starts_at,
        on_air_at=row.on_air_at,
        closed_at=row.closed_at,
        product_ids=[entry.product_id for entry in row.products],
        viewer_path=f"/s/{row.slug}",
        access=Access(row.access),
        invite_path=f"/s/{row.slug}?invite={row.invite}" if row.invite else None,
        revision=row.revision,
        created_at=row.created_at,
    )


def _move(uow: UnitOfWork, row: ShowRow, target: ShowState) -> bool:
    """Move the show; tell whether this call did, or a colleague at the same moment."""
    STATES.check(ShowState(row.state), target)
    if repository.move(uow, row.id, STATES.sources(target), target):
        return True
    if row.state != target:
        STATES.check(ShowState(row.state), target)
    return False


def _open(uow: UnitOfWork, reference: str) -> ShowRow:
    row = get_row(uow, reference)
    if row.state == ShowState.CLOSED:
        raise ShowClosedError
    return row


def _invitation(access: Access) -> str | None:
    return new_secret("inv", size=16) if access == Access.INVITED else None


def _tray(product_ids: list[str]) -> list[ShowProductRow]:
    # A product named twice stands once, where it was named first.
    return [
        ShowProductRow(product_id=product_id, position=position)
        for position, product_id in enumerate(dict.fromkeys(product_ids))
    ]
