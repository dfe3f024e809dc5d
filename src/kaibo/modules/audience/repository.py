"""SQL of the audience."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.modules.audience.models import ViewerRow


def viewer(session: Session, viewer_id: str) -> ViewerRow | None:
    """Find a viewer by id."""
    return session.get(ViewerRow, viewer_id)


def names(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    found = session.execute(
        select(ViewerRow.id, ViewerRow.display_name).where(ViewerRow.id.in_(viewer_ids))
    )
    return {row.id: row.display_name for row in found}
