"""Staff at work with orders: a refund, a gateway that is down, and many orders at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.support.network import wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Open, Shoot
from tests.walk.house import House, Json
from tests.walk.house import Owner as StoreOwner
from tests.walk.processes import Running, running
from tests.walk.test_keys import reach

HOLD_MS = 1500


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("orders-desk")
    with running(folder, "serve") as started:
        yield started


@pytest.fixture(scope="module")
def house(installation: Running) -> Iterator[House]:
    owner = StoreOwner(installation)
    yield House(owner, ffmpeg="")
    owner.http.close()


@pytest.fixture
def console(house: House, opened: Open) -> Page:
    context: BrowserContext = opened()
    context.add_cookies([house.cookie])
    return context.new_page()


@pytest.mark.long(seconds=40)
def test_an_unpaid_order_stays_in_sight_in_the_room_until_it_is_paid(
    house: House, buyer: Buyer, opened: Open, shoot: Shoot
) -> None:
    show = house.show("Winter tea")
    house.go_on_air(show)
    order = buyer.order(show, house.owner.get(f"/products/{house.products[1]}"), 1)
    room = f"{house.owner.origin}/s/{show['slug']}"
    pages = []
    for phone in (True, False):
        context = opened(phone=phone)
        buyer.comes_by(context)
        pages.append(context.new_page())
        pages[-1].goto(room)
        expect(pages[-1].get_by_role("link", name="Not paid yet")).to_be_visible()
        shoot(pages[-1], f"room-unpaid-{'phone' if phone else 'desktop'}")

    pages[0].get_by_role("link", name="Not paid yet").click()
    expect(pages[0].get_by_role("button", name="Pay")).to_be_visible()
    buyer.approve(order)
    wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")
    pages[0].goto(room)
    expect(pages[0].get_by_role("button", name="More")).to_be_visible()
    expect(pages[0].get_by_role("link", name="Not paid yet")).to_be_hidden()


@pytest.mark.long(seconds=40)
def test_one_of_two_pieces_is_refunded_and_put_back_and_the_history_says_who_did_it(
    house: House, buyer: Buyer, console: Page, shoot: Shoot
) -> None:
    owner, origin = house.owner, house.owner.origin
    show = house.show("Spring tea")
    house.go_on_air(show)
    product = owner.get(f"/products/{house.products[0]}")
    order = buyer.order(show, product, 2)
    buyer.approve(order)
    wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")

    console.goto(f"{origin}/console/orders?order={order['id']}")
    console.get_by_role("button", name="Refund…").click()
    sheet = console.get_by_role("dialog", name=f"Refund of {order['number']}")
    sheet.get_by_role("button", name="More").click()
    sheet.get_by_label("Put the pieces back on the shelf").check()
    sheet.get_by_label("Reason").fill("One lid is chipped")
    shoot(console, "orders-refund")
    sheet.get_by_role("button", name="Hold to refund").click(delay=HOLD_MS)

    expect(sheet).to_be_hidden()
    history = console.locator("ol.history")
    expect(history.get_by_text("Money given back")).to_be_visible()
    expect(history).to_contain_text("One lid is chipped")
    expect(history).to_contain_text("Wen")
    shoot(console, "orders-refunded")

    told = owner.get(f"/orders/{order['id']}")
    assert (told["state"], told["refund_standing"]) == ("paid", "part")
    assert told["refunded"]["amount"] * 2 == told["total"]["amount"]
    left = owner.get(f"/products/{house.products[0]}")["stock"]
    assert left["on_hand"] == 7, "of eight two were sold, and one came back"


@pytest.mark.long(seconds=40)
def test_a_gateway_that_is_down_is_seen_by_the_buyer_who_pays_once_it_is_up(
    house: House, buyer: Buyer, console: Page, opened: Open, shoot: Shoot
) -> None:
    owner, origin = house.owner, house.owner.origin
    show = house.show("Autumn tea")
    house.go_on_air(show)
    order = buyer.order(show, owner.get(f"/products/{house.products[1]}"), 1)
    address = buyer.open_page(order)

    console.goto(f"{origin}/console/settings/payments")
    down = console.get_by_role("switch", name="Down")
    down.click()
    expect(console.get_by_text("The gateway misbehaves as set below")).to_be_visible()

    phone = opened(phone=True).new_page()
    phone.goto(f"{origin}{address}")
    expect(phone.get_by_role("alert")).to_contain_text("set to be down")
    shoot(phone, "sandbox-down")
    assert state_of(house, order) == "created"

    # The switch shows at once what it asks for; the gateway goes by it once it is answered.
    with console.expect_response(lambda answer: answer.request.method == "PUT"):
        console.get_by_role("button", name="Behave well again").click()
    expect(console.get_by_text("The gateway behaves well.")).to_be_visible()
    phone.get_by_role("button", name="Try again").click()
    phone.get_by_role("button", name="Approve payment").click()

    wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")
    expect(console.get_by_text(order["number"])).to_be_visible()
    shoot(console, "settings-sandbox")


@pytest.mark.long(seconds=60)
def test_a_payment_that_is_only_authorised_is_named_to_buyer_and_staff_and_paid_in_the_end(
    house: House, buyer: Buyer, console: Page, opened: Open, shoot: Shoot
) -> None:
    owner, origin = house.owner, house.owner.origin
    show = house.show("Summer tea")
    house.go_on_air(show)
    order = buyer.order(show, owner.get(f"/products/{house.products[1]}"), 1)
    address = buyer.open_page(order)
    console.goto(f"{origin}/console/settings/payments")
    console.get_by_role("switch", name="Captures when asked").click()
    expect(console.get_by_text("The gateway behaves well.")).to_be_visible()
    shoot(console, "settings-sandbox-authorise")

    # The webhook is late and the answer to the capture is never heard: it stays authorised.
    turn(owner, webhook_delay_ms=120_000)
    phone = opened(phone=True).new_page()
    token = buyer.http.cookies["kaibo_viewer"]
    phone.context.add_cookies([{"name": "kaibo_viewer", "value": token, "url": origin}])
    phone.context.add_init_script("localStorage.setItem('kaibo.visited', 'true')")
    phone.goto(f"{origin}{address}")
    phone.get_by_role("button", name="Approve payment").click()
    phone.wait_for_url(f"**/orders/{order['id']}")
    turn(owner, webhook_delay_ms=120_000, latency_ms=2000)
    buyer.open_page(order)
    turn(owner, is_down=True)

    expect(phone.get_by_role("heading", name="Payment authorised")).to_be_visible()
    shoot(phone, "order-authorised-phone")
    phone.goto(f"{origin}/orders")
    expect(phone.get_by_text("Payment authorised")).to_be_visible()
    console.goto(f"{origin}/console/orders?order={order['id']}")
    expect(console.get_by_text("Authorised, not captured yet")).to_be_visible()
    shoot(console, "orders-authorised")

    turn(owner)
    wait_until(lambda: state_of(house, order) == "paid", 40, because="it was never captured")
    phone.goto(f"{origin}{address}")
    expect(phone.get_by_text("This payment was approved.")).to_be_visible()


def turn(owner: StoreOwner, **controls: object) -> None:
    """Turn the gateway's knobs; it captures when asked all the while."""
    told = {"captures_when_asked": bool(controls), **controls}
    assert owner.http.put(f"{owner.origin}/sandbox/api/controls", json=told).is_success


