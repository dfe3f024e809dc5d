"""A backup of a real Kaibo, running or not, gives the same shop again in an empty place."""

import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import text

from kaibo.apps.cli import archive
from kaibo.platform.db.engine import sqlite_engine
from tests.support.command import Kaibo
from tests.support.house import House, settings_for
from tests.support.network import wait_until
from tests.support.repository import ROOT
from tests.support.servers import PostgresServer

OWNER = {"name": "Mei", "email": "mei@tea.test", "password": "a long password"}
ADDRESS = {"country": "TW", "city": "台北市", "line1": "信義路五段7號"}


@contextmanager
def core(kaibo: Kaibo) -> Iterator[httpx.Client]:
    """Run the core as a process of its own; give a client that is signed in as nobody."""
    env = os.environ | kaibo.env | {"PYTHONPATH": str(ROOT / "src"), "KAIBO_LOG_LEVEL": "warning"}
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{kaibo.env['KAIBO_PORT']}", trust_env=False, timeout=20
    )
    with subprocess.Popen([sys.executable, "-m", "kaibo.apps.api"], env=env) as process, client:
        try:
            wait_until(lambda: process.poll() is not None or answers(client), 60, every=0.1)
            assert process.poll() is None
            yield client
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def send(client: httpx.Client, path: str, body: dict[str, Any], token: str = "") -> Any:  # noqa: ANN401 - JSON
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answer = client.post(f"/api/v1{path}", json=body, headers=headers)
    assert answer.is_success, answer.text
    client.cookies.clear()
    return answer.json()


def open_shop(client: httpx.Client) -> str:
    """Set a shop up, with a picture and an order; give the owner's token."""
    store = {"name": "Tea House", "currency": "TWD"}
    token = str(
        send(client, "/setup", {"token": "setup-secret", "store": store, "owner": OWNER})["token"]
    )
    product = send(client, "/products", {"title": "凍頂烏龍", "price": 120_00, "stock": 5}, token)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    answer = client.put(
        f"/api/v1/products/{product['id']}/picture",
        content=picture.getvalue(),
        headers={"content-type": "image/png", "authorization": f"Bearer {token}"},
    )
    assert answer.is_success, answer.text
    show = send(client, "/shows", {"title": "Spring", "product_ids": [product["id"]]}, token)
    send(client, f"/shows/{show['id']}/go-on-air", {}, token)
    viewer = send(client, "/viewers", {"display_name": "小明"})["token"]
    line = {"variant_id": product["variants"][0]["id"], "quantity": 2, "unit_price": 120_00}
    contact = {"name": "陳小明", "phone": "+886 912 345 678"}
    order = {"show": show["id"], "lines": [line], "contact": contact, "address": ADDRESS}
    send(client, "/orders", order, viewer)
    return token


def everything(get: Callable[[str], httpx.Response]) -> dict[str, Any]:
    """Give orders, products and shows as the API does, what is found, and the pictures' bytes."""
    found = {
        name: get(f"/api/v1/{name}").json()["items"]
        for name in ("orders", "products", "products?q=烏龍", "shows", "staff")
    }
    for person in found["staff"]:
        # Asking is being seen.
        del person["last_seen_at"]
    pictures = [get(product["picture_url"]) for product in found["products"]]
    assert [picture.status_code for picture in pictures] == [200]
    return found | {"pictures": [picture.content for picture in pictures]}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def places(
    request: pytest.FixtureRequest, kaibo: Kaibo, tmp_path: Path
) -> Iterator[list[dict[str, str]]]:
    """Two empty places for restoring; the command line's own installation is of the same kind."""
    server: PostgresServer | None = None
    names = ["kaibo_place_1", "kaibo_place_2"]
    if request.param == "postgresql":
        kaibo.env["KAIBO_DATABASE_URL"] = request.getfixturevalue("empty_postgresql_url")
        server = request.getfixturevalue("postgres_server")
    assert kaibo("migrate").status == 0
    yield [
        {
            "KAIBO_DATA": str(tmp_path / name),
            "KAIBO_DATABASE_URL": server.create_database(name) if server else "",
        }
        for name in names
    ]
    for name in names if server else []:
        assert server is not None
        server.drop_database(name)


