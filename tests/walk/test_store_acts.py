"""What is done about a store and its shows, carried out to its end: what a reload finds is held."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from kaibo.apps.migrations import migrate
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import MailKind, NewMail
from kaibo.platform.work import runner
from tests.support.house import House as Unserved
from tests.support.house import settings_for
from tests.support.mailing import Mailbox, connect, smtp_server
from tests.support.network import free_port, wait_until
from tests.walk.conftest import Open
from tests.walk.gallery import Cookie
from tests.walk.house import House, Json, Owner, owning
from tests.walk.processes import running
from tests.walk.store import PASSWORD
from tests.walk.test_live_room import picture_moves
from tests.walk.test_staff_acts import by

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

HOLD_MS = 1500
# The console asks for its shows every fifteen seconds.
PATIENCE_MS = 40_000
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:06.000\nTea, poured slowly\n"
AGAIN, NEVER = "again@example.com", "never@example.com"
INSIDE = re.compile(r"/console/(?!sign-in)")


@dataclass(frozen=True)
class Served:
    """A store that sends mail, in which two mails were given up before."""

    house: House
    mailbox: Mailbox

    @property
    def console(self) -> str:
        """Where its crew works."""
        return f"{self.house.owner.origin}/console"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[Served]:
    folder, mailbox = tmp_path_factory.mktemp("store-acts"), Mailbox()
    token = give_mails_up(folder / "data")
    with ExitStack() as stack:
        port = stack.enter_context(smtp_server(mailbox, free_port()))
        post = f"smtp+plain://127.0.0.1:{port}"
        installation = running(folder, "serve", smtp_url=post, mail_from="tea@example.com")
        owner = Owner(stack.enter_context(installation), token)
        stack.callback(owner.http.close)
        yield Served(House(owner, ffmpeg), mailbox)


def give_mails_up(data: Path) -> str:
    """Let mails be tried in vain in a store that is not served yet; give its owner's token."""
    data.mkdir()
    settings = settings_for(data, "")
    migrate(settings.sqlalchemy_url)
    refusing, sample = Mailbox(), {"kind": "order_shipped", "language": "en"}
    with ExitStack() as stack:
        # It would take a day to try as often as usual.
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(runner, "MAX_ATTEMPTS", 1)
        port = stack.enter_context(smtp_server(refusing, free_port()))
        house = Unserved(settings)
        stack.callback(house.close)
        connect(house, port)
        owner = house.set_up()
        for address in (AGAIN, NEVER):
            refusing.answer_to_recipient = f"450 4.2.0 <{address}>: come again"
            house.run(mail.queue, NewMail(MailKind.TEST, address, "en", extra=sample))
            house.work()
    return owner.headers["authorization"].removeprefix("Bearer ")


def row_of(page: Page, text: str) -> Locator:
    """Find the line of a list that holds a text."""
    return page.get_by_role("listitem").filter(has_text=text)


def region(page: Page, name: str) -> Locator:
    """Find a part of a page."""
    return page.get_by_role("region", name=name, exact=True)


@pytest.mark.long(seconds=25)
def test_work_that_was_given_up_is_done_when_it_is_tried_again_and_never_once_it_is_discarded(
    served: Served, opened: Open
) -> None:
    with by(opened, served.house) as page:
        page.goto(f"{served.console}/settings/work")
        again, never = row_of(page, AGAIN), row_of(page, NEVER)
        expect(again).to_contain_text("come again")
        again.get_by_role("button", name="Try again", exact=True).click()
        expect(again).to_have_count(0)
        wait_until(lambda: [AGAIN] in served.mailbox.recipients, 20, because="it never came")
        never.get_by_role("button", name="Hold to discard").click(delay=HOLD_MS)
        expect(never).to_have_count(0)
        page.reload()
        expect(page.get_by_text("Nothing has failed", exact=True)).to_be_visible()

        page.goto(f"{served.console}/settings/mail")
        expect(again.get_by_text("Sent", exact=True)).to_be_visible()
        expect(never.get_by_text("Failed", exact=True)).to_be_visible()
        page.goto(f"{served.console}/settings/audit")
        expect(row_of(page, "Tried failed work again")).to_be_visible()
        expect(row_of(page, "Discarded failed work")).to_be_visible()
    assert [NEVER] not in served.mailbox.recipients


