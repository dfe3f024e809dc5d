"""The flow: a batch is loaded, decided in memory, and written; all of it commits, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.flows.place_order.contracts import Placement, PlaceOrder
from kaibo.flows.place_order.deciding import decide
from kaibo.flows.place_order.loading import Key, Loaded, load
from kaibo.kernel.errors import KaiboError
from kaibo.kernel.ids import new_ids
from kaibo.kernel.points import reach
from kaibo.modules.audience import facade as audience
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import NewOrder, PlacedOrder
from kaibo.modules.orders.errors import KeyReusedError
from kaibo.modules.payments import facade as payments
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork

SWEEP_JOB = "cancel_order.sweep"
# The buyer sees the clock run out a little before the stock is really given back.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all orders: who takes the money, and how long an order may be unpaid."""

    gateway: str
    holds_for: timedelta


@dataclass(frozen=True, slots=True)
class _Decided:
    """Answered by the new order at this place; ``is_replay`` when its key came once more."""

    position: int
    is_replay: bool = False

    def of(self, placed: Sequence[Placement]) -> Placement:
        """Give the answer, once the new orders are written."""
        first = placed[self.position]
        return replace(first, is_replay=True) if self.is_replay else first


class PlaceOrders:
    """The use case, with what it remembers between batches; for one thread at a time."""

    def __init__(self, terms: Callable[[], Terms]) -> None:
        self._terms = terms
        self._book = catalog.OfferBook()

    def __call__(
        self, uow: UnitOfWork, batch: Sequence[PlaceOrder]
    ) -> Sequence[Placement | Exception]:
        """Place these orders in their order; an answer, or why not, for each.

        A repeat with the same idempotency key gives the first order.
        """
        loaded = load(uow, batch, self._book)
        reach("place_order.loaded")
        # After the stock is held: a rival that placed with the same key has committed by now.
        before = _placed_before(uow.session, batch)
        answers: list[Placement | Exception | _Decided] = []
        new: list[NewOrder] = []
        decided: dict[Key, _Decided] = {}
        from_carts: set[str] = set()
        for wanted, order_id in zip(batch, new_ids("ord", len(batch)), strict=True):
            key = _key(wanted)
            if key is not None and (first := before.get(key)):
                answers.append(_replayed(uow.session, first, wanted))
            elif key is not None and (earlier := decided.get(key)):
                is_same = new[earlier.position].fingerprint == wanted.fingerprint
                answers.append(replace(earlier, is_replay=True) if is_same else KeyReusedError())
            else:
                try:
                    new.append(decide(loaded, wanted, order_id))
                except KaiboError as error:
                    answers.append(error)
                    continue
                answers.append(here := _Decided(len(new) - 1))
                if wanted.from_cart:
                    from_carts.add(order_id)
                if key is not None:
                    decided[key] = here
        reach("place_order.decided")
        placed = self._write(uow, loaded, new, from_carts)
        uow.pass_points("place_order.written", "place_order.committed")
        return [answer.of(placed) if isinstance(answer, _Decided) else answer for answer in answers]

    def _write(
        self,
        uow: UnitOfWork,
        loaded: Loaded,
        new: list[NewOrder],
        from_carts: set[str],
    ) -> list[Placement]:
        catalog.write(uow, loaded.shelf)
        if not new:
            return []
        self._book.keep_pages(uow, {line.page_id for order in new for line in order.lines})
        terms = self._terms()
        placed = orders.create_all(uow, new, holds_for=terms.holds_for)
        opened = payments.open_payments(
            uow, [(order.id, order.total) for order in placed], terms.gateway
        )
        if loaded.given:
            shows_of = {deal.id: deal.show_id for deal in loaded.deals}
            promotions.count(uow, loaded.given, shows_of)
        _empty_carts(uow, [order for order in placed if order.id in from_carts])
        _sweep(uow, placed[0].expires_at)
        by_id = {
            show.id: show for show in loaded.shows.values() if not isinstance(show, KaiboError)
        }
        return [
            Placement(order, by_id[order.show_id], payment, loaded.names[order.viewer_id])
            for order, payment in zip(placed, opened, strict=True)
        ]


def find_placed(session: Session, keys: Sequence[Key]) -> list[Placement | None]:
    """Give what was placed before with each of these, as viewer and idempotency key."""
    found = orders.find_by_keys(session, keys)
    return [_view(session, found[key]) if key in found else None for key in keys]


def is_repeat(first: PlacedOrder, wanted: PlaceOrder) -> bool:
    """Whether this is the request that the order came with; an older release kept none."""
    return not first.fingerprint or first.fingerprint == wanted.fingerprint


def _placed_before(session: Session, batch: Sequence[PlaceOrder]) -> dict[Key, PlacedOrder]:
    keys = {key for wanted in batch if (key := _key(wanted))}
    return orders.find_by_keys(session, keys)


def _key(wanted: PlaceOrder) -> Key | None:
    return (wanted.viewer_id, wanted.idempotency_key) if wanted.idempotency_key else None


def _replayed(
    session: Session, first: PlacedOrder, wanted: PlaceOrder
) -> Placement | KeyReusedError:
    return _view(session, first) if is_repeat(first, wanted) else KeyReusedError()


def _view(session: Session, order: PlacedOrder) -> Placement:
    return Placement(
        order,
        shows.get_show(session, order.show_id),
        payments.of_order(session, order.id),
        audience.names_of(session, [order.viewer_id]).get(order.viewer_id, ""),
        is_replay=True,
    )


def _empty_carts(uow: UnitOfWork, bought: Sequence[PlacedOrder]) -> None:
    if bought:
        orders.take_out_of_carts(
            uow,
            [
                (order.viewer_id, order.show_id, line.variant_id)
                for order in bought
                for line in order.lines
            ],
        )


def _sweep(uow: UnitOfWork, expires_at: datetime) -> None:
    # One job for all: it looks for what is due, and comes again when the next order runs out.
    uow.enqueue(SWEEP_JOB, {}, run_at=expires_at + GRACE, key=SWEEP_JOB)
