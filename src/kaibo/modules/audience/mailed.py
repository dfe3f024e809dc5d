"""Which code an address was mailed last.

Whoever asks for the code of an address gets a request of their own, and never a refusal because
others asked before: a stranger who asks again and again would keep the owner out. What is bounded
instead is mail. Within a short time all who ask are answered by the one code that was mailed, and
after ten requests in a day codes are longer, live longer and are mailed less often: so many tries
as strangers then have are nothing beside ten digits.

Counted are the requests themselves, which are kept for a day: a process that begins anew, and
another beside it, count the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import repository
from kaibo.platform.db import UnitOfWork

# With five tries each: six digits are guessed at fifty times a day at most, of a million.
SHORT_A_DAY = 10
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of codes: ``prefix`` of their ids, and how often one is mailed to an address.

    A code lives so much longer than ``every`` that nobody is answered by one that is nearly over.
    """

    prefix: str
    digits: int
    every: timedelta
    good_for: timedelta


SHORT = Sort("vcs", 6, timedelta(minutes=2), timedelta(minutes=10))
LONG = Sort("vcl", 10, timedelta(minutes=30), timedelta(minutes=60))


@dataclass(frozen=True, slots=True)
class MailedCode:
    """A code that is mailed; what it says follows from ``id``."""

    id: str
    mailed_at: datetime
    expires_at: datetime


def choose(uow: UnitOfWork, address: str) -> tuple[MailedCode, bool]:
    """Give the code that answers a request, and whether it must be mailed.

    Of requests for one address that come at once, each sees those before it.
    """
    repository.hold_address(uow.session, address)
    now = uow.now
    asked = repository.count_requests(uow.session, address, SHORT.prefix, since=now - _DAY)
    sort = SHORT if asked < SHORT_A_DAY else LONG
    newest = repository.newest_code(uow.session, address, sort.prefix)
    # One that was used opens nothing more: another is mailed at once.
    if newest is not None and newest.used_at is None:
        is_fresh = newest.created_at <= now < newest.created_at + sort.every
        if is_fresh:
            return MailedCode(newest.code_id, newest.created_at, newest.expires_at), False
    return MailedCode(new_id(sort.prefix, at_ms=epoch_ms(now)), now, now + sort.good_for), True
