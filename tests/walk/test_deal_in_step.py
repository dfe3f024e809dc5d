"""A flash deal opens in each room when that viewer's own picture gets to where it was announced."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, faults_of, page_of
from tests.walk.house import House, owning
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

# What makes a playlist one of low latency; without it players stay some segments behind.
LOW_LATENCY = re.compile(
    r"^#EXT-X-(PART|PRELOAD-HINT|SERVER-CONTROL|RENDITION-REPORT|SKIP).*\n", re.MULTILINE
)
BEGINS = re.compile(r"#EXT-X-PROGRAM-DATE-TIME:(\S+)")
# Notes the first moment in which the card is there: by the clock, and in the picture's own time.
NOTES = """(label) => {
  const look = () => {
    const card = document.querySelector(`section[aria-label="${label}"]`);
    const time = document.querySelector("video")?.currentTime ?? null;
    if (card) window.opened = {at: Date.now(), time};
    else requestAnimationFrame(look);
  };
  look();
}"""
# The page looks five times a second, and a busy machine draws a little later.
LATE_MS = 1500
# Of a segment's time, which is told of its first frame alone.
ROUGHLY_MS = 100


class OldPicture:
    """Lets a page play a plain playlist, and knows when the first picture of it was taken."""

    def __init__(self, page: Page) -> None:
        self.begins_ms = 0.0
        page.route(re.compile(r"\.m3u8"), self._serve)

    def _serve(self, route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        if "#EXT-X-TARGETDURATION" in text:
            text = LOW_LATENCY.sub("", text)
            begins = BEGINS.search(text)
            # A player counts from the first segment of the first playlist that has one.
            if begins and "#EXTINF" in text and not self.begins_ms:
                self.begins_ms = datetime.fromisoformat(begins[1]).timestamp() * 1000
        route.fulfill(response=answer, body=text)


def opening(page: Page) -> Any:  # noqa: ANN401 - JSON
    """Give when the card opened."""
    page.wait_for_function("() => window.opened", timeout=30_000)
    return page.evaluate("() => window.opened")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("deal")) as owner:
        yield House(owner, ffmpeg)


@pytest.mark.long(seconds=50)
def test_the_card_of_a_deal_opens_when_the_viewers_own_picture_gets_there(
    house: House, browser: Browser, shoot: Shoot
) -> None:
    look, other = Look("phone", "zh-CN", "light"), Look("desktop", "zh-TW", "dark")
    show = house.show("秋茶之夜")
    room = f"{house.owner.origin}{show['viewer_path']}"
    with (
        house.input(show),
        page_of(browser, look) as behind,
        page_of(browser, other) as blind,
    ):
        house.go_on_air(show)
        picture = OldPicture(behind)
        blind.route(re.compile(r"\.m3u8"), lambda route: route.abort())
        behind.goto(room)
        blind.goto(room)
        picture_moves(behind)
        expect(
            blind.get_by_role("textbox", name=other.word("shop", "room.message"))
        ).to_be_visible()
        for page, seen in ((behind, look), (blind, other)):
            page.evaluate(NOTES, seen.word("shop", "deal.card"))
        deal = house.owner.post(
            f"/shows/{show['id']}/deals",
            product_id=house.products[0],
            price=19900,
            total_limit=5,
            buyer_limit=1,
            countdown_s=60,
            duration_s=120,
        )
        announced = datetime.fromisoformat(deal["announced_at"]).timestamp() * 1000

        # Who has no picture is told at once.
        told = opening(blind)
        assert told["at"] - announced < LATE_MS
        assert faults_of(blind, shoot, "deal-at-once") == []
        # Who sees an older one hears of it when the host does: neither before nor much after.
        shoot(behind, "deal-not-yet")
        seen_at = opening(behind)
        picture_ms = picture.begins_ms + 1000 * seen_at["time"]
        assert seen_at["at"] - told["at"] > LATE_MS, "it is a plain playlist's picture"
        assert -ROUGHLY_MS < picture_ms - announced < LATE_MS
        assert faults_of(behind, shoot, "deal-in-step") == []
        house.owner.post(f"/shows/{show['id']}/end")
