"""A shop with external media servers, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hooked import Hooked, written
from tests.support.house import House, Shop, open_shop, settings_for


def _shop(folder: Path, database_url: str, **more: object) -> Iterator[Shop]:
    servers = written(folder)
    house = House(settings_for(folder / "data", database_url, media_servers=servers, **more))
    try:
        yield open_shop(house)
    finally:
        house.close()


@pytest.fixture
def hooked_shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    yield from _shop(tmp_path, database_url)


@pytest.fixture
def taking_over(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A shop where a second encoder takes the place of the first."""
    yield from _shop(tmp_path, database_url, second_publisher="take_over")


@pytest.fixture(params=["nginx-rtmp", "srs", "mediamtx", "ovenmediaengine"])
def hooked(hooked_shop: Shop, request: pytest.FixtureRequest) -> Hooked:
    """A media server that asks before an encoder may push."""
    return Hooked(hooked_shop, request.param)
