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


_EVERYDAY = frozenset({"shows:read", "products:read", "orders:read", "rooms:talk"})

SCOPES: dict[Role, frozenset[str]] = {
    Role.OWNER: _EVERYDAY
    | {
        "shows:write", "products:write", "orders:write", "orders:ship", "orders:refund",
        "streams:read", "store:write", "staff:write", "work:write",
    },
    Role.OPERATOR: _EVERYDAY
    | {
        "shows:write", "products:write", "orders:write", "orders:ship", "orders:refund",
        "streams:read",
    },
    Role.SERVICE: _EVERYDAY | {"orders:write", "orders:refund"},
    Role.WAREHOUSE: frozenset({"products:read", "orders:read", "orders:ship"}),
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
    """A member of staff."""

    id: str
    name: str
    email: str
    role: Role
    scopes: list[str]


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
class SetupState:
    """Whether the installation still waits for its store and first owner."""

    needed: bool
