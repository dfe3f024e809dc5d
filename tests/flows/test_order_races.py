"""Two at once, staged at the point where it hurts: the shop sells what it has, once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.flows.cancel_order.service import cancel_order
from kaibo.flows.pay_order.service import settle
from kaibo.flows.place_order.contracts import Placement, PlaceOrder, WantedLine
from kaibo.flows.place_order.service import SWEEP_JOB, PlaceOrders, Terms
from kaibo.kernel.errors import KaiboError
from kaibo.kernel.points import reach
from kaibo.modules.catalog.contracts import Product
from kaibo.modules.catalog.errors import SoldOutError, StockTooLowError
from kaibo.modules.catalog.repository import products as catalog_repository
from kaibo.modules.catalog.service import products as catalog
from kaibo.modules.catalog.service.variants import VariantDraft
from kaibo.modules.orders import repository as orders_repository
from kaibo.modules.orders.contracts import Address, CancelReason, Contact
from kaibo.modules.orders.errors import LimitReachedError, PriceChangedError
from kaibo.modules.orders.models import CartLineRow
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.modules.promotions import service as promotions
from kaibo.modules.promotions.errors import (
    DealNotBegunError,
    DealOverError,
    DealSoldOutError,
)
from kaibo.modules.promotions.events import DealChanged
from kaibo.modules.shows.contracts import Show
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.books import disagreements
from tests.support.gateways import scripted
from tests.support.house import House, Shop, Viewer
from tests.support.rivals import Rival

DECIDED = "place_order.decided"
HOLDS_FOR = timedelta(minutes=15)


class Desk:
    """Takes orders as one process does, with a batching writer's use case of its own."""

    def __init__(self, house: House, show: Show) -> None:
        self._house = house
        self._show = show
        self._placing = PlaceOrders(lambda: Terms("sandbox", HOLDS_FOR))

    def buy(self, viewer: Viewer, *lines: tuple[str, int, int]) -> Placement:
        """Place an order of variants, pieces and prices; raises why it cannot be."""
        wanted = PlaceOrder(
            show=self._show.id,
            viewer_id=viewer.id,
            lines=tuple(WantedLine(*line) for line in lines),
            contact=Contact("陳小明", "0912345678"),
            address=Address("TW", "", "", "信義路", "", ""),
            note="",
            idempotency_key=None,
            arrived_at=self._house.clock.now(),
        )
        (answer,) = self._house.run(self._placing, [wanted])
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Placement)
        return answer


def only(product: Product) -> str:
    return product.variants[0].id


def bundle_of(house: House, variant_id: str, units: int, price: int = 9900) -> Product:
    draft = VariantDraft(price=price, components=((variant_id, units),))
    return house.run(catalog.create, catalog.NewProduct("Set", "CNY", variants=(draft,)))


def payment_of(house: House, order_id: str) -> Payment:
    found: Payment = house.read(payments.of_order, order_id)
    return found


def capture(house: House, order_id: str) -> None:
    house.run(settle, payment_of(house, order_id), PaymentState.CAPTURED)


def adds_up(house: House) -> None:
    assert disagreements(house.db.write_engine) == []


def state_of(shop: Shop, order_id: str) -> tuple[str, str]:
    told = shop.owner.get(f"/orders/{order_id}").json()
    return told["state"], told["payment"]["state"]


def announce(shop: Shop, **more: object) -> dict[str, Any]:
    wanted = {"product_id": shop.product.id, "price": 5000, "countdown_s": 0, "duration_s": 60}
    answer = shop.owner.post(f"/shows/{shop.show.id}/deals", {**wanted, **more})
    assert answer.status_code == 201, answer.text
    deal: dict[str, Any] = answer.json()
    return deal


def sold_in_deals(shop: Shop) -> dict[str, int]:
    told = shop.owner.get(f"/shows/{shop.show.id}/deals").json()["items"]
    return {deal["id"]: deal["sold"] for deal in told}


def desks(shop: Shop, show: Show | None = None) -> Sequence[Desk]:
    return [Desk(shop.house, show or shop.show) for _ in range(2)]


def test_two_writers_at_the_last_unit_sell_it_once(shop: Shop) -> None:
    house = shop.house
    product = house.product("Last", stock=1)
    here, there = desks(shop, house.show(product.id))
    line = (only(product), 1, 6800)

    second = house.viewer()
    with Rival(house, DECIDED, lambda: there.buy(second, line)) as rival:
        here.buy(house.viewer(), line)

    assert isinstance(rival.outcome, SoldOutError)
    assert rival.outcome.params["available"] == 0
    adds_up(house)


