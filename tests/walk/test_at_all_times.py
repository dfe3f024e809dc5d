"""What holds on every page of the shop: one can read who sells, and calm is kept for who asked."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.network import wait_until
from tests.walk.buyer import Buyer
from tests.walk.conftest import Open, Shoot
from tests.walk.gallery import settled
from tests.walk.house import House, Json, owning
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(300)]

SELLER = "Mist Kiln Tea Trading Co., Ltd."
# The word for what hides the line that says who sells, or "" when some such line can be read.
HIDDEN = """(words) => {
  const lines = [...document.querySelectorAll("span, p")]
    .filter((it) => it.textContent.trim() === words);
  const faults = lines.map((line) => {
    const box = line.getBoundingClientRect();
    if (!box.width || box.top < 0 || box.left < 0 || box.bottom > innerHeight ||
        box.right > innerWidth) return "out of view";
    if (line.scrollWidth > line.clientWidth) return "cut off";
    const sheets = [...document.querySelectorAll("[role=dialog]")];
    const lies = (it) => it.top < box.bottom && it.bottom > box.top
      && it.left < box.right && it.right > box.left;
    if (sheets.some((sheet) => lies(sheet.getBoundingClientRect()))) return "behind a sheet";
    const own = line.closest("a, button, p");
    const on = (x) => document.elementFromPoint(box.left + box.width * x, box.top + box.height / 2);
    // Through the veil beside a sheet it can be read, where the veil is clear.
    const seen = (it) => it && (own.contains(it) || it.matches(".clear .scrim"));
    const over = [0.05, 0.5, 0.95].map(on).find((it) => !seen(it));
    return over ? `behind ${over.outerHTML.slice(0, 120)}` : "";
  });
  return lines.length ? faults.find((fault) => !fault) ?? faults.join("; ") : "not there";
}"""
# Keeps the names of what moves, picture by picture; what ends within one cannot be seen.
WATCH = """
window.moved = new Set();
const look = () => {
  for (const it of document.getAnimations())
    if (it.playState === "running" && it.effect.getComputedTiming().duration > 1)
      moved.add(it.animationName ?? it.transitionProperty ?? "a script's");
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# Vue adds a mark of the component to the names of its keyframes.
MOVED = "(name) => [...moved].some((it) => it.split('-')[0] === name)"
FRAMES = """() => new Promise((seen) => {
  let left = 30;
  const next = () => (left -= 1) ? requestAnimationFrame(next) : seen();
  next();
})"""
PAYING = "(id) => sessionStorage.setItem(`kaibo.paying.${id}`, String(Date.now()))"


@dataclass(frozen=True)
class Shop:
    """A store in which a show is in every state."""

    house: House
    live: Json
    away: Json
    coming: Json
    over: Json
    again: Json

    @property
    def origin(self) -> str:
        """Where it is."""
        return self.house.owner.origin


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[Shop]:
    with ExitStack() as stack:
        owner = stack.enter_context(owning(tmp_path_factory.mktemp("at-all-times")))
        owner.patch("/store", legal_name=SELLER)
        house = House(owner, ffmpeg)
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        coming = house.show("Cups for every day", starts_at=tomorrow.isoformat())
        over, again, away, live = (house.show(title) for title in ("Over", "Again", "Away", "Live"))
        for show in (over, away):
            house.go_on_air(show)
        owner.post(f"/shows/{over['id']}/end")
        with house.input(again):
            house.go_on_air(again)
            house.record(again, 3000)
            owner.post(f"/shows/{again['id']}/end")
        stack.enter_context(house.input(live))
        house.go_on_air(live)
        wait_until(lambda: owner.get(f"/shows/{again['id']}/replay")["ready"], 30)
        yield Shop(house, live, away, coming, over, again)


@pytest.fixture(scope="module")
def house(shop: Shop) -> House:
    return shop.house


@pytest.mark.long(seconds=30)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_who_sells_can_be_read_on_every_page_of_the_shop_and_beside_every_sheet(
    shop: Shop, buyer: Buyer, opened: Open, shoot: Shoot, phone: bool
) -> None:
    order = buyer.order(shop.live, shop.house.owner.get(f"/products/{shop.house.products[2]}"), 1)
    context = opened(phone=phone)
    buyer.comes_by(context)
    page = context.new_page()
    size = "phone" if phone else "desktop"
    pages = ("/", "/account", "/orders", f"/orders/{order['id']}", "/orders/find", "/no/such")
    shows = [f"/s/{each['slug']}" for each in (shop.coming, shop.live, shop.away, shop.over)]
    room, product = shows[1], shop.house.products[0]
    sheets = [
        *(f"{room}?view={each}" for each in ("tray", "more", "share", "seller", "picture")),
        *(f"{room}?view={each}&p={product}" for each in ("product", "checkout")),
    ]
    found = {}
    for path in (*pages, *shows, f"/s/{shop.again['slug']}", *sheets):
        page.goto(shop.origin + path)
        settled(page)
        if "view=" in path:
            expect(page.get_by_role("dialog")).to_be_visible()
        found[path] = hides(page)
        if path in pages:
            page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
            found[f"{path}, at its end"] = hides(page)
    shoot(page, f"seller-beside-checkout-{size}")
    # And while the picture plays on, small, over another page.
    page.goto(shop.origin + room)
    picture_moves(page)
    page.get_by_role("button", name="Leave the room").click()
    page.get_by_role("complementary").locator("video").wait_for()
    found["beside the small picture"] = hides(page)
    assert {path: fault for path, fault in found.items() if fault} == {}


def hides(page: Page) -> str:
    """Tell what hides who sells, once the page has come to rest."""
    words = f"Sold by {SELLER}"
    expect(page.get_by_text(words, exact=True).first).to_be_attached()
    page.evaluate(FRAMES)
    return str(page.evaluate(HIDDEN, words))


class Watched:
    """A page on which it is noted what moves; `moves` unless somebody asked for less of it."""

    def __init__(self, page: Page, *, moves: bool) -> None:
        self.page = page
        self.moved: dict[str, list[str]] = {}
        self._moves = moves
        page.add_init_script(WATCH)

    def at(self, place: str, motion: str) -> None:
        """Note what moved there since the page opened or the last note; for others `motion` did."""
        if self._moves:
            self.page.wait_for_function(MOVED, arg=motion)
        self.page.evaluate(FRAMES)
        self.moved[place] = self.page.evaluate("() => [...moved]")
        self.page.evaluate("() => moved.clear()")

    def in_the_room(self, room: str) -> None:
        """Like, talk, and look at a product."""
        page = self.page
        page.goto(room)
        picture_moves(page)
        for _ in range(5):
            page.get_by_role("button", name="Like", exact=True).click()
        self.at("hearts", "rise")
        box = page.get_by_role("textbox", name="Message")
        box.fill("Does it pour well?")
        box.press("Enter")
        box.blur()
        self.at("talk", "opacity")
        page.get_by_role("button", name="Products: 3").click()
        page.get_by_role("button", name="Look at").first.click()
        expect(page.get_by_role("dialog", name="Product", exact=True)).to_be_visible()
        self.at("a sheet", "transform")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        self.at("a sheet that closes", "opacity")

    def on_the_account(self, account: str) -> None:
        """Wait for it, and take another name."""
        page = self.page
        waiting: list[Route] = []

        def wait(route: Route) -> None:
            waiting.append(route)

        page.route("**/viewers/me/account", wait)
        page.goto(account)
        self.at("an account that is on its way", "sweep")
        waiting.pop().continue_()
        page.unroute("**/viewers/me/account")
        page.get_by_label("Nickname").fill("Autumn Lin")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", name="Autumn Lin")).to_be_visible()
        self.at("the account", "transform")


@pytest.mark.long(seconds=15)
@pytest.mark.parametrize("wish", ["the device's", "the switch's", "nobody's"])
def test_nothing_moves_for_whoever_asked_for_less_motion_and_much_does_for_others(
    shop: Shop, buyer: Buyer, opened: Open, wish: str
) -> None:
    order = buyer.order(shop.live, shop.house.owner.get(f"/products/{shop.house.products[1]}"), 1)
    device = "reduce" if wish == "the device's" else "no-preference"
    context = opened(phone=True, reduced_motion=device)
    buyer.comes_by(context)
    page = context.new_page()
    room = f"{shop.origin}/s/{shop.live['slug']}"
    if wish == "the switch's":
        page.goto(f"{room}?view=more")
        page.get_by_role("switch", name="Less motion").click()
    watched = Watched(page, moves=wish == "nobody's")
    page.goto(shop.origin)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    watched.at("the lobby", "tally")
    watched.in_the_room(room)
    watched.on_the_account(f"{shop.origin}/account")
    page.evaluate(PAYING, order["id"])
    page.goto(f"{shop.origin}/orders/{order['id']}")
    page.get_by_role("heading", name="Confirming your payment").wait_for()
    watched.at("an order", "breathe")
    if wish != "nobody's":
        assert {place: names for place, names in watched.moved.items() if names} == {}
