"""Every state of the picture, really brought about, and seen in every look."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from tests.support.network import wait_until
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, Shown, View, button, findings_of
from tests.walk.house import House, Json, Owner
from tests.walk.processes import running
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(600)]

Find = Callable[..., dict[str, list[str]]]
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:10.000\nTea, poured slowly\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("house"), "serve") as installation:
        owner = Owner(installation)
        yield House(owner, ffmpeg)
        owner.http.close()


@pytest.fixture
def find(house: House, browser: Browser, shoot: Shoot) -> Find:
    """Photograph views in every look; give what is gravely wrong."""

    def found(*views: View) -> dict[str, list[str]]:
        return findings_of(browser, shoot, house.owner.origin, house.cookie, views)

    return found


def console(
    name: str,
    show: Json,
    page: str,
    shows: str | Shown = "",
    **more: Any,  # noqa: ANN401 - of a View
) -> View:
    return View(name, f"/console/shows/{show['id']}{page}", shows, staff=True, **more)


def plays(page: Page, _look: Look) -> None:
    picture_moves(page)


def plays_in_the_studio(page: Page, _look: Look) -> None:
    page.locator("video").first.scroll_into_view_if_needed()
    picture_moves(page)
    page.evaluate("scrollTo(0, 0)")


def says(entry: str, key: str) -> Any:  # noqa: ANN401 - a View's `prepare`
    """Wait until the page says so."""

    def wait(page: Page, look: Look) -> None:
        page.get_by_text(look.word(entry, key), exact=True).first.wait_for()

    return wait


def books(page: Page, look: Look) -> None:
    """Book the show, and come again."""
    title = page.locator(".slate h2").inner_text()

    def way(key: str) -> Locator:
        name = f"{look.word('shop', f'booking.{key}')}: {title}"
        return page.get_by_role("button", name=name, exact=True)

    way("book").click()
    page.get_by_text(look.word("shop", "booking.done", title=title)).wait_for()
    page.reload()
    way("booked").wait_for()


def opens_the_picture_menu(page: Page, look: Look) -> None:
    picture_moves(page)
    button(page, look, "shop", "room.more").click()
    menu = page.get_by_role("dialog")
    menu.get_by_role("button", name=look.word("shop", "picture.title")).click()
    page.get_by_text(look.word("shop", "picture.delay"), exact=True).wait_for()


def is_heard(page: Page, look: Look) -> None:
    button(page, look, "shop", "picture.show").wait_for()
    page.wait_for_function("() => document.querySelector('video').currentTime > 0")


def opens_chapters_on_phones(page: Page, look: Look) -> None:
    picture_moves(page, 1.0)
    if look.size == "phone":
        button(page, look, "shop", "replay.chapters").click()


def opens_the_settings(page: Page, look: Look) -> None:
    # When that comes it moves the buttons beside it.
    bar = page.get_by_role("region", name=look.word("console", "desk.air"), exact=True)
    bar.get_by_text(look.word("console", "desk.no_picture_yet")).wait_for()
    button(page, look, "console", "desk.edit_show").click()
    page.get_by_text(look.word("console", "shows.invite_text")).scroll_into_view_if_needed()


def shows_the_clip(page: Page, _look: Look) -> None:
    picture = "() => [...document.querySelectorAll('video')].some(video => video.readyState > 1)"
    page.wait_for_function(picture)


def has_parts(page: Page, look: Look) -> None:
    """Find the whole replay in two files, as after a change of the picture's format."""

    def answer(route: Route) -> None:
        given = route.fetch()
        found = given.json()
        clip = found["items"][0] | {"kind": "whole"}
        parts = [("1 / 2", 0, 1_073_741_824), ("2 / 2", 8000, 268_435_456)]
        for number, (title, begins, size) in enumerate(parts):
            of_file = {"id": f"{clip['id']}{number}", "title": title, "bytes": size}
            found["items"].append(clip | of_file | {"in_ms": begins})
        route.fulfill(response=given, json=found)

    page.route("**/clips", answer)
    page.reload()
    page.get_by_role("button", name=look.said("console:replay.download")).click()


def comes_to_the_captions(page: Page, look: Look) -> None:
    """Come to the list of captions, one of which is seen in the player."""
    card = page.get_by_role("region", name=look.word("console", "captions.title"), exact=True)
    show = look.word("console", "captions.show", language="English")
    card.get_by_role("button", name=show).click()
    card.evaluate("(it) => it.scrollIntoView({block: 'center'})")


def verdict(page: Page, _look: Look) -> Locator:
    """Find the sentence about the chain, which on a busy machine is not always the same."""
    return page.get_by_role("status").get_by_role("heading")


def asks_to_delete_the_recording(page: Page, look: Look) -> None:
    """Be asked once more, with what the recording takes and how much room there is."""
    name = look.word("console", "replay.recordings")
    card = page.get_by_role("region", name=name, exact=True)
    card.get_by_role("button", name=look.word("console", "replay.delete")).click()
    page.get_by_text(look.word("console", "replay.delete_text")).wait_for()
    storage = page.get_by_role("region", name=look.word("console", "storage.title"))
    storage.evaluate("(it) => it.scrollIntoView({block: 'end'})")


def rehearsal(show: Json) -> list[View]:
    return [
        View("countdown", show["viewer_path"], "shop:room.starts_at"),
        View("booked", show["viewer_path"], prepare=books),
        View(
            "tray-before",
            f"{show['viewer_path']}?view=tray",
            "shop:product.ordering_not_yet",
            opens="shop:room.bag",
        ),
        console("studio-rehearsal", show, "/studio", prepare=plays_in_the_studio),
    ]


