"""Rows as contracts."""

from __future__ import annotations

from kaibo.modules.audience.contracts import Viewer
from kaibo.modules.audience.models import ViewerRow


def to_viewer(row: ViewerRow) -> Viewer:
    """Give a viewer as others may know them."""
    return Viewer(row.id, row.display_name, f"/files/{row.avatar}" if row.avatar else None)
