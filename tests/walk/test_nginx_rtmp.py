"""A show on nginx-rtmp, set up by `deploy/`, with a real encoder and a real browser."""

import io
import re
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import av
import httpx
import pytest

from tests.support.deployed import put_here
from tests.support.network import free_port, listens, wait_until
from tests.support.repository import ROOT
from tests.support.requirements import find_program, lack
from tests.walk.conftest import Open, Shoot
from tests.walk.encoder import drawn, pushing
from tests.walk.house import Owner
from tests.walk.processes import running
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

DEPLOYED = ROOT / "deploy" / "nginx-rtmp"
MODULES = Path("/usr/lib/nginx/modules")
TOKEN = "the-walks-own-long-secret"
PLACEHOLDER = "CHANGE-ME-TO-A-LONG-SECRET"


@dataclass(frozen=True)
class Ports:
    """Where everything listens."""

    core: int
    rtmp: int
    hls: int
    control: int


@contextmanager
def running_nginx(folder: Path, ports: Ports) -> Iterator[None]:
    """Start nginx by the deployed configuration, with only addresses and folders changed."""
    program = find_program("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", package="nginx")
    if not (MODULES / "ngx_rtmp_module.so").exists():
        lack("nginx's RTMP module", package="libnginx-mod-rtmp")
    for name in ("hls", "cache", "recorded"):
        (folder / name).mkdir()
    places = {
        "modules/ngx_rtmp_module.so": f"{MODULES}/ngx_rtmp_module.so",
        "user www-data;": "daemon off;" if not _is_root() else "daemon off; user root;",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "/var/lib/kaibo-hls": f"{folder}/hls",
        "/var/lib/kaibo-recorded": f"{folder}/recorded",
        "/var/cache/nginx/kaibo-play": f"{folder}/cache",
        "listen 1935;": f"listen 127.0.0.1:{ports.rtmp};",
        "listen 8080;": f"listen 127.0.0.1:{ports.hls};",
        "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{ports.control};",
        "127.0.0.1:8000": f"127.0.0.1:{ports.core}",
        PLACEHOLDER: TOKEN,
    }
    text = put_here((DEPLOYED / "nginx.conf").read_text("utf-8"), places)
    configuration = folder / "nginx.conf"
    configuration.write_text(text, "utf-8")
    with subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)]) as process:
        try:
            wait_until(lambda: listens(ports.rtmp), 10, because="nginx did not start")
            yield
        finally:
            process.terminate()
            process.wait(15)


def _is_root() -> bool:
    return Path("/proc/self").owner() == "root"


@pytest.fixture
def ports() -> Ports:
    return Ports(*(free_port() for _ in range(4)))


@pytest.fixture
def owner(tmp_path: Path, ports: Ports) -> Iterator[Owner]:
    """Run core, told of nginx by the deployed file, and nginx beside it."""
    places = {
        PLACEHOLDER: TOKEN,
        "/var/lib/kaibo-recorded": f"{tmp_path}/nginx/recorded",
        "rtmp://media.example.com:1935": f"rtmp://127.0.0.1:{ports.rtmp}",
        "https://media.example.com": f"http://127.0.0.1:{ports.hls}",
        "http://127.0.0.1:8080": f"http://127.0.0.1:{ports.hls}",
        "http://127.0.0.1:8081": f"http://127.0.0.1:{ports.control}",
    }
    listed = put_here((DEPLOYED / "media-servers.toml").read_text("utf-8"), places)
    servers = tmp_path / "media-servers.toml"
    servers.write_text(listed, "utf-8")
    nginx = tmp_path / "nginx"
    nginx.mkdir()
    with (
        running_nginx(nginx, ports),
        running(tmp_path, "serve", port=ports.core, media_servers=str(servers)) as installation,
    ):
        owner = Owner(installation)
        yield owner
        owner.http.close()