def ordered(house: House, buyer: Buyer, title: str, product: str, *, paid: int, unpaid: int) -> Any:  # noqa: ANN401 - two values
    """Sell single pieces in a new show; give it and its orders, the unpaid ones last."""
    show = house.show(title)
    house.go_on_air(show)
    wanted = house.owner.get(f"/products/{product}")
    orders = [buyer.order(show, wanted, 1) for _ in range(paid + unpaid)]
    for order in orders[:paid]:
        buyer.approve(order)
    for order in orders[:paid]:
        wait_until(lambda order=order: state_of(house, order) == "paid", 20, because="unpaid")  # type: ignore[misc]
    return show, orders


def row(sheet: Locator, order: Json) -> Locator:
    return sheet.get_by_role("listitem").filter(has_text=order["number"])


@pytest.mark.long(seconds=40)
def test_a_mistyped_number_is_corrected_for_the_buyer_and_arrival_is_said_by_holding(
    house: House, buyer: Buyer, console: Page, opened: Open, shoot: Shoot
) -> None:
    origin = house.owner.origin
    show = house.show("Parcels of tea")
    house.go_on_air(show)
    order = buyer.order(show, house.owner.get(f"/products/{house.products[2]}"), 1)
    buyer.pay(house, order)
    house.owner.post(f"/orders/{order['id']}/parcels", carrier="UPS", tracking_number="1Z998")
    context = opened(phone=True)
    buyer.comes_by(context)
    theirs = context.new_page()
    theirs.goto(f"{origin}/orders/{order['id']}")
    expect(theirs.get_by_text("1Z998")).to_be_visible()

    console.goto(f"{origin}/console/orders?order={order['id']}")
    console.get_by_role("button", name="Correct 1Z998").click()
    expect(console.get_by_label("Carrier")).to_be_focused()
    shoot(console, "orders-correct")
    console.get_by_role("button", name="Leave as it is").click()
    expect(console.get_by_role("button", name="Correct 1Z998")).to_be_focused()

    packers = opened(phone=True)
    packers.add_cookies([house.cookie])
    phone = packers.new_page()
    phone.goto(f"{origin}/console/orders?order={order['id']}")
    phone.get_by_role("button", name="Correct 1Z998").click()
    form = phone.get_by_role("form", name="Correct the parcel")
    number = form.get_by_label("Tracking number")
    number.fill("1Z<99>")
    form.get_by_role("button", name="Save the correction").click()
    expect(number).to_have_attribute("aria-invalid", "true")
    form.get_by_label("Carrier").select_option(label="Another carrier…")
    form.get_by_label("Name of the carrier").fill("Uncle Wu")
    number.fill(" 1Z 999 ")
    shoot(phone, "orders-correct-phone")
    form.get_by_role("button", name="Save the correction").click()
    expect(phone.get_by_role("button", name="Correct 1Z999")).to_be_focused()
    expect(phone.locator("ol.history")).to_contain_text("UPS 1Z998 → Uncle Wu 1Z999")
    theirs.reload()
    expect(theirs.get_by_text("Uncle Wu 1Z999")).to_be_visible()
    expect(theirs.get_by_text("1Z998")).to_have_count(0)
    shoot(theirs, "order-corrected-phone")

    console.reload()
    delivered = console.get_by_role("button", name="Hold to mark as delivered")
    delivered.click()
    assert state_of(house, order) == "shipped"
    shoot(console, "orders-deliver-hold")
    delivered.click(delay=HOLD_MS)
    expect(console.locator("ol.history").get_by_text("Delivered")).to_be_visible()
    expect(delivered).to_have_count(0)
    expect(console.get_by_role("button", name="Correct 1Z999")).to_have_count(0)
    assert state_of(house, order) == "delivered"


