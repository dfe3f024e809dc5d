"""SQL of mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from kaibo.modules.mail.contracts import MailState
from kaibo.modules.mail.models import MailRow
from kaibo.platform.db.statements import insert_new


def mail(session: Session, mail_id: str) -> MailRow | None:
    """Find a mail by id."""
    return session.get(MailRow, mail_id)


def is_known(session: Session, key: str) -> bool:
    """Whether a mail of that key was asked for."""
    return session.scalar(select(MailRow.id).where(MailRow.key == key)) is not None


def add(session: Session, row: dict[str, Any]) -> None:
    """Write a mail down; of two with one key that come at once, one stays."""
    insert_new(session, MailRow, [row])


def settle(session: Session, mail_id: str, state: MailState, **told: object) -> None:
    """Say what became of a queued mail."""
    session.execute(
        update(MailRow)
        .where(MailRow.id == mail_id, MailRow.state == MailState.QUEUED.value)
        .values(state=state.value, **told)
    )


def note(session: Session, mail_id: str, **told: str) -> None:
    """Keep why a mail could not be sent just now."""
    session.execute(update(MailRow).where(MailRow.id == mail_id).values(**told))


def requeue(session: Session, mail_id: str) -> bool:
    """Make a failed mail wait again; tell whether there was such a mail."""
    found = session.scalars(
        update(MailRow)
        .where(MailRow.id == mail_id, MailRow.state == MailState.FAILED.value)
        .values(state=MailState.QUEUED.value, cause=None, error=None)
        .returning(MailRow.id)
    ).all()
    return bool(found)


def page(session: Session, *, before: str | None, limit: int) -> Sequence[MailRow]:
    """Give mails, newest first."""
    chosen = select(MailRow).order_by(MailRow.id.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(MailRow.id < before)
    return session.scalars(chosen).all()


def to_address(session: Session, address: str) -> Sequence[MailRow]:
    """Give the mails to an address, oldest first."""
    wanted = select(MailRow).where(MailRow.address == address).order_by(MailRow.id)
    return session.scalars(wanted).all()


def about(session: Session, address: str, subject_ids: Sequence[str]) -> Sequence[MailRow]:
    """Give the mails to an address that are about these, oldest first."""
    return session.scalars(
        select(MailRow)
        .where(MailRow.address == address, MailRow.subject_id.in_(subject_ids))
        .order_by(MailRow.id)
    ).all()


def forget_address(session: Session, address: str) -> Sequence[str]:
    """Delete the mails to an address; give their ids."""
    return _delete(session, MailRow.address == address)


def forget_about(session: Session, address: str, subject_ids: Sequence[str]) -> Sequence[str]:
    """Delete the mails to an address that are about these; give their ids."""
    return _delete(session, MailRow.address == address, MailRow.subject_id.in_(subject_ids))


def forget_before(session: Session, moment: datetime, most: int) -> Sequence[str]:
    """Delete at most so many mails that were asked for before ``moment``; give their ids."""
    old = select(MailRow.id).where(MailRow.created_at < moment).limit(most)
    return _delete(session, MailRow.id.in_(old))


def _delete(session: Session, *which: ColumnElement[bool]) -> Sequence[str]:
    return session.scalars(
        delete(MailRow)
        .where(*which)
        .returning(MailRow.id)
        .execution_options(synchronize_session=False)
    ).all()
