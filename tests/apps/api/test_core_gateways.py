"""A whole core with a Redis, met by a gateway."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from kaibo.apps.gateway.wiring import build_gateway
from kaibo.platform.settings import Settings
from tests.support.fleet import go
from tests.support.house import House, open_shop, settings_for
from tests.support.sockets import Client, listening, until

SECRET = SecretStr("s" * 40)


@pytest.mark.redis
def test_a_ticket_of_the_core_opens_the_room_at_a_gateway(
    redis_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, sqlite_url, redis_url=redis_url, secret=SECRET)
    house = House(settings, served=True)
    shop = open_shop(house)
    path = house.viewer().post(f"/rooms/{shop.show.id}/tickets", {}).json()["path"]

    async def scenario() -> None:
        told = Settings(redis_url=redis_url, secret=SECRET, data=tmp_path / "nothing")
        gateway = build_gateway(told, clock=house.clock)
        gateway.hub.start()
        async with listening(gateway.endpoint) as port:
            await until(lambda: gateway.hub.is_met)
            client = await Client.connect(port, path)
            hello = await client.json()
            assert hello["snapshot"]["show"]["id"] == shop.show.id
            pin = {"product_id": shop.product.id}
            pinned = asyncio.to_thread(shop.owner.post, f"/rooms/{shop.show.id}/pins", pin)
            assert (await pinned).status_code == 201
            assert (await client.json_of("ev"))["e"]["k"] == "pinned"
            await client.hang_up()
        await gateway.hub.stop()

    try:
        go(scenario())
    finally:
        house.close()
