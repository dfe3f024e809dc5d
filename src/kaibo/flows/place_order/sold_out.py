"""What is sold out, remembered so that a stampede is refused without asking the records.

Only a batch that held the stock may say so. It is forgotten when stock changes, and after a
second one request asks the records again, while the others are still refused: another process may
have given some back, or an unpaid order run out.
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
        """Raise ``SoldOutError`` when something that is wanted is known to be sold out.

        Whoever is let through must ``learn`` what came of it.
        """
        if not self._until:
            return
        now = self._clock.steady()
        stale: list[tuple[tuple[str, str], str]] = []
        for line in wanted.lines:
            key = (wanted.show, line.variant_id)
            until, product_id = self._until.get(key, (now, ""))
            if now < until:
                raise SoldOutError(variant_id=line.variant_id, product_id=product_id, available=0)
            if product_id:
                stale.append((key, product_id))
        for key, product_id in stale:
            self._until[key] = (now + REMEMBERED_S, product_id)

    def learn(self, wanted: PlaceOrder, failure: BaseException | None = None) -> None:
        """Take over what became of an order: that nothing is left, or that nothing is known."""
        for line in wanted.lines if self._until else ():
            self._until.pop((wanted.show, line.variant_id), None)
        if isinstance(failure, SoldOutError) and failure.params["available"] == 0:
            key = (wanted.show, str(failure.params["variant_id"]))
            until = self._clock.steady() + REMEMBERED_S
            self._until[key] = (until, str(failure.params["product_id"]))

    def forget(self, product_id: str) -> None:
        """Ask the records again about a product."""
        stale = [key for key, (_, known) in self._until.items() if known == product_id]
        for key in stale:
            del self._until[key]
