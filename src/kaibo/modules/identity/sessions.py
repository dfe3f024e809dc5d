"""Where somebody is signed in, and ending that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.identity import repository
from kaibo.modules.identity.contracts import SessionInfo
from kaibo.platform.db import UnitOfWork

# Of a hash of 64 characters; nobody guesses a token from it, and no two share it.
_SHOWN = 24


def of(session: Session, staff_id: str, *, current: str, now: datetime) -> list[SessionInfo]:
    """List somebody's sessions, newest first; ``current`` is the hash of the asking one."""
    return [
        SessionInfo(
            id=_id(row.token_hash),
            device=row.device,
            network=row.network,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at or row.created_at,
            is_current=row.token_hash == current,
        )
        for row in repository.sessions_of(session, staff_id, now)
    ]


def end(uow: UnitOfWork, staff_id: str, session_id: str) -> None:
    """End one of somebody's own sessions."""
    for row in repository.sessions_of(uow.session, staff_id, uow.now):
        if _id(row.token_hash) == session_id:
            repository.end_session(uow.session, row.token_hash)
            return
    raise NotFoundError(session=session_id)


def _id(token_hash: str) -> str:
    return f"ses_{token_hash[:_SHOWN]}"
