"""A core to order from: its process, and a store with shows and items made by its public API."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert

from benchmarks.ordering.client import Item, buyer_id
from benchmarks.ordering.panel import Panel
from benchmarks.support.databases import Opened, engine_of
from benchmarks.support.programs import free_port, running, wait_for
from kaibo.modules.audience.models import ViewerRow

SECRET = "only for this benchmark, and for as long as it runs"  # noqa: S105 - as it says
SETUP_TOKEN = "let-the-benchmark-in"  # noqa: S105 - opens a throw-away installation
_PRICE = 6800
_TRAY = 500
"""Items in one show, at most."""


class RunningCore:
    """The process and its address."""

    def __init__(self, port: int, pid: int, panel: Panel, log: Path) -> None:
        self.port = port
        self.pid = pid
        self.panel = panel
        self.log = log


@contextlib.contextmanager
def running_core(
    folder: Path,
    database: Opened,
    core: int | None,
    *,
    rows: Path | None = None,
    idle: bool = False,
) -> Iterator[RunningCore]:
    """Run the core on that processor core until the block ends; see `ordering.server`."""
    log, port, panel = folder / "core.log", free_port(), Panel(folder / "panel")
    env = {name: value for name, value in os.environ.items() if not name.startswith("KAIBO_")} | {
        "KAIBO_DATA": str(folder / "data"),
        "KAIBO_DATABASE_URL": database.url,
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(port),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_SETUP_TOKEN": SETUP_TOKEN,
        "KAIBO_SECRET": SECRET,
        "KAIBO_LANGUAGE": "en",
        # No order is to run out and be cancelled while it is counted.
        "KAIBO_ORDER_EXPIRY_SECONDS": "86400",
    }
    command = [sys.executable, "-m", "benchmarks.ordering.server", "--panel", str(panel.path)]
    command += ["--core", str(core)] if core is not None else []
    command += ["--rows", str(rows)] if rows else []
    command += ["--idle"] if idle else []
    address = f"http://127.0.0.1:{port}"
    with running(command, log, env) as process:

        def answers() -> bool:
            if process.poll() is not None:
                raise RuntimeError(log.read_text("utf-8")[-2000:])
            with contextlib.suppress(httpx.TransportError):
                return httpx.get(f"{address}/readyz", trust_env=False).is_success
            return False

        wait_for(answers, f"the core; see {log}")
        yield RunningCore(port, process.pid, panel, log)


def stock_up(port: int, amounts: list[int]) -> list[Item]:
    """Set the store of the core at `port` up, with an item on air for each amount of stock."""
    address = f"http://127.0.0.1:{port}/api/v1"
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        store = {"name": "Bench", "currency": "CNY"}
        owner = {"name": "Bench", "email": "bench@example.com", "password": "nobody comes in here"}
        told = _post(http, "/setup", {"token": SETUP_TOKEN, "store": store, "owner": owner})
        http.headers["Authorization"] = f"Bearer {told['token']}"
        products = [
            _post(http, "/products", {"title": "龙井", "price": _PRICE, "stock": amount})
            for amount in amounts
        ]
        items = []
        for begin in range(0, len(products), _TRAY):
            tray = products[begin : begin + _TRAY]
            plan = {"title": "Bench", "product_ids": [product["id"] for product in tray]}
            show = _post(http, "/shows", plan)
            _post(http, f"/shows/{show['id']}/go-on-air", {})
            items += [Item(product["variants"][0]["id"], show["slug"], _PRICE) for product in tray]
        return items


def invite(database: Opened, buyers: int) -> None:
    """Write down that many viewers, whose ids the crowd knows."""
    engine = engine_of(database.url)
    now = datetime.now(UTC)
    rows = [
        {"id": buyer_id(number), "display_name": f"访客{number}", "created_at": now}
        for number in range(buyers)
    ]
    with engine.begin() as connection:
        connection.execute(insert(ViewerRow), rows)
    engine.dispose()


def _post(http: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = http.post(path, json=body)
    if answer.is_error:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
    told: dict[str, Any] = answer.json()
    return told
