"""Managing who works here: inviting, changing, and taking access away and giving it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.identity import repository, service
from kaibo.modules.identity.contracts import Invitation, Role, Staff
from kaibo.modules.identity.errors import LastOwnerError, OwnAccountError, WrongPasswordError
from kaibo.modules.identity.models import StaffRow
from kaibo.platform.db import UnitOfWork

INVITATION_LIFE: Final = timedelta(days=7)


def everybody(session: Session) -> list[Staff]:
    """List the members of staff by name, those who left last."""
    seen = repository.last_seen(session)
    rows = sorted(repository.all_staff(session), key=lambda row: row.deactivated_at is not None)
    return [_seen(row, seen) for row in rows]


def invite(uow: UnitOfWork, name: str, email: str, role: Role) -> Invitation:
    """Create an account without a password, and the link by which its owner comes in."""
    row = service.add(uow, service.NewStaff(name, email, service.NO_PASSWORD, role))
    uow.session.flush()
    return Invitation(service.to_staff(row), service.open_link(uow, row, INVITATION_LIFE))


def change(
    uow: UnitOfWork, staff_id: str, *, name: str | None, role: Role | None, by: str
) -> Staff:
    """Change somebody's name or role; a role holds from their next request."""
    row = _held(uow, staff_id)
    if role is not None and role != row.role:
        _refuse_own(row, by)
        _keep_an_owner(uow, row)
        row.role = role
    if name is not None:
        row.name = name
    return service.to_staff(row)


def deactivate(uow: UnitOfWork, staff_id: str, *, by: str) -> Staff:
    """Take somebody's access away at once; what they did stays told by their name."""
    row = _held(uow, staff_id)
    _refuse_own(row, by)
    _keep_an_owner(uow, row)
    row.deactivated_at = row.deactivated_at or uow.now
    repository.end_sessions(uow.session, row.id)
    repository.end_links(uow.session, row.id)
    return service.to_staff(row)


def reactivate(uow: UnitOfWork, staff_id: str) -> Staff:
    """Let somebody in again, with the password they had."""
    row = _held(uow, staff_id)
    row.deactivated_at = None
    return service.to_staff(row)


def sign_out_everywhere(uow: UnitOfWork, staff_id: str) -> Staff:
    """End every session of somebody."""
    row = _held(uow, staff_id)
    repository.end_sessions(uow.session, row.id)
    return service.to_staff(row)


def change_password(
    uow: UnitOfWork, staff_id: str, *, stored: str, password_hash: str, keep: str
) -> Staff:
    """Set a password, given the hash that was checked; other sessions than ``keep`` end."""
    row = _held(uow, staff_id)
    if row.password_hash != stored:
        # Changed by another window meanwhile.
        raise WrongPasswordError(field="current")
    row.password_hash = password_hash
    repository.end_sessions(uow.session, row.id, but=keep)
    repository.end_links(uow.session, row.id)
    return service.to_staff(row)


def _seen(row: StaffRow, seen: dict[str, datetime]) -> Staff:
    return replace(service.to_staff(row), last_seen_at=seen.get(row.id))


def _held(uow: UnitOfWork, staff_id: str) -> StaffRow:
    for row in repository.locked_staff(uow.session):
        if row.id == staff_id:
            return row
    raise NotFoundError(staff=staff_id)


def _refuse_own(row: StaffRow, by: str) -> None:
    if row.id == by:
        raise OwnAccountError


def _keep_an_owner(uow: UnitOfWork, leaving: StaffRow) -> None:
    owners = [
        row
        for row in repository.all_staff(uow.session)
        if row.role == Role.OWNER and row.deactivated_at is None
    ]
    if [row.id for row in owners] == [leaving.id]:
        raise LastOwnerError
