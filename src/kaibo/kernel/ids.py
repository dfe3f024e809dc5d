"""Identifiers: ``<prefix>_<26 characters>``, sortable by the time they were made.

The 26 characters are Crockford base 32 of a 48-bit millisecond time and 80 random
bits (the ULID layout), so that rows made later sort later and indexes stay dense.
"""

from __future__ import annotations

import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(r"^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$")


def new_id(prefix: str, *, at_ms: int | None = None) -> str:
    """Make an id such as ``ord_01jd…``.

    ``prefix`` is the three-letter kind; ``at_ms`` is milliseconds since the epoch
    (now, when left out).
    """
    milliseconds = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (milliseconds << 80) | secrets.randbits(80)
    return f"{prefix}_{_base32(value, 26)}"


def is_id(text: str, prefix: str) -> bool:
    """Whether ``text`` has the form of an id of that kind (it need not exist)."""
    return text.startswith(f"{prefix}_") and _ID.fullmatch(text) is not None


def new_secret(prefix: str, *, size: int = 24) -> str:
    """Make an unguessable token of ``size`` random bytes, ``<prefix>_<base32>``."""
    digits = (size * 8 + 4) // 5
    return f"{prefix}_{_base32(secrets.randbits(size * 8), digits)}"


def _base32(value: int, digits: int) -> str:
    return "".join(_ALPHABET[(value >> (5 * shift)) & 31] for shift in reversed(range(digits)))
