"""SQL of the audience."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.modules.audience.models import ViewerRow
from kaibo.platform.db.statements import given


def viewer(session: Session, viewer_id: str) -> ViewerRow | None:
    """Find a viewer by id."""
    return session.get(ViewerRow, viewer_id)


def names(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    wanted, (viewer_id,) = given(session, [(each,) for each in set(viewer_ids)])
    found = session.execute(
        select(ViewerRow.id, ViewerRow.display_name)
        .select_from(wanted)
        .join(ViewerRow, ViewerRow.id == viewer_id)
    )
    return {row.id: row.display_name for row in found}
