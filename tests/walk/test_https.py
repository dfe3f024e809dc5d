"""The deployed nginx configuration with TLS, in browsers and by bare requests: signing in, watching
in both ways, broadcasting from a browser, buying, uploading, and who is told apart behind it.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, WebSocket

from tests.support.deployed import has_ipv6, nginx_places, put_here
from tests.support.hls import read
from tests.support.network import free_port, listens, wait_until
from tests.support.repository import ROOT
from tests.support.requirements import find_program
from tests.walk.buying import buy_from_the_tray
from tests.walk.conftest import PHONE
from tests.walk.encoder import sending
from tests.walk.house import Owner
from tests.walk.processes import Running, running
from tests.walk.test_live_room import picture_moves
from tests.walk.test_media_door import (
    IS_WEBRTC,
    PREFER_WHEP,
    broadcast,
    two_browsers,
    until_input,
)

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

DEPLOYED = ROOT / "deploy" / "nginx" / "kaibo.conf"


def certificate(folder: Path) -> None:
    """Make a certificate that signs itself."""
    openssl = find_program("openssl", package="openssl")
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip


@contextmanager
def running_nginx(folder: Path, https: int, core: int, media: int) -> Iterator[None]:
    """Start nginx by the deployed configuration, with only addresses and folders changed."""
    program = find_program("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", package="nginx")
    places = nginx_places(https, core, media) | {"/etc/ssl/kaibo": str(folder)}
    text = put_here(DEPLOYED.read_text("utf-8"), places)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\n{'user root;' if Path('/proc/self').owner() == 'root' else ''}\n"
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log off;\n{temporary}{text}}}\n",
        "utf-8",
    )
    with subprocess.Popen([program, "-p", str(folder), "-c", str(whole)]) as process:
        try:
            wait_until(lambda: listens(https), 10, because="nginx did not start")
            yield
        finally:
            process.terminate()
            process.wait(15)


@contextmanager
def behind_tls(folder: Path) -> Iterator[tuple[str, Running, int]]:
    """Run Kaibo as the configuration's head says, and nginx before it."""
    https, core, media, rtmp = (free_port() for _ in range(4))
    origin = f"https://127.0.0.1:{https}"
    (folder / "tls").mkdir()
    certificate(folder / "tls")
    settings = {
        "public_url": origin,
        "media_url": f"{origin}/media",
        "trusted_proxies": "127.0.0.1",
        "media_port": str(media),
        "rtmp_port": str(rtmp),
    }
    with (
        running(folder, "serve", port=core, **settings) as installation,
        running_nginx(folder / "tls", https, core, media),
    ):
        yield origin, installation, rtmp


@pytest.mark.long(seconds=45)
def test_signing_in_watching_and_buying_go_over_https(
    tmp_path: Path, browser: Browser, ffmpeg: str
) -> None:
    with behind_tls(tmp_path) as (origin, installation, _):
        owner = Owner(installation)
        product = owner.post("/products", title="Longjing", price=6800, stock=5)
        show = owner.post("/shows", title="Spring tea", product_ids=[product["id"]])
        owner.post(f"/shows/{show['id']}/go-on-air")
        keys = owner.get(f"/shows/{show['id']}/stream-keys")
        main = keys["main"]
        owner.http.close()
        with sending(ffmpeg, f"{main['rtmp_url']}/{main['stream_key']}"):
            context = browser.new_context(
                ignore_https_errors=True,
                locale="en-GB",
                viewport=PHONE,
                is_mobile=True,
                has_touch=True,
            )
            context.set_default_timeout(20_000)
            page = context.new_page()
            sockets: list[str] = []
            frames: list[str] = []

            def listen(socket: WebSocket) -> None:
                sockets.append(socket.url)
                socket.on("framereceived", lambda _: frames.append(socket.url))

            page.on("websocket", listen)

            page.goto(f"{origin}/console/sign-in")
            page.get_by_label("E-mail").fill("wen@example.com")
            page.get_by_label("Password").fill("a long password")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "sign-in" not in url)

            page.goto(f"{origin}/s/{show['slug']}")
            picture_moves(page)
            cookies = {cookie["name"]: cookie for cookie in context.cookies()}
            for name in ("kaibo_staff", "kaibo_viewer"):
                assert cookies[name]["secure"], name
                assert cookies[name]["httpOnly"], name
            assert frames
            assert all(url.startswith("wss://") for url in sockets), sockets

            buy_from_the_tray(page)

        with httpx.Client(base_url=origin, verify=False, trust_env=False) as client:  # noqa: S501 - it signed itself
            assert client.get("/metrics").status_code == 403
            answer = client.get("/")
            assert answer.headers["strict-transport-security"]
            assert "unsafe-inline" not in answer.headers["content-security-policy"]


@pytest.mark.long(seconds=15)
def test_visitors_come_by_both_families_of_addresses(tmp_path: Path) -> None:
    """Both ports of the configuration listen by IPv4, and by IPv6 where the machine has it."""
    with behind_tls(tmp_path) as (origin, _, _):
        port = origin.rpartition(":")[2]
        hosts = ["127.0.0.1", *(["[::1]"] if has_ipv6() else [])]
        for host in hosts:
            answer = httpx.get(f"https://{host}:{port}/healthz", verify=False, trust_env=False)  # noqa: S501 - it signed itself
            assert answer.status_code == 200, host


