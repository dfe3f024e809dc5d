"""Pure rules of a show."""

from __future__ import annotations

import re
import secrets
import unicodedata

from kaibo.kernel.states import StateMachine
from kaibo.modules.shows.contracts import ShowState

STATES = StateMachine(
    "show",
    {
        ShowState.READY: {ShowState.ON_AIR, ShowState.CLOSED},
        ShowState.ON_AIR: {ShowState.CLOSED},
        ShowState.CLOSED: set(),
    },
)

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def make_slug(title: str) -> str:
    """Make an address from a title: its Latin words and four letters nobody can guess.

    A title without Latin letters (大多數中文標題) gives ``show-`` and the letters.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    tail = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{words or 'show'}-{tail}"
