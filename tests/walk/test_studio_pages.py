"""The studio as crews meet it: before the show, sending, on air, and when something is wrong."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Browser, Playwright

from tests.support.network import free_port
from tests.walk.conftest import Shoot
from tests.walk.encoder import pushing
from tests.walk.gallery import FEW_LOOKS, LOOKS, Cookie, Look, findings_of
from tests.walk.house import House, Json, Owner, input_of
from tests.walk.processes import running
from tests.walk.store import employ
from tests.walk.test_media_door import CAMERA
from tests.walk.views_studio import Studio, camera_views, studio_views

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(600)]

GALLERIES = {"studio": studio_views, "camera": camera_views}
IN_LOOKS = [
    pytest.param(
        name, look, id=f"{name}-{look.name}", marks=() if look in FEW_LOOKS else pytest.mark.spare
    )
    for name in GALLERIES
    for look in LOOKS
]
# Nobody is there: shows are planned for it, and what its encoders would need is told.
EDGE = """\
[[server]]
id = "edge-1"
kind = "nginx-rtmp"
name = "Edge 1"
token = "the-walks-own-long-secret"
rtmp_url = "rtmp://127.0.0.1:{port}/live"
play_url = "http://127.0.0.1:{port}/hls/{{sig}}/{{name}}.m3u8"
"""
PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-c:v", "libx264"]
# Four seconds from keyframe to keyframe, and no sound.
WEAK = [*PICTURE, "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "100"]
NOT_4_2_0 = [*PICTURE, "-preset", "ultrafast", "-pix_fmt", "yuv444p", "-g", "50"]


def encoder(
    ffmpeg: str, house: House, show: Json, options: list[str]
) -> AbstractContextManager[object]:
    """Send something of one's own to the main input."""
    key = house.owner.get(f"/shows/{show['id']}/stream-keys")["main"]
    return pushing(ffmpeg, f"{key['rtmp_url']}/{key['stream_key']}", ["-re", *options])


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, ffmpeg: str) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("studio")
    servers = folder / "media-servers.toml"
    servers.write_text(EDGE.format(port=free_port()), "utf-8")
    with ExitStack() as stack:
        served = running(folder, "serve", media_servers=str(servers))
        owner = Owner(stack.enter_context(served))
        stack.callback(owner.http.close)
        house = House(owner, ffmpeg)
        shows = planned(house)
        for name in ("outside", "browser-on-air"):
            house.go_on_air(shows[name])
        stack.enter_context(encoder(ffmpeg, house, shows["weak"], WEAK))
        stack.enter_context(house.input(shows["on-air"]))
        house.go_on_air(shows["on-air"])
        with encoder(ffmpeg, house, shows["refused"], NOT_4_2_0):
            house.until(shows["refused"], was_refused)
        picture = owner.get(f"/shows/{shows['on-air']['id']}/picture")
        shows["on-air"]["hls_url"] = picture["program"]["hls_url"]
        floor: Cookie = {**house.cookie, "value": employ(owner)["floor"]}
        yield Studio(house, shows, [floor])


def planned(house: House) -> dict[str, Json]:
    """Plan the shows that stay as they are, and end one."""
    titles = {
        "waiting": "Cups for every day",
        "weak": "A first try",
        "on-air": "An evening of slow tea",
        "refused": "A picture of another kind",
        "outside": "From the fair",
        "edge": "For many at once",
        "browser": "From the kitchen table",
        "browser-on-air": "From the kitchen table, live",
        "over": "It was a good evening",
    }
    shows = {name: house.show(title) for name, title in titles.items()}
    edge, over = shows["edge"]["id"], shows["over"]
    house.owner.put(f"/shows/{edge}/picture/server", server_id="edge-1")
    house.go_on_air(over)
    house.owner.post(f"/shows/{over['id']}/end")
    return shows


def was_refused(picture: Json) -> bool:
    return input_of(picture, "main")["last_refusal"] is not None


@pytest.fixture(scope="module")
def cameras(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Give a browser that has a camera and a microphone, and lets pages use them."""
    browser = playwright.chromium.launch(executable_path=chromium, args=CAMERA)
    yield browser
    browser.close()


@pytest.mark.long(seconds=60)
@pytest.mark.parametrize(("name", "look"), IN_LOOKS)
def test_the_studio_can_be_seen_in_the_states_that_it_comes_to(
    studio: Studio, browser: Browser, cameras: Browser, shoot: Shoot, name: str, look: Look
) -> None:
    house = studio.house
    seen_by = cameras if name == "camera" else browser
    views = GALLERIES[name](studio)
    assert findings_of(seen_by, shoot, house.owner.origin, house.cookie, views, [look]) == {}
