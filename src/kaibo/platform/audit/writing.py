"""Writing an act down, in its own transaction."""

from __future__ import annotations

from typing import Any, Final

from kaibo.kernel.ids import new_id
from kaibo.platform.acting import Act
from kaibo.platform.audit.models import AuditEntry
from kaibo.platform.db.uow import UnitOfWork

# What a result is told by, best first; of a buyer only the order's number is.
_LABELS: Final = ("number", "title", "name", "slug")


def write_down(uow: UnitOfWork, act: Act, result: object) -> None:
    """Write ``act`` down; ``result`` is what its use case gave, which says what was made."""
    # Of whoever signs in, only the result knows who it was.
    person = getattr(result, "staff", None)
    uow.session.add(
        AuditEntry(
            id=new_id("aud"),
            at=uow.now,
            staff_id=act.staff_id or str(getattr(person, "id", "")),
            staff_name=act.staff_name or str(getattr(person, "name", "")),
            action=act.action,
            target=(act.target or str(getattr(result, "id", "")))[:200],
            label=(_label(result) or _label(person))[:200],
            details=act.details,
            network=act.network,
            request_id=act.request_id,
        )
    )


def _label(result: object) -> str:
    # What is a viewer's may tell a number and no name: a mute's is the viewer's own.
    names = _LABELS[:1] if hasattr(result, "viewer_id") else _LABELS
    values: list[Any] = [getattr(result, name, None) for name in names]
    return next((value for value in values if isinstance(value, str) and value), "")
