"""Set-up, sign-in and the store's profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id, new_secret
from kaibo.modules.identity import repository
from kaibo.modules.identity.contracts import (
    SCOPES,
    Role,
    SignInLink,
    Staff,
    StaffSession,
    Store,
    StoreMode,
)
from kaibo.modules.identity.errors import (
    BadCredentialsError,
    BadLinkError,
    EmailTakenError,
    SetupDoneError,
    SetupNeededError,
)
from kaibo.modules.identity.models import SignInLinkRow, StaffRow, StaffSessionRow, StoreRow
from kaibo.platform.auth.secrets import hash_token
from kaibo.platform.db import UnitOfWork
from kaibo.platform.i18n import LANGUAGES

SESSION_DAYS = 14
LINK_LIFE = timedelta(minutes=30)
NO_PASSWORD = "!"  # noqa: S105 - no password has this hash
"""Stands where a hash would: it is the hash of nothing."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A member of staff to be; the password is hashed already."""

    name: str
    email: str
    password_hash: str
    role: Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """From where somebody signs in: what their browser calls itself, and their network."""

    device: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class NewStore:
    """The store to be."""

    name: str
    currency: str
    legal_name: str
    address: str
    contact: str


NOWHERE = Visitor()


def set_up(
    uow: UnitOfWork, new_store: NewStore, owner: NewStaff, visitor: Visitor = NOWHERE
) -> StaffSession:
    """Create the store and its first owner, who is signed in; only ever once."""
    if repository.store(uow.session) is not None:
        raise SetupDoneError
    row = StoreRow(
        id=1,
        name=new_store.name,
        currency=new_store.currency,
        mode=StoreMode.TEST,
        legal_name=new_store.legal_name,
        address=new_store.address,
        contact=new_store.contact,
        created_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise SetupDoneError from error
    return _open_session(uow, add(uow, owner), visitor)


def change_store(uow: UnitOfWork, changes: dict[str, str]) -> Store:
    """Change the given fields of the store's profile."""
    row = repository.store(uow.session)
    if row is None:
        raise SetupNeededError
    for name, value in changes.items():
        setattr(row, name, value)
    return to_store(row)


def add_staff(uow: UnitOfWork, new: NewStaff) -> Staff:
    """Create an account."""
    return to_staff(add(uow, new))


def sign_in(
    uow: UnitOfWork, email: str, *, password_hash: str | None, visitor: Visitor = NOWHERE
) -> StaffSession:
    """Open a session for an account whose password was just verified against ``password_hash``.

    The hash is compared again, so that a password changed meanwhile opens nothing.
    """
    row = repository.staff_by_email(uow.session, email)
    if row is None or row.password_hash != password_hash or row.deactivated_at is not None:
        raise BadCredentialsError
    return _open_session(uow, row, visitor)


def sign_in_by_link(uow: UnitOfWork, token: str, visitor: Visitor = NOWHERE) -> StaffSession:
    """Open a session by a one-time link."""
    row = repository.take_link(uow.session, hash_token(token), uow.now)
    if row is None or row.deactivated_at is not None:
        raise BadLinkError
    return _open_session(uow, row, visitor)


def make_link(uow: UnitOfWork, email: str) -> SignInLink:
    """Make a link that signs this member of staff in once."""
    row = repository.staff_by_email(uow.session, email)
    if row is None or row.deactivated_at is not None:
        raise NotFoundError(field="email")
    return open_link(uow, row, LINK_LIFE)


def open_link(uow: UnitOfWork, row: StaffRow, life: timedelta) -> SignInLink:
    """Make a link that signs in once, within ``life``."""
    token = new_secret("ksl")
    expires_at = uow.now + life
    uow.session.add(
        SignInLinkRow(token_hash=hash_token(token), staff_id=row.id, expires_at=expires_at)
    )
    return SignInLink(token=token, path=f"/console/enter?token={token}", expires_at=expires_at)


def sign_out(uow: UnitOfWork, token: str) -> None:
    """End the session of this token."""
    repository.end_session(uow.session, hash_token(token))


def to_staff(row: StaffRow) -> Staff:
    """Give the account as others may know it."""
    role = Role(row.role)
    return Staff(
        id=row.id,
        name=row.name,
        email=row.email,
        role=role,
        scopes=sorted(SCOPES[role]),
        is_active=row.deactivated_at is None,
        is_pending=row.password_hash == NO_PASSWORD,
    )


def to_store(row: StoreRow) -> Store:
    """Give the store as others may know it."""
    return Store(
        name=row.name,
        currency=row.currency,
        mode=StoreMode(row.mode),
        legal_name=row.legal_name,
        address=row.address,
        contact=row.contact,
        languages=list(LANGUAGES),
    )


def add(uow: UnitOfWork, new: NewStaff) -> StaffRow:
    """Add an account. Raises ``EmailTakenError``."""
    row = StaffRow(
        id=new_id("stf"),
        name=new.name,
        email=new.email.lower(),
        role=new.role,
        password_hash=new.password_hash,
        created_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise EmailTakenError(field="email") from error
    return row


def _open_session(uow: UnitOfWork, row: StaffRow, visitor: Visitor) -> StaffSession:
    repository.forget_expired(uow.session, uow.now)
    token = new_secret("kst")
    expires_at = uow.now + timedelta(days=SESSION_DAYS)
    uow.session.add(
        StaffSessionRow(
            token_hash=hash_token(token),
            staff_id=row.id,
            created_at=uow.now,
            expires_at=expires_at,
            device=visitor.device[:200],
            network=visitor.network,
            last_seen_at=uow.now,
        )
    )
    return StaffSession(token=token, expires_at=expires_at, staff=to_staff(row))
