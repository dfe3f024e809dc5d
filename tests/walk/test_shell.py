"""The shop opens without a network once it was there, and with what of it could be fetched."""

import pytest
from playwright.sync_api import expect

from tests.walk.conftest import Open, Shoot
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
