"""The shop opens without a network once it was there, and with what of it could be fetched."""

import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from kaibo.apps.api.pages import PAGES
from tests.support.network import wait_until
from tests.walk.conftest import DESKTOP, PHONE, Open, Shoot
from tests.walk.gallery import FEW_LOOKS, LOOKS, Look, faults_of, page_of
from tests.walk.processes import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

# As the page's own worker does a moment after it has loaded.
READY = """async () => {
  const registration = await navigator.serviceWorker.register("/sw.js");
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker.state !== "activated")
    await new Promise((done) => worker.addEventListener("statechange", () => {
      if (["activated", "redundant"].includes(worker.state)) done();
    }));
  return worker.state;
}"""

VERSIONS = "() => caches.keys()"
# Who looks at the page again after something else; without a window a page is always looked at.
LOOKED_AT_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange'))"
# A card as large as the picture may lose a corner; nothing else that can be pressed may lose any.
COVERED = """async () => {
  const offer = document.querySelector(".toast");
  await Promise.all(offer.getAnimations().map((moving) => moving.finished));
  const box = offer.getBoundingClientRect();
  const hidden = (one) => {
    const {left, right, top, bottom, width, height} = one.getBoundingClientRect();
    const across = Math.min(right, box.right) - Math.max(left, box.left);
    const down = Math.min(bottom, box.bottom) - Math.max(top, box.top);
    return across > 0 && down > 0 ? (across * down) / (width * height) : 0;
  };
  return [...document.querySelectorAll("button, a, input, textarea")]
    .filter((one) => !one.closest("[data-messages]") && one.checkVisibility() && hidden(one) > 0.1)
    .map((one) => one.outerHTML);
}"""

# Beside a moving picture, browsers let what can wait wait for a machine that is not busy.
PATIENCE_S = 60

# The only thing that may keep this browser from installing it: it keeps nothing of what it saw.
OF_THIS_BROWSER = {"in-incognito"}


class Deploy(Protocol):
    """Put a worker of another version in the place of the one that was built.

    One that is ``never_ready`` does not take over, as long as another one is in use.
    """

    def __call__(self, version: str, *, never_ready: bool = False) -> None: ...


@pytest.fixture
def deploy() -> Iterator[Deploy]:
    worker = PAGES / "sw.js"
    built = worker.read_text("utf-8")

    def other(version: str, *, never_ready: bool = False) -> None:
        text, changed = re.subn(r"kaibo-shell-\w+", f"kaibo-shell-{version}", built)
        assert changed
        if never_ready:
            text, changed = re.subn(r"self\.skipWaiting\(\)", "undefined", text)
            assert changed
        worker.write_text(text, "utf-8")

    yield other
    worker.write_text(built, "utf-8")


def offered(page: Page) -> None:
    """Wait for the offer of a new version, and see that it stands in nobody's way."""
    expect(page.get_by_text("A new version is ready.")).to_be_visible(timeout=PATIENCE_S * 1000)
    assert page.evaluate(COVERED) == []


def look_again_until_offered(page: Page) -> None:
    """Come back to the page, as soon as it has begun to care for new versions."""

    def is_offered() -> bool:
        page.evaluate(LOOKED_AT_AGAIN)
        return page.get_by_text("A new version is ready.").is_visible()

    wait_until(is_offered, PATIENCE_S, because="no new version is offered")
    offered(page)


def take(page: Page, version: str) -> None:
    """Agree to the new version: the page begins anew, in it and nothing else."""
    page.evaluate("() => { window.before = true; }")
    page.get_by_role("button", name="Reload").click()
    page.wait_for_function("() => !window.before", timeout=PATIENCE_S * 1000)
    # The one before it may still have had work.
    wait_until(
        lambda: page.evaluate(VERSIONS) == [f"kaibo-shell-{version}"],
        PATIENCE_S,
        because=f"{version} has not taken over",
    )


def keeps_from_installing(page: Page) -> set[str]:
    """Ask the browser why it would not install the page."""
    told = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    return {each["errorId"] for each in told["installabilityErrors"]} - OF_THIS_BROWSER


@pytest.mark.long(seconds=10)
def test_the_shop_can_be_installed(demo: Demo, opened: Open) -> None:
    page = opened(phone=True).new_page()
    page.goto(demo.origin)
    assert keeps_from_installing(page) == set()

    # With less in its manifest the browser would say so.
    other = opened(phone=True).new_page()
    other.route("**/manifest.webmanifest", lambda route: route.fulfill(json={"name": "Tea"}))
    other.goto(demo.origin)
    assert {"manifest-missing-suitable-icon", "start-url-not-valid"} <= keeps_from_installing(other)


