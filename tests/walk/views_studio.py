"""What the crew sees in the studio: ways to send, keys, other sources, and what is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.walk.gallery import Cookie, Look, View, button
from tests.walk.house import House, Json, input_of
from tests.walk.test_live_room import picture_moves

Prepare = Callable[[Page, Look], None]
NOBODY = "https://127.0.0.1:9/live.m3u8"


@dataclass(frozen=True)
class Studio:
    """A house with two media servers, and its shows by how they stand."""

    house: House
    shows: dict[str, Json]
    floor: list[Cookie] = field(default_factory=list)
    """Of somebody who may not see keys."""

    def view(
        self,
        name: str,
        show: str,
        prepare: Prepare,
        page: str = "studio",
        **more: Any,  # noqa: ANN401 - of a View
    ) -> View:
        """Give a view of one of them, seen by its owner."""
        return View(
            name,
            f"/console/shows/{self.shows[show]['id']}/{page}",
            staff=not more.get("cookies"),
            prepare=prepare,
            **more,
        )

    def is_free(self, show: str) -> None:
        """Wait until nobody sends to its main input any more."""
        self.house.until(
            self.shows[show], lambda picture: input_of(picture, "main")["state"] == "offline"
        )


def shows_part(page: Page, look: Look, key: str) -> None:
    """Turn to one of the ways to send, which are beside one another on desktops."""
    if look.size == "phone":
        page.get_by_role("radio", name=look.word("console", f"studio.{key}"), exact=True).click()


def section(page: Page, look: Look, key: str) -> Locator:
    return page.locator("details").filter(
        has=page.get_by_text(look.word("console", key), exact=True)
    )


def says(key: str) -> Prepare:
    def wait(page: Page, look: Look) -> None:
        page.get_by_text(look.word("console", key), exact=True).first.wait_for()

    return wait


def shows_the_key(page: Page, look: Look) -> None:
    """Open all that an encoder wants to know."""
    shows_part(page, look, "from_encoder")
    button(page, look, "console", "desk.show_key").click()
    what = look.word("console", "studio.key_main")
    button(page, look, "console", "common.reveal", what=what).click()
    section(page, look, "desk.with_ffmpeg").locator("summary").click()
    page.get_by_text(look.word("console", "desk.server"), exact=True).scroll_into_view_if_needed()


def opens_the_new_key(page: Page, look: Look) -> None:
    shows_part(page, look, "from_encoder")
    section(page, look, "desk.new_key").locator("summary").click()


def asks_for_a_new_key(page: Page, look: Look) -> None:
    """Press once, as assistive devices do: the second press would do it."""
    opens_the_new_key(page, look)
    hold = button(page, look, "console", "desk.new_key_hold")
    hold.evaluate("it => it.click()")
    button(page, look, "console", "common.press_again").scroll_into_view_if_needed()


def makes_a_new_key(page: Page, look: Look) -> None:
    """Hold the button by a key until there is another one."""
    opens_the_new_key(page, look)
    hold = button(page, look, "console", "desk.new_key_hold")
    hold.focus()
    expect(hold).to_be_focused()
    page.keyboard.down("Enter")
    page.get_by_text(look.word("console", "desk.key_replaced")).wait_for()
    page.keyboard.up("Enter")


def finds_the_key_in_use(page: Page, look: Look) -> None:
    opens_the_new_key(page, look)
    page.get_by_text(look.word("console", "desk.new_key_live")).scroll_into_view_if_needed()


def shows_the_inputs(page: Page, look: Look) -> None:
    shows_part(page, look, "inputs")
    name = look.word("console", "studio.role_main")
    page.get_by_role("region", name=name, exact=True).scroll_into_view_if_needed()


def needs_a_look(key: str) -> Prepare:
    """Wait for an advice about what comes in."""

    def wait(page: Page, look: Look) -> None:
        shows_the_inputs(page, look)
        before, _ = look.word("console", f"desk.{key}", seconds="|").split("|")
        page.get_by_text(before).last.scroll_into_view_if_needed()

    return wait


def was_refused(page: Page, look: Look) -> None:
    shows_the_inputs(page, look)
    main = page.get_by_role("region", name=look.word("console", "studio.role_main"), exact=True)
    main.get_by_text("4:4:4").scroll_into_view_if_needed()


def opens_the_outside(page: Page, look: Look) -> Locator:
    button(page, look, "console", "studio.outside").click()
    return page.get_by_role("dialog").get_by_label(look.word("console", "studio.outside_url"))


def gives_an_outside(address: str, answer: str) -> Prepare:
    """Have an address looked at; `answer` is what the sheet says of it."""

    def give(page: Page, look: Look) -> None:
        opens_the_outside(page, look).fill(address)
        button(page, look, "console", "studio.outside_check").click()
        page.get_by_text(look.word("console", f"studio.{answer}")).wait_for()
        if answer == "outside_good":
            picture_moves(page)

    return give


def plays_it(studio: Studio, show: str) -> Prepare:
    """Let viewers see an outside address."""
    at = f"/shows/{studio.shows[show]['id']}/picture/source"

    def play(page: Page, look: Look) -> None:
        url = studio.shows["on-air"]["hls_url"]
        studio.house.owner.put(at, kind="outside", url=url)
        before, _ = look.word("console", "studio.on_outside", url="|").split("|")
        page.get_by_text(before).first.wait_for()

    return play


def chooses_another_server(page: Page, look: Look) -> None:
    before, _ = look.word("console", "studio.server_named", name="|").split("|")
    page.get_by_role("button", name=before).click()
    page.get_by_role("dialog").get_by_text("Edge 1", exact=True).click()
    page.get_by_text(look.word("console", "studio.server_warning")).wait_for()


def takes_none_from_browsers(page: Page, look: Look) -> None:
    page.get_by_text(look.word("console", "studio.no_whip")).scroll_into_view_if_needed()


def turns_the_camera_on(page: Page, look: Look) -> None:
    shows_part(page, look, "from_browser")
    button(page, look, "console", "capture.open_camera").click()


def has_no_camera(page: Page, look: Look) -> None:
    turns_the_camera_on(page, look)
    panel = page.get_by_role("region", name=look.word("console", "studio.from_browser"))
    panel.get_by_role("alert").scroll_into_view_if_needed()


def sees_themselves(page: Page, look: Look) -> None:
    turns_the_camera_on(page, look)
    preview = page.get_by_label(look.word("console", "capture.preview"))
    preview.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].some(it => it.currentTime)"
    )


def sends(studio: Studio, show: str) -> Prepare:
    """Send from this browser until there are figures of it."""

    def send(page: Page, look: Look) -> None:
        studio.is_free(show)
        sees_themselves(page, look)
        button(page, look, "console", "whip.start").click()
        stop = "whip.stop_hold" if show == "browser-on-air" else "whip.stop"
        button(page, look, "console", stop).wait_for()
        panel = page.get_by_role("region", name=look.word("console", "studio.from_browser"))
        panel.get_by_text(re.compile(r"\d+×\d+")).wait_for()
        button(page, look, "console", stop).scroll_into_view_if_needed()

    return send


def hears_nothing(page: Page, look: Look) -> None:
    """Be there when the server falls silent."""

    def refuse(route: Route) -> None:
        route.abort()

    says("studio.rehearsal")(page, look)
    page.route("**/api/**", refuse)
    page.get_by_text(look.word("console", "desk.server_away")).wait_for()


def asks_to_end(page: Page, look: Look) -> None:
    picture_moves(page)
    button(page, look, "console", "desk.end_hold").evaluate("it => it.click()")
    button(page, look, "console", "desk.end_again").wait_for()


def is_on_air(page: Page, look: Look) -> None:
    picture_moves(page)
    page.get_by_text(look.word("console", "studio.recording"), exact=True).wait_for()


def is_being_recorded(page: Page, look: Look) -> None:
    says("replay.empty_during")(page, look)
    says("replay.recording_recording")(page, look)


def goes_on_air_without_a_picture(page: Page, look: Look) -> None:
    says("desk.no_picture_yet")(page, look)
    button(page, look, "console", "desk.go_on_air").click()
    button(page, look, "console", "desk.go_on_air_anyway").scroll_into_view_if_needed()


def studio_views(studio: Studio) -> list[View]:
    """Give what is seen where no camera is."""
    shows, view = studio.shows, studio.view
    playing = shows["on-air"].get("hls_url", "")

    def outside(name: str, prepare: Prepare) -> View:
        return view(name, "waiting", prepare, opens="console:studio.outside")

    return [
        view("studio-waiting", "waiting", says("studio.rehearsal")),
        view("studio-no-picture", "waiting", goes_on_air_without_a_picture),
        view("studio-key", "waiting", shows_the_key),
        view("studio-new-key", "waiting", asks_for_a_new_key),
        view("studio-new-key-made", "waiting", makes_a_new_key),
        view("studio-inputs", "waiting", shows_the_inputs),
        outside("studio-outside", lambda page, look: opens_the_outside(page, look).focus()),
        outside("studio-outside-wrong", gives_an_outside(NOBODY, "outside_unreachable")),
        outside("studio-outside-good", gives_an_outside(playing, "outside_good")),
        view("studio-server", "waiting", chooses_another_server, opens="console:studio.server"),
        view("studio-no-camera", "waiting", has_no_camera),
        view("studio-silent", "waiting", hears_nothing, shows="console:desk.server_away"),
        view("studio-outside-on", "outside", plays_it(studio, "outside")),
        view("studio-edge", "edge", takes_none_from_browsers),
        view("studio-refused", "refused", was_refused),
        view("studio-on-air", "on-air", is_on_air),
        view("studio-health", "weak", needs_a_look("advice_keyframes")),
        view("studio-key-in-use", "on-air", finds_the_key_in_use),
        view("studio-end", "on-air", asks_to_end),
        view("studio-over", "over", says("studio.over")),
        # Where the show's replay will be, or would have been.
        view("replay-before", "waiting", says("replay.empty_before"), "replay"),
        view("replay-during", "on-air", is_being_recorded, "replay"),
        view("replay-none", "over", says("replay.empty_nothing"), "replay"),
        view("studio-no-right", "waiting", says("studio.no_right"), cookies=studio.floor),
    ]


def camera_views(studio: Studio) -> list[View]:
    """Give what is seen where a camera is."""
    return [
        studio.view("studio-camera", "waiting", sees_themselves),
        studio.view("studio-sending", "browser", sends(studio, "browser")),
        studio.view("studio-sending-on-air", "browser-on-air", sends(studio, "browser-on-air")),
    ]
