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
        answers: list[Placement | Exception | None] = []
        new: list[NewOrder] = []
        first_with: dict[Key, int] = {}
        repeats: dict[int, int] = {}
        for position, (wanted, order_id) in enumerate(
            zip(batch, new_ids("ord", len(batch)), strict=True)
        ):
            key = _key(wanted)
            if key is not None and (first := before.get(key)):
                answers.append(_replayed(uow.session, first, wanted))
            elif key is not None and key in first_with:
                repeats[position] = first_with[key]
                answers.append(None)
            else:
                try:
                    new.append(decide(loaded, wanted, order_id))
                except KaiboError as error:
                    answers.append(error)
                    continue
                if key is not None:
                    first_with[key] = position
                answers.append(None)
        reach("place_order.decided")
        placed = iter(self._write(uow, loaded, batch, new))
        uow.pass_points("place_order.written", "place_order.committed")
        given = [
            next(placed) if answer is None and position not in repeats else answer
            for position, answer in enumerate(answers)
        ]
        return [
            _repeated(batch, given, position, repeats[position])
            if position in repeats
            else _known(answer)
            for position, answer in enumerate(given)
        ]

    def _write(
        self,
        uow: UnitOfWork,
        loaded: Loaded,
        batch: Sequence[PlaceOrder],
        new: list[NewOrder],
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
        _empty_carts(uow, batch, placed)
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


def _placed_before(session: Session, batch: Sequence[PlaceOrder]) -> dict[Key, PlacedOrder]:
    keys = {key for wanted in batch if (key := _key(wanted))}
    return orders.find_by_keys(session, keys)


def _key(wanted: PlaceOrder) -> Key | None:
    return (wanted.viewer_id, wanted.idempotency_key) if wanted.idempotency_key else None


def _replayed(
    session: Session, first: PlacedOrder, wanted: PlaceOrder
) -> Placement | KeyReusedError:
    # An order of an older release kept no fingerprint.
    if first.fingerprint and first.fingerprint != wanted.fingerprint:
        return KeyReusedError()
    return _view(session, first)


def _repeated(
    batch: Sequence[PlaceOrder],
    given: Sequence[Placement | Exception | None],
    position: int,
    first: int,
) -> Placement | Exception:
    """Answer a request whose key came twice within one batch."""
    answer = given[first]
    if not isinstance(answer, Placement) or batch[position].fingerprint != batch[first].fingerprint:
        return KeyReusedError()
    return replace(answer, is_replay=True)


def _known(answer: Placement | Exception | None) -> Placement | Exception:
    if answer is None:
        raise AssertionError  # pragma: no cover - each order was placed, refused or a repeat
    return answer


def _view(session: Session, order: PlacedOrder) -> Placement:
    return Placement(
        order,
        shows.get_show(session, order.show_id),
        payments.of_order(session, order.id),
        audience.names_of(session, [order.viewer_id]).get(order.viewer_id, ""),
        is_replay=True,
    )


def _empty_carts(
    uow: UnitOfWork, batch: Sequence[PlaceOrder], placed: Sequence[PlacedOrder]
) -> None:
    shoppers = {wanted.viewer_id for wanted in batch if wanted.from_cart}
    if shoppers:
        orders.take_out_of_carts(
            uow,
            [
                (order.viewer_id, order.show_id, line.variant_id)
                for order in placed
                if order.viewer_id in shoppers
                for line in order.lines
            ],
        )


def _sweep(uow: UnitOfWork, expires_at: datetime) -> None:
    # One job for all: it looks for what is due, and comes again when the next order runs out.
    uow.enqueue(SWEEP_JOB, {}, run_at=expires_at + GRACE, key=SWEEP_JOB)
