"""`kaibo doctor` finds what would keep Kaibo from running, and says what to do."""

import shutil
import socket
import sqlite3
from collections import namedtuple
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from kaibo.apps.api.server import exclusive
from kaibo.apps.cli import examine, installation
from kaibo.apps.cli.supervisor import Child, Supervisor
from kaibo.platform.db import engine
from tests.support.command import Kaibo
from tests.support.mailing import Mailbox, smtp_server
from tests.support.network import free_port

GIB = 1 << 30
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as shutil gives it


@pytest.fixture(autouse=True)
def _a_healthy_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "shop.html").write_text("<!doctype html>")
    monkeypatch.setattr(examine, "PAGES", tmp_path / "pages")
    free_space(monkeypatch, 100 * GIB)


def free_space(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(200 * GIB, 0, free))


def test_a_healthy_installation_is_told_so(kaibo: Kaibo) -> None:
    done = kaibo("doctor")
    assert (done.status, "All is well." in done.output) == (0, True), done.output
    assert "✗" not in done.output


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is in use by another program"), ("zh-CN", "端口"), ("zh-TW", "連接埠")],
)
@pytest.mark.parametrize("setting", ["KAIBO_PORT", "KAIBO_RTMP_PORT", "KAIBO_MEDIA_PORT"])
def test_a_taken_port_is_named_with_another_to_choose(
    kaibo: Kaibo, setting: str, language: str, words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = kaibo("doctor", **{setting: str(port)}, kaibo_language=language)
    assert done.status == 1
    assert words in done.output
    assert f"{setting}={port + 10}" in done.output


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "held by this Kaibo"), ("zh-CN", "由本 Kaibo 使用"), ("zh-TW", "由本 Kaibo 使用")],
)
def test_a_port_of_a_kaibo_that_is_still_starting_is_told_as_its_own(
    kaibo: Kaibo, language: str, words: str
) -> None:
    kaibo.data.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as media:
        port = str(media.getsockname()[1])
        with installation.served(kaibo.data):
            starting = kaibo("doctor", kaibo_rtmp_port=port, kaibo_language=language)
        stopped = kaibo("doctor", kaibo_rtmp_port=port, kaibo_language=language)
    assert (starting.status, starting.output.count(words)) == (0, 1), starting.output
    assert (stopped.status, words in stopped.output) == (1, False), stopped.output


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_kaibo_that_runs_and_does_not_answer_is_found(kaibo: Kaibo, language: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        address = f"http://127.0.0.1:{port}"
        kaibo.data.mkdir()
        with installation.served(kaibo.data), exclusive(kaibo.data) as hold:
            hold.tell(address)
            done = kaibo("doctor", kaibo_port=port, kaibo_language=language)
    assert done.status == 1
    assert any(line[0] == "✗" and address in line for line in done.output.splitlines())


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_port_chosen_for_the_next_start_is_not_ours_because_kaibo_runs_at_another(
    kaibo: Kaibo, language: str
) -> None:
    kaibo.data.mkdir()
    runs_at = f"http://127.0.0.1:{free_port()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as foreign,
        socket.create_server(("127.0.0.1", 0)) as media,
        installation.served(kaibo.data),
        exclusive(kaibo.data) as hold,
    ):
        hold.tell(runs_at)
        chosen, held = (str(each.getsockname()[1]) for each in (foreign, media))
        done = kaibo("doctor", kaibo_port=chosen, kaibo_media_port=held, kaibo_language=language)
    assert done.status == 1
    told = {line[0]: line for line in done.output.splitlines() if "KAIBO_PORT" in line}
    assert f"KAIBO_PORT={int(chosen) + 10}" in told["✗"]
    marked = [line for line in done.output.splitlines() if line[0] == "!"]
    assert any(runs_at in line for line in marked)
    assert any(held in line and "KAIBO_MEDIA_PORT" in line for line in marked)


def test_a_port_of_a_kaibo_that_runs_at_another_host_is_not_called_foreign(kaibo: Kaibo) -> None:
    kaibo.data.mkdir()
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        installation.served(kaibo.data),
        exclusive(kaibo.data) as hold,
    ):
        port = silent.getsockname()[1]
        hold.tell(f"http://192.0.2.1:{port}")
        done = kaibo("doctor", kaibo_port=str(port))
    assert done.status == 0, done.output
    assert any(line[0] == "!" and "KAIBO_PORT" in line for line in done.output.splitlines())


