"""Who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Principal:
    """A known caller: a member of staff with scopes, or a viewer."""

    kind: Literal["staff", "viewer"]
    id: str
    name: str
    scopes: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the caller works here."""
        return self.kind == "staff"

    def may(self, scope: str) -> bool:
        """Whether the caller holds that scope, such as ``orders:write``."""
        return scope in self.scopes
