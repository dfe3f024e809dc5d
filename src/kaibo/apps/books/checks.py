"""The questions that the books must answer with nothing.

Each is a query for what does not add up, told as a reference and two numbers: as it is, and as
it should be. They run on SQLite and on PostgreSQL alike.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A rule by name, and the query for what breaks it: reference, found, wanted."""

    name: str
    sql: str


# What a piece of a variant draws: a bundle its components, any other itself.
_DRAWS = """
    SELECT bundle_id AS variant_id, variant_id AS item, units FROM bundle_components
    UNION ALL
    SELECT variant_id, variant_id, 1 FROM stock
"""

# Paid, and not given back as a whole; with those that were.
_KEPT = ("paid", "shipped", "delivered", "completed")
_STANDS = (*_KEPT, "refunded")

# Every question may ask the table ``given_back``: order, position, pieces, and whether they went
# back on the shelf. A refund keeps its pieces as a list of pairs, which each database reads its
# own way.
GIVEN_BACK = {
    "sqlite": """
        SELECT r.order_id, json_extract(p.value, '$[0]') AS position,
            json_extract(p.value, '$[1]') AS pieces, r.restocks
        FROM refunds r, json_each(r.pieces) p WHERE r.state = 'succeeded'
    """,
    "postgresql": """
        SELECT r.order_id, CAST(p.value ->> 0 AS INTEGER) AS position,
            CAST(p.value ->> 1 AS INTEGER) AS pieces, r.restocks
        FROM refunds r, json_array_elements(r.pieces) p WHERE r.state = 'succeeded'
    """,
}

# The order hears of a refund a moment after the gateway gave the money.
_ALL_IS_HEARD = """
    NOT EXISTS (SELECT 1 FROM work_items w WHERE w.name = 'payments.refund_succeeded.v1')
"""

