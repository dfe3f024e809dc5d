"""The panel: a gateway that misbehaves as it is told, and orders that end right all the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from kaibo.adapters.payments.sandbox import conditions, service
from kaibo.modules.identity.contracts import Role
from kaibo.modules.identity.models import StoreRow
from kaibo.modules.payments.models import WebhookRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.house import Caller, Shop, Viewer

pytestmark = pytest.mark.usefixtures("webhooks_arrive")
Json = dict[str, Any]


def tell(shop: Shop, **controls: object) -> None:
    """Turn the knobs; what is not named behaves well."""
    answer = shop.owner.request("PUT", "/sandbox/api/controls", controls)
    assert answer.status_code == 200, answer.text


def press(shop: Shop, page: str, button: str) -> Json:
    told: Json = shop.house.anyone.request("POST", f"/sandbox/api/checkouts/{page}/{button}").json()
    return told


def open_page(viewer: Viewer, order: Json) -> str:
    answer = viewer.post(f"/orders/{order['id']}/payment-sessions")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["redirect_url"]).rpartition("/")[2]


def stand(shop: Shop, order: Json) -> tuple[str, str]:
    told = shop.owner.get(f"/orders/{order['id']}").json()
    return told["state"], told["payment"]["state"]


def activity(caller: Caller) -> list[Json]:
    items: list[Json] = caller.request("GET", "/sandbox/api/controls/activity").json()["items"]
    return items


def paid(shop: Shop, quantity: int = 1) -> Json:
    viewer = shop.house.viewer()
    order = shop.place(viewer, quantity)
    press(shop, open_page(viewer, order), "approve")
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")
    return order


def test_the_panel_remembers_what_it_was_told_and_refuses_nonsense(shop: Shop) -> None:
    def panel() -> Any:  # noqa: ANN401 - JSON
        return shop.owner.request("GET", "/sandbox/api/controls").json()

    assert panel()["webhook_copies"] == 1
    tell(shop, latency_ms=250, webhook_copies=3)
    assert (panel()["latency_ms"], panel()["webhook_copies"], panel()["is_down"]) == (250, 3, False)
    for wrong in ({"latency_ms": -1}, {"latency_ms": 10_001}, {"webhook_copies": 0}):
        assert shop.owner.request("PUT", "/sandbox/api/controls", wrong).status_code == 422
    assert panel()["latency_ms"] == 250


def test_only_an_owner_of_a_test_store_may_turn_the_knobs(shop: Shop) -> None:
    operator = shop.house.staff(Role.OPERATOR)
    assert operator.request("PUT", "/sandbox/api/controls", {"is_down": True}).status_code == 403

    order = shop.place(viewer := shop.house.viewer())
    page = open_page(viewer, order)

    def go_live(uow: UnitOfWork) -> None:
        store = uow.session.get(StoreRow, 1)
        assert store is not None
        store.mode = "live"

    shop.house.run(go_live)
    for method, path in (("GET", ""), ("PUT", ""), ("GET", "/activity")):
        answer = shop.owner.request(method, f"/sandbox/api/controls{path}", {"is_down": True})
        assert (answer.status_code, answer.json()["code"]) == (409, "payments.sandbox_only")
    # A page that is still open must not pay for an order of a real store.
    assert press(shop, page, "approve")["code"] == "payments.sandbox_only"
    assert stand(shop, order) == ("created", "pending")


def test_a_slow_gateway_takes_its_time_for_every_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(conditions, "sleep", sleep)
    tell(shop, latency_ms=1500)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    assert waited == [], "placing an order calls no gateway"

    page = open_page(viewer, order)
    assert waited == [1.5, 1.5], "the page is opened, then asked about"
    press(shop, page, "approve")
    assert len(waited) == 3
    shop.house.work()
    assert len(waited) == 4
    assert stand(shop, order) == ("paid", "captured")


def test_a_gateway_that_is_down_keeps_the_order_until_it_is_up(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order, waiting = shop.place(viewer), shop.place(viewer)
    page = open_page(viewer, order)
    tell(shop, is_down=True)

    refused = viewer.post(f"/orders/{waiting['id']}/payment-sessions")
    assert (refused.status_code, refused.json()["code"]) == (503, "payments.gateway_down")
    assert press(shop, page, "approve")["code"] == "payments.gateway_down"
    seen = shop.house.anyone.request("GET", f"/sandbox/api/checkouts/{page}")
    assert seen.status_code == 503
    assert viewer.post(f"/orders/{order['id']}/cancel").status_code == 503, "nobody knows if paid"
    assert viewer.post(f"/orders/{order['id']}/payment-checks").status_code == 503
    assert (stand(shop, order), shop.stock.reserved) == (("created", "pending"), 2)

    tell(shop)
    press(shop, page, "approve")
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")


def test_a_webhook_that_cannot_leave_while_the_gateway_is_down_leaves_later(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    press(shop, open_page(viewer, order), "approve")
    tell(shop, is_down=True)
    shop.house.work()
    (act,) = activity(shop.owner)
    assert [(sent["delivery"], sent["error"]) for sent in act["webhooks"]] == [
        ("failing", "the gateway is down")
    ]
    assert stand(shop, order) == ("created", "pending")

    tell(shop)
    shop.house.pass_time(minutes=1)
    shop.house.work()

    assert stand(shop, order) == ("paid", "captured")
    (sent,) = activity(shop.owner)[0]["webhooks"]
    assert (sent["delivery"], sent["attempts"], sent["error"]) == ("delivered", 2, "")


def test_an_unpaid_order_runs_out_only_once_the_gateway_can_be_closed(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)
    tell(shop, is_down=True)
    shop.house.pass_time(minutes=16)
    shop.house.work()
    assert (stand(shop, order)[0], shop.stock.reserved) == ("created", 1)

    tell(shop)
    shop.house.pass_time(minutes=1)
    shop.house.work()
    assert stand(shop, order) == ("cancelled", "closed")
    assert shop.stock.reserved == 0
    assert press(shop, page, "approve")["state"] == "expired"


def test_a_declining_gateway_turns_approval_down_until_it_declines_no_more(shop: Shop) -> None:
    tell(shop, declines=True)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)

    assert press(shop, page, "approve")["state"] == "declined"
    shop.house.work()
    assert (stand(shop, order), shop.stock.reserved) == (("created", "declined"), 1)

    tell(shop)
    assert open_page(viewer, order) == page
    press(shop, page, "approve")
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")


def test_a_gateway_that_captures_when_asked_is_asked_and_the_order_paid(shop: Shop) -> None:
    tell(shop, captures_when_asked=True)
    viewer = shop.house.viewer()
    order = shop.place(viewer, 2)
    page = open_page(viewer, order)
    assert press(shop, page, "approve")["state"] == "authorized"
    assert press(shop, page, "decline")["state"] == "authorized"
    assert stand(shop, order) == ("created", "pending")

    shop.house.work()

    assert (stand(shop, order), shop.stock.on_hand) == (("paid", "captured"), 3)
    (act,) = activity(shop.owner)
    told = [sent["type"] for sent in act["webhooks"]]
    assert (act["state"], told) == ("approved", ["checkout.authorized", "checkout.captured"])


def test_while_the_gateway_is_down_what_is_authorised_waits_and_nothing_is_taken(
    shop: Shop,
) -> None:
    tell(shop, captures_when_asked=True)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)
    press(shop, page, "approve")
    open_page(viewer, order)
    tell(shop, captures_when_asked=True, is_down=True)
    shop.house.work()
    assert (stand(shop, order), shop.stock.reserved) == (("created", "authorized"), 1)
    assert activity(shop.owner)[0]["state"] == "authorized"

    tell(shop)
    shop.house.pass_time(minutes=1)
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")


def test_what_is_authorised_and_declined_at_the_capture_can_be_paid_again(shop: Shop) -> None:
    tell(shop, captures_when_asked=True)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)
    press(shop, page, "approve")
    tell(shop, captures_when_asked=True, declines=True)
    shop.house.work()
    assert (stand(shop, order), shop.stock.reserved) == (("created", "declined"), 1)

    tell(shop, captures_when_asked=True)
    assert open_page(viewer, order) == page
    press(shop, page, "approve")
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")


def test_a_webhook_that_is_sent_three_times_pays_once(shop: Shop) -> None:
    tell(shop, webhook_copies=3)
    order = paid(shop, 2)

    assert (shop.stock.on_hand, shop.stock.reserved) == (3, 0)
    assert len(shop.house.read(lambda s: s.scalars(select(WebhookRow)).all())) == 1
    (act,) = activity(shop.owner)
    assert [sent["delivery"] for sent in act["webhooks"]] == ["delivered"] * 3
    assert len({sent["event_id"] for sent in act["webhooks"]}) == 1
    moves = shop.owner.get(f"/orders/{order['id']}/history").json()["moves"]
    assert [move["move"] for move in moves].count("paid") == 1


def test_a_delayed_webhook_is_late_and_not_lost(shop: Shop) -> None:
    tell(shop, webhook_delay_ms=30_000)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    press(shop, open_page(viewer, order), "approve")
    shop.house.work()
    assert stand(shop, order) == ("created", "pending")

    shop.house.pass_time(seconds=30)
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")


@pytest.fixture
def overtaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each shuffled webhook come earlier than the one before it."""
    delays: Iterator[int] = iter(range(9_000, 0, -1_000))
    monkeypatch.setattr(service, "_scatter", lambda: next(delays))


