"""Who may see a show: everybody a public one, those with the invitation an invited one."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.shows import repository, service
from kaibo.modules.shows.contracts import Access, Show
from kaibo.modules.shows.models import ShowRow
from kaibo.platform.http.callers import MaybeStaff


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at a show's door."""

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


AtTheDoor = Annotated[Visitor, Depends(visitor)]


def visible(session: Session, reference: str, by: Visitor) -> Show:
    """Give the show if ``by`` may see it; otherwise there is none (``NotFoundError``)."""
    row = repository.show(session, reference)
    if row is None or not _may_see(row, by):
        raise NotFoundError(show=reference)
    return service.to_show(row)


def _may_see(row: ShowRow, by: Visitor) -> bool:
    if row.access == Access.PUBLIC or by.is_staff:
        return True
    # As bytes: of texts only ASCII can be compared, and this one is anybody's.
    expected = (row.invite or "").encode()
    return bool(expected) and hmac.compare_digest((by.invite or "").encode(), expected)
