"""SQL of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kaibo.modules.rooms.models import (
    AnnouncementRow,
    ExplanationRow,
    HiddenLineRow,
    MuteRow,
    PinRow,
)
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


def hidden_line(session: Session, show_id: str, danmaku_id: str) -> HiddenLineRow | None:
    """Give a line that is hidden."""
    return session.get(HiddenLineRow, (show_id, danmaku_id))


def hidden_lines(session: Session, show_id: str, limit: int) -> Sequence[HiddenLineRow]:
    """Give the lines that are hidden, newest first."""
    return session.scalars(
        select(HiddenLineRow)
        .where(HiddenLineRow.show_id == show_id)
        .order_by(HiddenLineRow.hidden_at.desc(), HiddenLineRow.danmaku_id.desc())
        .limit(limit)
    ).all()


def unhide(uow: UnitOfWork, show_id: str, danmaku_id: str) -> bool:
    """Hide a line no more; tell whether it was."""
    found = uow.session.scalars(
        delete(HiddenLineRow)
        .where(HiddenLineRow.show_id == show_id, HiddenLineRow.danmaku_id == danmaku_id)
        .returning(HiddenLineRow.danmaku_id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(found)


def mute(session: Session, show_id: str, viewer_id: str) -> MuteRow | None:
    """Give a viewer's mute, also one that is over."""
    return session.get(MuteRow, (show_id, viewer_id))


def mutes(session: Session, show_id: str, now: datetime) -> Sequence[MuteRow]:
    """Give who may not speak now, newest first."""
    return session.scalars(
        select(MuteRow)
        .where(MuteRow.show_id == show_id, or_(MuteRow.until.is_(None), MuteRow.until > now))
        .order_by(MuteRow.muted_at.desc(), MuteRow.viewer_id)
    ).all()


def unmute(uow: UnitOfWork, show_id: str, viewer_id: str) -> bool:
    """Let a viewer speak again; tell whether they might not."""
    found = uow.session.scalars(
        delete(MuteRow)
        .where(MuteRow.show_id == show_id, MuteRow.viewer_id == viewer_id)
        .returning(MuteRow.viewer_id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(found)


def announcement(session: Session, show_id: str) -> AnnouncementRow | None:
    """Give the line that is held up now."""
    return session.get(AnnouncementRow, show_id)


def end_announcement(uow: UnitOfWork, show_id: str, only: str | None = None) -> str | None:
    """Hold up no line, or not this ``only``; give the one that was."""
    statement = (
        delete(AnnouncementRow)
        .where(AnnouncementRow.show_id == show_id)
        .returning(AnnouncementRow.danmaku_id)
    )
    if only is not None:
        statement = statement.where(AnnouncementRow.danmaku_id == only)
    ended = uow.session.scalars(statement).all()
    return ended[0] if ended else None


def lines_of(session: Session, viewer_id: str) -> list[tuple[str, str]]:
    """Give show and text of what is kept of a viewer's talk: lines hidden or held up."""
    return [
        (show_id, said)
        for table in (HiddenLineRow, AnnouncementRow)
        for show_id, said in session.execute(
            select(table.show_id, table.text).where(table.viewer_id == viewer_id)
        )
    ]


def forget_lines(session: Session, viewer_id: str) -> Sequence[str]:
    """Take out what a viewer said; give the shows in which it was held up."""
    session.execute(
        update(HiddenLineRow).where(HiddenLineRow.viewer_id == viewer_id).values(text="")
    )
    return session.scalars(
        delete(AnnouncementRow)
        .where(AnnouncementRow.viewer_id == viewer_id)
        .returning(AnnouncementRow.show_id)
    ).all()
