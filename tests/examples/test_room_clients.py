"""Clients in other languages against a real server: the examples of docs/protocol.md, and ours."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from kaibo.platform.realtime import Connection, Limits, RealtimeEndpoint, wire
from tests.support import room_replays
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.network import wait_until
from tests.support.repository import ROOT
from tests.support.sockets import Client, serving, until
from tests.support.visitors import NODE, VISITOR, Visitor


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    house = House(settings_for(tmp_path / "data", sqlite_url), served=True)
    try:
        yield open_shop(house)
    finally:
        house.close()


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
        shop.house.core.endpoint.close_all(wire.SERVICE_RESTART)

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


class Player:
    """Sends every socket the frames of all replays, one replay after the other."""

    def __init__(self) -> None:
        self.replays: dict[str, Any] = json.loads(room_replays.FILE.read_text())
        # All at once is more than a reader is otherwise given.
        limits = Limits(soft_bytes=1 << 24, hard_bytes=1 << 24)
        self.endpoint = RealtimeEndpoint(lambda _request: self, limits=limits)

    def on_open(self, connection: Connection) -> None:
        for replay in self.replays.values():
            for told in replay["frames"]:
                connection.send_frame(wire.text_frame(json.dumps(told).encode()))

    def on_text(self, connection: Connection, payload: bytes) -> None:
        raise AssertionError(payload)

    def on_flood(self, connection: Connection) -> None:
        raise AssertionError

    def on_close(self, connection: Connection, code: int) -> None:
        """Nothing is left to do."""

    @property
    def app(self) -> FastAPI:
        """Let everybody in."""
        app = FastAPI()

        @app.post("/api/v1/viewers")
        def enter() -> dict[str, str]:
            return {"token": "token"}

        @app.post("/api/v1/rooms/tea/tickets")
        def ticket() -> dict[str, str]:
            return {"path": "/ws/rooms/tea?ticket=any"}

        return app


def test_the_example_in_typescript_holds_what_every_kind_of_event_leads_to(
    enter: Callable[..., Visitor],
) -> None:
    player = Player()
    frames = [len(replay["frames"]) for replay in player.replays.values()]

    async def scenario() -> None:
        async with serving(player.endpoint, player.app) as port:
            example = str(ROOT / "examples" / "room.ts")
            visitor = enter(NODE, example, f"http://127.0.0.1:{port}", "tea")
            await until(lambda: len(visitor.lines) >= sum(frames), 20)
            # It prints a line for each frame; the last of a replay is what that leads to.
            for number, (kind, replay) in enumerate(player.replays.items(), start=1):
                held = json.loads(visitor.lines[sum(frames[:number]) - 1])["snapshot"]
                assert held == replay["end"], kind
            assert len(visitor.lines) == sum(frames)

    asyncio.run(scenario())


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
    token = shop.house.viewer().token
    visitor = enter(NODE, VISITOR, client_module, origin(shop), shop.show.slug, token)
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
