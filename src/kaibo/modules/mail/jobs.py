"""Work of mail: sending."""

from __future__ import annotations

from typing import Any, cast

from kaibo.kernel.points import reach
from kaibo.modules.mail import repository, writing
from kaibo.modules.mail.contracts import MailKind, MailState
from kaibo.modules.mail.errors import MailNotSetUpError, MailRefusedError, MailServerDownError
from kaibo.modules.mail.models import MailRow
from kaibo.modules.mail.ports import MailTransport
from kaibo.modules.mail.post import PostOffice
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import Language


async def send(context: Context, payload: dict[str, Any]) -> None:
    """Send a mail that waits; a repeat finds it sent, and a mail server that is down is retried."""
    row = await context.db.read(repository.mail, str(payload["mail_id"]))
    if row is None or row.state != MailState.QUEUED:
        return
    post = context.port(PostOffice)
    if post.transport is None:
        await context.db.run(_settle, row.id, MailState.FAILED, error=MailNotSetUpError.code)
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
        await context.db.run(_settle, row.id, MailState.FAILED, error=_reason(error))
        return
    except MailServerDownError as error:
        await context.db.run(_note, row.id, _reason(error))
        raise
    reach("mail.sent")
    await context.db.run(_settle, row.id, MailState.SENT, error=None, sent_at=context.clock.now())


def _reason(error: MailRefusedError | MailServerDownError) -> str:
    return str(error.params.get("reason", error.code))[:500]


def _settle(uow: UnitOfWork, /, mail_id: str, state: MailState, **told: object) -> None:
    repository.settle(uow.session, mail_id, state, **told)


def _note(uow: UnitOfWork, mail_id: str, error: str) -> None:
    repository.note(uow.session, mail_id, error)