@pytest.mark.long(seconds=75)
def test_a_browser_broadcasts_and_another_watches_by_webrtc_through_the_proxy(
    tmp_path: Path, playwright: Playwright, chromium: str
) -> None:
    with (
        behind_tls(tmp_path) as (origin, installation, _),
        two_browsers(playwright, chromium) as (watching, hosting),
    ):
        owner = Owner(installation)
        show = owner.post("/shows", title="From a browser")
        owner.origin = origin  # where the browsers come in
        studio = hosting.new_context(ignore_https_errors=True, locale="en-GB").new_page()
        asked = whip_and_whep(studio)
        broadcast(studio, owner, show)
        until_input(owner, show, 0, "live")
        assert noted_by(studio, asked, 1) == ("POST", f"{origin}/media/whip", 201)
        # The session's address is relative, so that leaving goes through the proxy too.
        studio.get_by_role("button", name="Stop sending").click()
        method, address, status = noted_by(studio, asked, 2)
        assert (method, status) == ("DELETE", 200)
        assert address.startswith(f"{origin}/media/whip/")
        studio.get_by_role("button", name="Start sending").click()
        assert noted_by(studio, asked, 3) == ("POST", f"{origin}/media/whip", 201)

        owner.post(f"/shows/{show['id']}/go-on-air")
        viewer = watching.new_context(ignore_https_errors=True, locale="en-GB").new_page()
        viewer.add_init_script(PREFER_WHEP)
        seen = whip_and_whep(viewer)
        viewer.goto(f"{origin}{show['viewer_path']}")
        picture_moves(viewer)
        assert viewer.evaluate(IS_WEBRTC)
        method, address, status = noted_by(viewer, seen, 1)
        assert (method, status) == ("POST", 201)
        assert re.fullmatch(rf"{origin}/media/.+/whep", address)
        owner.http.close()


def whip_and_whep(page: Page) -> list[tuple[str, str, int]]:
    """Note what the page asks of WHIP and WHEP, and what it is answered."""
    noted: list[tuple[str, str, int]] = []
    page.on(
        "response",
        lambda answer: (
            noted.append((answer.request.method, answer.url, answer.status))
            if re.search("/wh[ie]p(/|$)", answer.url) and answer.request.method != "PATCH"
            else None
        ),
    )
    return noted


def noted_by(page: Page, noted: list[tuple[str, str, int]], count: int) -> tuple[str, str, int]:
    """Give what was noted at last, when that many were."""

    def told() -> bool:
        page.evaluate("0")  # a page's events are told only while something is asked of it
        return len(noted) >= count

    wait_until(told, 15, because=f"{noted} is not all")
    return noted[count - 1]


@pytest.mark.long(seconds=20)
def test_the_proxy_passes_uploads_addresses_and_held_requests(tmp_path: Path, ffmpeg: str) -> None:
    with behind_tls(tmp_path) as (origin, installation, _):
        owner = Owner(installation)
        show = owner.post("/shows", title="Spring tea")
        key = owner.get(f"/shows/{show['id']}/stream-keys")["main"]
        with open_client(origin, from_address="127.0.0.2") as client:
            # A visitor may claim any address: what counts is where nginx was reached from.
            client.headers["x-forwarded-for"] = "203.0.113.9"
            signed_in = client.post(
                "/api/v1/staff/sessions",
                json={"email": "wen@example.com", "password": "a long password"},
                headers={"x-kaibo-client": "web"},
            )
            assert signed_in.is_success
            assert "Secure" in signed_in.headers["set-cookie"]
            sessions = client.get("/api/v1/staff/me/sessions").json()
            (own,) = [session for session in sessions if session["is_current"]]
            assert own["network"] == "127.0.0.2"

            client.headers["x-kaibo-client"] = "web"
            client.headers["origin"] = origin
            assert upload(client, mebibytes=19).status_code == 201
            refused = upload(client, mebibytes=23)
            assert refused.json()["code"] == "sheets.too_large"  # in Kaibo's words
            assert upload(client, mebibytes=25).status_code == 413  # in the proxy's

            with sending(ffmpeg, f"{key['rtmp_url']}/{key['stream_key']}"):
                until_input(owner, show, 0, "live")
                picture = client.get(f"/api/v1/shows/{show['id']}/picture").json()
                hold_a_playlist(client, picture["inputs"][0]["hls_url"])
        owner.http.close()


def open_client(origin: str, *, from_address: str) -> httpx.Client:
    """Call from another address of this machine, one that is no trusted proxy."""
    transport = httpx.HTTPTransport(verify=False, local_address=from_address)
    return httpx.Client(base_url=origin, transport=transport, timeout=30)


def upload(client: httpx.Client, *, mebibytes: int) -> httpx.Response:
    """Send a sheet of that size."""
    row = b"Longjing," + b"x" * 190 + b"\n"
    body = (b"Title,Note\n" + row * ((mebibytes << 20) // len(row) + 1))[: mebibytes << 20]
    return client.post("/api/v1/products/imports?name=big.csv", content=body)


def hold_a_playlist(client: httpx.Client, url: str) -> None:
    """Ask for a segment that is still to come: the answer waits for it, and lists it."""
    text = client.get(url).text
    if "#EXT-X-STREAM-INF" in text:
        url = urljoin(url, next(line for line in text.splitlines() if line[:1] not in {"", "#"}))
    now = read(client.get(url).text)
    coming = now.segments[-1].number + 1
    then = client.get(url, params={"_HLS_msn": coming})
    assert then.status_code == 200
    assert read(then.text).segments[-1].number >= coming
