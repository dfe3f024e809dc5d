"""What an entry says of a request's body: which fields, and what is no secret and nobody's name."""

from __future__ import annotations

import re
from typing import Any, Final

LONGEST: Final = 160
HIDDEN: Final = "•••"
_FIELDS: Final = 40

# Passwords and keys, and what could tell of a buyer: the order is named, the person is not.
_PRIVATE: Final = re.compile(
    r"password|passphrase|secret|token|key|phone|e-?mail|address|contact|recipient|buyer|current"
    # What was looked for is often a buyer's name or number.
    r"|^q$"
)


def details_of(body: object) -> dict[str, Any]:
    """Give the fields of a JSON body as an entry may hold them; of lists only how long they are."""
    if not isinstance(body, dict):
        return {}
    return {str(name)[:60]: _told(str(name), value) for name, value in list(body.items())[:_FIELDS]}


def _told(name: str, value: object) -> object:
    if _PRIVATE.search(name.lower()) and value not in (None, "", [], {}):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
    if isinstance(value, dict):
        return details_of(value)
    return f"× {len(value)}" if isinstance(value, list) else HIDDEN
