"""A show directed from the floor desk by keys alone: its products, talk and alarms."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.network import wait_until
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, page_of
from tests.walk.hands import Hands
from tests.walk.house import PRODUCTS, House, Json, Owner
from tests.walk.processes import running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TEAPOT, OOLONG, CUPS = (title for title, _ in PRODUCTS.values())
LAST, FEW, LOW_AT = "Bamboo tea scoop", 3, 4
LOOKS = [
    Look("desktop", "en", "light"),
    Look("phone", "zh-TW", "dark"),
    Look("desktop", "zh-CN", "dark"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("desk-keys"), "serve") as installation:
        owner = Owner(installation)
        house = House(owner, ffmpeg="")
        # Of this one fewer are left than its low mark, so that the desk tells of it.
        scoops = {"price": 4200, "stock": FEW, "low_at": LOW_AT}
        made = owner.post("/products", title=LAST, variants=[scoops])
        house.products.append(made["id"])
        yield house
        owner.http.close()


class Director:
    """Someone of the crew at the desk of a show on air; whoever talks there is the room's."""

    def __init__(self, house: House, page: Page, look: Look) -> None:
        self.house = house
        self.page = page
        self.look = look
        self.hands = Hands(page)
        self.show = house.show(f"Directed by keys, {look.name}")

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", key, **values)

    def says(self, told: str) -> re.Pattern[str]:
        """Match what the desk says of an act on the talk, whoever had said the line."""
        before, _, after = self.word(f"moderate.{told}", name="\0").partition("\0")
        return re.compile(f"{re.escape(before)}.*{re.escape(after)}")

    def button(self, key: str, **values: object) -> Any:  # noqa: ANN401 - a locator
        return self.page.get_by_role("button", name=self.word(key, **values))

    def room(self) -> Json:
        """Give the room as a newcomer finds it, with whom the crew has muted."""
        at = f"/rooms/{self.show['id']}"
        told = self.house.owner.get(f"{at}/snapshot")
        return {**told, "mutes": self.house.owner.get(f"{at}/moderation")["mutes"]}

    def until(self, holds: Callable[[Json], bool]) -> None:
        """Wait for something in the room; the keyboard still is where it can be seen."""
        wait_until(lambda: holds(self.room()), 20, every=0.1, because="the room never became so")

    def open(self) -> None:
        """Go to the desk; on a phone to its tray."""
        self.page.context.add_cookies([self.house.cookie])
        self.page.goto(f"{self.house.owner.origin}/console/shows/{self.show['id']}")
        self.page.get_by_role("button", name=TEAPOT).first.wait_for()

    def look_at_the_keys(self) -> None:
        """Open what shows the stream keys; the audit log knows of this, and not of the desk."""
        audit = f"/audit?action=media.get_stream_keys&q={self.show['id']}"
        assert self.house.owner.get(audit)["items"] == []
        self.page.keyboard.press("s")
        sheet = self.page.get_by_role("dialog", name=self.word("desk.stream_key"))
        sheet.get_by_text(self.word("desk.server"), exact=True).wait_for()
        assert len(self.house.owner.get(audit)["items"]) == 1
        self.page.keyboard.press("Escape")
        sheet.wait_for(state="detached")

    def go_on_air(self) -> None:
        """Begin the show by its button, which is gone then: twice, since there is no picture."""
        self.hands.use(self.button("desk.go_on_air"))
        asked = self.page.get_by_role("group", name=self.word("desk.no_picture_sure"))
        expect(asked).to_be_focused()
        self.hands.use(self.button("desk.go_on_air_anyway"))
        self.until(lambda room: room["show"]["state"] == "on_air")
        self.hands.is_seen()

    def sell_cheaper(self) -> None:
        """Announce a flash deal by its keys, and stop it by holding its button."""
        self.hands.reach(self.button("desk.explain_named", title=TEAPOT))
        self.hands.chord("d", "1")
        sheet = self.page.get_by_role("dialog", name=self.word("deal.title"))
        expect(sheet.get_by_role("textbox", name=self.word("deal.price"))).to_be_focused()
        self.hands.fill(sheet.get_by_role("textbox", name=self.word("deal.pieces")), "2")
        self.page.keyboard.press("Enter")
        sheet.wait_for(state="detached")
        self.until(lambda room: [deal["total"] for deal in room["deals"]] == [2])
        self.hands.is_seen()
        deal = self.page.get_by_role("group", name=self.word("deal.name"))
        self.hands.reach(deal.get_by_role("button", name=self.word("deal.stop")))
        self.page.keyboard.down("Enter")
        self.until(lambda room: room["deals"] == [])
        self.page.keyboard.up("Enter")
        self.hands.is_seen()

    def pin_and_unpin(self) -> None:
        """Hold a product up by its key; take it down by its button, and undo that."""
        (teapot, *_) = self.house.products
        self.page.keyboard.press("1")
        self.until(lambda room: [pin["product_id"] for pin in room["pins"]] == [teapot])
        pinned = f"{self.word('desk.is_pinned')} {TEAPOT}"
        self.hands.use(self.page.get_by_role("button", name=pinned))
        self.until(lambda room: room["pins"] == [])
        self.hands.is_seen()
        message = self.page.locator(".toast").filter(
            has_text=self.word("desk.unpinned_toast", title=TEAPOT)
        )
        self.hands.use(message.get_by_role("button"))
        self.until(lambda room: len(room["pins"]) == 1)
        # The message goes, and gives the keyboard back to where it came from.
        message.wait_for(state="detached")
        self.hands.is_seen()

    def explain(self) -> None:
        """Say that a product is explained, and that it is not any more."""
        oolong = self.house.products[1]
        # Away from the box to talk in, where every key is a letter.
        self.hands.reach(self.button("desk.explain_named", title=TEAPOT))
        self.hands.chord("x", "2")
        self.until(lambda room: (room["explaining"] or {}).get("product_id") == oolong)
        self.hands.use(self.button("desk.explain_stop", title=OOLONG))
        self.until(lambda room: room["explaining"] is None)
        self.hands.is_seen()

    def withdraw_and_sell(self) -> None:
        """Take a product off the show's tray, and put it back."""
        cups = self.house.products[2]
        for key, sold in (("tray.remove", False), ("tray.add", True)):
            if sold:
                self.find_and_do("desk.edit_tray")
            else:
                self.hands.press("e")
            sheet = self.page.get_by_role("dialog", name=self.word("desk.edit_tray"))
            sheet.wait_for()
            self.hands.use(sheet.get_by_role("button", name=self.word(key, title=CUPS)))
            self.hands.is_seen()
            self.hands.use(sheet.get_by_role("button", name=self.word("tray.save")))
            sheet.wait_for(state="detached")
            self.until(lambda room: (cups in [it["id"] for it in room["products"]]) == sold)  # noqa: B023 - asked at once
            self.hands.is_seen()

    def find_and_do(self, key: str) -> None:
        """Do something by its name: open the palette, write, go down to it."""
        self.hands.press("Control+k")
        box = self.page.get_by_role("combobox", name=self.word("palette.title"))
        expect(box).to_be_focused()
        self.page.keyboard.type(self.word(key))
        chosen = self.page.get_by_role("option", selected=True)
        for _ in range(10):
            if self.word(key) in chosen.inner_text():
                break
            self.hands.press("ArrowDown")
        expect(chosen).to_contain_text(self.word(key))
        self.page.keyboard.press("Enter")
        box.wait_for(state="detached")

    def go_through_the_parts(self) -> None:
        """See every part of the desk; on a phone each has a tab, and the arrows turn to it."""
        if self.look.size == "desktop":
            return
        tabs = self.page.get_by_role("radiogroup", name=self.word("desk.parts"))
        for before, part in itertools.pairwise(
            ("desk.tray", "desk.talk", "nav.orders", "desk.stream")
        ):
            self.hands.reach(tabs.get_by_role("radio", name=self.word(before)))
            self.hands.press("ArrowRight")
            expect(tabs.get_by_role("radio", name=self.word(part))).to_be_focused()
        self.hands.press("ArrowRight")
        expect(self.page.get_by_role("region", name=self.word("desk.tray"))).to_be_visible()

    def end(self) -> None:
        """End the show by holding its key; the desk says what it came to."""
        self.hands.reach(self.button("desk.end_hold"))
        self.page.keyboard.down("Enter")
        self.until(lambda room: room["show"]["state"] == "closed")
        self.page.keyboard.up("Enter")
        self.page.get_by_role("heading", name=self.word("desk.show_over")).wait_for()
        self.hands.is_seen()
        self.hands.use(self.button("summary.open"))
        self.page.wait_for_url(re.compile("/summary$"))

    def moderate(self, viewer: Page) -> None:
        """Hide what a viewer says, hold it up, mute the viewer; each is undone by one key."""
        self.say(viewer, "Is it fired in wood?")
        self.hands.press("v")
        chosen = self.page.locator("li.chosen")
        expect(chosen).to_contain_text("Is it fired in wood?")
        steps: list[tuple[str, str, Callable[[Json], bool]]] = [
            ("h", "hid", lambda room: len(room["hidden"]) == 1),
            ("p", "pinned", lambda room: room["announcement"] is not None),
            ("m", "muted_5", lambda room: len(room["mutes"]) == 1),
            ("Shift+M", "muted_show", lambda room: None in [it["until"] for it in room["mutes"]]),
        ]
        for key, told, done in steps:
            self.hands.press(key)
            self.until(done)
            # As the desk says what it has done, it can be taken back. Messages of what was done
            # before this may still stand beside it, with an undo of their own.
            said = self.page.locator(".toast").filter(has_text=self.says(told))
            said.get_by_role("button", name=self.word("moderate.undo")).wait_for()
            self.hands.press("u")
            self.until(lambda room: not done(room))  # noqa: B023 - asked at once
            self.page.get_by_text(self.word("moderate.undone")).first.wait_for()
            marks = chosen.locator(".mark")
            expect(marks).to_have_count(0)
        # The same by the buttons of the line, for whoever does not know the keys.
        mute = chosen.get_by_role("button", name=self.word("moderate.mute_5"))
        self.hands.use(mute)
        self.until(lambda room: len(room["mutes"]) == 1)
        self.hands.is_seen()
        self.hands.use(chosen.get_by_role("button", name=self.word("moderate.unmute")))
        self.until(lambda room: room["mutes"] == [])
        self.hands.is_seen()

    def say(self, viewer: Page, text: str) -> None:
        """Let a viewer say something, by keys too; wait until it stands at the desk."""
        viewer.goto(f"{self.house.owner.origin}/s/{self.show['slug']}")
        viewer.get_by_role("button", name=self.look.word("shop", "room.like")).wait_for()
        viewer.keyboard.press("/")
        viewer.keyboard.type(text)
        viewer.keyboard.press("Enter")
        # On a phone the talk may be behind its tab.
        expect(self.page.locator("[role=log]")).to_contain_text(text)

    def acknowledge(self) -> None:
        """See an alarm of what runs out, say so, and go on."""
        self.house.owner.post(f"/rooms/{self.show['id']}/pins", product_id=self.house.products[3])
        told = self.word("alarm.stock_low", title=LAST, count=FEW)
        self.page.get_by_text(told).wait_for()
        self.hands.use(self.button("alarm.seen", text=told))
        expect(self.page.get_by_text(told)).to_have_count(0)
        self.hands.is_seen()


@pytest.mark.long(seconds=70)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_show_is_directed_by_keys_alone_and_the_keyboard_is_always_in_sight(
    house: House, browser: Browser, shoot: Shoot, look: Look
) -> None:
    with page_of(browser, look) as page, page_of(browser, look) as viewer:
        director = Director(house, page, look)
        director.open()
        director.look_at_the_keys()
        director.go_on_air()
        director.pin_and_unpin()
        director.explain()
        director.sell_cheaper()
        director.withdraw_and_sell()
        director.acknowledge()
        director.go_through_the_parts()
        director.moderate(viewer)
        shoot(page, f"keys-desk-{look.name}")
        director.end()
