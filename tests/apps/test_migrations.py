"""Records of an older release come along."""

from alembic import command
from sqlalchemy import text

from kaibo.apps import migrations
from kaibo.apps.migrations import engine_for, migrate


def test_a_shows_only_key_and_streams_become_those_of_its_main_input(
    empty_database_url: str,
) -> None:
    url, at = empty_database_url, "2026-01-01 12:00:00"
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0001")  # noqa: SLF001 - an older release
            connection.execute(
                text("INSERT INTO stream_keys VALUES ('shw_1', 'sk_1', :at)"), {"at": at}
            )
            connection.execute(
                text(
                    "INSERT INTO streams (id, show_id, server_id, client_addr, play_path,"
                    " playable, started_at) VALUES ('str_1', 'shw_1', 'media-1', '', 'live/str_1',"
                    " :yes, :at)"
                ),
                {"yes": True, "at": at},
            )
        migrate(url)
        with engine.begin() as connection:
            keys = connection.execute(text("SELECT show_id, role, stream_key FROM stream_keys"))
            assert keys.all() == [("shw_1", "main", "sk_1")]
            streams = connection.execute(text("SELECT id, role, protocol, playable FROM streams"))
            assert [tuple(row) for row in streams] == [("str_1", "main", "rtmp", True)]
            connection.execute(
                text(
                    "INSERT INTO stream_keys (show_id, role, stream_key, created_at)"
                    " VALUES ('shw_1', 'backup', 'sk_2', :at)"
                ),
                {"at": at},
            )
            command.downgrade(migrations._config(connection), "0001")  # noqa: SLF001 - and back
            left = connection.execute(text("SELECT show_id, stream_key FROM stream_keys"))
            assert left.all() == [("shw_1", "sk_1")]
    finally:
        engine.dispose()
