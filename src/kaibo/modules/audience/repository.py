"""SQL of the audience."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from kaibo.modules.audience.models import AccountRow, CodeRow, SessionRow, ViewerRow
from kaibo.platform.db.statements import Given, Lookup, insert_new

# PostgreSQL's advisory locks of addresses that codes are asked for: "code" in ASCII.
_ASKING = 0x636F6465


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


def held(session: Session, viewer_id: str) -> ViewerRow | None:
    """Find a viewer by id as they are now, and keep others from changing them meanwhile."""
    wanted = select(ViewerRow).where(ViewerRow.id == viewer_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def names(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    return {row.id: row.display_name for row in _NAMES(session, viewer_ids=viewer_ids)}


def guests_of(session: Session, viewer_id: str) -> Sequence[str]:
    """Give the guests who became this account."""
    wanted = select(ViewerRow.id).where(ViewerRow.account_id == viewer_id).order_by(ViewerRow.id)
    return session.scalars(wanted).all()


def erased(session: Session, guest: str) -> Sequence[str]:
    """Give the guests who were erased; their ids begin with ``guest``."""
    wanted = select(ViewerRow.id).where(ViewerRow.erased_at.is_not(None))
    return session.scalars(wanted.where(ViewerRow.id.startswith(guest, autoescape=True))).all()


def erase(session: Session, viewer_ids: Collection[str], now: datetime) -> None:
    """Note that nobody is these viewers any more."""
    session.execute(
        update(ViewerRow)
        .where(ViewerRow.id.in_(viewer_ids), ViewerRow.erased_at.is_(None))
        .values(erased_at=now)
    )


def account(session: Session, viewer_id: str) -> AccountRow | None:
    """Find the account of a viewer."""
    return session.get(AccountRow, viewer_id)


def account_by_email(session: Session, email: str) -> AccountRow | None:
    """Find the account of an address, in the form by which addresses are compared."""
    return session.scalar(select(AccountRow).where(AccountRow.email == email))


def claim_email(session: Session, viewer_id: str, email: str, now: datetime) -> AccountRow:
    """Give an address to a viewer unless it has one; give whose it is."""
    row = {"viewer_id": viewer_id, "email": email, "created_at": now}
    insert_new(session, AccountRow, [row])
    return session.scalars(select(AccountRow).where(AccountRow.email == email)).one()


def code(session: Session, request_id: str) -> CodeRow | None:
    """Find a code that was asked for."""
    return session.get(CodeRow, request_id)


def hold_address(session: Session, email: str) -> None:
    """Have others who ask for a code of this address wait until the transaction ends."""
    # SQLite has one writer anyway.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_ASKING, func.hashtext(email))))


def count_requests(session: Session, email: str, sort: str, *, since: datetime) -> int:
    """Count the requests of an address that codes of a sort answered; ids begin with ``sort``."""
    wanted = select(func.count()).select_from(CodeRow)
    wanted = wanted.where(CodeRow.email == email, CodeRow.created_at > since)
    return session.scalar(wanted.where(CodeRow.code_id.startswith(sort, autoescape=True))) or 0


def newest_code(session: Session, email: str, sort: str) -> CodeRow | None:
    """Give the request with which an address was last mailed a code of a sort."""
    return session.scalars(
        select(CodeRow)
        .where(CodeRow.email == email, CodeRow.code_id.startswith(sort, autoescape=True))
        # The ids of codes begin with their time; of those whom one answers the first had it mailed.
        .order_by(CodeRow.code_id.desc(), CodeRow.created_at)
        .limit(1)
    ).first()


def count_try(
    session: Session, request_id: str, *, now: datetime, tries: int
) -> tuple[str, str] | None:
    """Count a try at a code; give address and code, or none when it may not be tried any more."""
    tried = session.execute(
        update(CodeRow)
        .where(
            CodeRow.id == request_id,
            CodeRow.used_at.is_(None),
            CodeRow.expires_at > now,
            CodeRow.attempts < tries,
        )
        .values(attempts=CodeRow.attempts + 1)
        .returning(CodeRow.email, CodeRow.code_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return (tried.email, tried.code_id) if tried else None


def use_code(session: Session, code_id: str, *, now: datetime) -> bool:
    """Use a code up, for all requests that it answers; tell whether it was not before."""
    used = session.scalars(
        update(CodeRow)
        .where(CodeRow.code_id == code_id, CodeRow.used_at.is_(None))
        .values(used_at=now)
        .returning(CodeRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(used)


def session(session: Session, session_id: str) -> SessionRow | None:
    """Find an open session."""
    return session.get(SessionRow, session_id)


def sessions(session: Session, viewer_id: str, now: datetime) -> Sequence[SessionRow]:
    """Give where an account is open, last used first."""
    return session.scalars(
        select(SessionRow)
        .where(SessionRow.viewer_id == viewer_id, SessionRow.expires_at > now)
        .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
    ).all()


def all_sessions(session: Session, viewer_id: str) -> Sequence[SessionRow]:
    """Give where an account was opened, as far as that is still kept, oldest first."""
    wanted = select(SessionRow).where(SessionRow.viewer_id == viewer_id).order_by(SessionRow.id)
    return session.scalars(wanted).all()


def end_sessions(session: Session, viewer_id: str, session_id: str | None) -> Sequence[str]:
    """End one session of an account, or all; give their ids."""
    ended = delete(SessionRow).where(SessionRow.viewer_id == viewer_id)
    if session_id is not None:
        ended = ended.where(SessionRow.id == session_id)
    return session.scalars(ended.returning(SessionRow.id)).all()


def seen(session: Session, session_id: str, now: datetime) -> None:
    """Note that a session is used."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


def forget_past(session: Session, codes_before: datetime, now: datetime) -> None:
    """Delete codes that ended before a moment, and sessions that are over."""
    session.execute(delete(CodeRow).where(CodeRow.expires_at < codes_before))
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))


def forget_codes(session: Session, email: str) -> None:
    """Delete the codes that an address asked for."""
    session.execute(delete(CodeRow).where(CodeRow.email == email))
