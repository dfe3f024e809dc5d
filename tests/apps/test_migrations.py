"""Records of an older release come along."""

import json

from alembic import command
from sqlalchemy import CheckConstraint, Connection, inspect, text

from kaibo.apps import migrations
from kaibo.apps.migrations import engine_for, migrate
from kaibo.apps.wiring import METADATA
from kaibo.platform import search


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
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0004")  # noqa: SLF001 - the next ones
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


def old_shop(connection: Connection) -> None:
    """A product with stock, an order that waits, one that was paid and one paid too late."""
    at = "2026-01-01 12:00:00"
    connection.execute(
        text(
            "INSERT INTO products (id, title, description, currency, price, compare_at,"
            " compare_basis, picture, created_at) VALUES"
            " ('prd_a', 'Tea', '', 'CNY', 6800, 8000, 'list price', 'tea.webp', :at),"
            " ('prd_b', 'Cup', '', 'CNY', 1500, NULL, '', NULL, :at)"
        ),
        {"at": at},
    )
    connection.execute(text("INSERT INTO stock VALUES ('prd_a', 9, 1, 7), ('prd_b', 4, 0, 1)"))
    connection.execute(
        text("INSERT INTO stock_movements VALUES ('mov_a', 'prd_a', 'adjust', 9, 0, 'first', :at)"),
        {"at": at},
    )
    for number, state in enumerate(("created", "paid", "cancelled")):
        connection.execute(
            text(
                "INSERT INTO orders (id, number, show_id, viewer_id, idempotency_key, state,"
                " currency, total, contact_name, contact_phone, address, note, created_at,"
                " expires_at, paid_at) VALUES (:id, :id, 'shw_1', 'vwr_1', :id, :state, 'CNY',"
                " 6800, '', '', '{}', '', :at, :at, :paid)"
            ),
            {
                "id": f"ord_{number}",
                "state": state,
                "at": at,
                "paid": at if state == "paid" else None,
            },
        )
        connection.execute(
            text("INSERT INTO order_lines VALUES (:id, 0, 'prd_a', 'Tea', NULL, 6800, 1, 6800)"),
            {"id": f"ord_{number}"},
        )
        connection.execute(
            text(
                "INSERT INTO payments VALUES (:id, :order, 'sandbox', NULL, NULL, :state, 'CNY',"
                " 6800, :at, :at)"
            ),
            {
                "id": f"pay_{number}",
                "order": f"ord_{number}",
                "state": ("pending", "captured", "refunded")[number],
                "at": at,
            },
        )


def test_a_product_becomes_its_only_variant_with_its_stock_price_and_orders(
    empty_database_url: str,
) -> None:
    engine = engine_for(empty_database_url)
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0004")  # noqa: SLF001 - an older release
            old_shop(connection)
        migrate(empty_database_url)
        with engine.connect() as connection:

            def rows(statement: str) -> list[tuple[object, ...]]:
                return [tuple(row) for row in connection.execute(text(statement))]

            assert rows("SELECT id, product_id, price, compare_at FROM variants ORDER BY id") == [
                ("var_a", "prd_a", 6800, 8000),
                ("var_b", "prd_b", 1500, None),
            ]
            assert rows("SELECT seq FROM products ORDER BY id") == [(1,), (2,)]
            assert rows("SELECT variant_id, on_hand, reserved, allocated, version FROM stock") == [
                ("var_a", 9, 1, 0, 7),
                ("var_b", 4, 0, 0, 1),
            ]
            assert rows("SELECT variant_id, product_seq, is_low FROM stock") == [
                ("var_a", 1, False),
                ("var_b", 2, False),
            ]
            assert rows("SELECT variant_id, on_hand_delta FROM stock_movements") == [("var_a", 9)]
            assert rows("SELECT product_id, file FROM product_pictures") == [("prd_a", "tea.webp")]
            assert rows("SELECT variant_id, price FROM price_changes ORDER BY id") == [
                ("var_a", 6800),
                ("var_b", 1500),
            ]
            assert set(rows("SELECT variant_id, list_price FROM order_lines")) == {("var_a", 6800)}
            assert rows("SELECT order_id, move FROM order_moves") == [("ord_1", "paid")]
            assert rows("SELECT id, refunded FROM orders ORDER BY id") == [
                ("ord_0", 0),
                ("ord_1", 0),
                ("ord_2", 6800),
            ]
            assert rows("SELECT order_id, amount, state FROM refunds") == [
                ("ord_2", 6800, "succeeded")
            ]
    finally:
        engine.dispose()