def test_orders_products_and_pictures_come_back(
    kaibo: Kaibo, places: list[dict[str, str]], tmp_path: Path
) -> None:
    online, offline = tmp_path / "online.tar.gz", tmp_path / "offline.tar.gz"
    with core(kaibo) as client:
        token = open_shop(client)
        signed_in = {"authorization": f"Bearer {token}"}
        before = everything(lambda path: client.get(path, headers=signed_in))
        saved = kaibo("backup", str(online))
        assert saved.status == 0, saved.output
    saved = kaibo("backup", str(offline))
    assert saved.status == 0, saved.output

    assert len(before["orders"]) == len(before["products?q=烏龍"]) == 1
    for file, place in zip((online, offline), places, strict=True):
        done = kaibo("restore", str(file), **place)
        assert done.status == 0, done.output
        told = settings_for(Path(place["KAIBO_DATA"]), place["KAIBO_DATABASE_URL"])
        with closing(House(told)) as house:
            assert everything(partial(house.bearer(token).request, "GET")) == before
    assert not (kaibo.data / "copies").exists()


# What is in the archive, and what is left beside it


def names_in(file: Path) -> list[str]:
    with tarfile.open(file) as opened:
        assert all(member.isreg() for member in opened)
        return opened.getnames()


@pytest.fixture
def prepared(kaibo: Kaibo) -> Kaibo:
    """An installation on SQLite that is not running."""
    assert kaibo("migrate").status == 0
    return kaibo


def test_what_links_lead_to_is_saved_and_what_is_unfinished_is_not(
    prepared: Kaibo, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "another disk"
    elsewhere.mkdir()
    (elsewhere / "pic_1.webp").write_bytes(b"picture")
    (elsewhere / "pic_2.webp.part").write_bytes(b"pict")
    (prepared.data / "files").symlink_to(elsewhere)
    file = tmp_path / "saved.tar.gz"
    assert prepared("backup", str(file)).status == 0
    assert names_in(file) == ["manifest.json", "kaibo.db", "files/pic_1.webp"]


def test_the_database_is_saved_as_it_is(prepared: Kaibo, tmp_path: Path) -> None:
    """A backup before an upgrade is of the database before the upgrade."""
    engine = sqlite_engine(f"sqlite+pysqlite:///{prepared.data}/kaibo.db", readonly=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    file = tmp_path / "saved.tar.gz"
    done = prepared("backup", str(file))
    assert done.status == 0, done.output
    with tarfile.open(file) as opened:
        manifest = archive.Manifest.of(opened.extractfile("manifest.json").read())  # type: ignore[union-attr]
    assert (manifest.engine, manifest.revision) == ("sqlite", "0000")


def test_the_archive_is_closed_to_others_from_its_first_byte(
    prepared: Kaibo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, int] = {}
    really_open = os.open

    def noting(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        handle = really_open(path, flags, mode, dir_fd=dir_fd)
        made[Path(path).name] = os.fstat(handle).st_mode & 0o777
        return handle

    monkeypatch.setattr(os, "open", noting)
    before = os.umask(0)
    try:
        assert prepared("backup", str(tmp_path / "saved.tar.gz")).status == 0
    finally:
        os.umask(before)
    assert made["archive"] == 0o600
    assert (tmp_path / "saved.tar.gz").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError("no space left")])
def test_an_interrupted_backup_leaves_nothing(
    prepared: Kaibo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: type[BaseException] | BaseException,
) -> None:
    def write(target: Path, *_: object, **__: object) -> None:
        target.write_bytes(b"half of it")
        assert list((prepared.data / "copies").iterdir())
        raise fault

    monkeypatch.setattr(archive, "write", write)
    before = sorted(tmp_path.iterdir())
    assert prepared("backup", str(tmp_path / "saved.tar.gz")).status != 0
    assert sorted(tmp_path.iterdir()) == before
    assert not (prepared.data / "copies").exists()


def test_sigterm_interrupts_too(
    prepared: Kaibo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "write", lambda *_, **__: os.kill(os.getpid(), signal.SIGTERM))
    assert prepared("backup", str(tmp_path / "saved.tar.gz")).status != 0
    assert not (prepared.data / "copies").exists()
    assert not (tmp_path / "saved.tar.gz").exists()


def test_a_place_that_cannot_be_written_is_named(prepared: Kaibo, tmp_path: Path) -> None:
    done = prepared("backup", str(tmp_path / "nowhere" / "saved.tar.gz"))
    assert (done.status, "could not be written" in done.output) == (1, True)
