"""What happened, as values: the base of every event that crosses a module's border."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the past tense.

    Subclasses are frozen dataclasses with JSON-able fields and a ``name`` of the form
    ``module.happened.v1``. A field is never removed or given a new meaning under the
    same version.
    """

    name: ClassVar[str]

    def to_payload(self) -> dict[str, Any]:
        """Give the fields as a JSON-able dictionary."""
        return dataclasses.asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Rebuild the event; fields that this version does not know are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})
