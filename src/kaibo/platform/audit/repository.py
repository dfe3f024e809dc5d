"""SQL of the audit log: reading it. Writing is `writing`'s, and changing is nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from kaibo.platform.audit.models import AuditEntry
from kaibo.platform.search import holds


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; what is left out does not matter.

    ``action`` is one, or all of a part of Kaibo (``identity.``); ``text`` is looked for in whom,
    what and on what.
    """

    staff_id: str | None = None
    action: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(
    session: Session, chosen: AuditFilter, *, before: str | None, limit: int
) -> Sequence[AuditEntry]:
    """Give entries, newest first, from before the id ``before``."""
    wanted = select(AuditEntry).where(*_conditions(session, chosen))
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    return session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(limit)).all()


def actions(session: Session) -> Sequence[str]:
    """Give every action that was ever written down."""
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def _conditions(session: Session, chosen: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.staff_id:
        found.append(AuditEntry.staff_id == chosen.staff_id)
    if chosen.action:
        is_part = chosen.action.endswith(".")
        found.append(
            AuditEntry.action.startswith(chosen.action, autoescape=True)
            if is_part
            else AuditEntry.action == chosen.action
        )
    if chosen.text:
        columns = (AuditEntry.label, AuditEntry.target, AuditEntry.staff_name, AuditEntry.action)
        found.append(or_(*(holds(session, one, chosen.text) for one in columns)))
    if chosen.since:
        found.append(AuditEntry.at >= chosen.since)
    if chosen.until:
        found.append(AuditEntry.at < chosen.until)
    return found
