"""What staff do with mail: try templates, and try again what was refused."""

from __future__ import annotations

from typing import Any, cast

from kaibo.modules.identity import facade as identity
from kaibo.modules.mail import facade, repository
from kaibo.modules.mail.contracts import Facts, Mail, MailKind, NewMail
from kaibo.modules.mail.samples import sample
from kaibo.modules.mail.views import to_mail
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import Language
from kaibo.platform.work import repository as work


def send_sample(uow: UnitOfWork, address: str, kind: MailKind, language: Language) -> Mail:
    """Queue a template with made-up facts."""
    extra = {"kind": kind.value, "language": language}
    mail_id = facade.queue(uow, NewMail(MailKind.TEST, address, language, extra=extra))
    row = repository.mail(uow.session, mail_id or "")
    assert row is not None  # noqa: S101 - written a line before
    return to_mail(row)


async def sample_facts(context: Context, _subject_id: str, extra: dict[str, Any]) -> Facts:
    """Give the made-up facts of a test mail; the source of its kind."""
    store = await context.db.read(identity.get_store)
    language = cast("Language", extra["language"])
    return sample(MailKind(extra["kind"]), language, store.currency)


def retry(uow: UnitOfWork, mail_id: str) -> bool:
    """Send a failed mail again; tell whether there was one."""
    if not repository.requeue(uow.session, mail_id):
        return False
    # That of a mail that was given up lies among the dead letters: no second one beside it.
    if not work.replay_of(uow, facade.LANES, "mail_id", mail_id):
        uow.enqueue(facade.SEND_JOB, {"mail_id": mail_id}, key=f"{facade.SEND_JOB}:{mail_id}")
    return True