def test_a_bundle_and_its_component_never_sell_one_unit_twice(shop: Shop) -> None:
    house = shop.house
    part = house.product("Cup", stock=3)
    bundle = bundle_of(house, only(part), 2)
    here, there = desks(shop, house.show(part.id, bundle.id))

    second = house.viewer()
    with Rival(house, DECIDED, lambda: there.buy(second, (only(part), 2, 6800))) as rival:
        here.buy(house.viewer(), (only(bundle), 1, 9900))

    assert isinstance(rival.outcome, SoldOutError)
    assert rival.outcome.params["available"] == 1
    adds_up(house)


def test_a_bundle_and_its_component_in_one_order_are_summed_first(shop: Shop) -> None:
    house = shop.house
    part = house.product("Cup", stock=3)
    bundle = bundle_of(house, only(part), 2)
    desk = Desk(house, house.show(part.id, bundle.id))

    with pytest.raises(SoldOutError):
        desk.buy(house.viewer(), (only(bundle), 1, 9900), (only(part), 2, 6800))
    desk.buy(house.viewer(), (only(bundle), 1, 9900), (only(part), 1, 6800))

    assert house.stock(part.id).available == 0
    adds_up(house)


def test_a_price_that_changes_in_checkout_is_not_charged_unseen(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)

    def reprice() -> object:
        return house.run(catalog.change, shop.product.id, {"price": 9000})

    with Rival(house, "place_order.loaded", reprice):
        placed = desk.buy(house.viewer(), (shop.variant.id, 1, 6800))

    assert placed.order.total.amount == 6800
    with pytest.raises(KaiboError) as refused:
        desk.buy(house.viewer(), (shop.variant.id, 1, 6800))
    assert (refused.value.code, refused.value.params["price"]) == ("orders.price_changed", 9000)
    adds_up(house)


def test_the_last_piece_of_a_deal_is_given_once(shop: Shop) -> None:
    house = shop.house
    announce(shop, total_limit=1)
    here, there = desks(shop)
    line = (shop.variant.id, 1, 5000)

    second = house.viewer()
    with Rival(house, DECIDED, lambda: there.buy(second, line)) as rival:
        here.buy(house.viewer(), line)

    assert isinstance(rival.outcome, DealSoldOutError)
    assert rival.outcome.params == {"variant_id": shop.variant.id, "left": 0, "price": 6800}
    there.buy(second, (shop.variant.id, 1, 6800))
    adds_up(house)