@pytest.mark.long(seconds=14)
def test_a_colleagues_new_role_holds_and_access_that_was_taken_away_is_given_back(
    served: Served, opened: Open
) -> None:
    account = {"email": "bao@example.com", "password": PASSWORD}
    served.house.owner.post("/staff", name="Bao Li", role="service", **account)
    theirs = opened().new_page()
    sign_in(theirs, served, account)
    with by(opened, served.house) as page:
        person, sheet = row_of(page, account["email"]), page.get_by_role("dialog", name="Bao Li")

        def open_person() -> None:
            page.goto(f"{served.console}/settings/staff")
            person.get_by_role("button", name="Change Bao Li").click()

        open_person()
        sheet.get_by_label("Role", exact=True).select_option("warehouse")
        sheet.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved. A new role holds at once.")).to_be_visible()
        page.reload()
        expect(person).to_contain_text("Warehouse")
        theirs.goto(f"{served.console}/shows")
        expect(theirs.get_by_text("Your role does not include this page")).to_be_visible()

        open_person()
        sheet.get_by_role("button", name="Hold to take access away").click(delay=HOLD_MS)
        expect(sheet.get_by_role("button", name="Give access back")).to_be_visible()
        page.reload()
        expect(person).to_contain_text("no longer here")
        theirs.reload()
        expect(theirs.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        asked = httpx.post(f"{served.house.owner.origin}/api/v1/staff/sessions", json=account)
        assert asked.status_code == 401

        open_person()
        sheet.get_by_role("button", name="Give access back").click()
        expect(sheet.get_by_role("button", name="Hold to take access away")).to_be_visible()
        page.reload()
        expect(person).to_contain_text("Warehouse")
        expect(person).not_to_contain_text("no longer here")
    sign_in(theirs, served, account)
    theirs.reload()
    theirs.get_by_role("button", name="Account of Bao Li").wait_for()


def sign_in(page: Page, served: Served, account: dict[str, str]) -> None:
    """Sign in by password."""
    page.goto(f"{served.console}/sign-in")
    page.get_by_label("E-mail", exact=True).fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(INSIDE)


@pytest.mark.long(seconds=4)
def test_the_stores_profile_is_there_after_a_reload_as_it_was_saved_and_buyers_read_it(
    served: Served, opened: Open
) -> None:
    profile = {
        "Name of the store": "Mist Kiln",
        "Legal name": "Mist Kiln Tea Trading Co., Ltd.",
        "Address": "7 Kiln Lane, Jingdezhen",
        "Contact": "hello@mistkiln.example",
    }
    with by(opened, served.house) as page:
        page.goto(f"{served.console}/settings/store")
        for label, text in profile.items():
            page.get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("The store's profile is saved.")).to_be_visible()
        page.reload()
        for label, text in profile.items():
            expect(page.get_by_label(label, exact=True)).to_have_value(text)
        # The server has it, not this browser alone.
        expect(page.get_by_text("Continued from where you left off.")).to_be_hidden()

    visitor = opened(phone=True).new_page()
    visitor.goto(served.house.owner.origin)
    expect(visitor.get_by_role("banner")).to_contain_text(profile.pop("Name of the store"))
    for text in profile.values():
        expect(visitor.get_by_role("contentinfo")).to_contain_text(text)