def on_the_backup(show: Json) -> list[View]:
    return [
        console("studio-backup", show, "/studio", prepare=plays_in_the_studio),
        console("chain-backup", show, "/chain", verdict),
    ]


def interrupted(show: Json) -> list[View]:
    stands = says("console", "studio.interrupted")
    return [
        View("interrupted", show["viewer_path"], prepare=says("shop", "room.away")),
        console("studio-interrupted", show, "/studio", prepare=stands),
        console("chain-fault", show, "/chain", "console:chain.at_fault"),
        console("desk-interrupted", show, "", "console:alarm.interrupted"),
    ]


def well(show: Json) -> list[View]:
    sound = {"kaibo.player.quality": "sound"}
    return [
        View(
            "picture-menu",
            show["viewer_path"],
            opens="shop:picture.title",
            prepare=opens_the_picture_menu,
        ),
        View("sound-only", show["viewer_path"], stored=sound, prepare=is_heard),
        console("chain-well", show, "/chain", verdict),
    ]


def seen_again(show: Json) -> list[View]:
    watch = show["viewer_path"]
    return [
        View("replay", watch, "shop:replay.chapters", prepare=opens_chapters_on_phones),
        View(
            "replay-cart",
            f"{watch}?view=cart",
            "shop:product.ordering_closed",
            opens="shop:cart.title",
        ),
        View("replay-chapters", f"{watch}?view=chapters", opens="shop:replay.chapters"),
        View(
            "replay-captions",
            f"{watch}?view=captions",
            "shop:captions.in",
            opens="shop:captions.title",
        ),
        console("console-replay", show, "/replay", prepare=shows_the_clip),
        console(
            "console-parts", show, "/replay", opens="console:replay.parts_text", prepare=has_parts
        ),
        console("console-captions", show, "/replay", prepare=comes_to_the_captions),
        console("console-delete", show, "/replay", prepare=asks_to_delete_the_recording),
    ]


def by_invitation(show: Json) -> list[View]:
    return [
        View("not-invited", show["viewer_path"], "shop:room.missing"),
        View(
            "wrong-invitation", f"{show['viewer_path']}?invite=inv_wrong", "shop:room.not_invited"
        ),
        console(
            "show-settings", show, "", opens="console:desk.edit_show", prepare=opens_the_settings
        ),
    ]


GALLERIES = (rehearsal, on_the_backup, interrupted, well, seen_again, by_invitation)


@pytest.mark.long(seconds=185)
def test_a_rehearsal_is_seen_by_the_crew_while_viewers_count_down(house: House, find: Find) -> None:
    soon = datetime.now(UTC) + timedelta(hours=2)
    show = house.show("An evening of slow tea", starts_at=soon.isoformat())
    with house.input(show):
        assert find(*rehearsal(show)) == {}


@pytest.mark.long(seconds=150)
def test_the_studio_offers_to_give_back_when_the_main_input_has_returned(
    house: House, find: Find
) -> None:
    show = house.show("On the backup")
    with house.input(show, "backup"):
        with house.input(show):
            house.go_on_air(show)
            house.until(show, lambda picture: picture["program"]["source"] == "main")
        house.until(show, lambda picture: picture["program"]["on_backup"])
        with house.input(show):
            assert find(*on_the_backup(show)) == {}
    house.owner.post(f"/shows/{show['id']}/end")


@pytest.mark.long(seconds=220)
def test_an_interrupted_picture_is_told_of_everywhere(house: House, find: Find) -> None:
    show = house.show("Interrupted")
    with house.input(show):
        house.go_on_air(show)
    house.until(show, lambda picture: picture["program"]["source"] is None)
    assert find(*interrupted(show)) == {}
    house.owner.post(f"/shows/{show['id']}/end")


@pytest.mark.long(seconds=300)
def test_a_picture_that_is_well_can_be_seen_chosen_and_only_heard(house: House, find: Find) -> None:
    show = house.show("All is well")
    with house.input(show):
        house.go_on_air(show)
        house.owner.post(f"/rooms/{show['id']}/pins", product_id=house.products[2])
        assert find(*well(show)) == {}
    house.owner.post(f"/shows/{show['id']}/end")


@pytest.mark.long(seconds=375)
def test_a_show_that_is_over_can_be_seen_again_and_cut(house: House, find: Find) -> None:
    show = house.show("Seen again")
    owner, at = house.owner, f"/shows/{show['id']}"
    with house.input(show):
        house.go_on_air(show)
        for product_id in house.products:
            owner.post(f"/rooms/{show['id']}/pins", product_id=product_id)
            house.record(show, 5000)
            owner.http.delete(f"/rooms/{show['id']}/pins/{product_id}")
        owner.post(f"{at}/end")
    wait_until(lambda: owner.get(f"{at}/replay")["ready"], 30)
    for language in ("en", "zh-TW"):
        owner.http.put(f"{at}/captions/{language}", content=CAPTIONS).raise_for_status()
    owner.post(f"{at}/clips", title="The best of the teapot", in_ms=2000, out_ms=8000)
    wait_until(lambda: owner.get(f"{at}/clips")["items"][0]["state"] == "done", 30)
    assert find(*seen_again(show)) == {}


@pytest.mark.long(seconds=160)
def test_a_show_by_invitation_gives_its_link_and_opens_to_nobody_without_it(
    house: House, find: Find
) -> None:
    show = house.show("For friends of the house", access="invited")
    assert find(*by_invitation(show)) == {}
