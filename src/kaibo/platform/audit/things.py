"""What acts were done to, as people know it: entries hold ids, and are read with present names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from sqlalchemy.orm import Session

from kaibo.platform.audit.models import AuditEntry

_ID: Final = re.compile(r"[a-z]{3}_[0-9a-z]{26}")
# Fields that hold ids without saying so.
_FIELDS: Final = ("product", "show")


class ThingKind(StrEnum):
    """Where a thing is shown, the nearest to an act first: a product is pinned in a show."""

    ORDER = "order"
    PRODUCT = "product"
    VIEWER = "viewer"
    STAFF = "staff"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was acted on, and what it is called now: nothing, when it is gone.

    ``id`` is that of its page: a variant's and a deal's is their product's.
    """

    kind: ThingKind
    id: str
    name: str


class Naming(Protocol):
    """Whoever knows what things are called; served by the wiring."""

    def __call__(self, session: Session, ids: Collection[str], /) -> Mapping[str, Thing]:
        """Name the things of these ids; those that it knows no kind of are left out."""
        ...


def things_of(
    session: Session, naming: Naming, entries: Sequence[AuditEntry]
) -> dict[str, list[Thing]]:
    """Give what each of these entries speaks of, by the entry's id."""
    told = {entry.id: list(_ids(entry)) for entry in entries}
    named = naming(session, {one for ids in told.values() for one in ids})
    return {
        entry_id: _ordered([named[one] for one in ids if one in named])
        for entry_id, ids in told.items()
    }


def _ids(entry: AuditEntry) -> Iterator[str]:
    values = [*entry.target.split("/"), *_texts(entry.details)]
    yield from (value for value in values if _ID.fullmatch(value))


def _texts(details: Mapping[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        if isinstance(value, str) and (name.endswith("_id") or name in _FIELDS):
            yield value


def _ordered(found: list[Thing]) -> list[Thing]:
    kinds = list(ThingKind)
    first = {(one.kind, one.id): one for one in reversed(found)}
    # A variant's name begins with its product's: the longer says both.
    for one in found:
        if len(one.name) > len(first[one.kind, one.id].name):
            first[one.kind, one.id] = one
    return sorted(first.values(), key=lambda one: kinds.index(one.kind))
