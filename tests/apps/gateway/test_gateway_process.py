"""`kaibo serve --role gateway` as it is really run: processes, signals, kill -9."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from kaibo.apps.gateway.process import pages
from kaibo.apps.gateway.wiring import build_gateway
from kaibo.modules.rooms.frames import Stock
from kaibo.platform.settings import Settings
from tests.support.command import Kaibo
from tests.support.fleet import go
from tests.support.processes import SECRET, GatewayProcess, LinkedCore
from tests.support.sockets import until

pytestmark = [pytest.mark.redis]


@pytest.mark.long(seconds=20)
@pytest.mark.timeout(300)
def test_a_gateway_is_killed_and_its_viewers_come_back_at_another_while_nobody_else_notices(
    redis_url: str, tmp_path: Path
) -> None:
    processes = [GatewayProcess(redis_url, tmp_path) for _ in range(2)]
    doomed, other = processes

    async def scenario() -> None:
        async with LinkedCore(redis_url).open() as core:
            for process in processes:
                await process.ready()
            moving, leaving = await doomed.join("vwr_1"), await doomed.join("vwr_2")
            staying = await other.join("vwr_3")
            room = core.hub.room("shw_1")
            assert room is not None
            await until(lambda: room.watching == 3)
            core.hub.publish("shw_1", Stock("prd_1", 4, 2))
            for client in (moving, leaving, staying):
                assert (await client.json_of("ev"))["seq"] == 1

            doomed.signal(signal.SIGKILL)
            assert await moving.is_gone()
            core.hub.publish("shw_1", Stock("prd_1", 3, 3))
            assert (await staying.json_of("ev"))["seq"] == 2
            back = await other.join("vwr_1")
            assert (back.hello["epoch"], back.hello["seq"]) == (room.epoch, 2)
            assert back.hello["snapshot"]["products"][0]["available"] == 3
            killed_at = asyncio.get_running_loop().time()
            back.send_json({"t": "danmaku", "id": "c", "text": "back again"})
            await back.json_of("ack")
            core.end.forget_silent_gateways(killed_at)
            assert room.watching == 2
            assert "vwr_1 left" not in core.ears.told
            assert "vwr_2 left" in core.ears.told

            while "danmaku" not in (frame := await staying.json()):
                assert frame["t"] == "tick"

            other.signal(signal.SIGTERM)
            assert await staying.close_code() == 1012
            assert await other.ended() == 0
            await until(lambda: room.watching == 0)
            for client in (moving, leaving, staying, back):
                await client.hang_up()

    try:
        go(scenario())
    finally:
        for process in processes:
            process.end()


def test_a_gateway_tells_how_it_is(redis_url: str) -> None:
    settings = Settings(redis_url=redis_url, secret=SecretStr(SECRET))

    async def scenario() -> None:
        made = pages(build_gateway(settings))
        assert made["/healthz"]().status == 200
        assert made["/readyz"]().status == 503
        assert b"kaibo_gateway_core_heard" in made["/metrics"]().body

    go(scenario())


def test_a_gateway_carries_nothing_of_the_shop() -> None:
    look = "import sys, kaibo.apps.gateway.__main__; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "kaibo.modules.rooms.link.gateway" in loaded
    assert not {"sqlalchemy", "fastapi", "av", "aiortc", "kaibo.apps.wiring"} & set(loaded)


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "KAIBO_REDIS_URL"), ({"kaibo_redis_url": "redis://127.0.0.1:1"}, "KAIBO_SECRET")],
)
def test_a_gateway_says_what_it_lacks(kaibo: Kaibo, given: dict[str, str], missing: str) -> None:
    done = kaibo("serve", "--role", "gateway", **given)
    assert done.status == 1
    assert missing in done.output
    assert not (kaibo.data / "secret.key").exists()
