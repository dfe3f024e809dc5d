"""What viewers do for themselves, carried out to its end: what a reload finds is held, no toast."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.mailing import Mailbox, smtp_server
from tests.support.network import free_port
from tests.walk.buyer import Buyer
from tests.walk.conftest import Open, Shoot
from tests.walk.house import PICTURES, House, Json, Owner
from tests.walk.processes import running
from tests.walk.store import PARCEL, code_sent

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HOLD_MS = 1500
KOLKATA = timezone(timedelta(hours=5, minutes=30))
STARTS_AT = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
THEME = "() => document.documentElement.dataset.theme"
STORED = "() => JSON.stringify({...localStorage, ...sessionStorage})"


@dataclass(frozen=True)
class Served:
    """A store with a show on air and one to come, which sends mail."""

    house: House
    mailbox: Mailbox
    data: Path
    on_air: Json
    coming: Json

    @property
    def origin(self) -> str:
        """Where it is."""
        return self.house.owner.origin

    def sign_in(self, buyer: Buyer, email: str) -> None:
        """Let a buyer be whoever that address belongs to."""
        before = len(self.mailbox.recipients)
        asked = buyer.post("/api/v1/viewers/sign-in-codes", email=email)
        code = code_sent(self.mailbox, email, before)
        buyer.post("/api/v1/viewers/sessions", request_id=asked["id"], code=code)

    def held(self) -> str:
        """Give all that the database holds, as one text."""
        with closing(sqlite3.connect(self.data / "kaibo.db")) as connection:
            return "\n".join(connection.iterdump())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder, mailbox = tmp_path_factory.mktemp("viewer-acts"), Mailbox()
    with ExitStack() as stack:
        port = stack.enter_context(smtp_server(mailbox, free_port()))
        post = f"smtp+plain://127.0.0.1:{port}"
        installation = running(folder, "serve", smtp_url=post, mail_from="tea@example.com")
        owner = Owner(stack.enter_context(installation))
        stack.callback(owner.http.close)
        house = House(owner, ffmpeg="")
        on_air = house.show("Winter tea")
        house.go_on_air(on_air)
        coming = house.show("Cups for every day", starts_at=STARTS_AT.isoformat())
        yield Served(house, mailbox, folder / "data", on_air, coming)


@pytest.fixture(scope="module")
def house(served: Served) -> House:
    return served.house


def name_of(buyer: Buyer) -> str:
    """Give the name that the server has for a viewer."""
    return str(buyer.http.get("/api/v1/viewers/me").raise_for_status().json()["display_name"])


def booking(buyer: Buyer, show: Json) -> Json:
    """Give how a viewer stands to a show to come."""
    lobby = buyer.http.get("/api/v1/shows/lobby").raise_for_status().json()
    found: Json = next(each["booking"] for each in lobby["upcoming"] if each["id"] == show["id"])
    return found


@pytest.mark.long(seconds=8)
def test_a_show_to_come_is_booked_in_the_lobby_and_given_up_on_its_own_page(
    served: Served, buyer: Buyer, opened: Open
) -> None:
    context = opened(phone=True)
    buyer.comes_by(context)
    page, title = context.new_page(), served.coming["title"]
    page.goto(served.origin)
    page.get_by_role("button", name=f"Remind me: {title}").click()
    expect(page.get_by_text("1 is waiting")).to_be_visible()
    # A guest has no address to which the reminder could go.
    expect(page.get_by_text("To be reminded by e-mail, sign in.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=f"Booked: {title}")).to_be_visible()
    expect(page.get_by_text("1 is waiting")).to_be_visible()
    assert booking(buyer, served.coming) == {"booked": True, "bookings": 1}

    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name=f"Booked: {title}").click()
    expect(page.get_by_text("1 is waiting")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name=f"Remind me: {title}")).to_be_visible()
    assert booking(buyer, served.coming) == {"booked": False, "bookings": 0}


@pytest.mark.long(seconds=6)
def test_the_calendar_file_has_the_show_at_the_moment_at_which_the_page_says_it_begins(
    served: Served, opened: Open
) -> None:
    # Far from the server's own zone, and half an hour off the whole ones.
    page = opened(timezone_id="Asia/Kolkata").new_page()
    page.goto(f"{served.origin}/s/{served.coming['slug']}")
    there = STARTS_AT.astimezone(KOLKATA)
    expect(page.get_by_text("Starts")).to_contain_text(there.strftime("%H:%M"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Add to calendar").click()
    assert download.value.suggested_filename == "show.ics"
    entry = entry_of(download.value.path().read_bytes().decode())
    begins = datetime.strptime(entry["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert begins == STARTS_AT
    assert entry["SUMMARY"] == served.coming["title"]
    assert entry["URL"] == page.url
    assert (entry["STATUS"], entry["ACTION"]) == ("CONFIRMED", "DISPLAY")


def entry_of(calendar: str) -> dict[str, str]:
    """Give the properties of the one entry of a calendar file."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    assert (lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (1, 1), calendar
    within = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    pairs = (line.partition(":") for line in reversed(within))
    return {name: value for name, _, value in pairs}


