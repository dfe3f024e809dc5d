"""Sign-in codes: six digits, ten minutes, five tries, once (see `mailed` for longer ones).

A code is not stored: it follows from an id by a keyed hash (as in RFC 4226), so that neither the
database nor a queue of mails tells it. Tries are counted by request, and requests that were made
within minutes share a code: somebody else's wrong tries use up nothing of the owner's.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import is_id, new_id
from kaibo.modules.audience import repository
from kaibo.modules.audience.contracts import CodeRequest
from kaibo.modules.audience.mailed import LONG, SHORT, Sort, choose
from kaibo.modules.audience.models import CodeRow
from kaibo.platform.auth import SecretKey
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.fields import same_address

TRIES = 5
_PURPOSE = "viewer-code"

FORGET_JOB = "audience.forget_past"
# Who asked for a code and never had an account left an address here.
KEPT = timedelta(days=1)
FORGET_EVERY = timedelta(hours=6)


def ask(uow: UnitOfWork, email: str) -> tuple[CodeRequest, bool]:
    """Note that a code is wanted for an address, known or not; tell whether one must be mailed.

    ``expires_at`` of the answer is the least that holds for any code of its sort: the true time
    would tell whether, and when, somebody asked for this address before.
    """
    address = same_address(email)
    mailed, is_new = choose(uow, address)
    row = CodeRow(
        id=new_id("vcd", at_ms=epoch_ms(uow.now)),
        code_id=mailed.id,
        email=address,
        created_at=uow.now,
        expires_at=mailed.expires_at,
        attempts=0,
    )
    uow.session.add(row)
    uow.enqueue(FORGET_JOB, {}, run_at=uow.now + FORGET_EVERY, key=FORGET_JOB)
    sort = _sort_of(mailed.id)
    return CodeRequest(row.id, uow.now + sort.good_for - sort.every), is_new


def code_of(secret: SecretKey, code_id: str) -> str:
    """Give the digits of a code."""
    digits = _sort_of(code_id).digits
    digest = hmac.digest(secret.derive(_PURPOSE), code_id.encode(), "sha256")
    # 128 bits of it: what is lost by dividing cannot be told from nothing.
    return f"{int.from_bytes(digest[:16]) % 10**digits:0{digits}}"


def _sort_of(code_id: str) -> Sort:
    return LONG if is_id(code_id, LONG.prefix) else SHORT


def redeem(uow: UnitOfWork, secret: SecretKey, request_id: str, code: str) -> str | None:
    """Give the address that a code proves, and use the code up; none for a wrong one.

    A try counts before the code is looked at, and the transaction must be committed either way.
    """
    tried = repository.count_try(uow.session, request_id, now=uow.now, tries=TRIES)
    if tried is None:
        return None
    email, code_id = tried
    # As bytes: of texts only ASCII can be compared, and this one is anybody's.
    is_right = hmac.compare_digest(code.encode(), code_of(secret, code_id).encode())
    if not is_right or not repository.use_code(uow.session, code_id, now=uow.now):
        return None
    return email


def is_open(row: CodeRow, now: datetime) -> bool:
    """Whether a code may still be typed."""
    return row.used_at is None and row.expires_at > now


def forget_past(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Delete old codes and sessions that are over, and again in a while."""
    repository.forget_past(uow.session, uow.now - KEPT, uow.now)
    uow.enqueue(FORGET_JOB, {}, run_at=uow.now + FORGET_EVERY, key=FORGET_JOB)
