"""Fixtures that give every test a database of its own, on SQLite and on PostgreSQL.

    def test_an_order_reserves_stock(database_url: str) -> None: ...

runs twice. Both databases are migrated once a run and then copied, which takes milliseconds.
The addresses are SQLAlchemy's, which KAIBO_DATABASE_URL takes as well.
"""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kaibo.apps.migrations import migrate
from kaibo.platform.db import database
from tests.support.memory import in_memory
from tests.support.servers import PostgresServer, redis_says

ON_BOTH = [
    pytest.param("sqlite"),
    pytest.param("postgresql", marks=pytest.mark.postgres),
]
TEMPLATE = "kaibo_template"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    """Let every database of a kind know the statements that others of it have compiled.

    A process of Kaibo opens one database and compiles each statement once; tests open thousands,
    and would do little else than compile.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("sqlite_engine", "postgresql_engine"):
            patch.setattr(database, name, sharing(getattr(database, name)))
        yield


def sharing(opens: Callable[..., Engine]) -> Callable[..., Engine]:
    """Have engines share what the first of them compiled, which is kept under its dialect."""
    first: Engine | None = None

    @wraps(opens)
    def opened(url: str, **options: object) -> Engine:
        nonlocal first
        engine = opens(url, **options)
        if first is None:
            # A dialect is complete once it has asked the server for its version.
            engine.connect().close()
            first = engine
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache  # noqa: SLF001 - SQLAlchemy has no door for it
        return engine

    return opened


@pytest.fixture(params=ON_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh, migrated database; the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=ON_BOTH)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh database without any tables, on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(_sqlite_template: Path, _quick_folder: Path) -> Iterator[str]:
    """Address of a fresh, migrated SQLite file."""
    folder = _quick_folder / f"{next(_numbers)}"
    folder.mkdir()
    file = folder / "kaibo.db"
    shutil.copyfile(_sqlite_template, file)
    yield f"sqlite+pysqlite:///{file}"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _quick_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kaibo-test-", dir=in_memory()) as name:
        yield Path(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Address of an SQLite file that does not exist yet."""
    return f"sqlite+pysqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def postgresql_url(_postgresql_template: PostgresServer) -> Iterator[str]:
    """Address of a fresh, migrated PostgreSQL database."""
    yield from _a_database(_postgresql_template, TEMPLATE)


@pytest.fixture
def empty_postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of a fresh PostgreSQL database without any tables."""
    yield from _a_database(postgres_server, "template0")


@pytest.fixture
def redis_url(redis_server: int) -> str:
    """Address of an empty Redis."""
    assert redis_says(redis_server, "FLUSHALL") == "+OK"
    return f"redis://127.0.0.1:{redis_server}/0"


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite+pysqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def _postgresql_template(postgres_server: PostgresServer) -> PostgresServer:
    migrate(_for_sqlalchemy(postgres_server.create_database(TEMPLATE)))
    return postgres_server


def _a_database(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"kaibo_test_{next(_numbers)}"
    yield _for_sqlalchemy(server.create_database(name, template=template))
    server.drop_database(name)


def _for_sqlalchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
