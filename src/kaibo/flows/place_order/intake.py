"""Where orders come in: from memory what can be, through the batching writer what must be."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

from kaibo.flows.place_order.contracts import Placement, PlaceOrder
from kaibo.flows.place_order.loading import Key
from kaibo.flows.place_order.service import PlaceOrders, Terms, find_placed, is_repeat
from kaibo.flows.place_order.sold_out import SoldOutMemory
from kaibo.kernel.clock import Clock
from kaibo.kernel.points import reach
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.errors import KeyReusedError
from kaibo.platform.db import Batcher, Database

# Buyers that are remembered, so that a repeat of theirs is looked up though nothing is left.
BUYERS_REMEMBERED = 200_000
# As long as an idempotency key is promised to be known.
KEYS_KEPT = timedelta(hours=24)


class OrderIntake:
    """The door of one process. A port of the context; made once by the wiring."""

    def __init__(self, db: Database, clock: Clock, terms: Callable[[], Terms]) -> None:
        self._db = db
        self._clock = clock
        place_orders = PlaceOrders(terms)
        self._placing: Batcher[PlaceOrder, Placement] = Batcher(
            lambda batch: db.run(place_orders, batch)
        )
        self._looking: Batcher[Key, Placement | None] = Batcher(
            lambda keys: db.read(find_placed, keys)
        )
        self._buyers: OrderedDict[str, None] = OrderedDict()
        self._has_learnt = False
        self.sold_out = SoldOutMemory(clock)

    async def place(self, wanted: PlaceOrder) -> Placement:
        """Place an order; the answer follows the commit.

        Raises ``NotFoundError`` (no show that the buyer may see), ``NotOnAirError``,
        ``NotInShowError``, ``NotOnSaleError``, ``NotReturnableError``, ``PriceChangedError``,
        ``LimitReachedError``, ``SoldOutError`` or an error of a deal; nothing is changed then.
        """
        try:
            self.sold_out.check(wanted)
        except SoldOutError:
            first = await self._placed_before(wanted)
            if first is None:
                raise
            return first
        self._remember(wanted.viewer_id)
        try:
            placed = await self._placing.submit(wanted)
        except BaseException as failure:
            self.sold_out.learn(wanted, failure)
            raise
        self.sold_out.learn(wanted)
        reach("place_order.answered")
        return placed

    async def _placed_before(self, wanted: PlaceOrder) -> Placement | None:
        """Give the order that is repeated: who got the last piece must not be told it is gone."""
        if not wanted.idempotency_key:
            return None
        # On SQLite this process takes all orders, and knows who may have one.
        if self._db.is_sqlite:
            await self._learn()
            if wanted.viewer_id not in self._buyers:
                return None
        placed = await self._looking.submit((wanted.viewer_id, wanted.idempotency_key))
        if placed is not None and not is_repeat(placed.order, wanted):
            raise KeyReusedError
        return placed

    async def _learn(self) -> None:
        if not self._has_learnt:
            since = self._clock.now() - KEYS_KEPT
            for viewer_id in await self._db.read(
                orders.recent_buyers, since=since, limit=BUYERS_REMEMBERED
            ):
                self._buyers.setdefault(viewer_id)
            self._has_learnt = True

    def _remember(self, viewer_id: str) -> None:
        self._buyers[viewer_id] = None
        if len(self._buyers) > BUYERS_REMEMBERED:
            self._buyers.popitem(last=False)