def test_an_older_database_ends_with_the_same_constraints_as_a_new_one(
    empty_database_url: str,
) -> None:
    engine = engine_for(empty_database_url)
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0004")  # noqa: SLF001 - an older release
            old_shop(connection)
        migrate(empty_database_url)
        inspector = inspect(engine)
        for table in METADATA.sorted_tables:
            wanted = {
                constraint.name
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint)
            }
            found = {check["name"] for check in inspector.get_check_constraints(table.name)}
            assert found == wanted, table.name
    finally:
        engine.dispose()


def test_search_indexes_are_made_as_the_platform_would(database_url: str) -> None:
    engine = engine_for(database_url)
    try:
        with engine.connect() as connection:
            assert search.drift(connection, METADATA) == []
    finally:
        engine.dispose()


def test_search_indexes_can_be_taken_back(database_url: str) -> None:
    engine = engine_for(database_url)
    try:
        with engine.begin() as connection:
            command.downgrade(migrations._config(connection), "0007")  # noqa: SLF001 - an older release
            assert search.drift(connection, METADATA) != []
        migrate(database_url)
        with engine.connect() as connection:
            assert search.drift(connection, METADATA) == []
    finally:
        engine.dispose()


def test_pins_and_attention_come_along_to_the_timeline_and_back(empty_database_url: str) -> None:
    engine = engine_for(empty_database_url)
    at = {"one": "2026-01-01 12:00:00", "two": "2026-01-01 12:00:30.500"}
    pins = "SELECT product_id, unpinned_at IS NULL FROM pins ORDER BY pinned_at, product_id"
    attention = "SELECT at_ms, watching, danmaku, likes FROM room_attention"
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0010")  # noqa: SLF001 - an older release
            for statement in (
                (
                    "INSERT INTO shows (id, slug, title, host_name, state, access, on_air_at,"
                    " created_at) VALUES"
                    " ('shw_1', 'tea', 'Tea', '', 'on_air', 'public', :one, :one)"
                ),
                "INSERT INTO pins VALUES ('pin_1', 'shw_1', 'prd_a', :one, :two)",
                "INSERT INTO pins VALUES ('pin_2', 'shw_1', 'prd_b', :two, NULL)",
                "INSERT INTO room_attention VALUES ('shw_1', 1767268810000, 7, 3, 20)",
            ):
                used = {name: at[name] for name in at if f":{name}" in statement}
                connection.execute(text(statement), used)
            before = [connection.execute(text(one)).all() for one in (pins, attention)]
            command.upgrade(migrations._config(connection), "0011")  # noqa: SLF001 - the next one
            found = connection.execute(
                text("SELECT at_ms, kind, subject, data FROM show_timeline ORDER BY id")
            ).all()
            assert [tuple(row)[:3] for row in found] == [
                (1767268800000, "on_air", ""),
                (1767268800000, "pinned", "prd_a"),
                (1767268810000, "attention", ""),
                (1767268830500, "unpinned", "prd_a"),
                (1767268830500, "pinned", "prd_b"),
            ]
            data = found[2].data
            assert (json.loads(data) if isinstance(data, str) else data) == {
                "watching": 7,
                "danmaku": 3,
                "likes": 20,
            }
            assert connection.execute(text("SELECT product_id FROM pins")).all() == [("prd_b",)]
            command.downgrade(migrations._config(connection), "0010")  # noqa: SLF001 - and back
            assert [connection.execute(text(one)).all() for one in (pins, attention)] == before
    finally:
        engine.dispose()


def test_work_of_mails_that_are_gone_goes_and_all_other_work_stays(
    empty_database_url: str,
) -> None:
    at = "2026-01-01 12:00:00"
    engine = engine_for(empty_database_url)
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), "0025")  # noqa: SLF001 - an older release
            connection.execute(
                text(
                    "INSERT INTO mails (id, kind, address, language, subject_id, extra, state,"
                    " created_at) VALUES"
                    " ('mal_here', 'test', 'lin@buyer.test', 'en', '', '{}', 'failed', :at)"
                ),
                {"at": at},
            )
            for handler, mail in (
                ("mail.send", "mal_here"), ("mail.send", "mal_gone"),
                ("mail.send_many", "mal_gone"), ("another", "mal_gone"),
            ):  # fmt: skip
                connection.execute(
                    text(
                        "INSERT INTO work_items (id, kind, name, handler, payload, state, run_at,"
                        " attempts, created_at) VALUES"
                        " (:id, 'job', :handler, :handler, :payload, 'dead', :at, 8, :at)"
                    ),
                    {
                        "id": f"{handler} {mail}", "handler": handler, "at": at,
                        "payload": json.dumps({"mail_id": mail}),
                    },
                )  # fmt: skip
            command.upgrade(migrations._config(connection), "0026")  # noqa: SLF001 - the next one
            left = connection.execute(text("SELECT id FROM work_items ORDER BY id"))
            assert list(left.scalars()) == ["another mal_gone", "mail.send mal_here"]
    finally:
        engine.dispose()
