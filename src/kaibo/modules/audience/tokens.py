"""Tokens of viewers: who calls, told without a look-up.

A guest's names the guest; an account's names a session too, which can be ended. An account
without a session opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.platform.auth import SecretKey

GUEST = "vwr"
ACCOUNT = "vwa"
_PURPOSE = "viewer-token"
_PREFIX = "kvw_"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a token proves."""

    viewer_id: str
    session_id: str | None


def sign(secret: SecretKey, viewer_id: str, session_id: str | None = None) -> str:
    """Make a token; an account's needs its session."""
    told = viewer_id if session_id is None else f"{viewer_id}.{session_id}"
    return _PREFIX + secret.sign(_PURPOSE, told)


def prove(secret: SecretKey, token: str) -> Proof | None:
    """Tell whose token it is; none for a forged one. Whether the session is open is not told."""
    told = secret.verify(_PURPOSE, token.removeprefix(_PREFIX))
    if told is None:
        return None
    viewer_id, _, session_id = told.partition(".")
    if is_account(viewer_id) != bool(session_id):
        return None
    return Proof(viewer_id, session_id or None)


def is_account(viewer_id: str) -> bool:
    """Whether this viewer has an account."""
    return viewer_id.startswith(f"{ACCOUNT}_")
