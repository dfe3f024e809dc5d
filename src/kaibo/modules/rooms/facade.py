"""What other parts may ask about what happened in a room."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kaibo.modules.rooms import repository
from kaibo.modules.rooms.contracts import AttentionSample, PinInterval


def pin_intervals(session: Session, show_id: str) -> list[PinInterval]:
    """Give every time a product was held up, oldest first; the last may still be."""
    return [
        PinInterval(row.product_id, row.pinned_at, row.unpinned_at)
        for row in repository.all_pins(session, show_id)
    ]


def attention(session: Session, show_id: str) -> Sequence[AttentionSample]:
    """Give what was counted in the room while it was on air, oldest first.

    Ten seconds without a row had no talk and no likes, and as many watching as before.
    """
    return [
        AttentionSample(row.show_id, row.at_ms, row.watching, row.danmaku, row.likes)
        for row in repository.attention(session, show_id)
    ]
