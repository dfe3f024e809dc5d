"""SQL of rooms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.models import AttentionRow, PinRow
from kaibo.platform.db import UnitOfWork


def pins(session: Session, show_id: str) -> Sequence[PinRow]:
    """Give what is pinned now, newest first."""
    return session.scalars(
        select(PinRow)
        .where(PinRow.show_id == show_id, PinRow.unpinned_at.is_(None))
        .order_by(PinRow.pinned_at.desc(), PinRow.id.desc())
    ).all()


def unpin(uow: UnitOfWork, show_id: str, product_id: str | None = None) -> Sequence[str]:
    """End the present pins of a product, or of all; give the products put back."""
    statement = (
        update(PinRow)
        .where(PinRow.show_id == show_id, PinRow.unpinned_at.is_(None))
        .values(unpinned_at=uow.now)
        .returning(PinRow.product_id)
        .execution_options(synchronize_session=False)
    )
    if product_id is not None:
        statement = statement.where(PinRow.product_id == product_id)
    return uow.session.scalars(statement).all()


def all_pins(session: Session, show_id: str) -> Sequence[PinRow]:
    """Give what was ever pinned, oldest first."""
    return session.scalars(
        select(PinRow).where(PinRow.show_id == show_id).order_by(PinRow.pinned_at, PinRow.id)
    ).all()


def attention(session: Session, show_id: str) -> Sequence[AttentionRow]:
    """Give what was counted in a room, oldest first."""
    return session.scalars(
        select(AttentionRow).where(AttentionRow.show_id == show_id).order_by(AttentionRow.at_ms)
    ).all()


def add_attention(uow: UnitOfWork, samples: Sequence[AttentionSample]) -> None:
    """Write down what was counted; more of the same ten seconds is added."""
    is_sqlite = uow.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(AttentionRow)
    new, old = insert.excluded, AttentionRow
    statement = insert.on_conflict_do_update(
        index_elements=["show_id", "at_ms"],
        set_={
            "watching": case((new.watching > old.watching, new.watching), else_=old.watching),
            "danmaku": old.danmaku + new.danmaku,
            "likes": old.likes + new.likes,
        },
    )
    for sample in samples:
        uow.session.execute(
            statement,
            {
                "show_id": sample.show_id,
                "at_ms": sample.at_ms,
                "watching": sample.watching,
                "danmaku": sample.danmaku,
                "likes": sample.likes,
            },
        )
