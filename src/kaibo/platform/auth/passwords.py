"""Password hashing with Argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# Verified when no such account exists, so that the answer takes as long either way.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Hash for storage; slow by design (about 50 ms), so call it off the event loop."""
    return _HASHER.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one that was hashed; ``None`` stands for no account."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
