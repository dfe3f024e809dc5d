"""No robot viewers: what a show tells of its viewers is who is there, and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaibo.modules.rooms.facade import AttendanceKeeper
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.sockets import Client


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A show on air in an installation that does its work by itself."""
    house = House(settings_for(tmp_path / "data", database_url), served=True)
    try:
        yield open_shop(house)
    finally:
        house.close()


def told(shop: Shop) -> dict[str, int]:
    """Give every number of viewers and likes that anybody is told."""
    room = shop.house.anyone.get(f"/rooms/{shop.show.slug}/snapshot").json()
    (live,) = shop.house.anyone.get("/shows/lobby").json()["live"]
    attendance = shop.owner.get(f"/shows/{shop.show.id}/attendance").json()
    return {
        "watching": room["watching"],
        "likes": room["likes"],
        "lobby": live["watching"],
        "present": attendance["watching"],
        "peak": attendance["peak"],
        "viewers": attendance["viewers"],
        "views": attendance["views"],
    }


def test_a_show_on_air_without_anybody_has_no_viewer_and_one_with_a_socket_has_one(
    shop: Shop,
) -> None:
    house = shop.house
    # Visiting pages, taking tickets and being staff makes nobody a viewer.
    ticket = house.viewer().post(f"/rooms/{shop.show.slug}/tickets").json()
    staff = shop.owner.post(f"/rooms/{shop.show.slug}/tickets").json()

    async def enter(path: str) -> Client:
        client = await Client.connect(house.settings.port, f"{path}&v=1")
        await client.json_of("hello")
        return client

    host = house.await_(enter(staff["path"]))
    assert set(told(shop).values()) == {0}

    viewer = house.await_(enter(ticket["path"]))
    tab = house.await_(enter(ticket["path"]))
    now = told(shop)
    assert now.pop("likes") == 0
    assert set(now.values()) == {1}

    async def leave() -> None:
        for client in (viewer, tab, host):
            await client.hang_up()

    house.await_(leave())
    house.await_(house.context.port(AttendanceKeeper).stop())
