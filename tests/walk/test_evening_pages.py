"""A store on a busy evening, for its viewers and its crew; and a store before its first day."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.support.network import free_port, wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Open, Shoot
from tests.walk.evening import EMAIL, GOODS, Past, make_a_past
from tests.walk.gallery import (
    FEW_LOOKS,
    LOOKS,
    SIZES,
    Cookie,
    Look,
    Shown,
    View,
    button,
    findings_of,
)
from tests.walk.house import House, Json, Owner
from tests.walk.processes import SETUP_TOKEN, running
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(600)]

COLLEAGUE, LEFT = "Chen Yu", "Su Ke"
TALK = [
    ("小明", "這把壺的出水真順，蓋子也很密合"),
    ("Ada", "Is the red clay one fired at the same temperature?"),
    ("阿德", "第一次來，這款茶適合新手嗎？"),
    ("晴", "杯子薄得可以透光，拍得好清楚"),
    ("Jo", "Ordered two last time, both arrived in one piece."),
    ("Noor", "Could you show the inside of the lid once more?"),
]
# Others in the room, as the room's protocol has them; they stay until their page is closed.
CROWD = """async ([show, talk]) => {
  const ask = async (path, body, token) => {
    const headers = {"content-type": "application/json", "x-kaibo-client": "web"};
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(`/api/v1${path}`,
      {method: "POST", credentials: "omit", headers, body: JSON.stringify(body)});
    return answer.json();
  };
  window.crowd = [];
  for (const [name, text] of talk) {
    const {token} = await ask("/viewers", {display_name: name});
    const {path} = await ask(`/rooms/${show}/tickets`, {role: "viewer"}, token);
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}${path}&v=1`);
    await new Promise((opened) => (socket.onopen = opened));
    const said = new Promise((heard) => (socket.onmessage = ({data}) =>
      JSON.parse(data).t === "ack" && heard()));
    socket.send(JSON.stringify({t: "danmaku", id: "c1", text}));
    socket.send(JSON.stringify({t: "like", n: 20}));
    await said;
    setInterval(() => socket.send(JSON.stringify({t: "ping", watching: true})), 10_000);
    window.crowd.push(socket);
  }
}"""


@dataclass(frozen=True)
class Evening:
    """A show on air in a store with a past."""

    house: House
    past: Past
    show: Json
    order: Json
    """Unpaid, in the show on air."""

    @property
    def buyer(self) -> list[Cookie]:
        """What makes a browser the buyer's who has an account."""
        return [{"name": "kaibo_viewer", "value": self.past.buyer, "url": self.house.owner.origin}]


@pytest.fixture(scope="module")
def evening(
    tmp_path_factory: pytest.TempPathFactory, ffmpeg: str, browser: Browser
) -> Iterator[Evening]:
    folder = tmp_path_factory.mktemp("evening")
    past = make_a_past(folder / "data")
    # Nobody takes the mails: they wait, and say why.
    post = f"smtp+plain://127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        installation = stack.enter_context(
            running(
                folder,
                "serve",
                smtp_url=post,
                mail_from="tea@example.com",
                # All looks together take longer than orders are usually held for their payment.
                order_expiry_seconds="14400",
            )
        )
        owner = Owner(installation, past.owner)
        stack.callback(owner.http.close)
        house = House(owner, ffmpeg, past.products)
        employ(house)
        plan(house)
        show = house.show("Autumn pressings, tasted side by side")
        stack.enter_context(house.input(show))
        house.go_on_air(show)
        crowd = stack.enter_context(browser.new_page())
        crowd.goto(owner.origin)
        crowd.evaluate(CROWD, [show["id"], TALK])
        yield Evening(house, past, show, sell(house, past, show))


def plan(house: House) -> None:
    """Let there be shows to come, and one to see again."""
    for title, days in (("Cups for every day", 1), ("Oolong of the high mountains", 3)):
        soon = datetime.now(UTC) + timedelta(days=days)
        house.show(title, starts_at=soon.isoformat())
    again = house.show("Teapots of Yixing")
    with house.input(again):
        house.go_on_air(again)
        house.record(again, 4000)
        house.owner.post(f"/shows/{again['id']}/end")
    wait_until(lambda: house.owner.get(f"/shows/{again['id']}/replay")["ready"], 30)


def employ(house: House) -> None:
    """Let somebody else work there, and somebody who did so before."""
    account = {"name": COLLEAGUE, "email": "chen@example.com", "role": "operator"}
    house.owner.post("/staff", **account, password="a long password")
    account = {"name": LEFT, "email": "su@example.com", "role": "warehouse"}
    former = house.owner.post("/staff", **account, password="a long password")
    house.owner.post(f"/staff/{former['id']}/deactivate")


def sell(house: House, past: Past, show: Json) -> Json:
    """Hold things up, and sell some of them: paid and unpaid; give the buyer's unpaid order."""
    owner, room = house.owner, f"/rooms/{show['id']}"
    teapot, oolong, cups, scoop = past.products
    for product in (scoop, oolong):
        owner.post(f"{room}/pins", product_id=product)
    owner.put(f"{room}/explaining", product_id=teapot)
    goods = {each: owner.get(f"/products/{each}") for each in past.products}
    somebody = Buyer(owner.origin)
    paid = [somebody.order(show, goods[each], 1) for each in (oolong, cups, oolong)]
    for order in paid:
        somebody.approve(order)
    for order in paid:
        wait_until(lambda order=order: state_of(house, order) == "paid", 20, because="unpaid")  # type: ignore[misc]
    somebody.order(show, goods[cups], 2)
    somebody.http.close()
    account = Buyer(owner.origin, past.buyer)
    account.put_into_the_cart(show, goods[cups], 2)
    account.put_into_the_cart(show, goods[oolong], 1)
    viewer = account.http.get("/api/v1/viewers/me").json()
    owner.put(f"{room}/mutes/{viewer['id']}", minutes=None)
    order = account.order(show, goods[oolong], 1)
    account.http.close()
    return order


def plays(page: Page, _look: Look) -> None:
    picture_moves(page)


def goes_to_the_theatre(page: Page, look: Look) -> None:
    picture_moves(page)
    button(page, look, "shop", "picture.theatre").click()


def leaves_for_the_lobby(page: Page, look: Look) -> None:
    """Go where the picture goes along, small."""
    picture_moves(page)
    button(page, look, "shop", "room.leave").click()
    page.get_by_role("complementary").locator("video").wait_for()
    picture_moves(page)


def is_refused(page: Page, look: Look) -> None:
    """Say something, muted by the crew."""
    picture_moves(page)
    box = page.get_by_role("textbox", name=look.word("shop", "room.message"))
    box.fill("壺真好看")
    box.press("Enter")
    page.locator(".toast").first.wait_for()


def asks_for_a_code(page: Page, look: Look) -> None:
    page.get_by_label(look.word("shop", "account.email")).fill(f"{look.name}@example.com")
    button(page, look, "shop", "account.send").click()
    page.get_by_label(look.word("shop", "account.code"), exact=True).wait_for()


def viewers(evening: Evening) -> list[View]:
    """Give what viewers see; first as guests, then as the buyer who has an account."""
    past, room = evening.past, evening.show["viewer_path"]
    product = f"{room}?view=product&p={past.products[0]}&v={past.variant}"
    known = {"kaibo.visited": True}

    def bought(name: str, path: str, shows: str | Shown = "", **more: Any) -> View:  # noqa: ANN401 - of a View
        return View(name, path, shows, stored=known, cookies=evening.buyer, **more)

    return [
        View("lobby-full", "/", "shop:room.on_air"),
        View("lobby-end", "/", prepare=scrolls_to_the_end),
        View("room-live", room, prepare=plays),
        View("room-theatre", room, only="desktop", prepare=goes_to_the_theatre),
        View("mini-player", room, prepare=leaves_for_the_lobby),
        View("tray", f"{room}?view=tray", "shop:product.explained", "shop:room.bag", prepare=plays),
        View("product", product, "shop:cart.add", "shop:product.title", prepare=plays),
        View("show-over", past.over["viewer_path"], "shop:room.over"),
        View("sign-in-code", "/account", prepare=asks_for_a_code),
        bought(
            "cart",
            f"{room}?view=cart",
            "shop:cart.checkout",
            opens="shop:cart.title",
            prepare=plays,
        ),
        bought(
            "checkout",
            f"{room}?view=checkout",
            "shop:checkout.submit",
            opens="shop:checkout.title",
            prepare=plays,
        ),
        bought("room-silenced", room, prepare=is_refused),
        bought("order-unpaid", f"/orders/{evening.order['id']}", "shop:order.stand_unpaid"),
        bought("order-paid", f"/orders/{past.paid}", "shop:order.stand_paid"),
        bought("order-shipped", f"/orders/{past.shipped}", "shop:order.stand_shipped"),
        bought("orders-mine", "/orders", "shop:order.stand_unpaid"),
        bought("account-mine", "/account", lambda page, _look: page.get_by_text(EMAIL)),
    ]


def opens_somebody(name: str) -> Callable[[Page, Look], None]:
    """Open the account of a colleague."""

    def open_them(page: Page, look: Look) -> None:
        button(page, look, "console", "people.change_of", name=name).click()
        page.get_by_role("dialog", name=name).wait_for()

    return open_them


def asks_to_discard(page: Page, look: Look) -> None:
    """Press once, as assistive devices do: the second press would do it."""
    button(page, look, "console", "work.discard").first.evaluate("it => it.click()")
    button(page, look, "console", "work.discard_again").wait_for()


def finds_the_buyer(page: Page, look: Look) -> None:
    page.get_by_label(look.word("console", "buyers.who")).fill(EMAIL)
    button(page, look, "console", "buyers.find").click()
    button(page, look, "console", "buyers.download").scroll_into_view_if_needed()


def previews_a_mail(page: Page, look: Look) -> None:
    kind = page.get_by_label(look.word("console", "mail.kind"), exact=True)
    kind.select_option("order_shipped")
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()
    frame.content_frame.get_by_text("SAMPLE").first.wait_for()


def shows_what_became_of_mails(page: Page, look: Look) -> None:
    page.get_by_text(look.word("console", "mail.recent")).scroll_into_view_if_needed()


def opens_the_palette(page: Page, look: Look) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=look.word("console", "palette.title")).wait_for()


def is_busy(page: Page, _look: Look) -> None:
    """Wait for the picture, and for all that the others said."""
    picture_moves(page)
    page.get_by_text(TALK[-1][1]).wait_for(state="attached")


def shows_its_talk(page: Page, look: Look) -> None:
    """Turn to the talk, which on phones has a tab of its own."""
    is_busy(page, look)
    page.get_by_role("radio", name=look.word("console", "desk.talk")).click()
    page.get_by_text(TALK[-1][1]).scroll_into_view_if_needed()


def comes_to(page: Page, look: Look, part: str) -> Locator:
    """Come to a part of the summary."""
    name = look.word("console", f"summary.{part}")
    # Its table is a region of that name too while it scrolls.
    region = page.locator("section").and_(page.get_by_role("region", name=name, exact=True))
    region.evaluate("(it) => it.scrollIntoView({block: 'start'})")
    return region


def shows_the_minutes(page: Page, look: Look) -> None:
    # By the lanes: a word of the funnel under the bar's button would be found too small to press.
    slider = comes_to(page, look, "minutes").get_by_role("slider")
    slider.evaluate("(it) => it.scrollIntoView({block: 'start'})")


def shows_the_products(page: Page, look: Look) -> None:
    comes_to(page, look, "products")


def shows_a_products_minutes(page: Page, look: Look) -> None:
    """Choose another product, and read its minutes to the end by keys."""
    part, title = comes_to(page, look, "product_minutes"), GOODS[1]["title"]
    part.get_by_role("combobox").select_option(label=title)
    of = look.word("console", "summary.minutes_of", title=title)
    part.get_by_role("slider", name=of, exact=True).press("End")
    comes_to(page, look, "product_minutes")


def shows_what_was_noticed(page: Page, look: Look) -> None:
    signals = page.get_by_role("region", name=look.word("console", "signal.name"))
    signals.get_by_role("listitem").nth(3).scroll_into_view_if_needed()


def shows_a_definition(page: Page, look: Look) -> None:
    """Come to the last column of the products by keys, which shows what it is."""
    word = button(page, look, "console", "summary.explained_gpm")
    word.focus()
    page.get_by_text(look.word("console", "summary.explained_gpm_is")).last.wait_for()


def opens_the_details(page: Page, look: Look) -> None:
    page.get_by_text(look.word("console", "audit.details")).first.click()


def comes_to_the_removals(page: Page, look: Look) -> None:
    heading = page.get_by_role("heading", name=look.word("console", "retention.removed"))
    heading.scroll_into_view_if_needed()


def scrolls_to_the_end(page: Page, look: Look) -> None:
    """Look at the page's end: who sells is still in sight."""
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    name = look.word("shop", "store.sold_by", name="Mist Kiln Tea Trading Co., Ltd.")
    seller = page.get_by_role("link", name=name).bounding_box()
    assert seller is not None
    assert 0 <= seller["y"] < SIZES[look.size]["height"]


def crew(evening: Evening) -> list[View]:
    """Give what the crew sees."""
    past, desk = evening.past, f"/console/shows/{evening.show['id']}"
    summary, product = f"/console/shows/{past.over['id']}/summary", past.products[0]
    pages = [
        View("desk-busy", desk, prepare=is_busy),
        View("desk-talk", desk, only="phone", prepare=shows_its_talk),
        View("palette", desk, opens="console:palette.title", prepare=opens_the_palette),
        View("desk-over", f"/console/shows/{past.over['id']}", "console:desk.show_over"),
        View("summary-evening", summary, "console:summary.money"),
        View("summary-minutes", summary, prepare=shows_the_minutes),
        View("summary-products", summary, prepare=shows_the_products),
        View("summary-product-minutes", summary, prepare=shows_a_products_minutes),
        View("summary-noticed", summary, prepare=shows_what_was_noticed),
        View("summary-definition", summary, prepare=shows_a_definition),
        View("audit-details", "/console/settings/audit", prepare=opens_the_details),
        View("removals", "/console/settings/retention", prepare=comes_to_the_removals),
        View(
            "product-detail",
            f"/console/products?product={product}",
            "console:products.part_stock",
            "console:products.product",
        ),
        View("product-edit", f"/console/products/{product}", "console:editor.price_and_stock"),
        View(
            "order-detail",
            f"/console/orders?order={past.shipped}",
            "console:orders.parcels",
            "console:orders.order",
        ),
        View(
            "staff-person",
            "/console/settings/staff",
            opens="console:people.sign_out_all",
            prepare=opens_somebody(COLLEAGUE),
        ),
        View("staff-left", "/console/settings/staff", prepare=opens_somebody(LEFT)),
        View("mail-preview", "/console/settings/mail", prepare=previews_a_mail),
        View("mail-waiting", "/console/settings/mail", prepare=shows_what_became_of_mails),
        View("work-given-up", "/console/settings/work", "console:work.discard"),
        View("work-discard", "/console/settings/work", prepare=asks_to_discard),
        View("buyer-found", "/console/settings/buyers", prepare=finds_the_buyer),
    ]
    return [replace(page, staff=True) for page in pages]


IN_LOOKS = [
    pytest.param(look, id=look.name, marks=() if look in FEW_LOOKS else pytest.mark.spare)
    for look in LOOKS
]


@pytest.mark.long(seconds=80)
@pytest.mark.parametrize("look", IN_LOOKS)
def test_a_busy_evening_can_be_seen_by_viewers_and_crew(
    evening: Evening, browser: Browser, shoot: Shoot, look: Look
) -> None:
    views = [*viewers(evening), *crew(evening)]
    house = evening.house
    assert findings_of(browser, shoot, house.owner.origin, house.cookie, views, [look]) == {}


# What a sheet of A4 leaves between its margins, in CSS pixels.
SHEET: Any = {"width": 718, "height": 1047}
PRINTED = """() => {
  const name = (one) => `<${one.localName} class="${one.className}"> ${one.textContent.trim()}`;
  const seen = [...document.body.querySelectorAll("*")].filter((one) => {
    const {width, height} = one.getBoundingClientRect();
    return one.checkVisibility() && width > 1 && height > 1;
  });
  // What is held up for a minute may have a longer name than there is room; it says so by dots.
  const isCut = (one) => one.getBoundingClientRect().right > innerWidth + 1 ||
    (getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1 &&
      getComputedStyle(one).textOverflow !== "ellipsis");
  const parts = (one) => getComputedStyle(one).color.match(/[0-9.]+/g).slice(0, 3);
  const isPale = (one) => parts(one).some((part) => part > 140);
  return {
    // A word with a definition is a word on paper.
    controls: seen.filter((one) => one.matches("nav, button, input, [download]") &&
      !one.matches(".term")).map(name),
    cut: seen.filter(isCut).map(name),
    pale: seen.filter((one) => one.matches("p, td, th, h1, h2") && isPale(one)).map(name),
  };
}"""


@pytest.mark.long(seconds=10)
def test_the_summary_is_printed_whole_and_without_what_can_only_be_pressed(
    evening: Evening, opened: Open, shoot: Shoot
) -> None:
    context = opened()
    context.add_cookies([evening.house.cookie])
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(f"{evening.house.owner.origin}/console/shows/{evening.past.over['id']}/summary")
    page.locator("figure svg").first.wait_for()
    page.set_viewport_size(SHEET)
    page.emulate_media(color_scheme="dark", media="print")
    # As browsers tell the page before they lay it out for paper.
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    shoot(page, "summary-printed")
    assert page.evaluate(PRINTED) == {"controls": [], "cut": [], "pale": []}
    for what in ("figure svg", "table", ".tile"):
        assert page.locator(f"{what}:visible").count() > 0, what


def opens_with_nothing(page: Page, look: Look) -> None:
    button(page, look, "console", "gate.open_store").click()
    page.get_by_text(look.word("console", "form.bad_email")).wait_for()


def opens_with_another_token(page: Page, look: Look) -> None:
    """Fill in the form of a link that is not the one which the server printed."""
    for key, text in {
        "store.name": "Mist Kiln",
        "staff.name": "Wen",
        "gate.email": "wen@example.com",
        "gate.password": "a long password",
    }.items():
        page.get_by_label(look.word("console", key), exact=True).fill(text)
    button(page, look, "console", "gate.open_store").click()
    page.locator("form").get_by_role("alert").wait_for()


SET_UP = [
    View("set-up", f"/console/setup?token={SETUP_TOKEN}", "console:gate.setup_text", unmarked=True),
    View("lobby-empty", "/", "shop:lobby.none", unmarked=True),
    View("set-up-no-token", "/console/setup", "console:gate.setup_needed", unmarked=True),
    View(
        "set-up-empty",
        f"/console/setup?token={SETUP_TOKEN}",
        unmarked=True,
        prepare=opens_with_nothing,
    ),
    View(
        "set-up-wrong-token",
        "/console/setup?token=another",
        unmarked=True,
        prepare=opens_with_another_token,
    ),
]
EMPTY = [
    View("guide-first", "/console/guide", "console:guide.text", staff=True),
    View("shows-none", "/console/shows", "console:shows.none", staff=True),
    View("products-none", "/console/products", "console:products.none", staff=True),
    View("orders-none", "/console/orders", "console:orders.none", staff=True),
    View("work-none", "/console/settings/work", "console:work.none", staff=True),
    View("mail-none", "/console/settings/mail", "console:mail.none", staff=True),
]


@pytest.mark.long(seconds=60)
@pytest.mark.parametrize(
    "looks",
    [
        pytest.param(FEW_LOOKS, id="few"),
        pytest.param(
            [look for look in LOOKS if look not in FEW_LOOKS], id="others", marks=pytest.mark.spare
        ),
    ],
)
def test_a_store_before_its_first_day_says_how_to_begin(
    tmp_path: Path, browser: Browser, shoot: Shoot, looks: list[Look]
) -> None:
    with running(tmp_path, "serve") as installation:
        nobody: Cookie = {"name": "kaibo_staff", "value": "none", "url": installation.origin}
        found = findings_of(browser, shoot, installation.origin, nobody, SET_UP, looks)
        owner = Owner(installation)
        me: Cookie = {**nobody, "value": owner.token}
        found |= findings_of(browser, shoot, installation.origin, me, EMPTY, looks)
        owner.http.close()
    assert found == {}
