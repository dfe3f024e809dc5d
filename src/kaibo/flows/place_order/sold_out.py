"""What is sold out, remembered so that a stampede is refused without asking the records.

Only a batch that held the stock may say so. It is forgotten when stock changes, and after a
second in any case: another process may have given some back, or an unpaid order run out.
"""

from __future__ import annotations

from kaibo.flows.place_order.contracts import PlaceOrder
from kaibo.kernel.clock import Clock
from kaibo.modules.catalog.errors import SoldOutError

REMEMBERED_S = 1.0


class SoldOutMemory:
    """Variants of which nothing is left in a show."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], tuple[float, str]] = {}

    def check(self, wanted: PlaceOrder) -> None:
        """Raise ``SoldOutError`` when something that is wanted is known to be sold out."""
        for line in wanted.lines:
            key = (wanted.show, line.variant_id)
            known = self._until.get(key)
            if known is None:
                continue
            until, product_id = known
            if self._clock.steady() < until:
                raise SoldOutError(variant_id=line.variant_id, product_id=product_id, available=0)
            del self._until[key]

    def remember(self, wanted: PlaceOrder, error: SoldOutError) -> None:
        """Take over that a batch found nothing left."""
        if error.params["available"] == 0:
            key = (wanted.show, str(error.params["variant_id"]))
            until = self._clock.steady() + REMEMBERED_S
            self._until[key] = (until, str(error.params["product_id"]))

    def forget(self, product_id: str) -> None:
        """Ask the records again about a product."""
        stale = [key for key, (_, known) in self._until.items() if known == product_id]
        for key in stale:
            del self._until[key]
