"""`kaibo backup` and `kaibo restore`: what was there comes back, and nothing is overwritten."""

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kaibo.apps import migrations
from kaibo.apps.api.server import exclusive
from tests.support.command import Kaibo
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.recordings import Recorder
from tests.support.servers import PostgresServer


@pytest.fixture
def shop(kaibo: Kaibo, database_url: str) -> Iterator[Shop]:
    """The command line's installation, running, on SQLite or PostgreSQL."""
    is_sqlite = database_url.startswith("sqlite")
    kaibo.env["KAIBO_DATABASE_URL"] = "" if is_sqlite else database_url
    kaibo("migrate")
    told = settings_for(kaibo.data, kaibo.env["KAIBO_DATABASE_URL"], host="127.0.0.1")
    house = House(told, served=True)
    kaibo.env["KAIBO_PORT"] = str(house.settings.port)
    with exclusive(kaibo.data) as hold:
        hold.tell(house.settings.local_url)
        yield open_shop(house)
    house.close()


def restored_into(kaibo: Kaibo, folder: Path, url: str) -> House:
    kaibo.env |= {"KAIBO_DATA": str(folder), "KAIBO_DATABASE_URL": url}
    return House(settings_for(folder, url))


def everything(house: House, token: str) -> dict[str, Any]:
    caller = house.bearer(token)
    return {path: caller.get(path).json() for path in ("/orders", "/products", "/shows", "/store")}


@pytest.fixture
def empty_elsewhere(request: pytest.FixtureRequest, kaibo: Kaibo) -> Callable[[], str]:
    """Make an empty place of the same kind: its database's address."""

    def make() -> str:
        if not kaibo.env["KAIBO_DATABASE_URL"]:
            return ""
        server: PostgresServer = request.getfixturevalue("postgres_server")
        request.addfinalizer(lambda: server.drop_database("kaibo_elsewhere"))
        return server.create_database("kaibo_elsewhere")

    return make


def test_a_backup_made_while_running_comes_back_in_an_empty_place(
    kaibo: Kaibo, shop: Shop, tmp_path: Path, empty_elsewhere: Callable[[], str]
) -> None:
    for number in range(3):
        shop.place(shop.house.viewer(f"買家{number}"))
    files = shop.house.settings.data / "files"
    files.mkdir()
    (files / "pic_1.webp").write_bytes(b"picture")
    token = shop.owner.headers["authorization"].removeprefix("Bearer ")
    before = everything(shop.house, token)
    file = tmp_path / "saved.tar.gz"

    saved = kaibo("backup", str(file))
    shop.place(shop.house.viewer("later"))

    assert saved.status == 0, saved.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
    assert not list((kaibo.data / "copies").glob("*")) if (kaibo.data / "copies").exists() else True
    elsewhere, url = tmp_path / "elsewhere", empty_elsewhere()
    done = kaibo("restore", str(file), kaibo_data=str(elsewhere), kaibo_database_url=url)
    assert done.status == 0, done.output
    house = restored_into(kaibo, elsewhere, url)
    try:
        # The secret key came along, so that viewers and staff need not sign in again.
        assert everything(house, token) == before
        assert house.context.blobs.path("pic_1.webp") is not None
    finally:
        house.close()