def deliver_on_a_phone(
    house: House, opened: Open, show: Json, orders: list[Json], shoot: Shoot
) -> None:
    """Choose shipped orders with a finger, and mark all of them as delivered."""
    phone = opened(phone=True).new_page()
    phone.context.add_cookies([house.cookie])
    phone.goto(f"{house.owner.origin}/console/orders?show={show['id']}")
    for each in orders:
        phone.get_by_role("checkbox", name=f"Choose {each['number']}").check()
    shoot(phone, "orders-chosen-phone")
    phone.get_by_role("button", name="Delivered: 2").click()
    sheet = phone.get_by_role("dialog", name="Mark as delivered")
    sheet.get_by_role("button", name="Mark 2 as delivered").click()
    expect(sheet.get_by_role("status")).to_have_text("2 of 2 done")
    shoot(phone, "orders-bulk-delivered-phone")
    sheet.get_by_role("button", name="Close", exact=True).last.click()


@pytest.mark.long(seconds=60)
def test_many_orders_are_shipped_at_once_stopped_and_gone_on_with_and_delivered_on_a_phone(
    house: House, buyer: Buyer, console: Page, opened: Open, shoot: Shoot
) -> None:
    origin = house.owner.origin
    show, orders = ordered(house, buyer, "Many parcels", house.products[2], paid=3, unpaid=2)
    first, second, third = orders[2::-1]  # as they stand in the list, the newest on top
    console.goto(f"{origin}/console/orders?show={show['id']}")
    console.get_by_role("checkbox", name="Choose all that are shown").check()
    bar = console.get_by_role("region", name="Chosen orders")
    expect(bar).to_contain_text("5 chosen")
    expect(bar.get_by_role("button", name="Cancel 2 unpaid")).to_be_visible()
    shoot(console, "orders-chosen")
    bar.get_by_role("button", name="Ship 3").click()
    sheet = console.get_by_role("dialog", name="Mark as shipped")
    sheet.get_by_label("Carrier").fill("SF Express")
    numbers = sheet.get_by_label("Tracking numbers, one a line")
    numbers.fill(f"SF1\nSF2\n{third['number']}\tSF3")
    expect(row(sheet, second)).to_contain_text("SF2")
    expect(sheet.get_by_role("status")).to_have_text("3 chosen")
    shoot(console, "orders-bulk-ship")

    # Stopped while the first is on its way: its answer still counts, and the next is not begun.
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    console.route("**/parcels", hold)
    sheet.get_by_role("button", name="Mark 3 as shipped").click()
    expect(row(sheet, first)).to_contain_text("On its way")
    shoot(console, "orders-bulk-running")
    sheet.get_by_role("button", name="Stop").click()
    held[0].continue_()
    console.unroute("**/parcels")
    expect(sheet.get_by_role("status")).to_have_text("1 of 3 done")
    expect(row(sheet, first)).to_contain_text("SF1")
    expect(numbers).to_have_value(f"{second['number']} SF2\n{third['number']} SF3")
    assert [state_of(house, each) for each in (first, second, third)] == ["shipped", "paid", "paid"]

    # Somebody else has shipped the second meanwhile; that is told, and the third goes all the same.
    parcel = {"carrier": "Another desk", "tracking_number": "AD1"}
    house.owner.post(f"/orders/{second['id']}/parcels", **parcel)
    sheet.get_by_role("button", name="Mark 2 as shipped").click()
    expect(sheet.get_by_role("status")).to_have_text("2 of 3 done, 1 not done")
    expect(row(sheet, second)).to_contain_text("It is now: Shipped")
    shoot(console, "orders-bulk-refused")
    sheet.get_by_role("button", name="Close", exact=True).last.click()
    sheet.wait_for(state="detached")
    told = [house.owner.get(f"/orders/{each['id']}")["parcels"] for each in (first, second, third)]
    assert [[each["tracking_number"] for each in parcels] for parcels in told] == [
        ["SF1"],
        ["AD1"],
        ["SF3"],
    ]

    deliver_on_a_phone(house, opened, show, [first, third], shoot)
    assert [state_of(house, each) for each in (first, second, third)] == [
        "delivered",
        "shipped",
        "delivered",
    ]