@pytest.mark.long(seconds=8)
def test_the_language_and_the_colours_that_were_chosen_are_there_after_a_reload_and_in_the_room(
    served: Served, opened: Open
) -> None:
    page = opened(phone=True, color_scheme="light").new_page()
    page.goto(served.origin)
    page.get_by_label("Language", exact=True).select_option("zh-TW")
    # One press leaves the device's colours for the light ones, another those for the dark ones.
    colours = page.get_by_role("button", name="外觀")
    colours.click()
    colours.click()
    for path in ("/", "/account", f"/s/{served.on_air['slug']}?view=more"):
        page.goto(served.origin + path)
        expect(page.get_by_label("語言", exact=True).first).to_have_value("zh-TW")
        expect(page.get_by_role("button", name="外觀：深色").first).to_be_visible()
        assert page.evaluate(THEME) == "dark"
        assert page.evaluate("() => document.documentElement.lang") == "zh-TW"


@pytest.mark.long(seconds=8)
def test_the_link_that_is_copied_opens_the_show_for_somebody_else(
    served: Served, opened: Open
) -> None:
    context = opened()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.origin)
    page = context.new_page()
    page.goto(f"{served.origin}/s/{served.on_air['slug']}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("() => navigator.clipboard.readText()")

    friend = opened(phone=True).new_page()
    friend.goto(link)
    expect(friend.get_by_role("heading", name=served.on_air["title"])).to_be_attached()
    expect(friend.get_by_role("textbox", name="Message")).to_be_enabled()


@pytest.mark.long(seconds=12)
def test_the_name_and_picture_of_a_viewer_who_signed_in_by_mail_stay_and_others_read_the_name(
    served: Served, opened: Open
) -> None:
    page = opened(phone=True).new_page()
    sign_in_by_mail(served, page, "autumn@example.com")
    you = page.get_by_role("region", name="You")
    you.get_by_label("Nickname").fill("Autumn Lin")
    you.get_by_role("button", name="Save").click()
    expect(you.get_by_role("heading", name="Autumn Lin")).to_be_visible()
    you.locator("input[type=file]").set_input_files(PICTURES / "oolong.webp")
    expect(you.get_by_role("button", name="Change picture")).to_be_visible()
    page.reload()
    expect(you.get_by_role("heading", name="Autumn Lin")).to_be_visible()
    is_drawn(you.locator("img"))

    room = f"{served.origin}/s/{served.on_air['slug']}"
    other = opened().new_page()
    other.goto(room)
    expect(other.get_by_role("textbox", name="Message")).to_be_enabled()
    page.goto(room)
    box = page.get_by_role("textbox", name="Message")
    box.fill("Does it pour well?")
    box.press("Enter")
    said = other.get_by_role("log").get_by_role("paragraph").filter(has_text="Does it pour well?")
    expect(said).to_contain_text("Autumn Lin")

    page.get_by_role("button", name="More", exact=True).click()
    me = page.get_by_role("dialog").get_by_role("button", name="Nickname")
    expect(me).to_contain_text("Autumn Lin")
    is_drawn(me.locator("img"))


def sign_in_by_mail(served: Served, page: Page, email: str) -> None:
    """Ask for a code on the account's page, and type what came."""
    page.goto(f"{served.origin}/account")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code", exact=True).fill(code_sent(served.mailbox, email))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("region", name="You")).to_contain_text(email)


def is_drawn(picture: Locator) -> None:
    """Hold that a picture is there, and is one."""
    expect(picture).to_be_visible()
    assert picture.evaluate("(it) => it.decode().then(() => it.naturalWidth > 0)")


@pytest.mark.long(seconds=8)
def test_the_file_of_a_buyers_data_holds_their_order_and_no_other(
    served: Served, buyer: Buyer, opened: Open
) -> None:
    cups = served.house.owner.get(f"/products/{served.house.products[2]}")
    mine = buyer.order(served.on_air, cups, 1)
    somebody = Buyer(served.origin)
    somebody.order(served.on_air, cups, 1, name="Somebody Else")
    somebody.http.close()
    context = opened(phone=True)
    buyer.comes_by(context)
    page = context.new_page()
    page.goto(f"{served.origin}/account")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "my-data.json"
    text = download.value.path().read_text("utf-8")
    told = json.loads(text)
    assert [(order["number"], order["contact"]["name"]) for order in told["orders"]] == [
        (mine["number"], "Lin Mei")
    ]
    assert told["profile"]["display_name"] == name_of(buyer)
    assert "Somebody Else" not in text


@pytest.mark.long(seconds=14)
def test_whoever_erases_their_account_is_signed_out_and_nothing_bears_their_name(
    served: Served, buyer: Buyer, opened: Open
) -> None:
    owner, origin = served.house.owner, served.origin
    # Names that nothing else in the store has.
    email, nickname, name, street = ("gone@example.com", "Fern of Fengyuan", "Xu Wanqing", "七星街")
    served.sign_in(buyer, email)
    assert buyer.http.patch("/api/v1/viewers/me", json={"display_name": nickname}).is_success
    face = (PICTURES / "cups.webp").read_bytes()
    kind = {"Content-Type": "image/webp"}
    put = buyer.http.put("/api/v1/viewers/me/picture", content=face, headers=kind)
    picture = put.raise_for_status().json()["avatar_url"]
    tea = owner.get(f"/products/{served.house.products[1]}")
    order = buyer.order(served.on_air, tea, 1, name=name, street=street, email=email)
    buyer.pay(served.house, order)
    owner.post(f"/orders/{order['id']}/parcels", **PARCEL)
    owner.post(f"/orders/{order['id']}/delivered")
    buyer.put_into_the_cart(served.on_air, tea, 1)
    assert [each for each in (email, nickname, name, street) if each not in served.held()] == []

    context = opened(phone=True)
    buyer.comes_by(context)
    page = context.new_page()
    page.goto(f"{origin}/account")
    form = {"contact": {"name": name, "phone": ""}, "address": {"country": "TW", "line1": street}}
    page.evaluate("(form) => localStorage.setItem('kaibo.checkout', form)", json.dumps(form))
    page.get_by_role("button", name="Erase my account").click()
    page.get_by_role("button", name="Hold to erase for good").click(delay=HOLD_MS)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Guest", exact=True)).to_be_visible()
    page.goto(f"{origin}/orders")
    expect(page.get_by_text("No orders yet")).to_be_visible()

    assert buyer.http.get("/api/v1/viewers/me").status_code == 401
    assert buyer.http.get(picture).status_code == 404
    secrets = (email, nickname, name, street)
    for place, text in (("store", served.held()), ("browser", page.evaluate(STORED))):
        assert [each for each in secrets if each in text] == [], place
    # The books keep what was sold.
    assert owner.get(f"/orders/{order['id']}")["total"] == order["total"]


@pytest.mark.long(seconds=8)
def test_a_picture_is_removed_at_the_second_press_alone(
    served: Served, buyer: Buyer, opened: Open, shoot: Shoot
) -> None:
    served.sign_in(buyer, "face@example.com")
    face, kind = (PICTURES / "cups.webp").read_bytes(), {"Content-Type": "image/webp"}
    put = buyer.http.put("/api/v1/viewers/me/picture", content=face, headers=kind)
    picture = put.raise_for_status().json()["avatar_url"]
    context = opened(phone=True)
    buyer.comes_by(context)
    page = context.new_page()
    page.goto(f"{served.origin}/account")
    you = page.get_by_role("region", name="You")

    you.get_by_role("button", name="Use initials").click()
    asked = you.get_by_role("group", name="Remove your picture?")
    expect(asked).to_be_focused()
    shoot(page, "account-picture-asked")
    asked.get_by_role("button", name="Not now").click()
    expect(asked).to_have_count(0)
    assert buyer.http.get(picture).status_code == 200

    you.get_by_role("button", name="Use initials").click()
    asked.get_by_role("button", name="Use initials").click()
    expect(you.locator("button").filter(has_text="Choose a picture")).to_be_visible()
    assert buyer.http.get("/api/v1/viewers/me").json()["avatar_url"] is None


@pytest.mark.long(seconds=8)
def test_signing_out_everywhere_ends_the_session_of_a_second_browser(
    served: Served, buyer: Buyer, opened: Open
) -> None:
    email = "twice@example.com"
    other = Buyer(served.origin)
    with closing(other.http):
        pages: list[Page] = []
        for one in (buyer, other):
            served.sign_in(one, email)
            context = opened(phone=one is other)
            one.comes_by(context)
            pages.append(context.new_page())
            pages[-1].goto(f"{served.origin}/account")
            expect(pages[-1].get_by_role("region", name="You")).to_contain_text(email)
        assert len(buyer.http.get("/api/v1/viewers/me/sessions").json()) == 2

        everywhere = pages[0].get_by_role("button", name="Hold to sign out everywhere")
        everywhere.click()
        assert len(buyer.http.get("/api/v1/viewers/me/sessions").json()) == 2
        everywhere.click(delay=HOLD_MS)
        # Loading the page anew before the answer is there would take the wish back.
        expect(pages[0].get_by_role("heading", name="Sign in")).to_be_visible()
        for page in pages:
            page.reload()
            expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
            expect(page.get_by_text(email)).to_have_count(0)
        for one in (buyer, other):
            assert one.http.get("/api/v1/viewers/me").status_code == 401
