"""A backup is compared with what was saved before it gets its name."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kaibo.apps.cli import archive, verifying
from kaibo.apps.cli.archive import Manifest
from kaibo.apps.cli.verifying import BackupDiffersError
from kaibo.platform.db.engine import sqlite_engine


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
    found = verifying.check(whole, tmp_path / "copy.db", data, tmp_path / "out")
    assert (found.tables, found.rows, found.files) == (1, 3, 2)


def test_a_row_or_a_picture_that_differs_is_found(saved: tuple[Path, Path], tmp_path: Path) -> None:
    whole, data = saved
    other = table(tmp_path / "other.db", rows=4)
    with pytest.raises(BackupDiffersError, match="teas"):
        verifying.check(whole, other, data, tmp_path / "out")
    (data / "files" / "tea.webp").write_bytes(b"another")
    (tmp_path / "again").mkdir()
    with pytest.raises(BackupDiffersError, match=r"tea\.webp"):
        verifying.check(whole, tmp_path / "copy.db", data, tmp_path / "again")


def test_a_picture_that_was_deleted_meanwhile_is_not_missed(
    saved: tuple[Path, Path], tmp_path: Path
) -> None:
    whole, data = saved
    (data / "files" / "tea.webp").unlink()
    assert verifying.check(whole, tmp_path / "copy.db", data, tmp_path / "out").rows == 3