@pytest.mark.long(seconds=30)
def test_the_steps_of_the_guide_are_ticked_off_as_they_are_done_and_stay_so(
    tmp_path: Path, ffmpeg: str, opened: Open
) -> None:
    with owning(tmp_path) as owner:
        context = opened()
        me: Cookie = {"name": "kaibo_staff", "value": owner.token, "url": owner.origin}
        context.add_cookies([me])
        page, guide = context.new_page(), f"{owner.origin}/console/guide"
        page.goto(guide)
        expect(page.get_by_text("0 of 6 done")).to_be_visible()
        owner.patch("/store", legal_name="Tea Ltd", address="1 Kiln Lane", contact="a@example.com")
        page.goto(guide)
        done = ["Say who sells"]
        expect(ticked(page)).to_have_text(done)

        step(page, "Create a product").get_by_role("link").click()
        page.get_by_role("textbox", name="Title").fill("Teapot")
        page.get_by_role("textbox", name="Price", exact=True).fill("268")
        page.get_by_role("textbox", name="In stock").fill("9")
        page.get_by_role("button", name="Create product").click()
        page.get_by_role("complementary", name="Product").wait_for()
        page.goto(guide)
        done.append("Create a product")
        expect(ticked(page)).to_have_text(done)

        step(page, "Plan a show").get_by_role("link").click()
        sheet = page.get_by_role("dialog", name="Plan a show")
        sheet.get_by_label("Title", exact=True).fill("Slow tea")
        sheet.get_by_role("button", name="Plan this show").click()
        page.wait_for_url("**/console/shows/shw_*")
        page.goto(guide)
        done.append("Plan a show")
        expect(ticked(page)).to_have_text(done)
        expect(step(page, "Send a picture")).to_have_attribute("aria-current", "step")

        (show,) = owner.get("/shows")["items"]
        house = House(owner, ffmpeg, [owner.get("/products")["items"][0]["id"]])
        with house.input(show):
            # Nobody has to load the page anew for it.
            done.append("Send a picture")
            expect(ticked(page)).to_have_text(done, timeout=PATIENCE_MS)
            step(page, "Go on air").get_by_role("link").click()
            page.get_by_role("button", name="Go on air", exact=True).click()
            page.get_by_role("button", name="Hold to end").wait_for()
            page.goto(guide)
            done.append("Go on air")
            expect(ticked(page)).to_have_text(done)
        house.owner.post(f"/shows/{show['id']}/end")
        page.reload()
        expect(ticked(page)).to_have_text(done)
        expect(page.get_by_text("5 of 6 done")).to_be_visible()
        last = step(page, "Take the first paid order")
        expect(last).to_have_attribute("aria-current", "step")


def step(page: Page, name: str) -> Locator:
    """Find a step of the guide."""
    heading = page.get_by_role("heading", name=name, exact=True)
    return page.get_by_role("listitem").filter(has=heading)


def ticked(page: Page) -> Locator:
    """Find the names of the steps that are done."""
    mark = page.get_by_role("img", name="Done", exact=True)
    return page.get_by_role("listitem").filter(has=mark).get_by_role("heading")


