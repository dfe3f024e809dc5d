"""What others may know of a flash deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kaibo.kernel.money import Money

# An order that arrives this long after the end still counts: it was sent in time, over a slow line.
GRACE = timedelta(seconds=3)


class DealState(StrEnum):
    """Where a deal is: counted down, giving, or over. Told by the clock, not stored."""

    ANNOUNCED = "announced"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FlashDeal:
    """A price that holds from ``starts_at`` to ``ends_at`` for some pieces, in one show.

    ``variant_id`` names one variant, or none for all of the product's. ``compare_at`` is what
    may be struck through, by variant, in minor units. ``version`` grows with each change.
    """

    id: str
    show_id: str
    product_id: str
    variant_id: str | None
    price: Money
    compare_at: dict[str, int]
    total_limit: int
    buyer_limit: int | None
    sold: int
    announced_at: datetime
    starts_at: datetime
    ends_at: datetime
    stopped_at: datetime | None
    version: int

    @property
    def left(self) -> int:
        """Pieces that the deal still gives."""
        return max(0, self.total_limit - self.sold)

    def covers(self, product_id: str, variant_id: str) -> bool:
        """Whether the deal is for that variant."""
        return self.product_id == product_id and self.variant_id in {None, variant_id}

    def state(self, at: datetime) -> DealState:
        """Tell where the deal is at that moment."""
        if self.stopped_at is not None or at >= self.ends_at:
            return DealState.OVER
        return DealState.ANNOUNCED if at < self.starts_at else DealState.RUNNING

    def accepts(self, at: datetime) -> bool:
        """Whether an order that arrived then may have the price: the window, and its grace."""
        ends = self.ends_at if self.stopped_at is None else min(self.ends_at, self.stopped_at)
        return self.starts_at <= at < ends + GRACE
