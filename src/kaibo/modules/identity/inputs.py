"""Forms of what is told about an account."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kaibo.platform.auth.strength import LONGEST, SHORTEST

Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
