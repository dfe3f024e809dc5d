"""SQL of the store and its staff."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
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


def names(session: Session, staff_ids: Collection[str]) -> dict[str, str]:
    """Give the names of these members of staff, by id."""
    wanted = select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(staff_ids))
    return {row.id: row.name for row in session.execute(wanted)}


def staff_by_token(session: Session, token_hash: str, now: datetime) -> StaffRow | None:
    """Find whose live session this is."""
    return session.scalar(
        select(StaffRow)
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .where(
            StaffSessionRow.token_hash == token_hash,
            StaffSessionRow.expires_at > now,
            StaffRow.deactivated_at.is_(None),
        )
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


def locked_staff(session: Session) -> Sequence[StaffRow]:
    """Give every member of staff, held until the transaction ends.

    Of two owners who remove each other at once, one finds the other gone.
    """
    return session.scalars(select(StaffRow).order_by(StaffRow.id).with_for_update()).all()


def last_seen(session: Session) -> dict[str, datetime]:
    """Give when each was last here, of those with a session."""
    seen = func.max(func.coalesce(StaffSessionRow.last_seen_at, StaffSessionRow.created_at))
    rows = session.execute(
        select(StaffSessionRow.staff_id, seen).group_by(StaffSessionRow.staff_id)
    )
    return {row[0]: row[1] for row in rows}


def sessions_of(session: Session, staff_id: str, now: datetime) -> Sequence[StaffSessionRow]:
    """Give the live sessions of one person, newest first."""
    return session.scalars(
        select(StaffSessionRow)
        .where(StaffSessionRow.staff_id == staff_id, StaffSessionRow.expires_at > now)
        .order_by(StaffSessionRow.created_at.desc(), StaffSessionRow.token_hash)
    ).all()


def end_sessions(session: Session, staff_id: str, *, but: str = "") -> int:
    """Forget every session of one person, but the one with that hash; give how many."""
    ended = session.scalars(
        delete(StaffSessionRow)
        .where(StaffSessionRow.staff_id == staff_id, StaffSessionRow.token_hash != but)
        .returning(StaffSessionRow.token_hash)
    ).all()
    return len(ended)


def end_links(session: Session, staff_id: str) -> None:
    """Forget the links of one person."""
    session.execute(delete(SignInLinkRow).where(SignInLinkRow.staff_id == staff_id))


def see(session: Session, token_hash: str, now: datetime) -> None:
    """Note that a session was used."""
    session.execute(
        update(StaffSessionRow)
        .where(StaffSessionRow.token_hash == token_hash)
        .values(last_seen_at=now)
    )


def end_session(session: Session, token_hash: str) -> None:
    """Forget a session."""
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash))


def forget_expired(session: Session, now: datetime) -> None:
    """Forget sessions and links whose time is over."""
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))
    session.execute(delete(SignInLinkRow).where(SignInLinkRow.expires_at <= now))