def test_a_start_is_known_before_its_first_process_runs_and_no_longer_than_its_last(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = []

    class Starting(Supervisor):
        def start(self, child: Child) -> None:
            known.append((child.name, installation.is_served(kaibo.data)))

        async def run(self, _ready: object) -> None:
            known.append(("all", installation.is_served(kaibo.data)))

    monkeypatch.setattr(installation, "Supervisor", Starting)
    assert kaibo("serve").status == 0
    assert known == [("core", True), ("media", True), ("all", True)]
    assert not installation.is_served(kaibo.data)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "pip install pysqlite3"), ("zh-CN", "pip install"), ("zh-TW", "pip install")],
)
def test_an_old_sqlite_is_found(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr(examine, "sqlite_version", lambda: (3, 46, 1))
    done = kaibo("doctor", kaibo_language=language)
    assert done.status == 1
    assert "3.46.1" in done.output
    assert words in done.output


@pytest.mark.parametrize("version", [(3, 7, 17), (3, 51, 2)])
def test_every_sqlite_with_the_bug_counts_as_old(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(examine, "sqlite_version", lambda: version)
    assert kaibo("doctor").status == 1
    monkeypatch.setattr(examine, "sqlite_version", lambda: (3, 51, 3))
    assert kaibo("doctor").status == 0


class WithoutFts5(sqlite3.Connection):
    """A connection to an SQLite that was built without full-text search."""

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as it has it
        if "fts5" in sql:
            raise sqlite3.OperationalError("no such module: fts5")
        return super().execute(sql, *rest)


@pytest.fixture
def without_fts5(monkeypatch: pytest.MonkeyPatch) -> None:
    built = SimpleNamespace(
        connect=partial(sqlite3.connect, factory=WithoutFts5),
        OperationalError=sqlite3.OperationalError,
        sqlite_version="3.51.3",
    )
    monkeypatch.setattr(engine, "sqlite_module", lambda: built)


@pytest.mark.usefixtures("without_fts5")
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "without full-text search"), ("zh-CN", "全文搜索"), ("zh-TW", "全文檢索")],
)
def test_an_sqlite_that_cannot_search_is_found(kaibo: Kaibo, language: str, words: str) -> None:
    done = kaibo("doctor", kaibo_language=language)
    assert (done.status, words in done.output) == (1, True), done.output
    assert "pip install pysqlite3" in done.output


