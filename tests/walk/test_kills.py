"""Processes die in the middle of a sale; nothing that was acknowledged is lost or doubled."""

import os
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.network import wait_until
from tests.walk.processes import SETUP_TOKEN, Running, child, running

pytestmark = [pytest.mark.long(seconds=90), pytest.mark.timeout(300)]

STOCK = 5000
KILLS = 4


@dataclass
class Shop:
    """A shop on air, with one product, and a guest who buys."""

    origin: str
    staff: dict[str, str]
    viewer: dict[str, str]
    show: dict[str, Any]
    product_id: str
    variant_id: str
    accepted: dict[str, str] = field(default_factory=dict)

    def buy(self, client: httpx.Client, key: str) -> None:
        """Order one unit; repeat with the same key until there is an answer, as a phone does."""
        wanted = {
            "show": self.show["slug"],
            "lines": [{"variant_id": self.variant_id, "quantity": 1, "unit_price": 100}],
            "contact": {"name": "A Buyer", "phone": "+1 555 0100"},
            "address": {"country": "US", "line1": "1 Main Street"},
        }
        headers = {**self.viewer, "idempotency-key": key}

        def placed() -> bool:
            try:
                answer = client.post("/orders", json=wanted, headers=headers)
            except httpx.TransportError:
                return False
            assert answer.status_code == 201, answer.text
            self.accepted[key] = answer.json()["id"]
            return True

        wait_until(placed, 90, every=0.1, because=f"order {key} had no answer")

    def stock(self, client: httpx.Client) -> dict[str, int]:
        """Give on hand, reserved and available."""
        found: dict[str, int] = client.get(
            f"/products/{self.product_id}", headers=self.staff
        ).json()["stock"]
        return found

    def orders(self, client: httpx.Client) -> list[str]:
        """Give the ids of all orders there are."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            query = {"limit": "100", **({"cursor": cursor} if cursor else {})}
            page = client.get("/orders", params=query, headers=self.staff).json()
            found += [order["id"] for order in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                return found


def open_shop(origin: str, client: httpx.Client) -> Shop:
    """Set up a store with one product and go on air."""
    owner = {"name": "Owner", "email": "owner@example.com", "password": "a long password"}
    store = {"name": "Shop", "currency": "USD"}
    setup = {"token": SETUP_TOKEN, "store": store, "owner": owner}
    staff = {"authorization": f"Bearer {client.post('/setup', json=setup).json()['token']}"}
    client.cookies.clear()
    product = client.post(
        "/products", json={"title": "Cup", "price": 100, "stock": STOCK}, headers=staff
    ).json()
    show = client.post(
        "/shows", json={"title": "Show", "product_ids": [product["id"]]}, headers=staff
    ).json()
    client.post(f"/shows/{show['id']}/go-on-air", headers=staff).raise_for_status()
    viewer = {"authorization": f"Bearer {client.post('/viewers', json={}).json()['token']}"}
    client.cookies.clear()
    variant_id = product["variants"][0]["id"]
    return Shop(origin, staff, viewer, show, product["id"], variant_id)


def has_sold(shop: Shop, units: int) -> bool:
    """Tell whether that many orders have been acknowledged."""
    return len(shop.accepted) >= units


def kill(installation: Running, module: str) -> None:
    """Kill a child without warning, and wait until another took its place."""
    found = child(installation, module)
    assert found is not None
    os.kill(found, signal.SIGKILL)
    wait_until(lambda: child(installation, module) not in {None, found}, 30)


def test_orders_survive_kill_minus_nine_of_the_core_none_lost_none_doubled(tmp_path: Path) -> None:
    with (
        running(tmp_path, "serve") as installation,
        httpx.Client(base_url=f"{installation.origin}/api/v1", timeout=20) as client,
    ):
        shop = open_shop(installation.origin, client)
        enough = threading.Event()

        def keep_buying(buyer: int) -> None:
            number = 0
            while not enough.is_set():
                number += 1
                shop.buy(client, f"buyer-{buyer}-{number}")

        buyers = [threading.Thread(target=keep_buying, args=(buyer,)) for buyer in range(4)]
        for buyer in buyers:
            buyer.start()
        for _ in range(KILLS):
            wait_until(partial(has_sold, shop, len(shop.accepted) + 20), 90)
            kill(installation, "kaibo.apps.api")
        enough.set()
        for buyer in buyers:
            buyer.join(timeout=120)

        assert sorted(shop.orders(client)) == sorted(shop.accepted.values())
        assert len(set(shop.accepted.values())) == len(shop.accepted)
        assert shop.stock(client) == {
            "on_hand": STOCK,
            "reserved": len(shop.accepted),
            "allocated": 0,
            "available": STOCK - len(shop.accepted),
        }


@pytest.mark.ffmpeg
def test_the_picture_comes_back_by_itself_after_kill_minus_nine_of_the_media_server(
    ffmpeg: str, tmp_path: Path
) -> None:
    with (
        running(tmp_path, "serve") as installation,
        httpx.Client(base_url=f"{installation.origin}/api/v1", timeout=20) as client,
    ):
        shop = open_shop(installation.origin, client)
        path = f"/shows/{shop.show['id']}"
        key = client.get(f"{path}/stream-keys", headers=shop.staff).json()["main"]

        def push() -> subprocess.Popen[bytes]:
            source = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"]
            codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25"]
            address = f"{key['rtmp_url']}/{key['stream_key']}"
            return subprocess.Popen(
                [ffmpeg, "-loglevel", "quiet", "-re", *source, *codec, "-f", "flv", address],
                stdin=subprocess.DEVNULL,
            )

        def state() -> str:
            picture = client.get(f"{path}/picture", headers=shop.staff).json()
            return str(picture["inputs"][0]["state"])

        encoder = push()
        try:
            wait_until(lambda: state() == "live", 30)
            kill(installation, "kaibo.apps.media")
            encoder.wait(timeout=30)
            wait_until(lambda: state() == "offline", 30)

            def back() -> bool:
                nonlocal encoder
                if encoder.poll() is not None:
                    encoder = push()  # an encoder tries again until the door is open
                return state() == "live"

            wait_until(back, 60, every=0.5)
        finally:
            encoder.kill()
            encoder.wait()
