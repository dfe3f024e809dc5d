"""Sign-in codes: six digits, ten minutes, five tries, once.

A code is not stored: it follows from the request's id by a keyed hash (as in RFC 4226), so that
neither the database nor a queue of mails tells it. It opens only the request it was made for:
somebody else's wrong tries use up nothing of the owner's.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import repository
from kaibo.modules.audience.contracts import CodeRequest
from kaibo.modules.audience.models import CodeRow
from kaibo.platform.auth import SecretKey
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.fields import same_address

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
DIGITS = 6
_PURPOSE = "viewer-code"

FORGET_JOB = "audience.forget_past"
# Who asked for a code and never had an account left an address here.
KEPT = timedelta(days=1)
FORGET_EVERY = timedelta(hours=6)


def ask(uow: UnitOfWork, email: str) -> CodeRequest:
    """Note that a code is wanted for an address, known or not."""
    row = CodeRow(
        id=new_id("vcd", at_ms=epoch_ms(uow.now)),
        email=same_address(email),
        created_at=uow.now,
        expires_at=uow.now + GOOD_FOR,
        attempts=0,
    )
    uow.session.add(row)
    uow.enqueue(FORGET_JOB, {}, run_at=uow.now + FORGET_EVERY, key=FORGET_JOB)
    return CodeRequest(row.id, row.expires_at)


def code_of(secret: SecretKey, request_id: str) -> str:
    """Give the code that opens a request."""
    digest = hmac.digest(secret.derive(_PURPOSE), request_id.encode(), "sha256")
    # 128 bits of it: what is lost by dividing by a million cannot be told from nothing.
    return f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}}"


def redeem(uow: UnitOfWork, secret: SecretKey, request_id: str, code: str) -> str | None:
    """Give the address that a code proves, and use the code up; none for a wrong one.

    A try counts before the code is looked at, and the transaction must be committed either way.
    """
    email = repository.count_try(uow.session, request_id, now=uow.now, tries=TRIES)
    expected = code_of(secret, request_id)
    # As bytes: of texts only ASCII can be compared, and this one is anybody's.
    is_right = hmac.compare_digest(code.encode(), expected.encode())
    if email is None or not is_right:
        return None
    return email if repository.use_code(uow.session, request_id, now=uow.now) else None


def is_open(row: CodeRow, now: datetime) -> bool:
    """Whether a code may still be typed."""
    return row.used_at is None and row.expires_at > now


def forget_past(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Delete old codes and sessions that are over, and again in a while."""
    repository.forget_past(uow.session, uow.now - KEPT, uow.now)
    uow.enqueue(FORGET_JOB, {}, run_at=uow.now + FORGET_EVERY, key=FORGET_JOB)
