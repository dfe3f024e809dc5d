"""The migrations' check knows of search indexes, and of every other table as before."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, text

from kaibo.apps.migrations import engine_for
from kaibo.platform.search import SearchIndex, ddl, drift, is_looked_at

NAME = "test_search"


@pytest.fixture
def metadata() -> MetaData:
    declared = MetaData()
    Table("test_rows", declared, Column("id", Integer, primary_key=True))
    SearchIndex(NAME, declared)
    return declared


def differences(url: str, metadata: MetaData, *statements: str) -> list[str]:
    """Run these statements in an empty database, and tell in what it differs."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
            options = {"include_name": is_looked_at(metadata)}
            context = MigrationContext.configure(connection, opts=options)
            found = [str(difference) for difference in compare_metadata(context, metadata)]
            return found + drift(connection, metadata)
    finally:
        engine.dispose()


def made(url: str) -> tuple[str, ...]:
    rows = "CREATE TABLE test_rows (id INTEGER NOT NULL PRIMARY KEY)"
    return (rows, *ddl(NAME, "sqlite" if url.startswith("sqlite") else "postgresql"))


def test_an_index_as_it_should_be_is_no_difference(
    empty_database_url: str, metadata: MetaData
) -> None:
    assert differences(empty_database_url, metadata, *made(empty_database_url)) == []


def test_a_missing_index_is_told(empty_database_url: str, metadata: MetaData) -> None:
    (told,) = differences(empty_database_url, metadata, made(empty_database_url)[0])
    assert NAME in told
    assert "missing" in told


def test_an_index_made_otherwise_is_told(empty_database_url: str, metadata: MetaData) -> None:
    statements = [
        statement.replace("ascii", "trigram").replace("fastupdate = on", "fastupdate = off")
        for statement in made(empty_database_url)
    ]
    (told,) = differences(empty_database_url, metadata, *statements)
    assert NAME in told


def test_tables_of_similar_names_are_still_looked_at(
    empty_database_url: str, metadata: MetaData
) -> None:
    similar = ("test_search2", "test_searches_data", "other_search")
    statements = [f"CREATE TABLE {name} (id INTEGER NOT NULL PRIMARY KEY)" for name in similar]
    told = differences(empty_database_url, metadata, *made(empty_database_url), *statements)
    assert len(told) == len(similar)


def test_an_index_that_nobody_declares_is_told(empty_database_url: str) -> None:
    told = differences(empty_database_url, MetaData(), *made(empty_database_url)[1:])
    assert any("remove_table" in difference and NAME in difference for difference in told)
