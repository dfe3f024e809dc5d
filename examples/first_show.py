"""Run a first show against an empty Kaibo, using only its public doors.

    KAIBO_SETUP_TOKEN=let-me-in kaibo serve
    KAIBO_SETUP_TOKEN=let-me-in python examples/first_show.py VIDEO.mp4 --url http://127.0.0.1:8000

It sets up a store, sells a product with a stock of five in a show, pushes VIDEO with
ffmpeg, lets twenty viewers join and talk and twelve of them buy one each at the same
moment, pays what was ordered, and ends the show. Its last line is one JSON object; its
exit status is 0 when all of it came out as it must.

VIDEO is any 8-bit 4:2:0 H.264 file of ten seconds or more, with AAC sound or none.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

# Started by another Python than the one that `make setup` prepared, go on in that one.
PREPARED = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "python"
if find_spec("picows") is None and PREPARED.exists():
    os.execv(PREPARED, [str(PREPARED), *sys.argv])  # noqa: S606 - our own interpreter, our own arguments

import httpx  # noqa: E402 - see above
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect  # noqa: E402 - see above

VIEWERS = 20
BUYERS = 12
STOCK = 5
PRICE = 9900
SEGMENTS = 2
PATIENCE_S = 60.0


class ShowFailedError(RuntimeError):
    """The show did not go as it must; the message says where."""


@dataclass
class Outcome:
    """What the last line reports."""

    segments: int = 0
    danmaku_sent: int = 0
    danmaku_received: int = 0
    orders_paid: int = 0
    orders_refused: int = 0
    stock_left: int = -1


class Api:
    """One caller of the HTTP API, with a bearer token once it has one."""

    def __init__(self, client: httpx.AsyncClient, origin: str) -> None:
        self._client = client
        self._origin = origin
        self.token: str | None = None

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = None
    ) -> httpx.Response:
        """Send one request below ``/api/v1`` (or to a whole path) and give the answer."""
        address = path if path.startswith("/sandbox") else f"/api/v1{path}"
        headers = {"accept-language": "en"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if key:
            headers["idempotency-key"] = key
        return await self._client.request(
            method, urljoin(self._origin, address), json=body, headers=headers
        )

    async def do(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = None
    ) -> dict[str, Any]:
        """Send one request that must succeed, and give its JSON."""
        answer = await self.ask(method, path, body, key=key)
        if answer.is_error:
            told = answer.json()
            raise ShowFailedError(f"{method} {path}: {told.get('code')}: {told.get('detail')}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


@dataclass
class Watcher(WSListener):
    """A viewer in the room: counts what was said and shown, and knows its own acks."""

    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    everyone: asyncio.Event = field(default_factory=asyncio.Event)
    refused: str | None = None
    heard: set[str] = field(default_factory=set)
    transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the connection."""
        self.transport = transport

    def on_ws_frame(self, _transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame of the room."""
        if frame.msg_type != WSMsgType.TEXT:
            return
        told = json.loads(frame.get_payload_as_bytes())
        match told["t"]:
            case "hello":
                self._hear(line["id"] for line in told["recent"])
                self.greeted.set()
            case "tick":
                self._hear(line["id"] for line in told.get("danmaku", ()))
            case "ack":
                self._hear([told["danmaku_id"]])
                self.acknowledged.set()
            case "refused":
                self.refused = told["code"]
                self.acknowledged.set()

    def _hear(self, danmaku_ids: Iterable[str]) -> None:
        self.heard.update(danmaku_ids)
        if len(self.heard) >= VIEWERS:
            self.everyone.set()

    def say(self, text: str) -> None:
        """Say one line."""
        if self.transport is None:
            raise ShowFailedError("a viewer is not connected")
        line = {"t": "danmaku", "id": secrets.token_hex(4), "text": text}
        self.transport.send(WSMsgType.TEXT, json.dumps(line).encode())


async def main(video: Path, origin: str, setup_token: str) -> Outcome:
    """Run the whole show."""
    outcome = Outcome()
    limits = httpx.Limits(max_connections=VIEWERS * 2)
    # Twenty people share this client, so it keeps none of their cookies.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    async with httpx.AsyncClient(
        timeout=30, limits=limits, trust_env=False, cookies=no_cookies
    ) as client:
        staff = Api(client, origin)
        product, show = await prepare(staff, setup_token)
        key = (await staff.do("GET", f"/shows/{show['id']}/stream-keys"))["main"]
        async with pushing(video, f"{key['rtmp_url']}/{key['stream_key']}") as encoder:
            outcome.segments = await until_it_plays(staff, client, show, encoder)
            await staff.do("POST", f"/shows/{show['id']}/go-on-air")
            await staff.do("POST", f"/rooms/{show['id']}/pins", {"product_id": product["id"]})
            viewers = await join(client, origin)
            await talk(viewers, show, origin, outcome)
            await sell(viewers[:BUYERS], show, product, outcome)
            await staff.do("POST", f"/shows/{show['id']}/end")
        left = await staff.do("GET", f"/products/{product['id']}")
        outcome.stock_left = left["stock"]["on_hand"]
    return outcome


async def prepare(staff: Api, setup_token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the store up; create a product with a stock of five, and a show that sells it."""
    session = await staff.do(
        "POST",
        "/setup",
        {
            "token": setup_token,
            "store": {"name": "First Show", "currency": "USD", "contact": "hello@example.com"},
            "owner": {
                "name": "Owner",
                "email": "owner@example.com",
                "password": secrets.token_urlsafe(12),
            },
        },
    )
    staff.token = session["token"]
    product = await staff.do(
        "POST", "/products", {"title": "One of five", "price": PRICE, "stock": STOCK}, key="product"
    )
    show = await staff.do(
        "POST",
        "/shows",
        {"title": "First show", "host_name": "Host", "product_ids": [product["id"]]},
        key="show",
    )
    return product, show


@contextlib.asynccontextmanager
async def pushing(video: Path, address: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Push the video in real time, over and over, as an encoder would."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise ShowFailedError("ffmpeg is not on the PATH")
    await until_it_opens(urlsplit(address).hostname or "", urlsplit(address).port or 1935)
    command = [ffmpeg, "-hide_banner", "-loglevel", "error", "-re", "-stream_loop", "-1"]
    command += ["-i", str(video), "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"]
    encoder = await asyncio.create_subprocess_exec(
        *command, "-f", "flv", address, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        yield encoder
    finally:
        if encoder.returncode is None:
            encoder.terminate()
        await encoder.wait()


async def until_it_opens(host: str, port: int) -> None:
    """Wait until the door for encoders is open: pages may answer a moment before it does."""
    for _ in range(int(PATIENCE_S / 0.25)):
        with contextlib.suppress(OSError):
            _reader, writer = await asyncio.open_connection(host, port)
            writer.close()
            return
        await asyncio.sleep(0.25)
    raise ShowFailedError(f"nothing listens for encoders at {host}:{port}")


async def until_it_plays(
    staff: Api, client: httpx.AsyncClient, show: dict[str, Any], encoder: asyncio.subprocess.Process
) -> int:
    """Wait until the playlist advances; give the number of whole segments seen."""
    seen: set[str] = set()
    for _ in range(int(PATIENCE_S / 0.25)):
        picture = await staff.do("GET", f"/shows/{show['id']}/picture")
        url = picture["program"]["hls_url"]
        if url:
            # It names the playlists of this picture; the first is the source as it is.
            playlists = await addresses_in(client, url)
            seen.update(await addresses_in(client, urljoin(url, playlists[0])))
            if len(seen) >= SEGMENTS:
                return len(seen)
        elif encoder.returncode is not None:
            refusal = picture["inputs"][0]["last_refusal"]
            why = refusal["detail"] if refusal else "see ffmpeg's message above"
            raise ShowFailedError(f"the encoder was sent away: {why}")
        await asyncio.sleep(0.25)
    raise ShowFailedError("the playlist does not advance")


async def addresses_in(client: httpx.AsyncClient, playlist: str) -> list[str]:
    """Give the addresses that a playlist names."""
    lines = (await client.get(playlist)).text.splitlines()
    return [line for line in lines if line and not line.startswith("#")]


async def join(client: httpx.AsyncClient, origin: str) -> list[Api]:
    """Let twenty guests in, all from this one address."""
    viewers = [Api(client, origin) for _ in range(VIEWERS)]

    async def enter(number: int, viewer: Api) -> None:
        session = await viewer.do("POST", "/viewers", {"display_name": f"Viewer {number}"})
        viewer.token = session["token"]

    await asyncio.gather(*(enter(number, viewer) for number, viewer in enumerate(viewers, 1)))
    return viewers


async def talk(viewers: list[Api], show: dict[str, Any], origin: str, outcome: Outcome) -> None:
    """Connect every viewer to the room, let each say a line, and wait until all heard all."""
    watchers = await asyncio.gather(*(connect(viewer, show, origin) for viewer in viewers))
    try:
        for number, watcher in enumerate(watchers, 1):
            watcher.say(f"Hello from viewer {number}!")
            outcome.danmaku_sent += 1
        async with asyncio.timeout(PATIENCE_S):
            for watcher in watchers:
                await watcher.acknowledged.wait()
                if watcher.refused:
                    raise ShowFailedError(f"a danmaku was refused: {watcher.refused}")
            for watcher in watchers:
                await watcher.everyone.wait()
        outcome.danmaku_received = sum(len(watcher.heard) for watcher in watchers)
    finally:
        for watcher in watchers:
            if watcher.transport is not None:
                watcher.transport.disconnect()


async def connect(viewer: Api, show: dict[str, Any], origin: str) -> Watcher:
    """Open one viewer's socket and wait for its greeting."""
    ticket = await viewer.do("POST", f"/rooms/{show['slug']}/tickets", {"role": "viewer"})
    scheme = "wss" if urlsplit(origin).scheme == "https" else "ws"
    address = f"{scheme}://{urlsplit(origin).netloc}{ticket['path']}"
    watcher = Watcher()
    await ws_connect(lambda: watcher, address)
    async with asyncio.timeout(PATIENCE_S):
        await watcher.greeted.wait()
    return watcher


async def sell(
    buyers: list[Api], show: dict[str, Any], product: dict[str, Any], outcome: Outcome
) -> None:
    """Let all buyers order one unit at the same moment; pay what was accepted."""
    wanted = {
        "show": show["slug"],
        "lines": [
            {
                "variant_id": product["variants"][0]["id"],
                "quantity": 1,
                "unit_price": PRICE,
            }
        ],
        "contact": {"name": "A Buyer", "phone": "+1 555 0100"},
        "address": {"country": "US", "city": "Springfield", "line1": "1 Main Street"},
    }
    answers = await asyncio.gather(
        *(buyer.ask("POST", "/orders", wanted, key=secrets.token_hex(8)) for buyer in buyers)
    )
    accepted = []
    for buyer, answer in zip(buyers, answers, strict=True):
        if answer.status_code == httpx.codes.CREATED:
            accepted.append((buyer, answer.json()["id"]))
        elif answer.json().get("code") == "orders.sold_out":
            outcome.orders_refused += 1
        else:
            raise ShowFailedError(f"an order failed: {answer.text}")
    await asyncio.gather(*(pay(buyer, order_id) for buyer, order_id in accepted))
    outcome.orders_paid = len(accepted)


async def pay(buyer: Api, order_id: str) -> None:
    """Approve the payment on the simulated gateway's page and wait for its webhook's effect."""
    session = await buyer.do("POST", f"/orders/{order_id}/payment-sessions", {})
    checkout = urlsplit(session["redirect_url"]).path.rpartition("/")[2]
    await buyer.do("POST", f"/sandbox/api/checkouts/{checkout}/approve")
    for _ in range(int(PATIENCE_S / 0.1)):
        if (await buyer.do("GET", f"/orders/{order_id}"))["state"] == "paid":
            return
        await asyncio.sleep(0.1)
    raise ShowFailedError(f"order {order_id} was not paid")


def cli() -> int:
    """Read the command line, run the show, print the outcome."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", type=Path, metavar="VIDEO.mp4")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--setup-token", default=os.environ.get("KAIBO_SETUP_TOKEN", ""))
    args = parser.parse_args()
    if not args.video.is_file():
        parser.error(f"there is no file {args.video}")
    if not args.setup_token:
        parser.error("give --setup-token or set KAIBO_SETUP_TOKEN, as for kaibo serve")
    try:
        outcome = asyncio.run(main(args.video, args.url.rstrip("/"), args.setup_token))
    except (ShowFailedError, httpx.HTTPError, TimeoutError, OSError) as error:
        print(f"first show: {str(error) or type(error).__name__}", file=sys.stderr)
        return 1
    expected = (VIEWERS, VIEWERS * VIEWERS, STOCK, BUYERS - STOCK, 0)
    got = (
        outcome.danmaku_sent,
        outcome.danmaku_received,
        outcome.orders_paid,
        outcome.orders_refused,
        outcome.stock_left,
    )
    print(json.dumps(vars(outcome)))
    return 0 if got == expected and outcome.segments >= SEGMENTS else 1


if __name__ == "__main__":
    sys.exit(cli())
