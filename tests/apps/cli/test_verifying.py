"""A backup is compared with what was saved before it gets its name."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kaibo.apps.cli import archive, postgresql, verifying
from kaibo.apps.cli.archive import Manifest
from kaibo.apps.cli.verifying import BackupDiffersError
from kaibo.platform.db.engine import sqlite_engine
from kaibo.platform.settings import Settings
from tests.support.command import Kaibo


def table(file: Path, rows: int) -> Path:
    engine = sqlite_engine(f"sqlite+pysqlite:///{file}", readonly=False)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE teas (id INTEGER PRIMARY KEY)"))
        for number in range(rows):
            connection.execute(text("INSERT INTO teas VALUES (:id)"), {"id": number})
    engine.dispose()
    return file


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder with a picture, and its archive; the database holds three rows."""
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "files" / "tea.webp").write_bytes(b"picture")
    database = table(tmp_path / "copy.db", rows=3)
    whole = tmp_path / "archive"
    archive.write(whole, Manifest("sqlite", "0001"), database, data)
    (tmp_path / "out").mkdir()
    return whole, data


def test_what_comes_out_is_counted_and_is_what_went_in(
    saved: tuple[Path, Path], tmp_path: Path
) -> None:
    whole, data = saved
    found = verifying.check(Settings(data=data), whole, tmp_path / "copy.db", tmp_path / "out")
    assert (found.tables, found.rows, found.files) == (1, 3, 2)


def test_a_row_or_a_picture_that_differs_is_found(saved: tuple[Path, Path], tmp_path: Path) -> None:
    whole, data = saved
    other = table(tmp_path / "other.db", rows=4)
    with pytest.raises(BackupDiffersError, match="teas"):
        verifying.check(Settings(data=data), whole, other, tmp_path / "out")
    (data / "files" / "tea.webp").write_bytes(b"another")
    (tmp_path / "again").mkdir()
    with pytest.raises(BackupDiffersError, match=r"tea\.webp"):
        verifying.check(Settings(data=data), whole, tmp_path / "copy.db", tmp_path / "again")


def test_a_picture_that_was_deleted_meanwhile_is_not_missed(
    saved: tuple[Path, Path], tmp_path: Path
) -> None:
    whole, data = saved
    (data / "files" / "tea.webp").unlink()
    assert (
        verifying.check(Settings(data=data), whole, tmp_path / "copy.db", tmp_path / "out").rows
        == 3
    )


# PostgreSQL

AWKWARD = "two\nlines\n\\\\.\nCOPY public.cups (name) FROM stdin;"


@pytest.fixture
def kept(empty_postgresql_url: str, tmp_path: Path) -> Settings:
    """Settings of a PostgreSQL database with 4,000 teas, three cups and no bowl."""
    engine = create_engine(empty_postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE teas AS SELECT generate_series(1, 4000) AS id"))
        connection.execute(text('CREATE TABLE "tea cups" (name text)'))
        connection.execute(text("CREATE TABLE bowls (name text)"))
        for name in ("", "\\.", AWKWARD):
            connection.execute(text('INSERT INTO "tea cups" VALUES (:name)'), {"name": name})
    engine.dispose()
    (tmp_path / "data").mkdir()
    (tmp_path / "out").mkdir()
    return Settings(data=tmp_path / "data", database_url=empty_postgresql_url)


def archived(dump: Path, data: Path, whole: Path) -> Path:
    archive.write(whole, Manifest("postgresql", "0001"), dump, data)
    return whole


@pytest.mark.postgres
def test_rows_of_a_dump_are_counted_whatever_is_in_them(kept: Settings, tmp_path: Path) -> None:
    dump = tmp_path / "copy.dump"
    postgresql.dump(kept, dump)
    whole = archived(dump, kept.data, tmp_path / "archive")
    found = verifying.check(kept, whole, dump, tmp_path / "out")
    assert (found.tables, found.rows, found.files) == (3, 4003, 1)


@pytest.mark.postgres
def test_a_dump_that_was_damaged_before_it_was_packed_is_found(
    kept: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    dump = tmp_path / "copy.dump"
    postgresql.dump(kept, dump)
    raw = dump.read_bytes()
    # Where the rows are: what lists the tables comes before them and is whole.
    dump.write_bytes(raw[: len(raw) * 3 // 4])
    whole = archived(dump, kept.data, tmp_path / "archive")
    with pytest.raises(BackupDiffersError, match=r"database\.dump: pg_restore: error"):
        verifying.check(kept, whole, dump, tmp_path / "out")


@pytest.mark.postgres
def test_a_backup_of_postgresql_tells_how_many_tables_and_rows_it_holds(
    kaibo: Kaibo, kept: Settings, tmp_path: Path
) -> None:
    kaibo.env["KAIBO_DATABASE_URL"] = kept.database_url
    done = kaibo("backup", str(tmp_path / "saved.tar.gz"))
    assert done.status == 0, done.output
    assert "Compared: 3 tables with 4003 rows, 1 files." in done.output
