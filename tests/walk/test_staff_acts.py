"""What staff keep for the next time, carried out to its end; and what they see at 1366 × 768."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.walk.conftest import Open, Shoot
from tests.walk.house import House, owning
from tests.walk.store import PASSWORD, employ
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

HOLD_MS = 1500
LAN = {"email": "lan@example.com", "password": PASSWORD}
HO = {"email": "ho@example.com", "password": PASSWORD}
SMALL: ViewportSize = {"width": 1366, "height": 768}
WEEK = timedelta(days=7)
SCROLLS = "() => document.documentElement.scrollHeight - innerHeight"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("staff-acts")) as owner:
        yield House(owner, ffmpeg)


@contextmanager
def by(opened: Open, house: House, token: str = "", **how: ViewportSize) -> Iterator[Page]:
    """Open the console as the owner, or as somebody else of the staff."""
    context = opened(**how)
    context.add_cookies([{**house.cookie, "value": token or house.cookie["value"]}])
    yield context.new_page()
    context.close()


def views_on(page: Page) -> Locator:
    """Find the saved views of a list."""
    return page.get_by_role("group", name="Saved views")


@pytest.mark.long(seconds=10)
def test_a_view_that_was_saved_is_there_after_a_reload_and_in_the_same_persons_other_browser(
    house: House, opened: Open
) -> None:
    orders = f"{house.owner.origin}/console/orders"
    with by(opened, house) as page:
        page.goto(f"{orders}?state=shipped")
        page.get_by_role("button", name="Save this view").click()
        page.get_by_label("Name of the view").fill("Under way")
        page.get_by_role("button", name="Save", exact=True).click()
        mine = views_on(page).get_by_role("link", name="Under way")
        expect(mine).to_have_attribute("aria-current", "true")
        page.reload()
        expect(mine).to_have_attribute("aria-current", "true")
        expect(page.get_by_role("button", name="Save this view")).to_be_hidden()

    # A session of its own, as on another device.
    elsewhere = opened(phone=True).new_page()
    elsewhere.goto(house.owner.enter_link())
    elsewhere.wait_for_url(re.compile(r"/console/(?!enter)"))
    elsewhere.goto(orders)
    views_on(elsewhere).get_by_role("link", name="Under way").click()
    elsewhere.wait_for_url(f"{orders}?state=shipped")

    # It is that person's alone.
    with by(opened, house, employ(house.owner)["service"]) as page:
        page.goto(f"{orders}?state=shipped")
        expect(page.get_by_role("button", name="Save this view")).to_be_visible()
        expect(page.get_by_role("link", name="Under way")).to_have_count(0)


@pytest.mark.long(seconds=10)
def test_the_next_show_like_one_is_planned_with_all_but_its_address_a_week_later(
    house: House, opened: Open
) -> None:
    starts_at = (datetime.now(UTC) + timedelta(days=2)).replace(second=0, microsecond=0)
    plan = {"description": "Three firings, side by side.", "starts_at": starts_at.isoformat()}
    first = house.show("Teapots of Yixing", access="invited", **plan)
    with by(opened, house) as page:
        page.goto(f"{house.owner.origin}/console/shows")
        page.get_by_role("button", name="Plan the next show like Teapots of Yixing").click()
        sheet = page.get_by_role("dialog", name="Next show like “Teapots of Yixing”")
        sheet.get_by_role("button", name="Plan this show").click()
        page.wait_for_url(f"{house.owner.origin}/console/shows/shw_*")
        made = page.url.rpartition("/")[2]
        page.goto(f"{house.owner.origin}/console/shows")
        expect(page.get_by_role("row").filter(has_text="Teapots of Yixing")).to_have_count(2)

    second = house.owner.get(f"/shows/{made}")
    alike = ("title", "description", "host_name", "access", "product_ids", "state")
    assert {name: second[name] for name in alike} == {name: first[name] for name in alike}
    assert datetime.fromisoformat(second["starts_at"]) == starts_at + WEEK
    assert second["slug"] != first["slug"]
    # The one that it is like stays as it was.
    kept = house.owner.get(f"/shows/{first['id']}")
    assert (kept["starts_at"], kept["slug"]) == (first["starts_at"], first["slug"])


@pytest.mark.long(seconds=14)
def test_one_device_is_signed_out_from_another_and_then_every_one_by_holding(
    house: House, opened: Open, shoot: Shoot
) -> None:
    house.owner.post("/staff", name="Lan Yu", role="service", **LAN)
    desk, phone = opened().new_page(), opened(phone=True).new_page()
    for page in (desk, phone):
        enters(page, house)
    desk.goto(f"{house.owner.origin}/console/settings/account")
    here = desk.get_by_role("listitem").filter(has_text="this device")
    expect(here).to_have_count(1)
    ends = desk.get_by_role("button", name=re.compile("^Sign out on "))

    ends.click()
    expect(ends).to_have_count(0)
    expect(here).to_have_count(1)
    phone.reload()
    expect(phone.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    enters(phone, house)
    everywhere = desk.get_by_role("button", name="Hold to sign out everywhere")
    everywhere.click()
    phone.reload()
    expect(phone.get_by_role("navigation").first).to_be_visible()
    desk.reload()
    expect(ends).to_be_visible()
    shoot(desk, "account-sessions")
    everywhere.click(delay=HOLD_MS)
    # Loading the other page anew before the answer is there would tell nothing.
    expect(desk.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.long(seconds=14)
def test_a_colleague_is_signed_out_everywhere_by_holding_alone(
    house: House, opened: Open, shoot: Shoot
) -> None:
    house.owner.post("/staff", name="Ho Ming", role="service", **HO)
    theirs = opened(phone=True).new_page()
    enters(theirs, house, HO)
    with by(opened, house) as page:
        page.goto(f"{house.owner.origin}/console/settings/staff")
        page.get_by_role("button", name="Change Ho Ming").click()
        sheet = page.get_by_role("dialog", name="Ho Ming")
        everywhere = sheet.get_by_role("button", name="Hold to sign out everywhere")
        shoot(page, "staff-person")
        everywhere.click()
        theirs.reload()
        expect(theirs.get_by_role("navigation").first).to_be_visible()

        everywhere.click(delay=HOLD_MS)
        expect(page.get_by_text("Ho Ming is signed out everywhere.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def enters(page: Page, house: House, account: dict[str, str] | None = None) -> None:
    """Sign somebody in who has a password."""
    page.goto(f"{house.owner.origin}/console/sign-in")
    told = account or LAN
    page.get_by_label("E-mail", exact=True).fill(told["email"])
    page.get_by_label("Password", exact=True).fill(told["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))


@pytest.mark.long(seconds=20)
def test_desk_and_studio_have_what_matters_on_air_in_view_at_1366_by_768(
    house: House, opened: Open, shoot: Shoot
) -> None:
    show = house.show("Winter tea")
    with house.input(show), by(opened, house, viewport=SMALL) as page:
        house.go_on_air(show)
        page.goto(f"{house.owner.origin}/console/shows/{show['id']}")
        picture_moves(page)
        regions = ("On air", "Picture", "Stream", "Products", "Talk", "Orders")
        fits(
            page,
            *(page.get_by_role("region", name=name, exact=True) for name in regions),
            page.locator("video"),
            page.get_by_label("Figures of this show"),
            page.get_by_role("button", name="Hold to end"),
            page.get_by_role("region", name="Products").get_by_role("button", name="Pin").first,
            page.get_by_role("textbox", name="Say something as the shop"),
        )
        shoot(page, "desk-small")

        page.goto(f"{house.owner.origin}/console/shows/{show['id']}/studio")
        picture_moves(page)
        fits(
            page,
            page.locator("video").first,
            page.get_by_role("button", name="Hold to end"),
            page.get_by_role("region", name="Main", exact=True),
            page.get_by_role("region", name="Backup", exact=True),
            page.get_by_role("radio", name="Screen"),
            page.get_by_role("button", name="Turn the camera on"),
            page.get_by_role("button", name="Start sending"),
            page.get_by_role("region", name="From an encoder"),
        )
        shoot(page, "studio-small")


def fits(page: Page, *parts: Locator) -> None:
    """Hold that the page has nothing to scroll to, and that these can be seen whole."""
    for part in parts:
        expect(part).to_be_in_viewport(ratio=1)
    assert page.evaluate(SCROLLS) <= 0