@pytest.mark.long(seconds=30)
def test_the_shop_opens_without_a_network_and_comes_back_by_itself(
    demo: Demo, opened: Open, shoot: Shoot
) -> None:
    context = opened(phone=True)
    page = context.new_page()
    page.goto(demo.origin)
    expect(page.get_by_role("heading", name="Live now")).to_be_visible()
    assert page.evaluate(READY) == "activated"
    context.set_offline(True)
    page.goto(demo.origin)
    expect(page.get_by_text("No connection.")).to_be_visible()
    shoot(page, "offline-lobby")
    page.goto(f"{demo.origin}/orders")
    expect(page.get_by_role("heading", name="My orders")).to_be_visible()
    page.goto(demo.origin)
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Live now")).to_be_visible()


@pytest.mark.long(seconds=30)
@pytest.mark.parametrize(
    "look",
    [
        pytest.param(look, id=look.name, marks=() if look in FEW_LOOKS else pytest.mark.spare)
        for look in LOOKS
    ],
)
def test_without_a_network_and_with_a_new_version_the_lobby_can_be_seen_in_every_look(
    demo: Demo, browser: Browser, shoot: Shoot, deploy: Deploy, look: Look
) -> None:
    with page_of(browser, look) as page:
        here = page.get_by_role("heading", name=look.word("shop", "lobby.on_air"))
        page.goto(demo.origin)
        expect(here).to_be_visible()
        assert page.evaluate(READY) == "activated"
        page.context.set_offline(True)
        page.goto(demo.origin)
        expect(page.get_by_text(look.word("shop", "offline.text"))).to_be_visible()
        assert faults_of(page, shoot, f"offline-{look.name}") == []
        page.context.set_offline(False)
        expect(here).to_be_visible()
        deploy("second")
        page.goto(demo.origin)
        ready = page.get_by_text(look.word("shop", "install.ready"))
        expect(ready).to_be_visible(timeout=PATIENCE_S * 1000)
        assert faults_of(page, shoot, f"new-version-{look.name}") == []
        assert page.evaluate(COVERED) == []


@pytest.mark.long(seconds=30)
def test_who_has_joined_can_take_part_while_the_rest_of_the_page_cannot_be_fetched(
    demo: Demo, opened: Open, shoot: Shoot
) -> None:
    page = opened(phone=True).new_page()
    page.route("**/api/v1/shows/*/public", lambda route: route.fulfill(status=503))
    page.goto(demo.viewer_url)
    box = page.get_by_role("textbox", name="Message")
    box.fill("Heard all the same")
    box.press("Enter")
    expect(page.get_by_role("log").get_by_text("Heard all the same")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    shoot(page, "room-in-part")
    page.unroute("**/api/v1/shows/*/public")
    # While a message is written the bar is the box alone.
    box.blur()
    page.get_by_role("button", name="Products: 6").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


@pytest.mark.long(seconds=60)
@pytest.mark.timeout(300)
def test_a_new_version_is_offered_in_lobby_and_room_and_taken_without_losing_the_cart(
    demo: Demo, opened: Open, shoot: Shoot, deploy: Deploy
) -> None:
    page = opened(phone=True).new_page()
    page.goto(demo.viewer_url)
    page.get_by_role("button", name=re.compile("^Products")).click()
    page.get_by_role("button", name=re.compile("^Look at .*gaiwan")).click()
    sheet = page.get_by_role("dialog", name="Product")
    sheet.get_by_role("button", name="Add to cart").click()
    expect(sheet.get_by_role("button", name="Cart: 1")).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    first = page.evaluate(VERSIONS)

    # The browser finds it when it opens the page.
    deploy("second")
    page.goto(demo.origin)
    offered(page)
    shoot(page, "new-version-lobby")
    page.evaluate("() => { window.stays = true; }")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("A new version is ready.")).to_be_hidden()
    assert page.evaluate("() => window.stays")
    assert set(first) < set(page.evaluate(VERSIONS))
    expect(page.get_by_role("heading", name="Live now")).to_be_visible()

    # Who watches all evening opens no page.
    deploy("third")
    look_again_until_offered(page)
    take(page, "third")
    expect(page.get_by_role("heading", name="Live now")).to_be_visible()

    page.goto(demo.viewer_url)
    deploy("fourth")
    look_again_until_offered(page)
    shoot(page, "new-version-room")
    page.set_viewport_size(DESKTOP)
    offered(page)
    shoot(page, "new-version-room-wide")
    page.set_viewport_size(PHONE)
    take(page, "fourth")
    expect(page.get_by_role("button", name="Cart: 1")).to_be_visible()

    # Who agrees gets the new page, though the worker before does not leave.
    deploy("fifth", never_ready=True)
    look_again_until_offered(page)
    page.evaluate("() => { window.before = true; }")
    page.get_by_role("button", name="Reload").click()
    page.wait_for_function("() => !window.before", timeout=PATIENCE_S * 1000)
    expect(page.get_by_role("button", name="Cart: 1")).to_be_visible()
