"""Captions of a replay: added in the console, and read by viewers where nothing lies over them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.network import wait_until
from tests.walk.conftest import Open, Shoot
from tests.walk.gallery import Look, button, grave_findings, page_of, settled
from tests.walk.hands import Hands
from tests.walk.house import House, Json, Owner
from tests.walk.processes import running

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(400)]

ENGLISH = "Good evening everybody, and welcome to an hour of slow tea"
CHINESE = "大家晚安，歡迎來到慢茶的一小時"
WHOLE = "00:00.000 --> 10:00.000"
BETTER = f"WEBVTT\n\n{WHOLE} line:95%\n{ENGLISH}\n\n{WHOLE}\nCups\n"
BROKEN = f"WEBVTT\n\n{WHOLE}\nGood evening\n\n00:03 --> 00:05\nTea\n"
CREW = Look("desktop", "zh-TW", "light")
READER, DESK = Look("phone", "en", "light"), Look("desktop", "en", "dark")

# Stops of the keyboard before the choice: the sheet's own buttons.
MOST_STOPS = 4

# What lies over a line of captions, by the names of its elements; nothing when it can be read.
COVERED = """(line) => {
  const box = line.getBoundingClientRect();
  if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
    return "it is out of sight";
  const meets = (other) => other.left < box.right && other.right > box.left
    && other.top < box.bottom && other.bottom > box.top;
  return [...document.querySelectorAll("button, a, input, select, section.pin")]
    .filter((it) => it.offsetParent && !it.closest("[inert]") && meets(it.getBoundingClientRect()))
    .map((it) => it.getAttribute("aria-label") ?? it.tagName).join();
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("captions"), "serve") as installation:
        owner = Owner(installation)
        yield House(owner, ffmpeg)
        owner.http.close()


@pytest.fixture(scope="module")
def show(house: House) -> Json:
    """A show that is over, in which a product was held up all the time."""
    made = house.show("Slow tea, seen again")
    with house.input(made):
        house.go_on_air(made)
        house.owner.post(f"/rooms/{made['id']}/pins", product_id=house.products[0])
        house.record(made, 7000)
        house.owner.post(f"/shows/{made['id']}/end")
    at = f"/shows/{made['id']}/replay"
    wait_until(lambda: house.owner.get(at)["ready"], 30)
    return made


@dataclass(frozen=True)
class Desk:
    """The captions of a replay in the console."""

    page: Page
    look: Look

    @property
    def card(self) -> Locator:
        title = self.look.word("console", "captions.title")
        return self.page.get_by_role("region", name=title, exact=True)

    def row(self, name: str) -> Locator:
        return self.card.get_by_role("listitem").filter(has_text=name)

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", f"captions.{key}", **values)

    def choose(self, name: str, file: str, content: str) -> None:
        told = {"name": file, "mimeType": "text/vtt", "buffer": content.encode()}
        self.row(name).locator("input[type=file]").set_input_files(told)  # type: ignore[arg-type]

    def press(self, name: str, key: str) -> None:
        """Press a button of a language's row."""
        label = self.word(key, language=name)
        self.row(name).get_by_role("button", name=label, exact=True).click()


def line_on(page: Page, text: str) -> Locator:
    """Wait for a caption and hold that nothing lies over it."""
    line = page.locator(".captions p", has_text=text)
    line.wait_for()
    assert line.evaluate(COVERED) == ""
    return line


def add_in_the_console(desk: Desk, shoot: Shoot) -> None:
    desk.card.scroll_into_view_if_needed()
    desk.choose("繁體中文", "broken.vtt", BROKEN)
    expect(desk.row("繁體中文").get_by_role("alert")).to_contain_text("第 6 行")
    shoot(desk.page, "captions-console-refused")
    desk.choose("繁體中文", "tea.srt", f"1\n00:00:00,000 --> 00:10:00,000\n{CHINESE}\n")
    expect(desk.row("繁體中文")).to_contain_text(desk.word("facts", count=1, end="10:00"))
    expect(desk.row("繁體中文").get_by_role("alert")).to_be_hidden()
    desk.choose("English", "tea.vtt", f"WEBVTT\n\n{WHOLE}\nTo be replaced\n")
    expect(desk.row("English")).to_contain_text(desk.word("facts", count=1, end="10:00"))


