"""What every other test leans on."""

import socket

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.support.network import LeftThisMachineError, free_port, listens, wait_until
from tests.support.order import LONGEST
from tests.support.repository import ROOT
from tests.support.servers import redis_says


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.com", 80)])
def test_a_test_cannot_reach_another_machine(address: tuple[str, int]) -> None:
    with pytest.raises(LeftThisMachineError):
        socket.create_connection(address, timeout=1)
    with socket.socket() as plain, pytest.raises(LeftThisMachineError):
        plain.connect_ex(address)


def test_a_test_can_reach_its_own_servers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert listens(server.getsockname()[1])
    assert not listens(free_port())


def test_waiting_ends_with_an_error_that_says_what_was_awaited() -> None:
    with pytest.raises(AssertionError, match="the moon never rose"):
        wait_until(lambda: None, 0.05, because="the moon never rose")


def test_each_test_has_a_migrated_database_of_its_own(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        names = inspect(connection).get_table_names()
        connection.execute(text("CREATE TABLE left_behind (id int)"))
    engine.dispose()

    assert "alembic_version" in names
    assert "left_behind" not in names


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.redis
def test_each_test_has_an_empty_redis(redis_url: str) -> None:
    port = int(redis_url.rpartition(":")[2].partition("/")[0])
    assert redis_says(port, "DBSIZE") == ":0"
    assert redis_says(port, "SET left behind") == "+OK"
    assert redis_says(port, "FLUSHALL") == "+OK"


def test_the_files_that_begin_first_are_there() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
