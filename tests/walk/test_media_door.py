"""A show's picture from end to end: sent from a browser, seen in two ways, lost, saved, seen again.

A fake camera broadcasts by WHIP from the studio; one viewer watches by LL-HLS, one by WHEP; the
broadcasting browser is killed and the backup encoder takes over; the show ends, replays with its
chapters, and a clip is cut that an independent decoder accepts.
"""

import contextlib
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect

from tests.support.network import wait_until
from tests.walk.conftest import ARGUMENTS, Shoot
from tests.walk.encoder import drawn, pushing
from tests.walk.house import Owner, owning
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(300)]

CAMERA = [
    *ARGUMENTS,
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # Both ends are on this machine, and name their addresses by number.
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]
TAKE_OVER_SECONDS = 3.0
PREFER_WHEP = "localStorage.setItem('kaibo.player.delay', JSON.stringify('fast'))"
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
IS_WEBRTC = "document.querySelector('video')?.srcObject instanceof MediaStream"


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    with owning(tmp_path) as owner:
        yield owner


@contextlib.contextmanager
def two_browsers(playwright: Playwright, chromium: str) -> Iterator[tuple[Browser, Browser]]:
    """Start two Chromiums, so that one can be killed without harming the other."""
    launch = playwright.chromium.launch
    watching, hosting = (launch(executable_path=chromium, args=CAMERA) for _ in range(2))
    yield watching, hosting
    for browser in (watching, hosting):
        with contextlib.suppress(Error):
            browser.close()


def kill(browser: Browser) -> None:
    """End a browser as a power cut does: it says goodbye to nobody."""
    with contextlib.suppress(Error):
        browser.new_browser_cdp_session().send("Browser.crash")


def test_a_show_is_broadcast_watched_saved_replayed_and_cut(
    owner: Owner, playwright: Playwright, chromium: str, ffmpeg: str, shoot: Shoot
) -> None:
    products = [
        owner.post("/products", title=title, price=6800, stock=5) for title in ("Teapot", "Caddy")
    ]
    show = owner.post(
        "/shows", title="By all ways", product_ids=[product["id"] for product in products]
    )
    keys = owner.get(f"/shows/{show['id']}/stream-keys")
    backup = f"{keys['backup']['rtmp_url']}/{keys['backup']['stream_key']}"

    with two_browsers(playwright, chromium) as (browser, hosts):
        studio = hosts.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
        broadcaster = studio.new_page()
        broadcast(broadcaster, owner, show)
        until_input(owner, show, 0, "live")
        shoot(broadcaster, "door-rehearsal")

        watcher = browser.new_context(locale="en-GB", **PHONE).new_page()
        watcher.goto(f"{owner.origin}{show['viewer_path']}")
        assert watcher.locator("video").count() == 0 or not playing(watcher)  # rehearsal

        owner.post(f"/shows/{show['id']}/go-on-air")
        picture_moves(watcher, picture_moves(watcher) + 1.0)
        assert not watcher.evaluate(IS_WEBRTC)
        quick = browser.new_context(locale="en-GB", **PHONE).new_page()
        quick.add_init_script(PREFER_WHEP)
        quick.goto(f"{owner.origin}{show['viewer_path']}")
        picture_moves(quick)
        assert quick.evaluate(IS_WEBRTC)
        shoot(quick, "door-whep")
        owner.post(f"/rooms/{show['id']}/pins", product_id=products[0]["id"])

        # Another picture, as the second encoder in the studio sends it.
        with pushing(ffmpeg, backup, [*drawn("1280x720", 30), "-b:v", "1500k"]):
            until_input(owner, show, 1, "live")
            assert program(owner, show)["source"] == "main"
            kill(hosts)
            lost_at = time.monotonic()
            wait_until(lambda: program(owner, show)["source"] == "backup", 20)
            assert time.monotonic() - lost_at < TAKE_OVER_SECONDS
            assert program(owner, show)["on_backup"] is True
            for page in (watcher, quick):
                wait_until(lambda page=page: width(page) == 1280, 20, because="no backup picture")  # type: ignore[misc]
                picture_moves(page, time_of(page) + 0.5)
            owner.http.delete(f"/rooms/{show['id']}/pins/{products[0]['id']}")
            owner.post(f"/rooms/{show['id']}/pins", product_id=products[1]["id"])
            time.sleep(6)  # something to see again: it is the replay's length that counts here
            owner.post(f"/shows/{show['id']}/end")

        wait_until(lambda: owner.get(f"/shows/{show['id']}/replay")["ready"], 30)
        desk = owner.get(f"/shows/{show['id']}/replay")
        assert [chapter["title"] for chapter in desk["chapters"]] == ["Teapot", "Caddy"]
        see_again(watcher, owner, show)
        shoot(watcher, "door-replay")
        cutter = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
        clip = cut(cutter.new_page(), owner, show, desk, shoot)
    assert_decodes(clip, owner)


