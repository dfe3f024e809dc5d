"""Finding an order without being its buyer's browser: by number and telephone, told masked."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy.orm import Session

from kaibo.flows.order_desk import facade
from kaibo.flows.order_desk.contracts import FoundLine, FoundOrder, Order
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.errors import TooManyLookupsError
from kaibo.modules.payments.contracts import RefundState
from kaibo.platform.http.households import household

MINUTES = 5
# Of an address more than of a number: many buyers may share one.
BY_ADDRESS = RateLimitItemPerMinute(30, MINUTES)
BY_NUMBER = RateLimitItemPerMinute(8, MINUTES)


class LookupThrottle:
    """Counts look-ups in this process: thirty of an address and eight of a number in five minutes.

    The second keeps the six digits of one order from being guessed from many addresses.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def begin(self, host: str | None, number: str) -> None:
        """Count a look-up; refuse it when there were too many."""
        address = household(host)
        is_free = self._limiter.hit(BY_ADDRESS, "address", address)
        if not is_free or not self._limiter.hit(BY_NUMBER, "number", _plain(number)):
            raise TooManyLookupsError(retry_after=MINUTES * 60)


def find(session: Session, number: str, phone: str) -> FoundOrder:
    """Give an order to whoever knows its number and telephone, masked."""
    placed = orders.find_by_number(session, _plain(number), phone)
    return masked(facade.views(session, [placed])[0])


def masked(order: Order) -> FoundOrder:
    """Give what may be told of an order to somebody who need not be its buyer."""
    return FoundOrder(
        number=order.number,
        show_slug=order.show_slug,
        show_title=order.show_title,
        state=order.state,
        lines=[
            FoundLine(
                title=line.title,
                values=line.values,
                picture_url=line.picture_url,
                quantity=line.quantity,
                refunded_quantity=line.refunded_quantity,
                unit_price=line.unit_price,
                total=line.total,
            )
            for line in order.lines
        ],
        total=order.total,
        refunded=order.refunded,
        refund_standing=order.refund_standing,
        refund_pending=any(one.state is not RefundState.SUCCEEDED for one in order.refunds),
        recipient=mask_name(order.contact.name),
        phone=mask_phone(order.contact.phone),
        country=order.address.country,
        city=order.address.city,
        created_at=order.created_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        refunded_at=order.refunded_at,
        cancel_reason=order.cancel_reason,
        payment=order.payment,
        parcels=order.parcels,
    )


def mask_name(name: str) -> str:
    """Keep the first letter of a name, and nothing of its length."""
    return f"{name.strip()[:1]}**"


def mask_phone(phone: str) -> str:
    """Keep the last three digits of a telephone number, and nothing of its length."""
    return f"*** {''.join(char for char in phone if char.isdigit())[-3:]}"


def _plain(number: str) -> str:
    return number.strip().upper()
