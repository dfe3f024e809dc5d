"""What others may know of the store and its staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does; see ``SCOPES`` for what each may."""

    OWNER = "owner"
    OPERATOR = "operator"
    SERVICE = "service"
    WAREHOUSE = "warehouse"
    FLOOR = "floor"
    ANALYST = "analyst"
    COMPLIANCE = "compliance"


_EVERYDAY = frozenset({"shows:read", "products:read", "orders:read", "rooms:talk", "rooms:review"})

SCOPES: dict[Role, frozenset[str]] = {
    Role.OWNER: _EVERYDAY
    | {
        "shows:write", "products:write", "orders:write", "orders:ship", "orders:refund",
        "rooms:run", "streams:read", "store:write", "staff:write", "work:write", "audit:read",
    },
    Role.OPERATOR: _EVERYDAY
    | {
        "shows:write", "products:write", "orders:write", "orders:ship", "orders:refund",
        "rooms:run", "streams:read",
    },
    Role.SERVICE: _EVERYDAY | {"orders:write", "orders:refund"},
    Role.WAREHOUSE: frozenset({"products:read", "orders:read", "orders:ship"}),
    # Host or floor controller: runs the room, and sees no buyer.
    Role.FLOOR: frozenset({
        "shows:read", "products:read", "rooms:talk", "rooms:review", "rooms:run",
    }),
    # Figures without anybody's name or address.
    Role.ANALYST: frozenset({"shows:read", "products:read"}),
    # Sees what was done and by whom, and changes nothing.
    Role.COMPLIANCE: frozenset({
        "shows:read", "products:read", "orders:read", "rooms:review", "audit:read",
    }),
}  # fmt: skip


class StoreMode(StrEnum):
    """``test``: no real money can move, and every page says so."""

    TEST = "test"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Store:
    """The seller, as buyers see it; name, address and contact are shown on the live page."""

    name: str
    currency: str
    mode: StoreMode
    legal_name: str
    address: str
    contact: str
    languages: list[str]


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff; ``is_pending``: invited, and without a password yet."""

    id: str
    name: str
    email: str
    role: Role
    scopes: list[str]
    is_active: bool = True
    is_pending: bool = False
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """What a role may do."""

    role: Role
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """Where somebody is signed in; ``device`` is what its browser calls itself."""

    id: str
    device: str
    network: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in member of staff; ``token`` works as a bearer token."""

    token: str
    expires_at: datetime
    staff: Staff


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A link that signs in once; ``path`` is relative to the public address."""

    token: str
    path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new account, and the link by which its owner comes in for the first time."""

    staff: Staff
    link: SignInLink


@dataclass(frozen=True, slots=True)
class SetupState:
    """Whether the installation still waits for its store and first owner."""

    needed: bool
