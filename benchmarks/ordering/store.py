"""The store that is ordered from: what it has, what was sold, and whether that adds up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import func, select

from benchmarks.ordering.check import Verdict, check
from benchmarks.ordering.client import Item
from benchmarks.ordering.scenarios import FEW, MANY_ITEMS, PLENTY, Scenario
from benchmarks.support.databases import Opened, engine_of
from benchmarks.support.programs import wait_for
from kaibo.platform.work.models import WorkItem

_BACKLOG_SECONDS = 300.0


class WrongError(Exception):
    """Stock and orders do not add up."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("; ".join(verdict.wrong[:5]))
        self.verdict = verdict


class Store:
    """Items, and what buyers were told of them."""

    def __init__(self, database: Opened, selling_out: int) -> None:
        self.amounts = [PLENTY] * (1 + MANY_ITEMS) + [FEW] * selling_out
        """Stock of each item to make."""
        self.reader = engine_of(database.url, readonly=True)
        self.oversold = 0
        self._items: list[Item] = []
        self._accepted: Counter[str] = Counter()
        self._last_few = MANY_ITEMS

    def open(self, items: list[Item]) -> None:
        """Sell these, made with `amounts`."""
        self._items = items

    def items(self, scenario: Scenario) -> tuple[Item, ...]:
        """Give what to order; of what is to sell out, the last that was begun."""
        match scenario.name:
            case "hot":
                return (self._items[0],)
            case "many":
                return tuple(self._items[1 : 1 + MANY_ITEMS])
            case _:
                return (self._items[self._last_few],)

    def next_few(self) -> None:
        """Go on to the next item that is to sell out."""
        self._last_few += 1

    def note(self, accepted: Counter[str]) -> None:
        """Note units in orders that buyers were told of."""
        self._accepted += accepted

    def check(self) -> None:
        """Ask the database. Raises `WrongError`."""
        stock = {item.id: amount for item, amount in zip(self._items, self.amounts, strict=True)}
        verdict = check(self.reader, stock, self._accepted)
        self.oversold = verdict.oversold
        if verdict.wrong:
            raise WrongError(verdict)

    def wait_for_work(self) -> None:
        """Wait until the work queue has done what orders left it: the next must not pay for it."""
        due = (
            select(func.count())
            .select_from(WorkItem)
            .where(WorkItem.state == "ready", WorkItem.run_at <= datetime.now(UTC))
        )

        def is_done() -> bool:
            with self.reader.connect() as connection:
                return connection.scalar(due) == 0

        wait_for(is_done, "the work that orders left", _BACKLOG_SECONDS)
