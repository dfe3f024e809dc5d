"""`kaibo restore` loses nothing, whatever fails, and wherever the data folder is."""

import errno
import os
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kaibo.apps import migrations
from kaibo.apps.api.server import exclusive
from kaibo.apps.cli import archive, postgresql
from kaibo.apps.cli import restore as module
from kaibo.apps.cli.moving import move
from kaibo.platform.settings import Settings
from tests.support.command import Kaibo


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "core.lock"
    }


def kept_beside(folder: Path) -> list[Path]:
    return list(folder.parent.glob(f"{folder.name}.before-restore-*"))


@pytest.fixture
def saved(kaibo: Kaibo, tmp_path: Path) -> Path:
    """A backup of an installation with a picture; more has come to that since."""
    assert kaibo("migrate").status == 0
    (kaibo.data / "files").mkdir()
    (kaibo.data / "files" / "pic_1.webp").write_bytes(b"old picture")
    file = tmp_path / "saved.tar.gz"
    assert kaibo("backup", str(file)).status == 0
    (kaibo.data / "files" / "pic_2.webp").write_bytes(b"new picture")
    return file


def steps(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.endswith(" …")]


def test_each_step_is_told_before_it_is_taken(kaibo: Kaibo, saved: Path, tmp_path: Path) -> None:
    size = f"{saved.stat().st_size / 1e6:.1f} MB"
    aside = "Putting aside what is there …"
    always = [
        f"Unpacking and checking {saved} ({size}) …",
        "Bringing its tables up to this release …",
        "Moving everything into place …",
    ]
    forced = kaibo("restore", str(saved), "--force")
    assert steps(forced.output) == [*always[:2], aside, always[2]]
    assert steps(kaibo("restore", str(saved), "--into", str(tmp_path / "new")).output) == always

    saved.write_bytes(b"no archive")
    refused = kaibo("restore", str(saved), "--force")
    assert steps(refused.output) == [f"Unpacking and checking {saved} (0.0 MB) …"]