def broadcast(page: Page, owner: Owner, show: dict[str, Any]) -> None:
    """Sign in, open the studio, turn the camera on and send."""
    page.goto(owner.enter_link())
    page.wait_for_url(re.compile(r"/console/(?!enter)"))
    page.goto(f"{owner.origin}/console/shows/{show['id']}/studio")
    from_browser = page.get_by_role("tab", name="From this browser")
    if from_browser.count():
        from_browser.first.click()
    turn_on = page.get_by_role("button", name="Turn the camera on")
    turn_on.click()
    page.get_by_role("button", name="Start sending").click()


def until_input(owner: Owner, show: dict[str, Any], which: int, state: str) -> None:
    wait_until(
        lambda: owner.get(f"/shows/{show['id']}/picture")["inputs"][which]["state"] == state,
        30,
        because=f"input {which} never became {state}",
    )


def program(owner: Owner, show: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return owner.get(f"/shows/{show['id']}/picture")["program"]


def playing(page: Page) -> bool:
    return bool(page.evaluate("(document.querySelector('video')?.currentTime ?? 0) > 0"))


def width(page: Page) -> int:
    return int(page.evaluate("document.querySelector('video')?.videoWidth ?? 0"))


def time_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video')?.currentTime ?? 0"))


def see_again(page: Page, owner: Owner, show: dict[str, Any]) -> None:
    """Open the ended show's page and see it from the beginning; jump to a chapter."""
    page.goto(f"{owner.origin}{show['viewer_path']}")
    picture_moves(page)
    page.get_by_role("button", name="Chapters").click()
    page.get_by_role("listitem").get_by_role("button", name=re.compile("Caddy")).click()
    chapter = owner.get(f"/shows/{show['id']}/replay")["chapters"][1]["at_ms"] / 1000
    picture_moves(page, chapter + 0.2)
    assert time_of(page) < chapter + 10


def cut(
    page: Page, owner: Owner, show: dict[str, Any], desk: dict[str, Any], shoot: Shoot
) -> dict[str, Any]:
    """Choose the last seconds, name them, cut, and wait for the clip."""
    page.goto(owner.enter_link())
    page.wait_for_url(re.compile(r"/console/(?!enter)"))
    page.goto(f"{owner.origin}/console/shows/{show['id']}/replay")
    begin = page.get_by_role("textbox", name="In", exact=True)
    begin.fill(f"0:{desk['duration_ms'] // 1000 - 4:02d}")
    begin.press("Enter")
    page.get_by_role("textbox", name="Title").fill("The caddy")
    page.get_by_role("button", name="Cut", exact=True).click()
    expect(page.get_by_role("link", name="Download The caddy")).to_be_visible(timeout=30_000)
    shoot(page, "door-clip")
    clip: dict[str, Any] = owner.get(f"/shows/{show['id']}/clips")["items"][0]
    assert (clip["state"], clip["title"]) == ("done", "The caddy")
    return clip


def assert_decodes(clip: dict[str, Any], owner: Owner) -> None:
    """Decode every picture and sound of the clip with libav; they must agree on its length."""
    answer = httpx.get(f"{owner.origin}{clip['url']}")
    assert answer.status_code == 200
    with av.open(io.BytesIO(answer.content), "r") as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        pictures = [frame.time for frame in container.decode(video)]
    with av.open(io.BytesIO(answer.content), "r") as container:
        sounds = [frame.time for frame in container.decode(container.streams.audio[0])]
    assert video.codec_context.name == "h264"
    assert sound.codec_context.name == "aac"
    assert abs(pictures[0]) < 0.1
    assert pictures[-1] - pictures[0] == pytest.approx(clip["duration_ms"] / 1000, abs=0.3)
    assert sounds[-1] == pytest.approx(pictures[-1], abs=0.4)
    assert len(pictures) == pytest.approx((pictures[-1] - pictures[0]) * 30, abs=4)
