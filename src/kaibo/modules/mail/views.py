"""Rows as contracts."""

from __future__ import annotations

from kaibo.modules.mail.contracts import Mail, MailCause, MailKind, MailState
from kaibo.modules.mail.models import MailRow


def to_mail(row: MailRow) -> Mail:
    """Give a row as others may know it."""
    return Mail(
        id=row.id,
        kind=MailKind(row.kind),
        language=row.language,
        address=row.address,
        state=MailState(row.state),
        cause=MailCause(row.cause) if row.cause else None,
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