def replace_and_remove_with_a_way_back(desk: Desk) -> None:
    desk.choose("English", "better.vtt", BETTER)
    asked = desk.word("replace_text", file="better.vtt", language="English")
    expect(desk.row("English").get_by_role("alert")).to_have_text(asked)
    desk.row("English").get_by_text(desk.word("replace_short"), exact=True).click()
    expect(desk.row("English")).to_contain_text(desk.word("facts", count=2, end="10:00"))
    desk.press("English", "remove")
    expect(desk.row("English")).to_contain_text(desk.word("not_there"))
    button(desk.page, desk.look, "console", "desk.undo").last.click()
    expect(desk.row("English")).to_contain_text(desk.word("facts", count=2, end="10:00"))


def look_at_them_in_the_player(desk: Desk, shoot: Shoot) -> None:
    desk.press("繁體中文", "show")
    line_on(desk.page, CHINESE)
    desk.page.evaluate("scrollTo(0, 0)")
    shoot(desk.page, "captions-console")


def switch_on_and_choose(page: Page, look: Look, shoot: Shoot) -> None:
    switch = button(page, look, "shop", "captions.title")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".captions p")).to_have_count(0)
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(
        page.get_by_text(look.word("shop", "captions.are_in", language="English"))
    ).to_be_visible()
    line_on(page, ENGLISH)
    line_on(page, "Cups")
    shoot(page, f"captions-replay-{look.size}")
    # The choice is this device's, for every show and as long as it likes.
    page.reload()
    settled(page)
    line_on(page, ENGLISH)


def choose_by_keys(page: Page, look: Look, shoot: Shoot) -> None:
    hands = Hands(page)
    hands.reach(button(page, look, "shop", "room.more"))
    hands.press("Enter")
    menu = page.get_by_role("dialog")
    entry = menu.get_by_role("button").filter(has_text=look.word("shop", "captions.title"))
    hands.reach(entry)
    hands.press("Enter")
    chosen = menu.get_by_role("radio", name="English")
    expect(chosen).to_be_checked()
    for _ in range(MOST_STOPS):
        if chosen.evaluate("it => it === document.activeElement"):
            break
        hands.press("Tab")
    hands.press("ArrowDown")
    expect(menu.get_by_role("radio", name="繁體中文")).to_be_checked()
    line_on(page, CHINESE)
    shoot(page, f"captions-menu-{look.size}")
    hands.press("Escape")
    expect(menu).to_be_hidden()
    line_on(page, CHINESE)
    page.keyboard.press("c")
    expect(page.locator(".captions p")).to_have_count(0)
    # They come back in the language that was chosen, not in the reader's.
    page.keyboard.press("c")
    line_on(page, CHINESE)


@pytest.mark.long(seconds=90)
def test_captions_that_are_added_in_the_console_are_read_in_the_replay(
    house: House, show: Json, opened: Open, browser: Browser, shoot: Shoot
) -> None:
    with page_of(browser, CREW) as page:
        page.context.add_cookies([house.cookie])
        page.goto(f"{house.owner.origin}/console/shows/{show['id']}/replay")
        desk = Desk(page, CREW)
        add_in_the_console(desk, shoot)
        replace_and_remove_with_a_way_back(desk)
        look_at_them_in_the_player(desk, shoot)
        assert grave_findings(page) == []

    address = house.owner.origin + show["viewer_path"]
    # As the policy of the pages lets a reader's browser fetch them.
    phone = opened(phone=True, locale=READER.language).new_page()
    phone.goto(address)
    settled(phone)
    switch_on_and_choose(phone, READER, shoot)
    # A phone on its side has little height, and the card stands beside.
    phone.set_viewport_size({"width": 844, "height": 390})
    line_on(phone, ENGLISH)
    line_on(phone, "Cups")
    shoot(phone, "captions-replay-sideways")
    phone.set_viewport_size({"width": 390, "height": 844})
    choose_by_keys(phone, READER, shoot)
    with page_of(browser, DESK) as wide:
        wide.goto(address)
        settled(wide)
        switch_on_and_choose(wide, DESK, shoot)
        choose_by_keys(wide, DESK, shoot)
        assert grave_findings(wide) == []
