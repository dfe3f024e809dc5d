"""Who may see a show: everybody a public one, those with the invitation an invited one."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from typing import Annotated, NamedTuple

from fastapi import Depends, Header, Query
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.shows import repository, service
from kaibo.modules.shows.contracts import Access, Show, ShowState, Stage
from kaibo.platform.http.callers import MaybeStaff


class Visitor(NamedTuple):
    """Somebody at a show's door. A tuple: each order of a stampede looks its door up by it."""

    invite: str | None = None
    is_staff: bool = False


async def visitor(
    staff: MaybeStaff,
    x_kaibo_invite: Annotated[str | None, Header(max_length=60)] = None,
    invite: Annotated[
        str | None, Query(max_length=60, description="For players, which set no headers.")
    ] = None,
) -> Visitor:
    """Give who stands at the door: by header, or by address where none can be set."""
    return Visitor(x_kaibo_invite or invite, staff is not None and staff.may("shows:read"))


Door = tuple[str, Visitor]
"""A show's id or address, and who stands there."""

AtTheDoor = Annotated[Visitor, Depends(visitor)]


def visible(session: Session, reference: str, by: Visitor) -> Show:
    """Give the show if ``by`` may see it; otherwise there is none (``NotFoundError``)."""
    row = repository.show(session, reference)
    if row is None or not _may_see(row.access, row.invite, by):
        raise NotFoundError(show=reference)
    return service.to_show(row)


def stages(
    session: Session, doors: Collection[Door], product_ids: Collection[str]
) -> dict[Door, Stage | NotFoundError]:
    """Give the show behind each of these doors, or that there is none, for orders of products.

    A tray may hold hundreds: only what is asked about is read of it.
    """
    rows = repository.at_doors(session, {reference for reference, _ in doors})
    sold = repository.sold_in(session, [row.id for row in rows], product_ids)
    by_reference = {name: row for row in rows for name in (row.id, row.slug)}
    found: dict[Door, Stage | NotFoundError] = {}
    for door in doors:
        reference, by = door
        row = by_reference.get(reference)
        if row is None or not _may_see(row.access, row.invite, by):
            found[door] = NotFoundError(show=reference)
        else:
            sells = frozenset(sold.get(row.id, ()))
            found[door] = Stage(row.id, row.slug, row.title, ShowState(row.state), sells)
    return found


def _may_see(access: str, invite: str | None, by: Visitor) -> bool:
    if access == Access.PUBLIC or by.is_staff:
        return True
    # As bytes: of texts only ASCII can be compared, and this one is anybody's.
    expected = (invite or "").encode()
    return bool(expected) and hmac.compare_digest((by.invite or "").encode(), expected)
