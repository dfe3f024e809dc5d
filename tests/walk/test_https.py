"""The deployed nginx configuration with TLS: sign in, watch and buy over HTTPS, in a browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.support.network import free_port, listens, wait_until
from tests.support.repository import ROOT
from tests.support.requirements import find_program
from tests.walk.encoder import sending
from tests.walk.house import Owner
from tests.walk.processes import Running, running
from tests.walk.test_live_room import picture_moves

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
    text = DEPLOYED.read_text("utf-8")
    for old, new in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{core};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{media};",
        "/etc/ssl/kaibo": str(folder),
    }.items():
        assert old in text, old
        text = text.replace(old, new)
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
            context = browser.new_context(ignore_https_errors=True, locale="en-GB")
            context.set_default_timeout(20_000)
            page = context.new_page()
            sockets: list[str] = []
            page.on("websocket", lambda socket: sockets.append(socket.url))

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
            assert sockets
            assert all(url.startswith("wss://") for url in sockets), sockets

        token = cookies["kaibo_viewer"]["value"]
        with httpx.Client(base_url=origin, verify=False, trust_env=False) as client:  # noqa: S501 - it signed itself
            client.headers["authorization"] = f"Bearer {token}"
            buy(client, show, product)
            assert client.get("/metrics").status_code == 403
            answer = client.get("/")
            assert answer.headers["strict-transport-security"]
            assert "unsafe-inline" not in answer.headers["content-security-policy"]


def buy(client: httpx.Client, show: dict[str, str], product: dict[str, object]) -> None:
    """Place an order and pay it at the simulated gateway, all by the public address."""
    variants = product["variants"]
    assert isinstance(variants, list)
    line = {"variant_id": variants[0]["id"], "quantity": 1, "unit_price": 6800}
    placed = client.post(
        "/api/v1/orders",
        json={
            "show": show["slug"],
            "lines": [line],
            "contact": {"name": "Wen", "phone": "+886 912 345 678"},
            "address": {"country": "TW", "city": "Taipei", "line1": "1 Xinyi Road"},
        },
    ).json()
    opened = client.post(f"/api/v1/orders/{placed['id']}/payment-sessions", json={}).json()
    checkout = opened["redirect_url"].rpartition("/")[2].partition("?")[0]
    assert client.post(f"/sandbox/api/checkouts/{checkout}/approve").is_success
    wait_until(
        lambda: client.get(f"/api/v1/orders/{placed['id']}").json()["state"] == "paid",
        20,
        because="the order was never paid",
    )