def test_what_fails_on_the_way_is_put_back(
    kaibo: Kaibo, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(kaibo.data)
    move_in = module._move_in  # noqa: SLF001 - the last step

    def fails_late(settings: Settings, unpacked: Path, undo: ExitStack) -> None:
        move_in(settings, unpacked, undo)
        assert "files/pic_2.webp" not in content(kaibo.data)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_move_in", fails_late)
    done = kaibo("restore", str(saved), "--force")
    assert done.status != 0
    assert "all is as it was before" in done.output
    assert content(kaibo.data) == before
    assert kept_beside(kaibo.data) == []


def test_a_folder_on_another_file_system_is_copied(
    kaibo: Kaibo, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Path, __: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    before = content(kaibo.data)
    monkeypatch.setattr(Path, "rename", refuses)
    done = kaibo("restore", str(saved), "--force")
    assert done.status == 0, done.output
    (kept,) = kept_beside(kaibo.data)
    assert content(kept) == before
    assert "files/pic_2.webp" not in content(kaibo.data)
    assert (kaibo.data / "files" / "pic_1.webp").read_bytes() == b"old picture"


def test_where_nothing_can_be_made_beside_the_folder_it_is_kept_within(
    kaibo: Kaibo, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = tempfile.mkdtemp

    def refuses(prefix: str, dir: Path) -> str:  # noqa: A002 - as tempfile has it
        if dir == kaibo.data.parent:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkdtemp", refuses)
    monkeypatch.setattr(tempfile, "TemporaryDirectory", _Folder)
    for _ in range(2):
        done = kaibo("restore", str(saved), "--force")
        assert done.status == 0, done.output
    assert len(list(kaibo.data.glob("before-restore-*"))) == 2


class _Folder:
    """A temporary folder that does not ask the refusing mkdtemp."""

    def __init__(self, prefix: str, dir: Path) -> None:  # noqa: A002 - as tempfile has it
        self._path = dir / f"{prefix}x"

    def __enter__(self) -> str:
        self._path.mkdir()
        return str(self._path)

    def __exit__(self, *_: object) -> None:
        self._path.rmdir()


def test_the_folder_may_be_the_present_one(
    kaibo: Kaibo, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kaibo.data)
    done = kaibo("restore", str(saved), "--force", kaibo_data=".")
    assert done.status == 0, done.output
    (kept,) = kept_beside(kaibo.data)
    assert (kept / "files" / "pic_2.webp").exists()
    assert Path.cwd() == kaibo.data


def test_an_archive_is_tried_in_another_folder_while_kaibo_runs(
    kaibo: Kaibo, saved: Path, tmp_path: Path
) -> None:
    # Neither the records nor the recordings of the running Kaibo lie in its folder.
    kaibo.env["KAIBO_DATABASE_URL"] = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    kaibo.env["KAIBO_RECORDINGS"] = str(tmp_path / "recordings")
    assert kaibo("migrate").status == 0
    before, records = content(kaibo.data), (tmp_path / "elsewhere.db").read_bytes()
    with exclusive(kaibo.data):
        done = kaibo("restore", str(saved), "--into", str(tmp_path / "trial"))
    assert done.status == 0, done.output
    assert f"Restored into {tmp_path / 'trial'}" in done.output
    restored = content(tmp_path / "trial")
    assert restored["files/pic_1.webp"] == b"old picture"
    assert "kaibo.db" in restored
    assert content(kaibo.data) == before
    assert (tmp_path / "elsewhere.db").read_bytes() == records
    assert not (tmp_path / "recordings").exists()


def test_another_folder_is_held_to_what_the_own_one_is(
    kaibo: Kaibo, saved: Path, tmp_path: Path
) -> None:
    place = tmp_path / "trial"
    place.mkdir()
    (place / "letter").write_text("dear")
    refused = kaibo("restore", str(saved), "--into", str(place))
    assert refused.status == 1
    assert f"{place} is not empty" in refused.output
    misled = kaibo("restore", str(saved), "--into", str(place), "--into-database", "trial")
    assert misled.status == 1
    assert "with SQLite there is none to name" in misled.output
    assert (place / "letter").read_text() == "dear"


@pytest.mark.parametrize("name", ["data", "data/trial", "link", "."])
def test_another_folder_is_none_that_holds_or_lies_in_the_present_one(
    kaibo: Kaibo, saved: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "link").symlink_to(kaibo.data)
    before = content(kaibo.data)
    refused = kaibo("restore", str(saved), "--into", str(tmp_path / name), "--force")
    assert refused.status == 1
    assert "must lie outside the present one" in refused.output
    assert content(kaibo.data) == before


def test_a_damaged_database_is_found_before_anything_moves(
    kaibo: Kaibo, saved: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(kaibo.data / "kaibo.db") as database:
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()
    raw = bytearray((kaibo.data / "kaibo.db").read_bytes())
    raw[4096:12288] = b"\xff" * 8192
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "kaibo.db").write_bytes(raw)
    bad = tmp_path / "bad.tar.gz"
    manifest = archive.Manifest("sqlite", migrations.head())
    archive.write(bad, manifest, folder / "kaibo.db", folder)
    before = content(kaibo.data)
    done = kaibo("restore", str(bad), "--force")
    assert (done.status, "kaibo.db" in done.output) == (1, True), done.output
    assert content(kaibo.data) == before
    assert kept_beside(kaibo.data) == []


def test_an_archive_from_postgresql_is_not_restored_into_sqlite(
    kaibo: Kaibo, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tar.gz"
    (tmp_path / "kaibo.db").write_bytes(b"")
    manifest = archive.Manifest("postgresql", migrations.head())
    archive.write(bad, manifest, tmp_path / "kaibo.db", tmp_path)
    done = kaibo("restore", str(bad))
    assert (done.status, "PostgreSQL" in done.output) == (1, True)


def test_moving_onto_a_folder_fills_it_and_can_be_undone(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "below").mkdir(parents=True)
    (source / "below" / "a").write_text("a")
    (source / "b").write_text("b")
    target.mkdir()
    (target / "c").write_text("c")
    with ExitStack() as undo:
        move(source, target, undo)
        assert set(content(target)) == {"below/a", "b", "c"}
        assert not source.exists()
    assert set(content(source)) == {"below/a", "b"}
    assert set(content(target)) == {"c"}


# PostgreSQL


def execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def notes(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT note FROM notes")).scalars().all()
    engine.dispose()
    return list(found)


@pytest.fixture
def dumped(kaibo: Kaibo, postgresql_url: str, tmp_path: Path) -> Path:
    """A backup from PostgreSQL; its database has got a table and a note since."""
    kaibo.env["KAIBO_DATABASE_URL"] = postgresql_url
    kaibo.data.mkdir()
    execute(postgresql_url, "CREATE TABLE notes (note text)")
    execute(postgresql_url, "INSERT INTO notes VALUES ('old')")
    file = tmp_path / "saved.tar.gz"
    assert kaibo("backup", str(file)).status == 0
    execute(postgresql_url, "UPDATE notes SET note = 'new'")
    execute(postgresql_url, "CREATE TABLE later (id integer)")
    return file


@pytest.mark.postgres
def test_another_folder_takes_another_postgresql_database_too(
    kaibo: Kaibo,
    dumped: Path,
    postgresql_url: str,
    empty_postgresql_url: str,
    tmp_path: Path,
) -> None:
    place, name = str(tmp_path / "trial"), empty_postgresql_url.rpartition("/")[2]
    own = postgresql_url.rpartition("/")[2]
    for wrong in (["--into", place], ["--into-database", name], [
        "--into", place, "--into-database", own, "--force",
    ]):  # fmt: skip
        refused = kaibo("restore", str(dumped), *wrong)
        assert refused.status == 1, wrong
        assert "another database on the same server" in refused.output
    done = kaibo("restore", str(dumped), "--into", place, "--into-database", name)
    assert done.status == 0, done.output
    assert notes(empty_postgresql_url) == ["old"]
    assert notes(postgresql_url) == ["new"]


@pytest.mark.postgres
def test_with_force_present_tables_are_saved_and_replaced(
    kaibo: Kaibo, dumped: Path, postgresql_url: str, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    done = kaibo("restore", str(dumped), "--force", kaibo_data=str(place))
    assert done.status == 0, done.output
    (kept,) = kept_beside(place)
    assert "present tables are replaced" in done.output
    assert steps(done.output)[-3:] == [
        "Loading the tables into PostgreSQL …",
        "Bringing its tables up to this release …",
        "Moving everything into place …",
    ]
    assert str(kept / "database.dump") in done.output
    assert notes(postgresql_url) == ["old"]

    # What was saved is whole: it brings the later state back.
    migrations.drop(postgresql_url)
    postgresql.load(Settings(database_url=postgresql_url), kept / "database.dump")
    assert notes(postgresql_url) == ["new"]


@pytest.mark.postgres
@pytest.mark.parametrize("fault", ["load", "migrate"])
def test_tables_are_put_back_when_the_archives_cannot_be_loaded(
    kaibo: Kaibo,
    dumped: Path,
    postgresql_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    load = postgresql.load
    if fault == "load":

        def refuses(settings: Settings, source: Path) -> None:
            if source.parent.name.startswith(".restore-"):
                source.write_bytes(b"no dump")
            load(settings, source)

        monkeypatch.setattr(postgresql, "load", refuses)
    else:

        def interrupted(_: str) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(migrations, "migrate", interrupted)
    place = tmp_path / "place"
    done = kaibo("restore", str(dumped), "--force", kaibo_data=str(place))
    assert done.status != 0
    assert "all is as it was before" in done.output
    assert notes(postgresql_url) == ["new"]
    execute(postgresql_url, "INSERT INTO later VALUES (1)")
    assert kept_beside(place) == []
