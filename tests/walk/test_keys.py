"""What a person does without a mouse: cutting a clip, changing the source, seeing a show again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.network import wait_until
from tests.walk.conftest import Open
from tests.walk.house import House, Json, Owner, input_of
from tests.walk.processes import running
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

RECORDED_MS = 18_000
STEPS = 4
MOST_TABS = 120
TIME = "document.querySelector('video').currentTime"
NOTE_SEEKS = """() => {
    const note = (event) => (window.sentTo ??= event.target.currentTime);
    document.querySelector("video").addEventListener("seeking", note);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("house"), "serve") as installation:
        owner = Owner(installation)
        yield House(owner, ffmpeg)
        owner.http.close()


@pytest.fixture(scope="module")
def over(house: House) -> Json:
    """Give a show that is over, with a replay of some seconds and a chapter."""
    show = house.show("Seen by keys")
    path = f"/shows/{show['id']}"
    with house.input(show):
        house.go_on_air(show)
        house.owner.post(f"/rooms/{show['id']}/pins", product_id=house.products[0])
        house.record(show, RECORDED_MS)
        house.owner.post(f"{path}/end")
    wait_until(lambda: house.owner.get(f"{path}/replay")["ready"], 30)
    return show


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; it must be seen there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.count() and wanted.evaluate("it => it === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def time_of(page: Page) -> float:
    return float(page.evaluate(TIME))


@pytest.mark.long(seconds=60)
def test_a_clip_is_picked_named_and_cut_by_keys_alone(
    house: House, over: Json, opened: Open
) -> None:
    page = opened().new_page()
    page.context.add_cookies([house.cookie])
    page.goto(f"{house.owner.origin}/console/shows/{over['id']}/replay")
    page.wait_for_function("() => document.querySelector('video')?.readyState > 1")
    bounds = house.owner.get(f"/shows/{over['id']}/replay")["segments"]

    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("o")
    # An arrow on a handle moves that handle, and nothing else.
    reach(page, page.get_by_role("slider", name="Out", exact=True))
    before = time_of(page)
    page.keyboard.press("ArrowRight")
    assert time_of(page) == before
    title = page.get_by_role("textbox", name="Title")
    reach(page, title)
    page.keyboard.type("In and out by keys")
    reach(page, page.get_by_role("button", name="Cut", exact=True))
    page.keyboard.press("Enter")

    save = page.get_by_role("link", name="Download In and out by keys")
    expect(save).to_be_visible(timeout=30_000)
    reach(page, save)
    clip = house.owner.get(f"/shows/{over['id']}/clips")["items"][0]
    assert (clip["in_ms"], clip["out_ms"]) == (bounds[STEPS], bounds[2 * STEPS])


@pytest.mark.long(seconds=60)
def test_a_show_is_seen_again_by_keys_alone(house: House, over: Json, opened: Open) -> None:
    page = opened().new_page()
    page.goto(f"{house.owner.origin}{over['viewer_path']}")
    picture_moves(page, 0.5)
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('video').paused")
    # Wherever a slow machine has paused it: two of the longer steps lead to the beginning.
    page.keyboard.press("j")
    for key, to in (("j", 0), ("ArrowRight", 5), ("ArrowLeft", 0), ("l", 10), ("j", 0)):
        page.keyboard.press(key)
        wait_until(
            lambda to=to: time_of(page) == pytest.approx(to, abs=0.1),  # type: ignore[misc]
            5,
            because=f"{key} does not lead there",
        )
    page.keyboard.press("m")
    page.wait_for_function("() => !document.querySelector('video').muted")
    page.keyboard.press(" ")
    picture_moves(page, 0.5)
    chapter = house.owner.get(f"/shows/{over['id']}/replay")["chapters"][0]["at_ms"] / 1000
    reach(
        page, page.get_by_role("button", name=re.compile(r"Purple clay teapot, 180 ml \d\d:\d\d"))
    )
    # The picture plays on from there at once: what is looked for is where it was sent.
    page.evaluate(NOTE_SEEKS)
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => Math.abs(window.sentTo - {chapter}) < 0.1")
    picture_moves(page, chapter)


@pytest.mark.long(seconds=60)
def test_the_source_is_changed_and_given_back_by_keys_alone(house: House, opened: Open) -> None:
    show = house.show("Switched by keys")
    page = opened().new_page()
    page.context.add_cookies([house.cookie])
    with house.input(show, "backup"):
        with house.input(show):
            house.go_on_air(show)
            house.until(show, lambda picture: picture["program"]["source"] == "main")
            page.goto(f"{house.owner.origin}/console/shows/{show['id']}/studio")
            switch = page.get_by_role("button", name="Switch to backup")
            give_back = page.get_by_role("button", name="Give back to main")
            switch.wait_for()
            page.keyboard.press("b")
            house.until(show, lambda picture: picture["choice"] == "backup")
            give_back.wait_for()
            page.keyboard.press("r")
            house.until(show, lambda picture: picture["program"]["source"] == "main")
            switch.wait_for()
            reach(page, switch)
            page.keyboard.press("Enter")
            house.until(show, lambda picture: picture["program"]["source"] == "backup")
            give_back.wait_for()
            reach(page, give_back)
            page.keyboard.press("Space")
            house.until(show, lambda picture: picture["program"]["source"] == "main")
        # The main encoder fails, and comes back: the backup stays until it is given back.
        house.until(show, lambda picture: picture["program"]["on_backup"])
        with house.input(show):
            give_back.wait_for()
            page.keyboard.press("r")
            house.until(show, lambda picture: not picture["program"]["on_backup"])
            assert input_of(house.owner.get(f"/shows/{show['id']}/picture"), "main")["stream_id"]
    house.owner.post(f"/shows/{show['id']}/end")
