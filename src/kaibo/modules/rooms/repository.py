"""SQL of rooms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kaibo.modules.rooms.models import ExplanationRow, PinRow
from kaibo.platform.db import UnitOfWork


def pins(session: Session, show_id: str) -> Sequence[PinRow]:
    """Give what is pinned now, newest first."""
    return session.scalars(
        select(PinRow)
        .where(PinRow.show_id == show_id)
        .order_by(PinRow.pinned_at.desc(), PinRow.id.desc())
    ).all()


def unpin(uow: UnitOfWork, show_id: str, product_id: str | None = None) -> Sequence[str]:
    """End the present pins of a product, or of all; give the products put back."""
    statement = (
        delete(PinRow)
        .where(PinRow.show_id == show_id)
        .returning(PinRow.product_id)
        .execution_options(synchronize_session=False)
    )
    if product_id is not None:
        statement = statement.where(PinRow.product_id == product_id)
    return uow.session.scalars(statement).all()


def explanation(session: Session, show_id: str) -> ExplanationRow | None:
    """Give what is explained now."""
    return session.get(ExplanationRow, show_id)


def end_explanation(uow: UnitOfWork, show_id: str) -> str | None:
    """End the present explanation; give the product."""
    ended = uow.session.scalars(
        delete(ExplanationRow)
        .where(ExplanationRow.show_id == show_id)
        .returning(ExplanationRow.product_id)
    ).all()
    return ended[0] if ended else None
