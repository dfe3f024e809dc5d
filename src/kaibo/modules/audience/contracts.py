"""What others may know of a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person who watches; ``display_name`` is what the room sees."""

    id: str
    display_name: str
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class ViewerSession:
    """A viewer and the token that works as a bearer token."""

    viewer: Viewer
    token: str


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A code is on its way to an address; ``id`` goes with the code when it is typed."""

    id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A viewer as they see themselves; without an ``email`` a guest.

    ``language`` is that of their mails. ``mail`` tells whether codes can be sent: ``smtp``,
    ``simulated`` or ``none``.
    """

    viewer: Viewer
    email: str | None
    language: str | None
    mail: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the audience holds about the owner of an account."""

    viewer: Viewer
    email: str
    language: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A session of an account: where it was opened, and when it was last seen (to six hours)."""

    id: str
    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Remains:
    """Whom an erasure was about, and what outlives its commit: open sessions, picture files."""

    people: list[str]
    sessions: list[str]
    pictures: list[str]
