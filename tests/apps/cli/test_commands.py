"""`kaibo migrate`, `kaibo staff add`, and what every command does alike."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from kaibo import __version__
from kaibo.apps import migrations
from kaibo.apps.api.server import AlreadyRunningError, exclusive, holder_address
from tests.support.command import Kaibo
from tests.support.house import House, settings_for
from tests.support.network import free_port
from tests.support.repository import ROOT

PASSWORD = {"kaibo_staff_password": "a long password"}
PASSWORD_VARIABLE = {name.upper(): value for name, value in PASSWORD.items()}


@pytest.fixture
def running(kaibo: Kaibo) -> Iterator[House]:
    """The command line's installation, running: served, and its folder held."""
    assert kaibo("migrate").status == 0
    house = House(settings_for(kaibo.data, "", host="127.0.0.1"), served=True)
    kaibo.env["KAIBO_PORT"] = str(house.settings.port)
    with exclusive(kaibo.data) as hold:
        hold.tell(house.settings.local_url)
        yield house
    house.close()


def test_the_version_is_told(kaibo: Kaibo) -> None:
    assert kaibo("--version").output == f"kaibo {__version__}\n"


def test_migrations_and_models_agree(kaibo: Kaibo) -> None:
    done = kaibo("migrate", "--check")
    assert (done.status, done.output) == (0, "Migrations and models agree.\n")
    assert not kaibo.data.exists()


