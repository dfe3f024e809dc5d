"""What other parts may ask about the store and its staff."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.identity import repository
from kaibo.modules.identity.contracts import SCOPES, Role, Staff, Store
from kaibo.modules.identity.errors import SetupNeededError
from kaibo.modules.identity.service import to_staff, to_store
from kaibo.platform.auth import Principal
from kaibo.platform.auth.secrets import hash_token
from kaibo.platform.db import UnitOfWork

# The command line on the same machine, which proved itself by a file only its user reads.
LOCAL_OPERATOR = Principal(
    kind="staff", id="stf_local", name="command line", scopes=SCOPES[Role.OWNER]
)


def find_store(session: Session) -> Store | None:
    """Give the store, or ``None`` before set-up."""
    row = repository.store(session)
    return to_store(row) if row else None


def get_store(session: Session) -> Store:
    """Give the store; ``SetupNeededError`` before set-up."""
    found = find_store(session)
    if found is None:
        raise SetupNeededError
    return found


def get_staff(session: Session, staff_id: str) -> Staff:
    """Give a member of staff by id; the command line counts as an owner."""
    if staff_id == LOCAL_OPERATOR.id:
        scopes = sorted(LOCAL_OPERATOR.scopes)
        return Staff(LOCAL_OPERATOR.id, LOCAL_OPERATOR.name, "", Role.OWNER, scopes)
    row = repository.staff_by_id(session, staff_id)
    if row is None:
        raise NotFoundError
    return to_staff(row)


def names_of(session: Session, staff_ids: Collection[str]) -> dict[str, str]:
    """Give the names of these members of staff, by id."""
    return repository.names(session, staff_ids)


def staff_of_token(session: Session, token: str, now: datetime) -> Principal | None:
    """Give the member of staff whose live session ``token`` opens."""
    row = repository.staff_by_token(session, hash_token(token), now)
    if row is None:
        return None
    staff = to_staff(row)
    return Principal(kind="staff", id=staff.id, name=staff.name, scopes=frozenset(staff.scopes))


def see_session(uow: UnitOfWork, token: str) -> None:
    """Note that the session of this token was used."""
    repository.see(uow.session, hash_token(token), uow.now)
