"""Our own client, by the documented proxy, at real gateways that are killed or stopped."""

import contextlib
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.deployed import put_here
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.network import free_port, listens, wait_until
from tests.support.processes import SECRET, GatewayProcess
from tests.support.repository import ROOT
from tests.support.requirements import find_program
from tests.support.visitors import NODE, VISITOR, Visitor

pytestmark = [pytest.mark.redis, pytest.mark.long(seconds=40), pytest.mark.timeout(300)]

UPGRADE = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }"


@pytest.fixture
def shop(sqlite_url: str, redis_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A core with a product on air, to which gateways speak."""
    settings = settings_for(tmp_path / "data", sqlite_url, redis_url=redis_url, secret=SECRET)
    house = House(settings, served=True)
    try:
        yield open_shop(house)
    finally:
        house.close()


@pytest.fixture
def gateways(shop: Shop, redis_url: str, tmp_path: Path) -> Iterator[list[GatewayProcess]]:
    """Two gateways that hear the core."""
    processes = [GatewayProcess(redis_url, tmp_path) for _ in range(2)]
    try:
        for process in processes:
            shop.house.await_(process.ready(), 120)
        yield processes
    finally:
        for process in processes:
            process.end()


@pytest.fixture
def proxy(shop: Shop, gateways: list[GatewayProcess], tmp_path: Path) -> Iterator[str]:
    """Run nginx as docs/operations.md says, and give its address."""
    told = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (block,) = re.findall(r"```nginx\n( *upstream kaibo_gateways .*?)```", told, flags=re.DOTALL)
    one, other = gateways
    passed = put_here(
        block,
        {
            "server 10.0.0.7:8000": f"server 127.0.0.1:{one.port}",
            "server 10.0.0.8:8000": f"server 127.0.0.1:{other.port}",
            "location /ws/": "#SERVER\nlocation /ws/",
        },
    )
    upstream, location = passed.split("#SERVER")
    port, folder = free_port(), tmp_path / "nginx"
    folder.mkdir()
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    core = f"location / {{ proxy_pass http://127.0.0.1:{shop.house.settings.port}; }}"
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off;\n{'user root;' if Path('/proc/self').owner() == 'root' else ''}\n"
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log off; {temporary}\n{UPGRADE}\n{upstream}\n"
        f"server {{ listen 127.0.0.1:{port};\n{location}\n{core} }} }}\n",
        "utf-8",
    )
    program = find_program("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", package="nginx")
    with subprocess.Popen([program, "-p", str(folder), "-c", str(conf)]) as process:
        try:
            wait_until(lambda: listens(port), 10, because="nginx did not start")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(15)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, 1006), (signal.SIGTERM, 1012)], ids=["killed", "stopped"]
)
def test_a_gateway_ends_and_our_client_moves_to_the_other_by_itself_and_holds_what_a_newcomer_is_told(  # noqa: E501 -- a sentence
    shop: Shop,
    gateways: list[GatewayProcess],
    proxy: str,
    enter: Callable[..., Visitor],
    client_module: str,
    number: int,
    code: int,
) -> None:
    slug, product = shop.show.slug, shop.product
    visitor = enter(NODE, VISITOR, client_module, proxy, slug, shop.house.viewer().token)
    visitor.hears(lambda line: '"link":"joined"' in line)
    visitor.holds(lambda: snapshot(shop))
    (here,) = [gateway for gateway in gateways if sockets_at(gateway)]
    (there,) = [gateway for gateway in gateways if gateway is not here]

    here.signal(number)
    visitor.hears(lambda line: '"link":"away"' in line)
    shop.owner.post(f"/rooms/{slug}/pins", {"product_id": product.id})
    shop.owner.patch(f"/products/{product.id}", {"title": "Another tea"})
    visitor.say("said while away")

    wait_until(lambda: visitor.told("link")[-1] == "joined", 30, because="it never came back")
    visitor.holds(lambda: snapshot(shop))
    assert visitor.told("closed") == [code]
    assert visitor.told("link") == ["joining", "joined", "away", "joined"]
    assert sockets_at(there) == 1
    visitor.hears(lambda line: '"outcome":"shown"' in line)

    # It hears what comes now, too.
    shop.owner.delete(f"/rooms/{slug}/pins/{product.id}")
    visitor.holds(lambda: snapshot(shop))
    (held,) = {one["title"] for one in visitor.told("snapshot")[-1]["products"]}
    assert held == "Another tea"


def snapshot(shop: Shop) -> Any:  # noqa: ANN401 -- JSON
    return shop.house.anyone.get(f"/rooms/{shop.show.slug}/snapshot").json()


def sockets_at(gateway: GatewayProcess) -> int:
    """Give how many sockets a gateway holds; none when it has ended."""
    with contextlib.suppress(httpx.TransportError):
        told = httpx.get(f"http://127.0.0.1:{gateway.port}/metrics", trust_env=False).text
        return int(float(re.findall(r"^kaibo_sockets (\S+)$", told, flags=re.MULTILINE)[0]))
    return 0
