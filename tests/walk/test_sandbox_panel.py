"""The simulated gateway's panel: what each knob does to buyers and staff, and how orders end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.support.network import wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, button, faults_of, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HOLD_MS = 1500
SLOW_MS = 20_000
SHUFFLED_WITHIN = timedelta(seconds=10)


class Panel:
    """The owner at the panel, who reads `look.language`."""

    def __init__(self, page: Page, look: Look, house: House) -> None:
        self.page = page
        self.look = look
        page.context.add_cookies([house.cookie])
        page.goto(f"{house.owner.origin}/console/settings/payments")

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", key, **values)

    def switch(self, knob: str) -> None:
        """Turn a knob on; the page says that the gateway misbehaves."""
        knob_switch = self.page.get_by_role("switch", name=self.word(f"sandbox.{knob}"), exact=True)
        knob_switch.click()
        expect(knob_switch).to_be_checked()
        expect(self.page.get_by_role("main").get_by_role("status")).to_contain_text(
            self.word("sandbox.odd")
        )

    def grade(self, knob: str, value: int) -> None:
        """Set a knob that has grades, and wait until that is told."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/controls")) as told:
            label = self.word(f"sandbox.{knob}")
            self.page.get_by_label(label, exact=True).select_option(str(value))
        assert told.value.ok

    def reset(self) -> None:
        """Let it behave well again."""
        button(self.page, self.look, "console", "sandbox.reset").click()
        expect(self.page.get_by_role("main").get_by_role("status")).to_have_text(
            self.word("sandbox.well")
        )

    def act(self, order: Json) -> Locator:
        """Give what the panel tells of an order's checkout."""
        return self.page.locator("ul.acts > li").filter(has_text=order["number"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("panel")) as owner:
        yield House(owner, ffmpeg="")


@pytest.fixture(scope="module")
def show(house: House) -> Json:
    show = house.show("A gateway with moods")
    house.go_on_air(show)
    return show


@pytest.fixture
def buyer(house: House, buyer: Buyer) -> Iterator[Buyer]:
    """A buyer, after whom the gateway behaves well again."""
    yield buyer
    house.owner.http.put(f"{house.owner.origin}/sandbox/api/controls", json={})


def activity(house: House, order: Json) -> Any:  # noqa: ANN401 - JSON
    """Give what happened at the gateway for an order."""
    address = f"{house.owner.origin}/sandbox/api/controls/activity"
    acts = house.owner.http.get(address).json()["items"]
    return next(each for each in acts if order["number"] in each["description"])


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def heading(page: Page, look: Look, stand: str) -> Locator:
    """Give the heading under which the buyer sees an order stand."""
    return page.get_by_role("heading", name=look.word("shop", f"order.stand_{stand}"), exact=True)


@pytest.mark.long(seconds=30)
def test_a_declining_gateway_costs_the_buyer_nothing_and_the_same_page_can_be_tried_again(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look = Look("phone", "zh-CN", "light")
    product = house.owner.get(f"/products/{house.products[0]}")
    order = buyer.order(show, product, 1)
    with (
        page_of(browser, Look("desktop", "en", "dark")) as console,
        page_of(browser, look) as phone,
    ):
        panel = Panel(console, Look("desktop", "en", "dark"), house)
        panel.switch("declines")
        buyer.comes_by(phone.context)
        phone.goto(f"{house.owner.origin}/orders/{order['id']}")
        button(phone, look, "shop", "order.pay", total="¥268").click()
        button(phone, look, "sandbox", "sandbox.approve").click()
        expect(heading(phone, look, "declined")).to_be_visible()
        assert faults_of(phone, shoot, "sandbox-declined") == []
        assert state_of(house, order) == "created"
        assert house.owner.get(f"/products/{house.products[0]}")["stock"]["reserved"] == 1
        expect(panel.act(order)).to_contain_text(panel.word("sandbox.state_declined"))
        assert faults_of(console, shoot, "settings-sandbox-declining") == []

        panel.reset()
        button(phone, look, "shop", "order.pay_again").click()
        button(phone, look, "sandbox", "sandbox.approve").click()
        expect(heading(phone, look, "paid")).to_be_visible()
        expect(panel.act(order)).to_contain_text(panel.word("sandbox.state_approved"))
        expect(panel.act(order)).to_have_count(1)
        assert state_of(house, order) == "paid"


@pytest.mark.long(seconds=40)
def test_a_refused_refund_of_all_stays_in_sight_until_staff_ask_again_and_it_is_given(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, desk = Look("phone", "zh-TW", "dark"), Look("desktop", "en", "light")
    owner, product = house.owner, house.products[1]
    order = buyer.order(show, owner.get(f"/products/{product}"), 2)
    buyer.pay(house, order)
    with page_of(browser, desk) as console, page_of(browser, look) as phone:
        Panel(console, desk, house).switch("refuses_refunds")
        console.goto(f"{owner.origin}/console/orders?order={order['id']}")
        console.get_by_role("button", name=desk.word("console", "orders.refund")).click()
        sheet = console.get_by_role("dialog")
        whole = sheet.get_by_role("radio", name=desk.word("console", "orders.refund_whole"))
        whole.click()
        sheet.get_by_label(desk.word("console", "orders.refund_restock")).check()
        sheet.get_by_label(desk.word("console", "orders.refund_reason")).fill("Fired unevenly")
        assert faults_of(console, shoot, "refund-whole") == []
        sheet.get_by_role("button", name="Hold to refund").click(delay=HOLD_MS)
        refunds = console.locator("ul.refunds > li")
        expect(refunds).to_contain_text(desk.word("console", "orders.refund_failed"))
        assert faults_of(console, shoot, "refund-refused") == []
        assert owner.get(f"/products/{product}")["stock"]["on_hand"] == 6, "nothing came back"

        # The buyer is told that it takes longer, and has nothing to do.
        buyer.comes_by(phone.context)
        phone.goto(f"{owner.origin}/orders/{order['id']}")
        late = look.word("shop", "order.back_late", amount="¥256")
        expect(phone.get_by_text(late)).to_be_visible()
        assert faults_of(phone, shoot, "refund-late") == []

        # Asked again in vain, then again with the gateway behaving well.
        again = button(console, desk, "console", "orders.refund_retry")
        again.click()
        history = console.locator("ol.history")
        refused = history.get_by_text(desk.word("console", "orders.move_refund_failed"))
        expect(refused).to_have_count(2)
        house.owner.http.put(f"{owner.origin}/sandbox/api/controls", json={})
        again.click()
        expect(refunds).to_contain_text(desk.word("console", "orders.refund_succeeded"))
        expect(console.locator(".summary")).to_contain_text(
            desk.word("console", "orders.state_refunded")
        )
        assert faults_of(console, shoot, "refund-given") == []
        told = owner.get(f"/orders/{order['id']}")
        assert (told["state"], told["refund_standing"]) == ("refunded", "whole")
        assert told["refunded"] == told["total"]
        assert [refund["state"] for refund in told["refunds"]] == ["succeeded"]
        assert owner.get(f"/products/{product}")["stock"]["on_hand"] == 8

        phone.reload()
        expect(heading(phone, look, "refunded")).to_be_visible()
        assert faults_of(phone, shoot, "refund-whole-buyer") == []


@pytest.mark.long(seconds=50)
def test_a_gateway_that_is_slow_late_and_repeats_itself_pays_each_order_once(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, desk = Look("phone", "en", "dark"), Look("desktop", "zh-CN", "light")
    product = house.owner.get(f"/products/{house.products[2]}")
    coming, staying = buyer.order(show, product, 1), buyer.order(show, product, 1)
    with page_of(browser, desk) as console, page_of(browser, look) as phone:
        panel = Panel(console, desk, house)
        panel.grade("latency_ms", 2000)
        panel.grade("webhook_copies", 3)
        panel.grade("webhook_delay_ms", 30_000)
        assert faults_of(console, shoot, "settings-sandbox-odd") == []

        # Slow: each step takes as long, and says so; who comes back is paid before any webhook.
        buyer.comes_by(phone.context)
        phone.goto(f"{house.owner.origin}/orders/{coming['id']}")
        button(phone, look, "shop", "order.pay", total="¥89").click()
        approve = button(phone, look, "sandbox", "sandbox.approve")
        approve.wait_for()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        phone.route("**/approve", hold)
        approve.click()
        expect(approve).to_have_attribute("aria-busy", "true")
        shoot(phone, "sandbox-slow")
        began = monotonic()
        held[0].continue_()
        expect(heading(phone, look, "confirming")).to_be_visible(timeout=SLOW_MS)
        assert monotonic() - began > 2
        expect(heading(phone, look, "paid")).to_be_visible(timeout=SLOW_MS)
        webhooks = activity(house, coming)["webhooks"]
        assert [each["delivery"] for each in webhooks] == ["waiting"] * 3
        expect(panel.act(coming)).to_contain_text(panel.word("sandbox.state_approved"))

        # Late and thrice: who does not come back is paid by the first of them, and once.
        panel.grade("latency_ms", 0)
        panel.grade("webhook_delay_ms", 5000)
        buyer.approve(staying)
        assert state_of(house, staying) == "created"
        wait_until(lambda: state_of(house, staying) == "paid", 30, because="no webhook came")
        told = activity(house, staying)
        paid_at = at(house.owner.get(f"/orders/{staying['id']}")["paid_at"])
        assert paid_at - at(told["changed_at"]) >= timedelta(seconds=5)
        panel.page.reload()
        accepted = panel.word("sandbox.delivery_delivered", at="").strip()
        expect(panel.act(staying).get_by_text(accepted)).to_have_count(3)
        assert faults_of(console, shoot, "settings-sandbox-copies") == []
        assert len({each["event_id"] for each in activity(house, staying)["webhooks"]}) == 1
        for order in (coming, staying):
            moves = house.owner.get(f"/orders/{order['id']}/history")["moves"]
            assert [move["move"] for move in moves] == ["paid"]


@pytest.mark.long(seconds=50)
def test_shuffled_webhooks_come_each_at_its_moment_and_their_order_decides_nothing(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, desk = Look("desktop", "en", "light"), Look("phone", "zh-TW", "light")
    owner = house.owner
    order = buyer.order(show, owner.get(f"/products/{house.products[2]}"), 1)
    with page_of(browser, desk) as console, page_of(browser, look) as page:
        panel = Panel(console, desk, house)
        panel.switch("shuffles_webhooks")
        panel.grade("webhook_copies", 5)
        assert faults_of(console, shoot, "settings-sandbox-phone") == []
        buyer.comes_by(page.context)
        page.goto(f"{owner.origin}/orders/{order['id']}")
        button(page, look, "shop", "order.pay", total="¥89").click()
        button(page, look, "sandbox", "sandbox.approve").click()
        expect(heading(page, look, "paid")).to_be_visible(timeout=SLOW_MS)
        owner.post(f"/orders/{order['id']}/refunds", reason="Changed their mind")
        wait_until(lambda: state_of(house, order) == "refunded", 20, because="not given back")

        def told() -> list[Json]:
            webhooks: list[Json] = activity(house, order)["webhooks"]
            return webhooks

        assert len(told()) == 10, "five of the payment, five of the refund"
        for kind in ("checkout.approved", "checkout.refunded"):
            due = [at(each["due_at"]) for each in told() if each["type"] == kind]
            assert timedelta(0) < max(due) - min(due) <= SHUFFLED_WITHIN
        arrived = [{"delivered"}]
        wait_until(
            lambda: [{each["delivery"] for each in told()}] == arrived, 30, because="some are lost"
        )
        assert state_of(house, order) == "refunded"
        moves = owner.get(f"/orders/{order['id']}/history")["moves"]
        assert [move["move"] for move in moves].count("paid") == 1
        page.reload()
        expect(heading(page, look, "refunded")).to_be_visible()
        console.reload()
        expect(panel.act(order)).to_contain_text(panel.word("sandbox.state_refunded"))
        assert faults_of(console, shoot, "settings-sandbox-shuffled-phone") == []
