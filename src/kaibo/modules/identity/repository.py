"""SQL of the store and its staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kaibo.modules.identity.models import SignInLinkRow, StaffRow, StaffSessionRow, StoreRow


def store(session: Session) -> StoreRow | None:
    """Give the store, when set-up has been done."""
    return session.get(StoreRow, 1)


def staff_by_email(session: Session, email: str) -> StaffRow | None:
    """Find a member of staff by address; case does not matter."""
    return session.scalar(select(StaffRow).where(StaffRow.email == email.lower()))


def staff_by_id(session: Session, staff_id: str) -> StaffRow | None:
    """Find a member of staff by id."""
    return session.get(StaffRow, staff_id)


def staff_by_token(session: Session, token_hash: str, now: datetime) -> StaffRow | None:
    """Find whose live session this is."""
    return session.scalar(
        select(StaffRow)
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .where(StaffSessionRow.token_hash == token_hash, StaffSessionRow.expires_at > now)
    )


def all_staff(session: Session) -> Sequence[StaffRow]:
    """Give every member of staff, by name."""
    return session.scalars(select(StaffRow).order_by(StaffRow.name, StaffRow.id)).all()


def take_link(session: Session, token_hash: str, now: datetime) -> StaffRow | None:
    """Use up a sign-in link; of two that try at once, one gets it."""
    used = session.scalars(
        delete(SignInLinkRow)
        .where(SignInLinkRow.token_hash == token_hash, SignInLinkRow.expires_at > now)
        .returning(SignInLinkRow.staff_id)
    ).all()
    return session.get(StaffRow, used[0]) if used else None


def end_session(session: Session, token_hash: str) -> None:
    """Forget a session."""
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash))


def forget_expired(session: Session, now: datetime) -> None:
    """Forget sessions and links whose time is over."""
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))
    session.execute(delete(SignInLinkRow).where(SignInLinkRow.expires_at <= now))
