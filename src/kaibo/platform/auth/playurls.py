"""Signed play addresses: who holds one may watch until it expires, without being asked again.

The signature stands in the path, before what it opens, so that every address which a playlist
tells relative to its own inherits it::

    /~1790035200.4fR…/live/str_01jd…/main.m3u8

Core signs; the media server verifies, with the secret that both hold (``KAIBO_MEDIA_TOKEN``).
"""

from __future__ import annotations

import base64
import hmac

MARK = "~"
"""The first character of a signature's segment; no path that is signed begins with it."""

_PURPOSE = b"kaibo play url"
_HOUR = 3600
# From the next full hour on. All who ask within one hour get one address, which caches can share.
_LIFE = 6 * _HOUR
_LENGTH = 22


def sign(token: str, path: str, now: float) -> str:
    """Give the segment that opens ``path``, such as ``~1790035200.4fR…``.

    ``path`` is without a slash at either end, ``live/<stream>`` or ``recordings/<recording>``;
    ``now`` is in seconds since the epoch.
    """
    expires = -(-int(now) // _HOUR) * _HOUR + _LIFE
    return f"{MARK}{expires}.{_signature(token, path, expires)}"


def signed_path(token: str, path: str, now: float) -> str:
    """Give ``path`` with the segment that opens it before it."""
    return f"{sign(token, path, now)}/{path}"


def verify(token: str, path: str, prefix: str, now: float) -> bool:
    """Whether ``prefix``, as `sign` gives it, opens ``path`` at ``now``. Bears any text."""
    expires, _, signature = prefix.removeprefix(MARK).partition(".")
    if not token or not prefix.startswith(MARK):
        return False
    # Digits of other scripts are digits too, and a number may be longer than any time.
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):
        return False
    expected = _signature(token, path, int(expires))
    # As bytes: of texts only ASCII can be compared, and this one is anybody's.
    given = signature.encode(errors="replace")
    return hmac.compare_digest(given, expected.encode()) and now < int(expires)


def split(path: str) -> tuple[str | None, str]:
    """Part a request's path, without its first slash, into the signature's segment and the rest."""
    if not path.startswith(MARK):
        return None, path
    prefix, _, rest = path.partition("/")
    return prefix, rest


def _signature(token: str, path: str, expires: int) -> str:
    key = hmac.digest(token.encode(), _PURPOSE, "sha256")
    digest = hmac.digest(key, f"{path}|{expires}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode()[:_LENGTH]