@pytest.mark.usefixtures("without_fts5")
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_start_without_search_says_so_and_leaves_no_database(kaibo: Kaibo, command: str) -> None:
    done = kaibo(command)
    assert (done.status, "without full-text search (FTS5)" in done.output) == (1, True), done.output
    assert not list(kaibo.data.glob("*.db"))


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_full_disk_is_found_and_a_filling_one_marked(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    free_space(monkeypatch, 4 * GIB)
    warned = kaibo("doctor", kaibo_language=language)
    free_space(monkeypatch, GIB // 4)
    full = kaibo("doctor", kaibo_language=language)

    assert (warned.status, "4.0 GiB" in warned.output) == (0, True)
    assert any(line.startswith("!") for line in warned.output.splitlines())
    assert (full.status, "0.2 GiB" in full.output) == (1, True)
    assert "KAIBO_DATA" in full.output


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_postgresql_that_does_not_answer_is_found(kaibo: Kaibo, language: str) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/kaibo"
    done = kaibo("doctor", kaibo_database_url=url, kaibo_language=language)
    assert done.status == 1
    assert "KAIBO_DATABASE_URL" in done.output


@pytest.mark.parametrize(
    "url", ["postgresql://host:port/kaibo", "mysql://host/kaibo", "nonsense", "postgresql+old://h"]
)
def test_an_address_that_cannot_be_understood_is_found(kaibo: Kaibo, url: str) -> None:
    done = kaibo("doctor", kaibo_database_url=url)
    assert done.status > 0
    assert "KAIBO_DATABASE_URL" in done.output


@pytest.mark.postgres
def test_postgresqls_version_and_tables_are_looked_at(
    kaibo: Kaibo, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "sqlite_version", lambda: (3, 7, 0))  # not used, so no matter
    good = kaibo("doctor", kaibo_database_url=postgresql_url)
    assert (good.status, "PostgreSQL" in good.output) == (0, True), good.output

    opened = create_engine(postgresql_url)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    behind = kaibo("doctor", kaibo_database_url=postgresql_url)
    assert (behind.status, "kaibo migrate" in behind.output) == (0, True)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.dispose()
    newer = kaibo("doctor", kaibo_database_url=postgresql_url)
    assert (newer.status, "9999" in newer.output) == (1, True)


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_database_of_a_newer_release_is_found(kaibo: Kaibo, language: str) -> None:
    assert kaibo("migrate").status == 0
    assert kaibo("doctor").status == 0
    with closing(engine.sqlite_module().connect(kaibo.data / "kaibo.db")) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
        opened.commit()
    newer = kaibo("doctor", kaibo_language=language)
    assert newer.status == 1
    assert any(line[0] == "✗" and "9999" in line for line in newer.output.splitlines())


def test_a_file_that_is_no_database_is_found(kaibo: Kaibo) -> None:
    kaibo.data.mkdir(exist_ok=True)
    (kaibo.data / "kaibo.db").write_text("no database " * 100)
    done = kaibo("doctor")
    assert (done.status, "kaibo restore" in done.output) == (1, True)


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_redis_that_does_not_answer_is_found(kaibo: Kaibo, language: str) -> None:
    url = f"redis://127.0.0.1:{free_port()}"
    done = kaibo("doctor", kaibo_redis_url=url, kaibo_language=language)
    assert done.status == 1
    assert "KAIBO_REDIS_URL" in done.output


@pytest.mark.redis
def test_a_redis_that_answers_is_told_of_and_without_the_setting_none(
    kaibo: Kaibo, redis_url: str
) -> None:
    assert "✓ Redis" in kaibo("doctor", kaibo_redis_url=redis_url).output
    assert "Redis" not in kaibo("doctor").output


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_a_mail_server_that_does_not_answer_is_found(kaibo: Kaibo, language: str) -> None:
    url = f"smtp+plain://127.0.0.1:{free_port()}"
    done = kaibo(
        "doctor", kaibo_smtp_url=url, kaibo_mail_from="shop@tea.test", kaibo_language=language
    )
    assert (done.status, "✗" in done.output, "KAIBO_SMTP_URL" in done.output) == (1, True, True)


def test_a_mail_server_that_answers_is_told_of_and_gets_no_mail(kaibo: Kaibo) -> None:
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port:
        url = f"smtp+plain://127.0.0.1:{port}"
        done = kaibo("doctor", kaibo_smtp_url=url, kaibo_mail_from="shop@tea.test")
    assert "✓ The mail server" in done.output
    assert mailbox.mails == []
    assert "mail server" not in kaibo("doctor").output


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_missing_pages_are_found(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.setattr(examine, "PAGES", tmp_path / "nowhere")
    done = kaibo("doctor", kaibo_language=language)
    assert (done.status, "make web" in done.output) == (1, True)


def test_a_data_folder_that_cannot_be_written_is_found(kaibo: Kaibo, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = kaibo("doctor", kaibo_data=str(tmp_path / "file" / "data"))
    assert (done.status, "cannot be written" in done.output) == (1, True)


def test_a_setting_that_is_wrong_is_named(kaibo: Kaibo) -> None:
    done = kaibo("doctor", kaibo_port="80000")
    assert (done.status, "KAIBO_PORT" in done.output) == (2, True)


def test_the_shells_language_is_spoken(kaibo: Kaibo) -> None:
    for locale, words in (("zh_HK.UTF-8", "連接埠"), ("zh_CN.UTF-8", "端口"), ("C", "in use")):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
            env = {"LC_ALL": locale, "KAIBO_PORT": port}
            kaibo.env.pop("KAIBO_LANGUAGE", None)
            assert words in kaibo("doctor", **env).output


@pytest.mark.parametrize(
    ("least_gb", "words"),
    [("0", "Recordings take 0.0 GB"), ("1000000", "Nothing can be recorded")],
)
def test_the_room_for_recordings_is_told(kaibo: Kaibo, least_gb: str, words: str) -> None:
    done = kaibo("doctor", kaibo_recording_min_free_gb=min(least_gb, "100000"))
    assert words in done.output
