"""Work of mail: sending."""

from __future__ import annotations

from typing import Any, cast

from kaibo.kernel.points import reach
from kaibo.modules.mail import repository, writing
from kaibo.modules.mail.contracts import MailCause, MailKind, MailState
from kaibo.modules.mail.errors import MailRefusedError, MailServerDownError
from kaibo.modules.mail.models import MailRow
from kaibo.modules.mail.ports import MailTransport
from kaibo.modules.mail.post import PostOffice
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import Language

_WORDS = 500
"""Characters of an error that are kept."""


async def send(context: Context, payload: dict[str, Any]) -> None:
    """Send a mail that waits; a repeat finds it sent, and a mail server that is down is retried.

    One that was given up waits again from the moment in which its dead letter is replayed.
    """
    mail_id = str(payload["mail_id"])
    row = await context.db.read(repository.mail, mail_id)
    if row is None or row.state not in {MailState.QUEUED, MailState.FAILED}:
        return
    if row.state == MailState.FAILED:
        await context.db.run(_requeue, mail_id)
    post = context.port(PostOffice)
    if post.transport is None:
        await context.db.run(_settle, row.id, MailState.FAILED, cause=MailCause.NOT_SET_UP.value)
        return
    facts = await post.sources[MailKind(row.kind)](context, row.subject_id, row.extra)
    if facts is None:
        await context.db.run(_settle, row.id, MailState.DROPPED)
        return
    head = await post.letterhead(context)
    language = cast("Language", row.language)
    envelope = writing.envelope(row.id, row.address, writing.letter(facts, language, head), head)
    await _hand_over(context, post.transport, row, envelope)


async def _hand_over(
    context: Context, transport: MailTransport, row: MailRow, envelope: writing.Envelope
) -> None:
    try:
        await transport.send(envelope)
    except MailRefusedError as error:
        await context.db.run(_settle, row.id, MailState.FAILED, **_why(error))
        return
    except MailServerDownError as error:
        await context.db.run(_note, row.id, **_why(error))
        raise
    reach("mail.sent")
    sent_at = context.clock.now()
    await context.db.run(_settle, row.id, MailState.SENT, cause=None, error=None, sent_at=sent_at)


def given_up(uow: UnitOfWork, payload: dict[str, Any], error: Exception) -> None:
    """Say of a mail that nobody tries it any more, and what went wrong last."""
    _settle(uow, str(payload["mail_id"]), MailState.FAILED, **_why(error))


def _why(error: Exception) -> dict[str, str]:
    if isinstance(error, MailServerDownError | MailRefusedError):
        cause = MailCause.REFUSED if isinstance(error, MailRefusedError) else MailCause.SERVER_DOWN
        return {"cause": cause.value, "error": str(error.params["reason"])[:_WORDS]}
    return {"cause": MailCause.BROKE.value, "error": f"{type(error).__name__}: {error}"[:_WORDS]}


def _requeue(uow: UnitOfWork, mail_id: str) -> None:
    repository.requeue(uow.session, mail_id)


def _settle(uow: UnitOfWork, /, mail_id: str, state: MailState, **told: object) -> None:
    repository.settle(uow.session, mail_id, state, **told)


def _note(uow: UnitOfWork, /, mail_id: str, **told: str) -> None:
    repository.note(uow.session, mail_id, **told)
