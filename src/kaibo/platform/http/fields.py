"""Fields that requests of several modules have."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StringConstraints

# PostgreSQL takes no NUL in a text; what one database refuses, neither takes.
NO_NUL: Final = r"^[^\x00]*$"

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    # Of ASCII: few mail servers take more, and addresses that look alike are a way to deceive.
    Field(pattern=r"^[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254),
]
"""An e-mail address, as somebody types it."""


def same_address(email: str) -> str:
    """Give the form by which addresses are compared: mail servers do not tell cases apart."""
    return email.strip().lower()