CHECKS = (
    *(
        Check(
            f"{column}_is_the_sum_of_the_ledger",
            f"""
            SELECT s.variant_id, s.{column}, COALESCE(m.units, 0)
            FROM stock s LEFT JOIN (
                SELECT variant_id, SUM({column}_delta) AS units
                FROM stock_movements GROUP BY variant_id
            ) m ON m.variant_id = s.variant_id
            WHERE s.{column} <> COALESCE(m.units, 0)
            """,  # noqa: S608 - our own words
        )
        for column in ("on_hand", "reserved", "allocated")
    ),
    Check(
        "nothing_is_oversold",
        """
        SELECT variant_id, reserved + allocated, on_hand FROM stock
        WHERE reserved < 0 OR allocated < 0 OR on_hand < reserved + allocated
        """,
    ),
    Check(
        "what_is_reserved_is_what_unpaid_orders_hold",
        f"""
        SELECT s.variant_id, s.reserved, COALESCE(held.units, 0)
        FROM stock s LEFT JOIN (
            SELECT d.item, SUM(l.quantity * d.units) AS units
            FROM order_lines l JOIN orders o ON o.id = l.order_id
            JOIN ({_DRAWS}) d ON d.variant_id = l.variant_id
            WHERE o.state = 'created' GROUP BY d.item
        ) held ON held.item = s.variant_id
        WHERE s.reserved <> COALESCE(held.units, 0)
        """,  # noqa: S608 - our own words
    ),
    Check(
        "what_was_taken_is_what_was_paid",
        f"""
        SELECT s.variant_id, COALESCE(taken.units, 0), COALESCE(paid.units, 0)
        FROM stock s LEFT JOIN (
            SELECT variant_id, -SUM(on_hand_delta) AS units FROM stock_movements
            WHERE kind = 'take' GROUP BY variant_id
        ) taken ON taken.variant_id = s.variant_id LEFT JOIN (
            SELECT d.item, SUM(l.quantity * d.units) AS units
            FROM order_lines l JOIN orders o ON o.id = l.order_id
            JOIN ({_DRAWS}) d ON d.variant_id = l.variant_id
            WHERE o.state IN {_STANDS} GROUP BY d.item
        ) paid ON paid.item = s.variant_id
        WHERE COALESCE(taken.units, 0) <> COALESCE(paid.units, 0)
        """,  # noqa: S608 - our own words
    ),
    Check(
        "what_is_set_aside_is_what_shows_have_left",
        """
        SELECT s.variant_id, s.allocated, COALESCE(a.units, 0)
        FROM stock s LEFT JOIN (
            SELECT variant_id, SUM(remaining) AS units FROM stock_allocations GROUP BY variant_id
        ) a ON a.variant_id = s.variant_id
        WHERE s.allocated <> COALESCE(a.units, 0)
        """,
    ),
    Check(
        "an_order_is_the_sum_of_its_lines",
        """
        SELECT o.id, o.total, COALESCE(l.total, -1)
        FROM orders o LEFT JOIN (
            SELECT order_id, SUM(total) AS total FROM order_lines GROUP BY order_id
        ) l ON l.order_id = o.id
        WHERE o.total <> COALESCE(l.total, -1)
        """,
    ),
    Check(
        "a_line_is_its_price_times_its_pieces",
        """
        SELECT order_id, total, unit_price * quantity FROM order_lines
        WHERE total <> unit_price * quantity
        """,
    ),
    Check(
        "an_order_has_one_payment_of_its_total",
        """
        SELECT o.id, COALESCE(p.amount, -1), o.total
        FROM orders o LEFT JOIN payments p ON p.order_id = o.id AND p.currency = o.currency
        WHERE COALESCE(p.amount, -1) <> o.total
        """,
    ),
    Check(
        "every_payment_has_an_order",
        """
        SELECT p.id, p.amount, 0 FROM payments p LEFT JOIN orders o ON o.id = p.order_id
        WHERE o.id IS NULL
        """,
    ),
    Check(
        "money_was_captured_for_what_stands_as_paid",
        f"""
        SELECT o.id, 0, o.total FROM orders o JOIN payments p ON p.order_id = o.id
        WHERE o.state IN {_STANDS} AND p.state NOT IN ('captured', 'refunded')
        """,  # noqa: S608 - our own words
    ),
    Check(
        "what_is_authorised_is_asked_for",
        """
        SELECT p.id, 0, p.amount FROM payments p
        WHERE p.state = 'authorized'
          AND NOT EXISTS (
            SELECT 1 FROM work_items w WHERE w.name = 'payments.authorized.v1'
            AND CAST(w.payload AS TEXT) LIKE '%' || p.order_id || '%'
          )
        """,
    ),
    Check(
        "money_for_a_cancelled_order_goes_back",
        """
        SELECT o.id, p.refunded, p.amount FROM orders o JOIN payments p ON p.order_id = o.id
        WHERE o.state IN ('created', 'cancelled') AND p.state IN ('captured', 'refunded')
          AND p.refunded <> p.amount
          AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.payment_id = p.id AND r.state = 'failed')
        """,
    ),
    Check(
        "a_payment_counts_its_refunds",
        """
        SELECT p.id, p.refunded, COALESCE(r.amount, 0)
        FROM payments p LEFT JOIN (
            SELECT payment_id, SUM(amount) AS amount FROM refunds
            WHERE state IN ('pending', 'succeeded') GROUP BY payment_id
        ) r ON r.payment_id = p.id
        WHERE p.refunded <> COALESCE(r.amount, 0)
        """,
    ),
    Check(
        "an_order_counts_what_was_given_back",
        f"""
        SELECT o.id, o.refunded, COALESCE(r.amount, 0)
        FROM orders o LEFT JOIN (
            SELECT order_id, SUM(amount) AS amount FROM refunds
            WHERE state = 'succeeded' GROUP BY order_id
        ) r ON r.order_id = o.id
        WHERE o.refunded <> COALESCE(r.amount, 0) AND {_ALL_IS_HEARD}
        """,  # noqa: S608 - our own words
    ),
    Check(
        "a_line_counts_the_pieces_given_back",
        f"""
        SELECT l.order_id, l.refunded_quantity, COALESCE(g.pieces, 0)
        FROM order_lines l LEFT JOIN (
            SELECT order_id, position, SUM(pieces) AS pieces
            FROM given_back GROUP BY order_id, position
        ) g ON g.order_id = l.order_id AND g.position = l.position
        WHERE l.refunded_quantity <> COALESCE(g.pieces, 0) AND {_ALL_IS_HEARD}
        """,  # noqa: S608 - our own words
    ),
    Check(
        "what_came_back_is_what_refunds_put_back",
        f"""
        SELECT s.variant_id, COALESCE(back.units, 0), COALESCE(put.units, 0)
        FROM stock s LEFT JOIN (
            SELECT variant_id, SUM(on_hand_delta) AS units FROM stock_movements
            WHERE kind = 'return' GROUP BY variant_id
        ) back ON back.variant_id = s.variant_id LEFT JOIN (
            SELECT d.item, SUM(g.pieces * d.units) AS units
            FROM given_back g
            JOIN order_lines l ON l.order_id = g.order_id AND l.position = g.position
            JOIN ({_DRAWS}) d ON d.variant_id = l.variant_id
            WHERE g.restocks GROUP BY d.item
        ) put ON put.item = s.variant_id
        WHERE COALESCE(back.units, 0) <> COALESCE(put.units, 0) AND {_ALL_IS_HEARD}
        """,  # noqa: S608 - our own words
    ),
    Check(
        "refunded_is_what_was_given_back_as_a_whole",
        f"""
        SELECT id, refunded, total FROM orders
        WHERE (state = 'refunded' AND refunded <> total)
           OR (state IN {_KEPT} AND refunded = total AND total > 0)
        """,  # noqa: S608 - our own words
    ),
    Check(
        "a_deal_gave_what_its_orders_hold",
        """
        SELECT d.id, d.sold, COALESCE(l.pieces, 0)
        FROM flash_deals d LEFT JOIN (
            SELECT l.deal_id, SUM(l.quantity) AS pieces
            FROM order_lines l JOIN orders o ON o.id = l.order_id
            WHERE o.state <> 'cancelled' GROUP BY l.deal_id
        ) l ON l.deal_id = d.id
        WHERE d.sold <> COALESCE(l.pieces, 0)
        """,
    ),
    Check(
        "the_sandbox_holds_what_was_captured",
        """
        SELECT p.id, p.amount, COALESCE(c.amount, 0)
        FROM payments p LEFT JOIN sandbox_checkouts c ON c.payment_id = p.id
        WHERE p.gateway = 'sandbox' AND p.reference IS NOT NULL
          AND p.state IN ('captured', 'refunded')
          AND (c.id IS NULL OR c.amount <> p.amount OR c.state NOT IN ('approved', 'refunded'))
        """,
    ),
    Check(
        "the_sandbox_gave_back_what_was_refunded",
        """
        SELECT r.id, r.amount, COALESCE(s.amount, 0)
        FROM refunds r JOIN payments p ON p.id = r.payment_id
        LEFT JOIN sandbox_refunds s ON s.id = r.id
        WHERE p.gateway = 'sandbox' AND r.state = 'succeeded'
          AND COALESCE(s.amount, 0) <> r.amount
        """,
    ),
    Check(
        "the_sandbox_gave_back_nothing_else",
        """
        SELECT s.id, s.amount, 0
        FROM sandbox_refunds s LEFT JOIN refunds r ON r.id = s.id
        WHERE r.id IS NULL OR r.state = 'failed'
        """,
    ),
)

# Three ways to one number, each from tables of its own: minor units of the store's currency.
TAKINGS = (
    (
        "orders",
        f"SELECT COALESCE(SUM(total - refunded), 0) FROM orders WHERE state IN {_STANDS}",  # noqa: S608 - our own words
    ),
    (
        "payments",
        """
        SELECT COALESCE(SUM(amount), 0)
            - (SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE state = 'succeeded')
        FROM payments WHERE state IN ('captured', 'refunded')
        """,
    ),
    (
        "lines",
        f"""
        SELECT COALESCE(SUM(l.unit_price * l.quantity), 0) - (
            SELECT COALESCE(SUM(r.amount), 0) FROM refunds r JOIN orders o ON o.id = r.order_id
            WHERE r.state = 'succeeded' AND o.state IN {_STANDS})
        FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state IN {_STANDS}
        """,  # noqa: S608 - our own words
    ),
)