@pytest.mark.usefixtures("overtaking")
def test_an_approval_that_overtakes_the_decline_before_it_stays_true(shop: Shop) -> None:
    tell(shop, shuffles_webhooks=True)
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    page = open_page(viewer, order)
    press(shop, page, "decline")
    press(shop, page, "approve")

    def sent_first() -> list[str]:
        items = shop.house.read(
            lambda s: s.scalars(
                select(WorkItem.payload)
                .where(WorkItem.handler == service.WEBHOOK_JOB)
                .order_by(WorkItem.run_at)
            ).all()
        )
        return [item["type"] for item in items]

    assert sent_first() == ["checkout.approved", "checkout.declined"]
    shop.house.pass_time(seconds=8)
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")
    shop.house.pass_time(seconds=2)
    shop.house.work()
    assert stand(shop, order) == ("paid", "captured")
    assert (shop.stock.on_hand, shop.stock.reserved) == (4, 0)


def test_a_refused_refund_is_seen_and_tried_again_by_staff(shop: Shop) -> None:
    order = paid(shop, 2)
    path = f"/orders/{order['id']}/refunds"
    wanted = {"lines": [{"position": 0, "quantity": 1}], "reason": "broken", "restock": True}
    tell(shop, refuses_refunds=True)
    shop.owner.post(path, wanted)
    shop.house.work()

    told = shop.owner.get(f"/orders/{order['id']}").json()
    (refused,) = told["refunds"]
    assert (refused["state"], told["refunded"]["amount"]) == ("failed", 0)
    assert "refuses" in refused["error"]
    assert (shop.stock.on_hand, activity(shop.owner)[0]["refunds"]) == (3, [])

    tell(shop)
    assert shop.owner.post(f"{path}/{refused['id']}/retry").status_code == 200
    shop.house.work()

    told = shop.owner.get(f"/orders/{order['id']}").json()
    assert (told["refunds"][0]["state"], told["refunded"]["amount"]) == ("succeeded", 6800)
    assert (told["state"], shop.stock.on_hand) == ("paid", 4)
    given = activity(shop.owner)[0]["refunds"]
    assert [(each["id"], each["amount"]["amount"]) for each in given] == [(refused["id"], 6800)]