def test_a_backup_overwrites_nothing(kaibo: Kaibo, shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "saved.tar.gz"
    file.write_text("precious")
    assert kaibo("backup", str(file)).status == 1
    assert file.read_text() == "precious"


def test_nothing_is_restored_under_a_running_kaibo(
    kaibo: Kaibo, shop: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "saved.tar.gz"
    kaibo("backup", str(file))
    done = kaibo("restore", str(file), "--force")
    assert (done.status, "Another Kaibo" in done.output) == (1, True)
    assert shop.house.anyone.get("/store").status_code == 200


# Archives, without a running Kaibo


@pytest.fixture
def saved(kaibo: Kaibo, tmp_path: Path) -> Path:
    """A backup of an SQLite installation that is not running."""
    file = tmp_path / "saved.tar.gz"
    assert kaibo("migrate").status == 0
    (kaibo.data / "secret.key").write_text("a key " * 10)
    assert kaibo("backup", str(file)).status == 0
    return file


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "core.lock"
    }


def test_a_folder_that_is_not_empty_is_left_alone(kaibo: Kaibo, saved: Path) -> None:
    (kaibo.data / "note.txt").write_text("precious")
    before = content(kaibo.data)
    done = kaibo("restore", str(saved))
    assert (done.status, "--force" in done.output) == (1, True)
    assert content(kaibo.data) == before


def test_with_force_what_was_there_is_put_aside(kaibo: Kaibo, saved: Path) -> None:
    (kaibo.data / "note.txt").write_text("precious")
    done = kaibo("restore", str(saved), "--force")
    assert done.status == 0, done.output
    (aside,) = kaibo.data.parent.glob("data.before-restore-*")
    assert str(aside) in done.output.replace("\n", "")
    assert (aside / "note.txt").read_text() == "precious"
    assert {"kaibo.db", "secret.key"} <= set(content(kaibo.data))
    assert not list(kaibo.data.glob(".restore-*"))


def repacked(source: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Copy an archive with a changed manifest."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            data = old.extractfile(member)
            text = data.read() if data else b""
            if member.name == "manifest.json":
                manifest = json.loads(text)
                change(manifest)
                text = json.dumps(manifest).encode()
                member.size = len(text)
            new.addfile(member, io.BytesIO(text))


def with_member(source: Path, target: Path, member: tarfile.TarInfo, data: bytes = b"") -> None:
    """Copy an archive and add a member."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for kept in old:
            new.addfile(kept, old.extractfile(kept))
        member.size = len(data)
        new.addfile(member, io.BytesIO(data))


def link(name: str, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


BAD: dict[str, Callable[[Path, Path], object]] = {
    "no archive": lambda _, bad: bad.write_bytes(b"something else"),
    "empty": lambda _, bad: bad.write_bytes(b""),
    "cut off": lambda good, bad: bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2]),
    "damaged": lambda good, bad: bad.write_bytes(
        good.read_bytes()[:2000] + b"\0" * 500 + good.read_bytes()[2500:]
    ),
    "another format": lambda good, bad: repacked(good, bad, lambda told: told.update(format=9)),
    "no format": lambda good, bad: repacked(good, bad, lambda told: told.pop("format")),
    "leads outside": lambda good, bad: with_member(
        good, bad, tarfile.TarInfo("../outside.txt"), b"x"
    ),
    "absolute": lambda good, bad: with_member(good, bad, link("files/evil", "/etc/passwd")),
    "a link outside": lambda good, bad: with_member(good, bad, link("evil", "../..")),
}


@pytest.mark.parametrize("fault", BAD)
@pytest.mark.parametrize("force", [False, True])
def test_a_bad_archive_is_refused_and_changes_nothing(
    kaibo: Kaibo, saved: Path, tmp_path: Path, fault: str, *, force: bool
) -> None:
    bad, place = tmp_path / "bad.tar.gz", tmp_path / "place"
    BAD[fault](saved, bad)
    place.mkdir()
    if force:
        (place / "note.txt").write_text("precious")

    options = ["--force"] if force else []
    done = kaibo("restore", str(bad), *options, kaibo_data=str(place))

    assert (done.status, "what `kaibo backup` writes" in done.output) == (1, True), done.output
    assert content(place) == ({"note.txt": b"precious"} if force else {})
    assert not (tmp_path / "outside.txt").exists()
    assert not list(tmp_path.glob("place.before-restore-*"))


def test_an_archive_of_a_later_release_is_refused(
    kaibo: Kaibo, saved: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.tar.gz"
    repacked(saved, later, lambda told: told.update(revision="9999", kaibo="9.0"))
    done = kaibo("restore", str(later), kaibo_data=str(tmp_path / "place"))
    assert (done.status, "9.0" in done.output) == (1, True)


def test_an_archive_that_is_not_there_is_said_to_be_missing(kaibo: Kaibo, tmp_path: Path) -> None:
    done = kaibo("restore", str(tmp_path / "nothing.tar.gz"))
    assert (done.status, "There is no file" in done.output) == (1, True)


@pytest.mark.postgres
def test_a_database_that_is_not_empty_is_left_alone(
    kaibo: Kaibo, postgresql_url: str, tmp_path: Path
) -> None:
    """The folder may be new while the database is the shop's own."""
    kaibo.env["KAIBO_DATABASE_URL"] = postgresql_url
    kaibo.data.mkdir()
    file = tmp_path / "saved.tar.gz"
    assert kaibo("backup", str(file)).status == 0
    done = kaibo("restore", str(file), kaibo_data=str(tmp_path / "place"))
    assert (done.status, "has tables" in done.output) == (1, True)
    assert not migrations.is_empty(postgresql_url)


@pytest.mark.postgres
def test_an_archive_of_the_other_kind_of_database_is_refused(
    kaibo: Kaibo, saved: Path, empty_postgresql_url: str, tmp_path: Path
) -> None:
    place = {"kaibo_data": str(tmp_path / "place")}
    done = kaibo("restore", str(saved), **place, kaibo_database_url=empty_postgresql_url)
    assert (done.status, "SQLite database" in done.output) == (1, True)
    assert migrations.is_empty(empty_postgresql_url)


@pytest.mark.postgres
def test_no_password_is_shown_to_the_machines_other_users(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], **options: Any) -> object:  # noqa: ANN401 - as subprocess has it
        seen.append((command, options["env"]))
        raise OSError

    monkeypatch.setattr("kaibo.apps.cli.postgresql.subprocess.run", run)
    kaibo.env["KAIBO_DATABASE_URL"] = (
        "postgresql+psycopg://mei:pa%2Fss@db.test/kaibo?sslmode=require"
    )
    kaibo.data.mkdir()
    assert kaibo("backup", str(tmp_path / "saved.tar.gz")).status == 1
    ((command, environment),) = seen
    assert "postgresql://mei@db.test/kaibo?sslmode=require" in command
    assert environment["PGPASSWORD"] == "pa/ss"
    assert environment["PATH"] == os.environ["PATH"]


def test_without_postgresqls_programs_they_are_named(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    kaibo.env["KAIBO_DATABASE_URL"] = "postgresql://db.test/kaibo"
    kaibo.data.mkdir()
    done = kaibo("backup", str(tmp_path / "saved.tar.gz"))
    assert (done.status, "pg_dump is not on the PATH" in done.output) == (1, True)


def test_recordings_are_saved_when_asked_for_and_clips_always(
    kaibo: Kaibo, shop: Shop, tmp_path: Path, empty_elsewhere: Callable[[], str]
) -> None:
    recorder = Recorder(shop)
    recording = recorder.record(recorder.push())
    recorder.end()
    files = shop.house.settings.data / "files"
    files.mkdir()
    (files / "clip_1.mp4").write_bytes(b"clip")
    (files / "cap_1.vtt").write_bytes(b"WEBVTT")
    (files / "whole_1.mp4").write_bytes(b"everything")
    small, large = tmp_path / "small.tar.gz", tmp_path / "large.tar.gz"
    assert kaibo("backup", str(small)).status == 0
    assert kaibo("backup", "--recordings", str(large)).status == 0

    def names(file: Path) -> set[str]:
        with tarfile.open(file) as archive:
            return set(archive.getnames())

    assert {"files/clip_1.mp4", "files/cap_1.vtt"} <= names(small)
    assert names(large) - names(small) == {
        "files/whole_1.mp4",
        f"recordings/{recording}/0.mp4",
        f"recordings/{recording}/index.jsonl",
    }
    elsewhere, url = tmp_path / "elsewhere", empty_elsewhere()
    # One that is there already is no hindrance, and stays.
    other = elsewhere / "recordings" / "rec_other"
    other.mkdir(parents=True)
    done = kaibo("restore", str(large), kaibo_data=str(elsewhere), kaibo_database_url=url)
    assert done.status == 0, done.output
    assert {path.name for path in (elsewhere / "recordings").iterdir()} == {recording, "rec_other"}
    there, here = (folder / "recordings" / recording for folder in (elsewhere, kaibo.data))
    for name in ("0.mp4", "index.jsonl"):
        assert (there / name).read_bytes() == (here / name).read_bytes()
