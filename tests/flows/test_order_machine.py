"""Whatever buyers, staff, gateway and time do in whatever order, the books agree."""

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from kaibo.modules.catalog.service import products as catalog
from kaibo.modules.catalog.service.variants import VariantDraft
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from tests.support.books import disagreements
from tests.support.gateways import ScriptedGateway, scripted
from tests.support.house import House, Shop, open_shop

LIST, DEAL, BUNDLE, LIMITED = 6800, 5000, 9900, 300
QUANTITIES = st.sampled_from([1, 1, 1, 2, 4])
_numbers = itertools.count(1)


class Orders(RuleBasedStateMachine):
    """A shop with little stock; each example has products of its own in the same house."""

    orders: Bundle[dict[str, Any]] = Bundle("orders")
    paid: Bundle[dict[str, Any]] = Bundle("paid")
    refunds: Bundle[str] = Bundle("refunds")

    def __init__(self, shop: Shop, gateway: ScriptedGateway) -> None:
        super().__init__()
        self.house: House = shop.house
        self.owner = shop.owner
        self.gateway = gateway
        gateway.is_down = gateway.refuses_refunds = False
        gateway.lets_go = True

    @initialize(target=paid)
    def open(self) -> Any:  # noqa: ANN401 - Hypothesis' own
        """Begin with an order that is paid, so that it may be sent and given back."""
        house = self.house
        self.product = house.product(price=LIST, stock=9)
        self.tea = self.product.variants[0].id
        draft = VariantDraft(price=BUNDLE, components=((self.tea, 2),))
        pair = house.run(catalog.create, catalog.NewProduct("Pair", "CNY", variants=(draft,)))
        few = house.run(
            catalog.create,
            catalog.NewProduct("Few", "CNY", price=LIMITED, stock=3, limit_per_buyer=2),
        )
        self.prices = {
            self.tea: (LIST, DEAL),
            pair.variants[0].id: (BUNDLE,),
            few.variants[0].id: (LIMITED,),
        }
        self.show = house.show(self.product.id, pair.id, few.id)
        self.viewers = [house.viewer("小明"), house.viewer("小紅")]
        self.carts: list[dict[str, int]] = [{}, {}]
        return self.buy_as_most_do(0)

    # Buyers

    @rule(who=st.integers(0, 1), what=st.integers(0, 2), quantity=st.integers(0, 3))
    def fill_the_cart(self, who: int, what: int, quantity: int) -> None:
        variant = list(self.prices)[what]
        wanted = {"quantity": quantity, "unit_price": self.prices[variant][0]}
        path = f"/shows/{self.show.id}/cart/{variant}"
        assert self.viewers[who].put(path, wanted).status_code == 200
        if quantity:
            self.carts[who][variant] = quantity
        else:
            self.carts[who].pop(variant, None)

    @rule(
        target=orders,
        who=st.integers(0, 1),
        lines=st.lists(st.tuples(st.integers(0, 2), QUANTITIES), min_size=1, max_size=3),
        at_deal=st.booleans(),
        from_cart=st.booleans(),
    )
    def order(self, who: int, lines: list[tuple[int, int]], at_deal: bool, from_cart: bool) -> Any:  # noqa: ANN401 - Hypothesis' own
        variants = list(self.prices)
        wanted_lines = [
            {
                "variant_id": variants[what],
                "quantity": quantity,
                "unit_price": self.prices[variants[what]][-1 if at_deal else 0],
            }
            for what, quantity in lines
        ]
        wanted = {
            "show": self.show.id,
            "lines": wanted_lines,
            "contact": {"name": "陳小明", "phone": "0912345678"},
            "address": {"country": "TW", "line1": "信義路"},
            "from_cart": from_cart,
        }
        key = f"key-{next(_numbers)}"
        viewer = self.viewers[who]
        answer = viewer.post("/orders", wanted, idempotency_key=key)
        if answer.status_code == 409:
            return multiple()
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()
        seen = sum(self.prices[variants[what]][-1 if at_deal else 0] * n for what, n in lines)
        assert order["total"]["amount"] == seen
        if from_cart:
            for line in wanted_lines:
                self.carts[who].pop(str(line["variant_id"]), None)
        again = viewer.post("/orders", wanted, idempotency_key=key)
        assert again.json()["id"] == order["id"]
        return order | {"who": who}

    @rule(order=orders)
    def open_the_page(self, order: dict[str, Any]) -> None:
        answer = self.viewers[order["who"]].post(f"/orders/{order['id']}/payment-sessions")
        assert answer.status_code in {201, 409, 503}, answer.text

    @rule(order=orders)
    def cancel(self, order: dict[str, Any]) -> None:
        answer = self.viewers[order["who"]].post(f"/orders/{order['id']}/cancel")
        assert answer.status_code in {200, 409, 503}, answer.text

    # Gateway

    @rule(order=orders, is_paid=st.booleans(), copies=st.integers(0, 2), holds=st.booleans())
    def the_gateway_decides(
        self, order: dict[str, Any], is_paid: bool, copies: int, holds: bool
    ) -> None:
        """Money may come on a page that was closed: a capture that was on its way.

        A gateway that holds it waits to be asked; it may decline, or take it by itself after all.
        """
        reference = self.house.read(payments.of_order, order["id"]).reference
        if reference is None or self.gateway.states[reference] in {
            PaymentState.CAPTURED,
            PaymentState.REFUNDED,
        }:
            return
        if is_paid:
            paid = PaymentState.AUTHORIZED if holds else PaymentState.CAPTURED
            self.gateway.states[reference] = paid
        elif self.gateway.states[reference] is not PaymentState.CLOSED:
            self.gateway.states[reference] = PaymentState.DECLINED
        for _ in range(copies):
            event = f"evt_{next(_numbers)} {reference}".encode()
            path = "/api/v1/payments/webhooks/scripted"
            assert self.house.anyone.request("POST", path, event, x_good="yes").is_success

    @rule(is_down=st.booleans(), refuses=st.booleans(), lets_go=st.booleans())
    def the_gateways_mood_changes(self, is_down: bool, refuses: bool, lets_go: bool) -> None:
        self.gateway.is_down, self.gateway.refuses_refunds = is_down, refuses
        self.gateway.lets_go = lets_go

    @rule(target=paid, who=st.integers(0, 1), holds=st.booleans())
    def buy_as_most_do(self, who: int, holds: bool = False) -> Any:  # noqa: ANN401 - Hypothesis' own
        """Order a piece and pay, all of it: otherwise few would live to be sent or sent back."""
        self.gateway.is_down = False
        order = self.order(who, [(0, 1)], at_deal=False, from_cart=False)
        if not isinstance(order, dict):
            return multiple()
        self.open_the_page(order)
        self.the_gateway_decides(order, is_paid=True, copies=1, holds=holds)
        self.work()
        return order

    @rule(target=orders, who=st.integers(0, 1), holds=st.booleans())
    def come_as_far_as_the_gateway(self, who: int, holds: bool) -> Any:  # noqa: ANN401 - Hypothesis' own
        """Order a piece and open the page, or approve there: what is cancelled is closed, too."""
        self.gateway.is_down = False
        order = self.order(who, [(0, 1)], at_deal=False, from_cart=False)
        if not isinstance(order, dict):
            return multiple()
        self.open_the_page(order)
        if holds:
            self.the_gateway_decides(order, is_paid=True, copies=1, holds=True)
        return order

    # Staff

    @rule(
        target=refunds,
        order=orders | paid,
        wanted=st.sampled_from(
            [
                {},
                {"amount": 100},
                {"lines": [{"position": 0, "quantity": 1}]},
                {"lines": [{"position": 0, "quantity": 1}], "amount": 50},
            ]
        ),
        restock=st.booleans(),
    )
    def refund(self, order: dict[str, Any], wanted: dict[str, Any], restock: bool) -> Any:  # noqa: ANN401 - Hypothesis' own
        body = {"reason": "broken", "restock": restock, **wanted}
        answer = self.owner.post(f"/orders/{order['id']}/refunds", body)
        if not answer.is_success:
            assert answer.status_code in {409, 422}, answer.text
            return multiple()
        return f"{order['id']}/refunds/{answer.json()['refunds'][-1]['id']}"

    @rule(refund=consumes(refunds))
    def try_a_refund_again(self, refund: str) -> None:
        answer = self.owner.post(f"/orders/{refund}/retry")
        assert answer.status_code in {200, 409, 422}, answer.text

    @rule(order=orders | paid, step=st.sampled_from(["parcels", "delivered"]))
    def send_it(self, order: dict[str, Any], step: str) -> None:
        body = {"carrier": "SF", "tracking_number": "1"} if step == "parcels" else None
        answer = self.owner.post(f"/orders/{order['id']}/{step}", body)
        assert answer.status_code in {200, 201, 409, 422}, answer.text

    @rule(delta=st.integers(-3, 3).filter(bool))
    def count_the_shelf(self, delta: int) -> None:
        path = f"/products/{self.product.id}/stock-adjustments"
        answer = self.owner.post(path, {"delta": delta, "reason": "counted"})
        assert answer.status_code in {201, 409, 422}, answer.text

    @rule(units=st.integers(0, 4))
    def set_aside(self, units: int) -> None:
        path = f"/shows/{self.show.id}/allocations/{self.tea}"
        assert self.owner.put(path, {"units": units}).status_code in {200, 409, 422}

    @rule(total=st.integers(1, 4), each=st.integers(1, 3))
    def announce_a_deal(self, total: int, each: int) -> None:
        deal = {"product_id": self.product.id, "price": DEAL, "countdown_s": 0, "duration_s": 60}
        answer = self.owner.post(
            f"/shows/{self.show.id}/deals", {**deal, "total_limit": total, "buyer_limit": each}
        )
        assert answer.status_code in {201, 409}, answer.text

    # Time, and those who carry out what follows

    @rule(seconds=st.sampled_from([1, 30, 912, 980]))
    def time_passes(self, seconds: int) -> None:
        self.house.pass_time(seconds=seconds)

    @rule()
    def work(self) -> None:
        self.house.work()

    @invariant()
    def the_carts_hold_what_was_put_in_and_not_bought(self) -> None:
        for viewer, cart in zip(self.viewers, self.carts, strict=True):
            lines = viewer.get(f"/shows/{self.show.id}/cart").json()
            assert {line["variant_id"]: line["quantity"] for line in lines} == cart

    @invariant()
    def the_books_agree(self) -> None:
        assert disagreements(self.house.db.write_engine) == []

    @invariant()
    def what_we_call_paid_the_gateway_took(self) -> None:
        with self.house.db.write_engine.connect() as connection:
            found = connection.execute(
                text("SELECT reference FROM payments WHERE state IN ('captured', 'refunded')")
            )
            for reference in found.scalars():
                state = self.gateway.states[reference]
                assert state in {PaymentState.CAPTURED, PaymentState.REFUNDED}

    @invariant()
    def the_gateway_gave_what_we_say_and_never_too_much(self) -> None:
        for reference, refunds in self.gateway.refunds_of.items():
            given = sum(amount.amount for amount in refunds.values())
            assert given <= self.gateway.amounts[reference].amount
        with self.house.db.write_engine.connect() as connection:
            noted = connection.execute(
                text("SELECT id, amount FROM refunds WHERE state = 'succeeded'")
            ).all()
        for refund_id, amount in noted:
            assert self.gateway.refunds[refund_id].amount == amount


def play(house: House, examples: int, steps: int) -> set[str]:
    """Play that many examples; give the states that orders and refunds came to."""
    shop = open_shop(house)
    gateway = scripted(house)
    run_state_machine_as_test(
        # It calls what it is given, as it would a class.
        lambda: Orders(shop, gateway),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with house.db.write_engine.connect() as connection:
        found = connection.execute(
            text("SELECT move FROM order_moves UNION SELECT state FROM refunds")
        )
        return set(found.scalars())


@pytest.mark.timeout(600)
def test_cart_stock_orders_payments_and_refunds_agree_after_every_step(house: House) -> None:
    play(house, examples=5, steps=15)


@pytest.mark.long(seconds=240)
@pytest.mark.timeout(900)
def test_they_agree_after_very_many_steps(house: House) -> None:
    came_to = play(house, examples=60, steps=40)

    states = {"paid", "shipped", "delivered", "cancelled", "refunded", "succeeded", "failed"}
    assert states <= came_to