def encoder(ffmpeg: str, address: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Push a test picture with sound."""
    return pushing(ffmpeg, address, drawn("640x360", 25))


def planned(owner: Owner, title: str) -> tuple[dict[str, Any], str]:
    """Plan a show on nginx; give it and where its encoder pushes."""
    show = owner.post("/shows", title=title)
    owner.put(f"/shows/{show['id']}/picture/server", server_id="edge-1")
    key = owner.get(f"/shows/{show['id']}/stream-keys")["main"]
    assert key["server_id"] == "edge-1"
    return show, f"{key['rtmp_url']}/{key['stream_key']}"


def main_input(owner: Owner, show: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return owner.get(f"/shows/{show['id']}/picture")["inputs"][0]


def until_state(owner: Owner, show: dict[str, Any], state: str, seconds: float = 20) -> None:
    wait_until(
        lambda: main_input(owner, show)["state"] == state,
        seconds,
        because=f"the input never became {state}",
    )


def test_a_show_lives_on_nginx_rtmp(owner: Owner, ffmpeg: str, opened: Open, shoot: Shoot) -> None:
    show, address = planned(owner, "On nginx")
    owner.post(f"/shows/{show['id']}/go-on-air")

    with encoder(ffmpeg, re.sub("key=.*", "key=sk_wrong", address)) as stranger:
        assert stranger.wait(15) != 0  # sent away: its key opens nothing

    with encoder(ffmpeg, address) as first:
        until_state(owner, show, "live")
        now = main_input(owner, show)
        assert (now["video"]["width"], now["video"]["height"]) == (640, 360)
        wait_until(lambda: main_input(owner, show)["health"]["video_kbps"] > 0, 10)

        with encoder(ffmpeg, address) as second:
            assert second.wait(15) != 0  # one encoder a key
        assert first.poll() is None

        url = owner.get(f"/shows/{show['id']}/picture")["program"]["hls_url"]
        assert first_segment_decodes(url)
        viewer = opened(phone=True).new_page()
        viewer.goto(f"{owner.origin}{show['viewer_path']}")
        at = picture_moves(viewer)
        picture_moves(viewer, at + 1.0)
        shoot(viewer, "walk-nginx-rtmp")

    until_state(owner, show, "offline", 12)  # gone without a word

    with encoder(ffmpeg, address) as again:
        until_state(owner, show, "live")
        owner.post(f"/shows/{show['id']}/end")
        again.wait(15)  # the show is over: its encoder is sent away
    assert httpx.get(url).status_code == 200  # a cached yes holds ten seconds at most
    wait_until(lambda: httpx.get(url).status_code == 403, 15, because="the end did not close it")
    assert_replayed(owner, show)


def test_a_show_by_invitation_on_nginx_rtmp_needs_a_signed_address(
    owner: Owner, ffmpeg: str
) -> None:
    show, address = planned(owner, "For few")
    owner.patch(f"/shows/{show['id']}", access="invited")
    owner.post(f"/shows/{show['id']}/go-on-air")
    with encoder(ffmpeg, address):
        until_state(owner, show, "live")
        url = owner.get(f"/shows/{show['id']}/picture")["program"]["hls_url"]
        unsigned = re.sub(r"/~[^/]+", "", url)
        assert unsigned != url
        assert httpx.get(unsigned).status_code == 403
        assert httpx.get(url.replace("~", "~1")).status_code == 403
        assert first_segment_decodes(url)


def assert_replayed(owner: Owner, show: dict[str, Any]) -> None:
    """Both pushes are in the replay, taken over from nginx's files, and every picture decodes."""

    def states() -> list[str]:
        desk = owner.get(f"/shows/{show['id']}/replay")
        return [one["state"] for one in desk["recordings"]]

    wait_until(lambda: states() == ["complete", "complete"], 30, because="nginx's files never came")
    desk = owner.get(f"/shows/{show['id']}/replay")
    assert desk["duration_ms"] > 4000
    playlist = httpx.get(urljoin(owner.origin, desk["playlist_url"])).text
    pictures = 0
    for init, stretches in footage(playlist, owner.origin):
        data = b"".join(fetch(*part) for part in [init, *stretches])
        with av.open(io.BytesIO(data), "r") as container:
            pictures += sum(frame.width == 640 for frame in container.decode(video=0))
    assert pictures == pytest.approx(desk["duration_ms"] / 1000 * 25, abs=3)


Stretch = tuple[str, str]
"""An address and a byte range."""


def footage(playlist: str, origin: str) -> Iterator[tuple[Stretch, list[Stretch]]]:
    """Give the init segments of a playlist, and what is played with each."""
    found: list[tuple[Stretch, list[Stretch]]] = []
    span = ""
    for line in playlist.splitlines():
        if init := re.match(r'#EXT-X-MAP:URI="(.+)",BYTERANGE="(.+)"', line):
            found.append(((urljoin(origin, init[1]), init[2]), []))
        elif line.startswith("#EXT-X-BYTERANGE:"):
            span = line.partition(":")[2]
        elif line and line[0] != "#":
            found[-1][1].append((urljoin(origin, line), span))
    return iter(found)


def fetch(url: str, span: str) -> bytes:
    length, _, offset = span.partition("@")
    last = int(offset) + int(length) - 1
    answer = httpx.get(url, headers={"range": f"bytes={offset}-{last}"})
    assert answer.status_code == 206, answer.text
    return answer.content


def first_segment_decodes(url: str) -> bool:
    """Fetch the playlist and its first segment; decode a picture of it."""
    playlist = httpx.get(url)
    assert playlist.status_code == 200, playlist.text
    name = next(line for line in playlist.text.splitlines() if line and line[0] != "#")
    with av.open(urljoin(url, name)) as container:
        return next(container.decode(video=0)).width == 640