@pytest.mark.long(seconds=25)
def test_the_replays_page_says_what_comes_until_there_is_something_to_see_again(
    served: Served, opened: Open
) -> None:
    house = served.house
    show = house.show("Slow tea")
    with by(opened, house) as page:
        page.goto(f"{served.console}/shows/{show['id']}/replay")
        before = page.get_by_text("The show has not begun", exact=True)
        expect(before).to_be_visible()
        page.get_by_role("button", name="Open the studio", exact=True).click()
        page.wait_for_url("**/studio")
        page.go_back()
        expect(before).to_be_visible()
        with house.input(show):
            house.go_on_air(show)
            during = page.get_by_text("The show is on air", exact=True)
            expect(during).to_be_visible(timeout=PATIENCE_MS)
            recording = region(page, "Recordings").get_by_role("listitem")
            badge = recording.get_by_text("Recording", exact=True)
            expect(badge).to_be_visible(timeout=PATIENCE_MS)
            house.record(show, 4000)
            house.owner.post(f"/shows/{show['id']}/end")
        # By itself, too.
        expect(page.locator("video")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.long(seconds=25)
def test_a_recording_that_is_deleted_takes_its_replay_along_while_a_finished_clip_stays(
    served: Served, opened: Open
) -> None:
    house, owner = served.house, served.house.owner
    show = recorded(house)
    at = f"/shows/{show['id']}"
    used = owner.get("/recordings/storage")["bytes"]
    with by(opened, house) as page:
        page.goto(f"{served.console}/shows/{show['id']}/replay")
        captions = region(page, "Captions").get_by_role("listitem").filter(has_text="English")
        expect(captions).to_contain_text("Lines: 1, until 00:06")
        recording = region(page, "Recordings").get_by_role("listitem")
        expect(recording).to_contain_text(re.compile(r"Main · 00:\d\d.* [kM]B"))
        expect(region(page, "Storage")).to_contain_text(re.compile(r"[kM]B used · .* free"))

        clips = region(page, "Clips")
        doomed = clips.get_by_role("listitem").filter(has_text="Cups, stacked")
        clips.get_by_role("button", name="Delete Cups, stacked").click()
        expect(doomed).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        expect(doomed).to_be_visible()
        clips.get_by_role("button", name="Delete Cups, stacked").click()
        wait_until(
            lambda: titles_of_clips(owner, at) == ["Tea, poured"], 20, because="the clip stayed"
        )

        recording.get_by_role("button", name="Delete…").click()
        recording.get_by_role("button", name="Hold to delete").click(delay=HOLD_MS)
        expect(recording).to_contain_text("Deleted by hand")
        page.reload()
        expect(recording).to_contain_text("Deleted by hand")
        expect(page.get_by_text("There is no replay", exact=True)).to_be_visible()
        expect(region(page, "Captions")).to_be_hidden()
        expect(clips.get_by_role("listitem")).to_have_count(1)
        clips.get_by_role("button", name="Play Tea, poured").click()
        picture_moves(page)
    assert not owner.get(f"{at}/replay")["ready"]
    wait_until(lambda: owner.get("/recordings/storage")["bytes"] < used, 20)


def recorded(house: House) -> Json:
    """Give a show that can be seen again, with captions and two clips."""
    show, owner = house.show("Seen again"), house.owner
    at = f"/shows/{show['id']}"
    with house.input(show):
        house.go_on_air(show)
        house.record(show, 8000)
        owner.post(f"{at}/end")
    wait_until(
        lambda: [each["state"] for each in owner.get(f"{at}/replay")["recordings"]] == ["complete"],
        30,
        because="there is no whole recording",
    )
    owner.http.put(f"{at}/captions/en", content=CAPTIONS).raise_for_status()
    for title in ("Tea, poured", "Cups, stacked"):
        owner.post(f"{at}/clips", title=title, in_ms=0, out_ms=4000)
    wait_until(
        lambda: {each["state"] for each in owner.get(f"{at}/clips")["items"]} == {"done"},
        30,
        because="they were never cut",
    )
    return show


def titles_of_clips(owner: Owner, at: str) -> list[str]:
    return [clip["title"] for clip in owner.get(f"{at}/clips")["items"]]


@pytest.mark.long(seconds=8)
def test_the_small_picture_goes_along_while_a_viewer_looks_around_and_once_closed_stays_away(
    served: Served, opened: Open
) -> None:
    house = served.house
    show = house.show("Winter tea")
    page = opened(phone=True).new_page()
    small = page.get_by_role("complementary", name="Still playing: Winter tea")

    def leave() -> float:
        picture_moves(page)
        page.get_by_role("button", name="Leave the room", exact=True).click()
        expect(small).to_be_visible()
        return picture_moves(page)

    with house.input(show):
        house.go_on_air(show)
        page.goto(house.owner.origin + show["viewer_path"])
        there = leave()
        page.get_by_role("link", name="My orders", exact=True).click()
        expect(page.get_by_role("heading", name="My orders", exact=True)).to_be_visible()
        expect(small).to_be_visible()
        picture_moves(page, there)
        small.get_by_role("link", name="Back to the show: Winter tea").click()
        page.wait_for_url(f"**{show['viewer_path']}")
        expect(small).to_be_hidden()

        leave()
        small.get_by_role("button", name="Close the small picture").click()
        expect(small).to_be_hidden()
        page.get_by_role("link", name="My account", exact=True).click()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
        expect(small).to_be_hidden()
        page.reload()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
        expect(small).to_be_hidden()
    house.owner.post(f"/shows/{show['id']}/end")
