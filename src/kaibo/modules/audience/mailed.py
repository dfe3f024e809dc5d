"""Which code an address was mailed last.

Whoever asks for the code of an address gets a request of their own, and never a refusal because
others asked before: a stranger who asks again and again would keep the owner out. What is bounded
instead is mail. Within a short time all who ask are answered by the one code that was mailed, and
after ten requests in a day codes are longer, live longer and are mailed less often: so many tries
as strangers then have are nothing beside ten digits.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from limits import RateLimitItemPerDay
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.platform.http.fields import same_address

# With five tries each: six digits are guessed at fifty times a day at most, of a million.
SHORT_A_DAY = RateLimitItemPerDay(10)
_REMEMBERED = 100_000


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


class MailedCodes:
    """Remembers in this process which codes were mailed last. A port of the context."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._newest: OrderedDict[tuple[str, Sort], MailedCode] = OrderedDict()

    def choose(self, email: str, now: datetime) -> tuple[MailedCode, bool]:
        """Give the code that answers a request, and whether it must be mailed."""
        address = same_address(email)
        sort = SHORT if self._limiter.hit(SHORT_A_DAY, "code", address) else LONG
        newest = self._newest.get((address, sort))
        if newest is not None and newest.mailed_at <= now < newest.mailed_at + sort.every:
            return newest, False
        code = MailedCode(new_id(sort.prefix, at_ms=epoch_ms(now)), now, now + sort.good_for)
        self._newest[address, sort] = code
        self._newest.move_to_end((address, sort))
        if len(self._newest) > _REMEMBERED:
            self._newest.popitem(last=False)
        return code, True

    def used(self, address: str) -> None:
        """Mail anew when a code is wanted again: the last one opens nothing more. In any thread."""
        for sort in (SHORT, LONG):
            self._newest.pop((address, sort), None)
