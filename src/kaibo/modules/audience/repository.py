"""SQL of the audience."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kaibo.modules.audience.models import ViewerRow
from kaibo.platform.db.statements import Given, Lookup


def _names(given: Given) -> Select[str, str]:
    wanted, (viewer_id,) = given("viewer_ids")
    return (
        select(ViewerRow.id, ViewerRow.display_name)
        .select_from(wanted)
        .join(ViewerRow, ViewerRow.id == viewer_id)
    )


_NAMES = Lookup(_names)


def viewer(session: Session, viewer_id: str) -> ViewerRow | None:
    """Find a viewer by id."""
    return session.get(ViewerRow, viewer_id)


def names(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    return {row.id: row.display_name for row in _NAMES(session, viewer_ids=viewer_ids)}