def test_migrations_that_fell_behind_are_shown(
    kaibo: Kaibo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaibo.apps.migrations.drift", lambda _: ["add_column shows.colour"])
    done = kaibo("migrate", "--check")
    assert done.status == 1
    assert "add_column shows.colour" in done.output


def test_migrating_twice_changes_nothing(kaibo: Kaibo, empty_database_url: str) -> None:
    first = kaibo("migrate", kaibo_database_url=empty_database_url)
    again = kaibo("migrate", kaibo_database_url=empty_database_url)
    assert "(– → " in first.output
    revision = first.output.rpartition("→ ")[2].partition(")")[0]
    assert f"({revision} → {revision})" in again.output


@pytest.mark.parametrize("command", [("migrate",), ("serve",)])
def test_a_database_of_a_newer_release_is_left_alone_and_named(
    kaibo: Kaibo, empty_database_url: str, command: tuple[str, ...]
) -> None:
    kaibo.env["KAIBO_DATABASE_URL"] = empty_database_url
    kaibo("migrate")
    url = settings_for(kaibo.data, empty_database_url).sqlalchemy_url
    engine = migrations.engine_for(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    done = kaibo(*command)

    assert done.status == 1
    assert "belongs to a newer Kaibo (its tables are at 9999" in done.output
    assert migrations.revision_of(url) == "9999"


def test_a_file_that_is_no_database_is_told_in_a_sentence(kaibo: Kaibo) -> None:
    kaibo.data.mkdir()
    (kaibo.data / "kaibo.db").write_text("no database " * 100)
    done = kaibo("migrate")
    assert (done.status, "file is not a database" in done.output) == (1, True)


def test_a_database_that_does_not_answer_is_told_in_a_sentence(kaibo: Kaibo) -> None:
    done = kaibo("migrate", kaibo_database_url=f"postgresql://kaibo@127.0.0.1:{free_port()}/kaibo")
    assert done.status == 1
    assert "The database does not do as it should: " in done.output
    assert "Traceback" not in done.output


def test_nothing_is_migrated_under_a_running_kaibo(kaibo: Kaibo, running: House) -> None:
    done = kaibo("migrate")
    assert (done.status, "Another Kaibo" in done.output) == (1, True)


def staff(house: House) -> list[str]:
    owner = house.set_up()
    return [item["email"] for item in owner.get("/staff").json()["items"]]


def test_staff_are_added_while_kaibo_runs(kaibo: Kaibo, running: House) -> None:
    done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", "--role", "owner", **PASSWORD)
    assert (done.status, done.output) == (0, "bo@tea.test can sign in now (owner).\n"), done
    assert "bo@tea.test" in staff(running)


def test_staff_are_added_while_kaibo_does_not_run(kaibo: Kaibo, database_url: str) -> None:
    kaibo.env["KAIBO_DATABASE_URL"] = database_url
    done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", **PASSWORD)
    assert (done.status, done.output) == (0, "bo@tea.test can sign in now (operator).\n")
    house = House(settings_for(kaibo.data, database_url))
    try:
        assert "bo@tea.test" in staff(house)
    finally:
        house.close()


@pytest.mark.parametrize(("language", "words"), [("en", "10 or more"), ("zh-TW", "至少需要 10")])
def test_what_is_wrong_with_a_person_is_told(kaibo: Kaibo, language: str, words: str) -> None:
    kaibo("migrate")
    done = kaibo(
        "staff", "add", "bo@tea.test", "--name", "Bo",
        kaibo_staff_password="short", kaibo_language=language,
    )  # fmt: skip
    assert done.status == 1
    assert words.lower() in done.output.lower()
    assert "short" not in done.output


def test_an_address_that_is_taken_is_told(kaibo: Kaibo) -> None:
    kaibo("migrate")
    for status in (0, 1):
        done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", **PASSWORD)
        assert done.status == status, done.output


def test_a_kaibo_on_another_port_is_found_all_the_same(kaibo: Kaibo, running: House) -> None:
    kaibo.env["KAIBO_PORT"] = kaibo.env["KAIBO_MEDIA_PORT"]
    done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", **PASSWORD)
    assert done.status == 0, done.output


def test_whoever_listens_at_our_port_is_not_sent_our_token(kaibo: Kaibo) -> None:
    kaibo("migrate")
    with (
        socket.create_server(("127.0.0.1", int(kaibo.env["KAIBO_PORT"]))) as stranger,
        exclusive(kaibo.data),
    ):
        done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", **PASSWORD)
        stranger.setblocking(False)
        with pytest.raises(BlockingIOError):
            stranger.accept()
    assert (done.status, "Another kaibo command" in done.output) == (1, True)


def test_asking_for_the_lock_leaves_its_holders_address(kaibo: Kaibo, running: House) -> None:
    with pytest.raises(AlreadyRunningError), exclusive(kaibo.data):
        pass
    assert holder_address(kaibo.data) == running.settings.local_url


def test_a_core_that_does_not_answer_is_named(kaibo: Kaibo) -> None:
    kaibo("migrate")
    with exclusive(kaibo.data) as hold:
        hold.tell(f"http://127.0.0.1:{free_port()}")
        done = kaibo("staff", "add", "bo@tea.test", "--name", "Bo", **PASSWORD)
    assert (done.status, "does not answer" in done.output) == (1, True)


@pytest.mark.parametrize(
    "command", [("backup", "saved.tar.gz"), ("staff", "add", "a@b.co", "--name", "A")]
)
def test_a_folder_without_a_kaibo_does_not_become_one(kaibo: Kaibo, command: list[str]) -> None:
    done = kaibo(*command, **PASSWORD)
    assert done.status == 1
    assert str(kaibo.data) in done.output
    assert "KAIBO_DATA=" in done.output
    assert not kaibo.data.exists()


def test_the_data_folder_is_closed_to_others(kaibo: Kaibo) -> None:
    kaibo("migrate")
    assert kaibo.data.stat().st_mode & 0o777 == 0o700


def test_an_error_nobody_foresaw_tells_no_secrets(kaibo: Kaibo) -> None:
    kaibo("migrate")
    (kaibo.data / "core.lock").unlink()
    (kaibo.data / "core.lock").mkdir()
    env = os.environ | kaibo.env | PASSWORD_VARIABLE | {"KAIBO_SECRET": "very secret " * 4}
    done = subprocess.run(
        [sys.executable, "-m", "kaibo.apps.cli", "staff", "add", "a@b.co", "--name", "A"],
        env=env | {"PYTHONPATH": str(ROOT / "src"), "FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "did not foresee (IsADirectoryError)" in done.stderr.splitlines()[-1]
    printed = done.stdout + done.stderr
    assert [secret for secret in ("a long password", "very secret") if secret in printed] == []


def test_a_second_start_is_refused_before_it_harms(kaibo: Kaibo, running: House) -> None:
    kaibo.env["KAIBO_PORT"] = kaibo.env["KAIBO_MEDIA_PORT"]
    kaibo.env["KAIBO_MEDIA_PORT"] = kaibo.env["KAIBO_RTMP_PORT"]
    done = kaibo("serve")
    assert (done.status, "Another Kaibo" in done.output) == (1, True)


def test_a_start_on_a_taken_port_says_which_to_choose(kaibo: Kaibo, running: House) -> None:
    port = running.settings.port
    done = kaibo("serve", kaibo_data=str(kaibo.data.with_name("other")))
    assert (done.status, f"KAIBO_PORT={port + 10}" in done.output) == (1, True)


def test_the_sample_shop_is_not_forgotten_while_a_command_uses_it(kaibo: Kaibo) -> None:
    kaibo("migrate")
    (kaibo.data / "demo.json").write_text("{}")
    with exclusive(kaibo.data):
        done = kaibo("demo", "--reset")
    assert (done.status, "Another Kaibo" in done.output) == (1, True)
    assert (kaibo.data / "kaibo.db").exists()


def test_the_sample_shop_is_not_forgotten_while_it_runs(kaibo: Kaibo, running: House) -> None:
    (kaibo.data / "demo.json").write_text("{}")
    done = kaibo("demo", "--reset")
    assert done.status == 1
    assert (kaibo.data / "kaibo.db").exists()
    assert running.anyone.get("/setup").status_code == 200
