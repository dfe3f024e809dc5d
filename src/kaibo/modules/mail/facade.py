"""What other parts may do with mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.mail import repository
from kaibo.modules.mail.contracts import Mail, MailKind, MailState, NewMail
from kaibo.modules.mail.post import PostOffice, Source
from kaibo.modules.mail.views import to_mail
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.work import repository as work

__all__ = [
    "LANES",
    "MANY_JOB",
    "SEND_JOB",
    "PostOffice",
    "Source",
    "forget_about",
    "forget_address",
    "forget_before",
    "is_set_up",
    "queue",
    "sent_about",
    "sent_to",
    "transport_name",
]

SEND_JOB = "mail.send"
MANY_JOB = "mail.send_many"
# A mail server that takes its time holds up nothing but mail, and a thousand reminders no code.
LANES = {SEND_JOB: 3, MANY_JOB: 1}
_MANY = frozenset({MailKind.SHOW_REMINDER})


def is_set_up(context: Context) -> bool:
    """Whether mail leaves this installation, or is at least simulated."""
    return context.port(PostOffice).transport is not None


def transport_name(context: Context) -> str:
    """Say how mail leaves: ``smtp``, ``simulated`` or ``none``."""
    transport = context.port(PostOffice).transport
    return transport.name if transport else "none"


def queue(uow: UnitOfWork, mail: NewMail, *, send_at: datetime | None = None) -> str | None:
    """Ask for a mail: it is sent after the commit, at ``send_at`` at the earliest.

    Gives its id, or ``None`` when one of that key was asked for before. Where no mail server is
    set up it is kept as ``failed``, so queueing needs no check.
    """
    if mail.key is not None and repository.is_known(uow.session, mail.key):
        return None
    mail_id = new_id("mal", at_ms=epoch_ms(uow.now))
    repository.add(
        uow.session,
        {
            "id": mail_id,
            "kind": mail.kind.value,
            "address": mail.address,
            "language": mail.language,
            "subject_id": mail.subject_id,
            "key": mail.key,
            "extra": mail.extra,
            "state": MailState.QUEUED.value,
            "created_at": uow.now,
        },
    )
    job = MANY_JOB if mail.kind in _MANY else SEND_JOB
    uow.enqueue(job, {"mail_id": mail_id}, run_at=send_at, key=f"{SEND_JOB}:{mail_id}")
    return mail_id


def sent_to(session: Session, address: str) -> Sequence[Mail]:
    """Give the mails to an address, oldest first."""
    return [to_mail(row) for row in repository.to_address(session, address)]


def sent_about(session: Session, address: str, subject_ids: Sequence[str]) -> Sequence[Mail]:
    """Give the mails to an address that are about these, oldest first."""
    return [to_mail(row) for row in repository.about(session, address, subject_ids)]


def forget_address(uow: UnitOfWork, address: str) -> None:
    """Delete the mails to an address; one that waits is not sent."""
    _forget_work(uow, repository.forget_address(uow.session, address))


def forget_about(uow: UnitOfWork, address: str, subject_ids: Sequence[str]) -> None:
    """Delete the mails to an address that are about these."""
    _forget_work(uow, repository.forget_about(uow.session, address, subject_ids))


def forget_before(uow: UnitOfWork, moment: datetime, most: int) -> int:
    """Delete at most so many mails that were asked for before ``moment``; tell how many."""
    gone = repository.forget_before(uow.session, moment, most)
    _forget_work(uow, gone)
    return len(gone)


def _forget_work(uow: UnitOfWork, mail_ids: Sequence[str]) -> None:
    """Leave no work of these: its last error holds a server's words, which name the address."""
    work.forget_of(uow, LANES, "mail_id", mail_ids)