def test_a_deals_price_holds_from_its_very_start_and_not_a_second_earlier(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    deal = announce(shop, countdown_s=10, total_limit=3)
    line = (shop.variant.id, 1, 5000)

    house.pass_time(seconds=9)
    with pytest.raises(DealNotBegunError) as early:
        desk.buy(house.viewer(), line)
    told = early.value.params
    assert (told["variant_id"], told["price"]) == (shop.variant.id, 6800)
    assert datetime.fromisoformat(told["starts_at"]) == datetime.fromisoformat(deal["starts_at"])
    desk.buy(house.viewer(), (shop.variant.id, 1, 6800))

    house.pass_time(seconds=1)
    assert desk.buy(house.viewer(), line).order.total.amount == 5000
    adds_up(house)


def test_a_deal_that_was_stopped_before_its_start_is_over(shop: Shop) -> None:
    deal = announce(shop, countdown_s=10, total_limit=3)
    shop.owner.post(f"/shows/{shop.show.id}/deals/{deal['id']}/stop")
    with pytest.raises(DealOverError):
        Desk(shop.house, shop.show).buy(shop.house.viewer(), (shop.variant.id, 1, 5000))


def test_a_deals_own_limit_per_buyer_counts_over_their_orders(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    announce(shop, total_limit=5, buyer_limit=2)
    viewer = house.viewer()
    desk.buy(viewer, (shop.variant.id, 1, 5000))

    with pytest.raises(LimitReachedError) as refused:
        desk.buy(viewer, (shop.variant.id, 2, 5000))
    assert refused.value.params == {"variant_id": shop.variant.id, "limit": 2, "left": 1}
    desk.buy(viewer, (shop.variant.id, 1, 5000))
    desk.buy(viewer, (shop.variant.id, 1, 6800))
    adds_up(house)


def test_a_buyer_who_orders_twice_at_once_gets_the_deal_as_often_as_allowed(shop: Shop) -> None:
    house = shop.house
    announce(shop, total_limit=5, buyer_limit=1)
    here, there = desks(shop)
    viewer = house.viewer()
    line = (shop.variant.id, 1, 5000)

    with Rival(house, DECIDED, lambda: there.buy(viewer, line)) as rival:
        here.buy(viewer, line)

    assert isinstance(rival.outcome, LimitReachedError)
    adds_up(house)


def test_a_deal_that_is_stopped_in_checkout_still_holds_for_who_was_in_time(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    deal = announce(shop, total_limit=3)

    def stop() -> object:
        return shop.owner.post(f"/shows/{shop.show.id}/deals/{deal['id']}/stop").status_code

    with Rival(house, "place_order.loaded", stop) as rival:
        placed = desk.buy(house.viewer(), (shop.variant.id, 1, 5000))

    assert (rival.outcome, placed.order.total.amount) == (200, 5000)
    house.pass_time(seconds=2.9)
    desk.buy(house.viewer(), (shop.variant.id, 1, 5000))
    house.pass_time(seconds=0.1)
    with pytest.raises(KaiboError) as over:
        desk.buy(house.viewer(), (shop.variant.id, 1, 5000))
    assert over.value.code == "promotions.deal_over"
    adds_up(house)


def test_a_deal_that_follows_one_just_stopped_gives_its_own_pieces(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    stopped = announce(shop, total_limit=3)
    shop.owner.post(f"/shows/{shop.show.id}/deals/{stopped['id']}/stop")
    running = announce(shop, total_limit=1)
    line = (shop.variant.id, 1, 5000)

    desk.buy(house.viewer(), line)

    assert sold_in_deals(shop) == {stopped["id"]: 0, running["id"]: 1}
    with pytest.raises(DealSoldOutError):
        desk.buy(house.viewer(), line)
    desk.buy(house.viewer(), (shop.variant.id, 1, 6800))
    adds_up(house)


def test_a_deal_just_stopped_and_a_cheaper_one_hold_each_for_who_saw_its_price(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    stopped = announce(shop, total_limit=3)
    shop.owner.post(f"/shows/{shop.show.id}/deals/{stopped['id']}/stop")
    running = announce(shop, price=4500, total_limit=3)

    for price in (4500, 5000):
        placed = desk.buy(house.viewer(), (shop.variant.id, 1, price))
        assert placed.order.total.amount == price

    assert sold_in_deals(shop) == {stopped["id"]: 1, running["id"]: 1}
    with pytest.raises(PriceChangedError) as told:
        desk.buy(house.viewer(), (shop.variant.id, 1, 6800))
    assert told.value.params["price"] == 4500
    adds_up(house)


def test_a_deal_is_stopped_at_its_own_show_alone(shop: Shop) -> None:
    deal = announce(shop, total_limit=3)
    other = shop.house.show(shop.product.id)
    stopped = shop.owner.post(f"/shows/{other.id}/deals/{deal['id']}/stop")
    assert stopped.status_code == 404
    (seen,) = shop.owner.get(f"/shows/{shop.show.id}/deals").json()["items"]
    assert seen["stopped_at"] is None


def test_a_deal_that_is_stopped_while_it_gives_counts_both_changes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rooms pass over news with a version that they have seen."""
    house, desk = shop.house, Desk(shop.house, shop.show)
    deal = announce(shop, total_limit=3)
    buyer = house.viewer()
    real = DealChanged

    def told(**fields: str) -> DealChanged:
        reach("deal.told")
        return real(**fields)

    monkeypatch.setattr(promotions, "DealChanged", told)
    with Rival(house, "deal.told", lambda: desk.buy(buyer, (shop.variant.id, 1, 5000))):
        house.run(lambda uow: promotions.stop(uow, deal["id"], show_id=shop.show.id))

    (seen,) = shop.owner.get(f"/shows/{shop.show.id}/deals").json()["items"]
    assert (seen["sold"], seen["version"]) == (1, 3)


def test_a_price_that_changes_while_offers_are_read_is_not_remembered_wrong(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    real = catalog_repository.draws

    def drawn(session: Session, variant_ids: Collection[str]) -> object:
        reach("offers.variants_read")
        return real(session, variant_ids)

    monkeypatch.setattr(catalog_repository, "draws", drawn)
    changes = {"price": 9900}
    with Rival(
        house, "offers.variants_read", lambda: house.run(catalog.change, shop.product.id, changes)
    ):
        desk.buy(house.viewer(), (shop.variant.id, 1, 6800))

    desk.buy(house.viewer(), (shop.variant.id, 1, 9900))


def test_two_taps_that_fill_a_cart_at_once_make_one_line(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer, path = shop.house.viewer(), f"/shows/{shop.show.slug}/cart/{shop.variant.id}"
    real = orders_repository.cart

    def counted(session: Session, viewer_id: str, show_id: str) -> Sequence[CartLineRow]:
        reach("cart.read")
        return real(session, viewer_id, show_id)

    def put(quantity: int) -> int:
        return buyer.put(path, {"quantity": quantity, "unit_price": 6800}).status_code

    monkeypatch.setattr(orders_repository, "cart", counted)
    with Rival(shop.house, "cart.read", lambda: put(2)) as rival:
        assert put(3) == 200

    assert rival.outcome == 200
    assert len(buyer.get(f"/shows/{shop.show.slug}/cart").json()) == 1


def test_a_buyer_with_two_requests_at_once_has_one_limit(shop: Shop) -> None:
    """They buy different variants, whose stock has nothing in common."""
    house = shop.house
    drafts = tuple(VariantDraft(values=(name,), price=100, stock=5) for name in ("S", "L"))
    new = catalog.NewProduct("Shirt", "CNY", options=("Size",), variants=drafts, limit_per_buyer=1)
    product = house.run(catalog.create, new)
    here, there = desks(shop, house.show(product.id))
    small, large = (variant.id for variant in product.variants)
    viewer = house.viewer()

    with Rival(house, DECIDED, lambda: there.buy(viewer, (large, 1, 100))) as rival:
        here.buy(viewer, (small, 1, 100))

    assert isinstance(rival.outcome, LimitReachedError)
    assert rival.outcome.params["left"] == 0
    adds_up(house)


def test_what_a_show_sets_aside_and_what_others_buy_is_never_the_same_unit(shop: Shop) -> None:
    house = shop.house
    here = Desk(house, house.show(shop.product.id))

    def set_aside() -> object:
        path = f"/shows/{shop.show.id}/allocations/{shop.variant.id}"
        return shop.owner.put(path, {"units": 3}).json()

    with Rival(house, DECIDED, set_aside) as rival:
        here.buy(house.viewer(), (shop.variant.id, 3, 6800))

    assert isinstance(rival.outcome, dict)
    assert (rival.outcome["code"], rival.outcome["available"]) == (StockTooLowError.code, 2)
    adds_up(house)


def test_a_shows_own_part_is_safe_from_general_sale(shop: Shop) -> None:
    house = shop.house
    there = Desk(house, house.show(shop.product.id))
    shop.owner.put(f"/shows/{shop.show.id}/allocations/{shop.variant.id}", {"units": 4})

    second = house.viewer()
    with Rival(house, DECIDED, lambda: there.buy(second, (shop.variant.id, 2, 6800))) as rival:
        Desk(house, shop.show).buy(house.viewer(), (shop.variant.id, 4, 6800))

    assert isinstance(rival.outcome, SoldOutError)
    assert rival.outcome.params["available"] == 1
    adds_up(house)


def test_a_webhook_inside_the_cancellation_revives_the_order_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway said closed, and captured a moment later."""
    house, gateway = shop.house, scripted(shop.house)
    viewer = house.viewer()
    order = shop.place(viewer, 2)
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    payment = payment_of(house, order["id"])
    gateway.states[str(payment.reference)] = PaymentState.PENDING

    with Rival(house, "cancel_order.closed", lambda: capture(house, order["id"])):
        house.await_(cancel_order(house.context, order["id"], CancelReason.BUYER))

    assert state_of(shop, order["id"]) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)
    adds_up(house)


def test_completed_twice_at_once_an_order_takes_its_stock_once(shop: Shop) -> None:
    house = shop.house
    order = shop.place(house.viewer(), 2)

    with Rival(house, "capture.settled", lambda: capture(house, order["id"])):
        capture(house, order["id"])

    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)
    adds_up(house)


def test_two_that_ask_for_the_same_job_at_once_get_one_at_the_earlier_time(shop: Shop) -> None:
    """As two processes do with their first orders."""
    house = shop.house
    later, sooner = (house.clock.now() + timedelta(minutes=number) for number in (9, 3))

    def ask(uow: UnitOfWork, run_at: datetime) -> None:
        uow.enqueue(SWEEP_JOB, {}, run_at=run_at, key="one")
        reach("job.asked")

    with Rival(house, "job.asked", lambda: house.run(ask, sooner)):
        house.run(ask, later)

    waiting = select(WorkItem.run_at).where(WorkItem.key == "one")
    assert house.read(lambda session: session.scalars(waiting).all()) == [sooner]


# Without a worker


def overdue(shop: Shop, seconds: float) -> None:
    """Let an order's time run out, that long ago, while nothing is carried out."""
    shop.house.pass_time(seconds=shop.house.settings.order_expiry_seconds + seconds)


def test_without_a_worker_an_overdue_reservation_ends_a_minute_later(shop: Shop) -> None:
    first = shop.place(shop.house.viewer(), 5)
    overdue(shop, 59)
    desk = Desk(shop.house, shop.show)
    with pytest.raises(SoldOutError):
        desk.buy(shop.house.viewer(), (shop.variant.id, 1, 6800))

    shop.house.pass_time(seconds=1)
    desk.buy(shop.house.viewer(), (shop.variant.id, 1, 6800))

    assert state_of(shop, first["id"])[0] == "cancelled"
    assert (shop.stock.on_hand, shop.stock.reserved) == (5, 1)
    adds_up(shop.house)


def test_a_reclaimed_orders_page_is_closed_once_there_is_a_worker_again(shop: Shop) -> None:
    house, gateway, viewer = shop.house, scripted(shop.house), shop.house.viewer()
    late = shop.place(viewer, 5)
    viewer.post(f"/orders/{late['id']}/payment-sessions")
    reference = str(payment_of(house, late["id"]).reference)
    overdue(shop, 61)
    Desk(house, shop.show).buy(house.viewer(), (shop.variant.id, 1, 6800))
    assert state_of(shop, late["id"]) == ("cancelled", "pending")

    house.work()

    assert gateway.states[reference] is PaymentState.CLOSED
    assert state_of(shop, late["id"]) == ("cancelled", "closed")
    adds_up(house)


def test_without_a_worker_a_bundle_gives_its_components_back(shop: Shop) -> None:
    house = shop.house
    part = house.product("Cup", stock=2)
    bundle = bundle_of(house, only(part), 2)
    desk = Desk(house, house.show(part.id, bundle.id))
    desk.buy(house.viewer(), (only(bundle), 1, 9900))
    overdue(shop, 61)

    desk.buy(house.viewer(), (only(part), 1, 6800))

    assert house.stock(part.id).reserved == 1
    adds_up(house)


def test_without_a_worker_a_shows_own_part_and_the_buyers_limit_come_back(shop: Shop) -> None:
    house = shop.house
    house.run(catalog.change, shop.product.id, {"limit_per_buyer": 2})
    shop.owner.put(f"/shows/{shop.show.id}/allocations/{shop.variant.id}", {"units": 2})
    desk, viewer = Desk(house, shop.show), house.viewer()
    desk.buy(viewer, (shop.variant.id, 2, 6800))
    overdue(shop, 61)

    desk.buy(viewer, (shop.variant.id, 2, 6800))

    assert shop.stock.reserved == 2
    adds_up(house)


def test_without_a_worker_another_shows_own_part_goes_back_to_that_show(shop: Shop) -> None:
    house, other = shop.house, shop.house.show(shop.product.id)
    allocations = f"/shows/{other.id}/allocations"
    shop.owner.put(f"{allocations}/{shop.variant.id}", {"units": 4})
    Desk(house, other).buy(house.viewer(), (shop.variant.id, 4, 6800))
    overdue(shop, 61)

    with pytest.raises(SoldOutError) as refused:
        Desk(house, shop.show).buy(house.viewer(), (shop.variant.id, 2, 6800))

    assert refused.value.params["available"] == 1
    assert [part["remaining"] for part in shop.owner.get(allocations).json()] == [4]
    adds_up(house)


def test_a_late_payment_of_a_reclaimed_order_takes_its_stock_and_deal_again(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    announce(shop, total_limit=5, duration_s=1200)
    late = desk.buy(house.viewer(), (shop.variant.id, 4, 5000)).order
    overdue(shop, 61)
    desk.buy(house.viewer(), (shop.variant.id, 2, 5000))
    assert state_of(shop, late.id)[0] == "cancelled"
    shop.owner.post(
        f"/products/{shop.product.id}/stock-adjustments", {"delta": 5, "reason": "delivery"}
    )

    capture(house, late.id)

    assert state_of(shop, late.id) == ("cancelled", "captured"), "the deal has too few pieces left"
    adds_up(house)
    early = desk.buy(house.viewer(), (shop.variant.id, 3, 5000)).order
    house.await_(cancel_order(house.context, early.id, CancelReason.STAFF))
    capture(house, early.id)
    assert state_of(shop, early.id) == ("paid", "captured")
    adds_up(house)


def test_a_late_payment_without_stock_refunds_itself_and_says_so(shop: Shop) -> None:
    house, gateway = shop.house, scripted(shop.house)
    viewer = house.viewer()
    late = shop.place(viewer, 5)
    viewer.post(f"/orders/{late['id']}/payment-sessions")
    payment = payment_of(house, late["id"])
    overdue(shop, 61)
    Desk(house, shop.show).buy(house.viewer(), (shop.variant.id, 1, 6800))

    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    capture(house, late["id"])
    house.work()

    told = viewer.get(f"/orders/{late['id']}").json()
    assert (told["state"], told["payment"]["state"]) == ("cancelled", "refunded")
    assert told["refunded"] == told["total"]
    assert [refund["reason"] for refund in told["refunds"]] == ["late_payment"]
    audit = [
        move["move"] for move in shop.owner.get(f"/orders/{late['id']}/history").json()["moves"]
    ]
    assert audit == ["cancelled", "refund_asked", "refund"]
    adds_up(house)


@pytest.mark.parametrize("delivered", [0, 5])
def test_while_the_gateway_is_down_an_overdue_reservation_ends_too_and_its_money_goes_back(
    shop: Shop, delivered: int
) -> None:
    """Its buyer paid just before; jobs are carried out, but none learns of it in time."""
    house, gateway, viewer = shop.house, scripted(shop.house), shop.house.viewer()
    late = shop.place(viewer, 5)
    viewer.post(f"/orders/{late['id']}/payment-sessions")
    gateway.states[str(payment_of(house, late["id"]).reference)] = PaymentState.CAPTURED
    gateway.is_down = True
    overdue(shop, 59)
    house.work()
    desk = Desk(house, shop.show)
    with pytest.raises(SoldOutError):
        desk.buy(house.viewer(), (shop.variant.id, 1, 6800))
    assert state_of(shop, late["id"]) == ("created", "pending")

    house.pass_time(seconds=2)
    house.work()
    desk.buy(house.viewer(), (shop.variant.id, 1, 6800))
    house.work()
    assert state_of(shop, late["id"]) == ("cancelled", "pending")
    if delivered:
        path = f"/products/{shop.product.id}/stock-adjustments"
        shop.owner.post(path, {"delta": delivered, "reason": "delivery"})

    gateway.is_down = False
    house.pass_time(seconds=600)
    house.work()

    told = viewer.get(f"/orders/{late['id']}").json()
    stands = (told["state"], told["payment"]["state"])
    if delivered:
        assert (stands, told["refunds"]) == (("paid", "captured"), [])
    else:
        assert stands == ("cancelled", "refunded")
        assert [refund["reason"] for refund in told["refunds"]] == ["late_payment"]
    adds_up(house)


def test_a_payment_that_arrives_while_its_stock_is_reclaimed_is_not_sold_twice(shop: Shop) -> None:
    house, desk = shop.house, Desk(shop.house, shop.show)
    late = shop.place(house.viewer(), 5)
    overdue(shop, 61)

    second = house.viewer()
    line = (shop.variant.id, 5, 6800)
    with Rival(house, "capture.held", lambda: desk.buy(second, line)) as rival:
        capture(house, late["id"])

    assert isinstance(rival.outcome, SoldOutError)
    assert state_of(shop, late["id"]) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (0, 0)
    adds_up(house)
