"""Identifiers: ``<prefix>_<26 characters>``, sortable by the time they were made.

The 26 characters are Crockford base 32 of a 48-bit millisecond time and 80 random
bits (the ULID layout), so that rows made later sort later and indexes stay dense.
"""

from __future__ import annotations

import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = "[0-9a-hjkmnp-tv-z]{26}"
_ID = re.compile(f"^[a-z]{{3}}_{_DIGITS}$")


def new_id(prefix: str, *, at_ms: int | None = None) -> str:
    """Make an id such as ``ord_01jd…``.

    ``prefix`` is the three-letter kind; ``at_ms`` is milliseconds since the epoch
    (now, when left out).
    """
    milliseconds = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (milliseconds << 80) | secrets.randbits(80)
    return f"{prefix}_{_base32(value, 26)}"


def new_ids(prefix: str, count: int, *, at_ms: int | None = None) -> list[str]:
    """Make ``count`` ids that sort in the order they are given."""
    milliseconds = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    # The top bit stays free, so that counting on never reaches into the time.
    first = (milliseconds << 80) | secrets.randbits(79)
    found: list[str] = []
    while len(found) < count:
        # As long as only the last twenty bits count on, the characters before them stay.
        high, low = divmod(first + len(found), 1 << 20)
        head = f"{prefix}_{_base32(high, 22)}"
        last = min(low + count - len(found), 1 << 20)
        found += [f"{head}{_PAIRS[each >> 10]}{_PAIRS[each & 1023]}" for each in range(low, last)]
    return found


def id_pattern(prefix: str) -> str:
    """Give the regular expression of that kind's ids."""
    return f"^{prefix}_{_DIGITS}$"


def is_id(text: str, prefix: str) -> bool:
    """Whether ``text`` has the form of an id of that kind (it need not exist)."""
    return text.startswith(f"{prefix}_") and _ID.fullmatch(text) is not None


def new_secret(prefix: str, *, size: int = 24) -> str:
    """Make an unguessable token of ``size`` random bytes, ``<prefix>_<base32>``."""
    digits = (size * 8 + 4) // 5
    return f"{prefix}_{_base32(secrets.randbits(size * 8), digits)}"


_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]


def _base32(value: int, digits: int) -> str:
    pairs, is_odd = divmod(digits, 2)
    text = "".join([_PAIRS[(value >> shift) & 1023] for shift in range(10 * pairs - 10, -1, -10)])
    return _ALPHABET[(value >> (10 * pairs)) & 31] + text if is_odd else text