@pytest.mark.long(seconds=40)
def test_unpaid_orders_are_cancelled_at_once_by_keys_alone_and_one_just_paid_is_kept(
    house: House, buyer: Buyer, console: Page, shoot: Shoot
) -> None:
    show, orders = ordered(house, buyer, "Left unpaid", house.products[1], paid=0, unpaid=3)
    console.goto(f"{house.owner.origin}/console/orders?show={show['id']}")
    console.get_by_role("button", name=orders[0]["number"]).wait_for()
    for key in "jxjxjx":
        console.keyboard.press(key)
    expect(console.get_by_role("region", name="Chosen orders")).to_contain_text("3 chosen")
    reach(console, console.get_by_role("button", name="Cancel 3 unpaid"))
    console.keyboard.press("Enter")
    sheet = console.get_by_role("dialog", name="Cancel unpaid orders")
    sheet.wait_for()
    # The buyer pays while the sheet stands open.
    buyer.approve(orders[1])
    wait_until(lambda: state_of(house, orders[1]) == "paid", 20, because="it was never paid")
    hold = sheet.get_by_role("button", name="Hold to cancel 3")
    reach(console, hold)
    shoot(console, "orders-bulk-cancel")
    console.keyboard.down("Enter")
    expect(sheet.get_by_role("status")).to_have_text("2 of 3 done, 1 not done")
    console.keyboard.up("Enter")
    expect(row(sheet, orders[1])).to_contain_text("It is now: To ship")
    shoot(console, "orders-bulk-cancelled")
    console.keyboard.press("Escape")
    sheet.wait_for(state="detached")
    assert [state_of(house, each) for each in orders] == ["cancelled", "paid", "cancelled"]
