"""Whether stock, orders, deals and money agree, by plain SQL that shares nothing with the product.

    assert disagreements(house.db.write_engine) == []

What the work table still holds is not wrong, only not done: a refund of which the order has not
heard yet is left out of the order's sums, and nothing else is.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, text

PAID = {"paid", "shipped", "delivered", "completed", "refunded"}
Row = Mapping[str, Any]


def disagreements(engine: Engine) -> list[str]:
    """Say what does not add up; nothing, when all does."""
    with engine.connect() as connection:
        books = _Books(connection)
    return [*books.stock(), *books.deals(), *books.money(), *books.refunds(), *books.gateway()]


class _Books:
    """Everything there is, read at once."""

    def __init__(self, connection: Connection) -> None:
        def rows(table: str) -> list[Row]:
            found = connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
            return [dict(row) for row in found.mappings()]

        self.levels = rows("stock")
        self.movements = rows("stock_movements")
        self.allocations = rows("stock_allocations")
        self.orders = {row["id"]: row for row in rows("orders")}
        self.lines = rows("order_lines")
        self.payments = {row["order_id"]: row for row in rows("payments")}
        self.given_back = rows("refunds")
        self.flash_deals = rows("flash_deals")
        self.checkouts = {row["payment_id"]: row for row in rows("sandbox_checkouts")}
        self.sandbox_refunds = {row["id"]: row for row in rows("sandbox_refunds")}
        components = rows("bundle_components")
        waiting = rows("work_items")
        self.unheard = {
            _json(item["payload"])["refund_id"]
            for item in waiting
            if "take_over" in item["handler"]
        }
        self.to_capture = {
            _json(item["payload"])["order_id"]
            for item in waiting
            if item["name"] == "payments.authorized.v1"
        }
        self.draws: dict[str, list[tuple[str, int]]] = {}
        for part in components:
            found = self.draws.setdefault(part["bundle_id"], [])
            found.append((part["variant_id"], part["units"]))

    def draws_of(self, variant_id: str) -> list[tuple[str, int]]:
        """Units of stock items that a piece of a variant draws."""
        return self.draws.get(variant_id, [(variant_id, 1)])

    def units(self, states: set[str]) -> Counter[tuple[str, str]]:
        """Units by order and stock item of orders in these states."""
        found: Counter[tuple[str, str]] = Counter()
        for line in self.lines:
            if self.orders[line["order_id"]]["state"] in states:
                for item, each in self.draws_of(line["variant_id"]):
                    found[line["order_id"], item] += each * line["quantity"]
        return found

    def moved(self, kind: str) -> Counter[tuple[str, str]]:
        """Units on hand by reference and stock item that movements of a kind brought."""
        found: Counter[tuple[str, str]] = Counter()
        for move in self.movements:
            if move["kind"] == kind:
                found[move["reference"], move["variant_id"]] += move["on_hand_delta"]
        return found

    def stock(self) -> list[str]:
        sums: Counter[tuple[str, str]] = Counter()
        for move in self.movements:
            for name in ("on_hand", "reserved", "allocated"):
                sums[move["variant_id"], name] += move[f"{name}_delta"]
        apart: Counter[str] = Counter()
        for part in self.allocations:
            if part["closed_at"] is None:
                apart[part["variant_id"]] += part["remaining"]
        unpaid: Counter[str] = Counter()
        for (_, item), units in self.units({"created"}).items():
            unpaid[item] += units
        wrong = []
        for level in self.levels:
            item = level["variant_id"]
            now = {name: level[name] for name in ("on_hand", "reserved", "allocated")}
            wrong += _differ(f"ledger of {item}", {name: sums[item, name] for name in now}, now)
            wrong += _differ(f"reserved of {item}", unpaid[item], now["reserved"])
            wrong += _differ(f"allocated of {item}", apart[item], now["allocated"])
            if now["on_hand"] - now["reserved"] - now["allocated"] < 0 or now["reserved"] < 0:
                wrong.append(f"{item} is oversold: {now}")
        taken = {place: -units for place, units in self.moved("take").items()}
        return wrong + _differ("taken from the shelf", dict(self.units(PAID)), taken)

    def deals(self) -> list[str]:
        given: Counter[str] = Counter()
        for line in self.lines:
            if line["deal_id"] and self.orders[line["order_id"]]["state"] != "cancelled":
                given[line["deal_id"]] += line["quantity"]
        return [
            found
            for deal in self.flash_deals
            for found in _differ(f"deal {deal['id']}", given[deal["id"]], deal["sold"])
        ]

    def money(self) -> list[str]:
        totals: Counter[str] = Counter()
        for line in self.lines:
            totals[line["order_id"]] += line["unit_price"] * line["quantity"]
        wrong = []
        for order_id, order in self.orders.items():
            payment = self.payments[order_id]
            wrong += _differ(f"total of {order_id}", totals[order_id], order["total"])
            wrong += _differ(f"owed for {order_id}", order["total"], payment["amount"])
            is_paid = payment["state"] in {"captured", "refunded"}
            if order["state"] in PAID and not is_paid:
                wrong.append(f"{order_id} is {order['state']}, its payment {payment['state']}")
            if payment["state"] == "authorized" and order_id not in self.to_capture:
                wrong.append(f"the money for {order_id} is authorised, and nobody asks for it")
            if order["state"] == "created" and is_paid:
                wrong.append(f"{order_id} is unpaid, its payment {payment['state']}")
            if order["state"] == "cancelled" and is_paid:
                # Money without goods is on its way back, whole, or the gateway refused that.
                back = sum(row["amount"] for row in self.given_back if row["order_id"] == order_id)
                wrong += _differ(f"back for {order_id}", payment["amount"], back)
        return wrong

    def refunds(self) -> list[str]:
        asked: Counter[str] = Counter()
        given: Counter[str] = Counter()
        for refund in self.given_back:
            if refund["state"] != "failed":
                asked[refund["order_id"]] += refund["amount"]
        for refund in self.heard():
            given[refund["order_id"]] += refund["amount"]
        wrong = self.pieces()
        for order_id, order in self.orders.items():
            payment = self.payments[order_id]
            wrong += _differ(f"asked back for {order_id}", asked[order_id], payment["refunded"])
            wrong += _differ(f"given back for {order_id}", given[order_id], order["refunded"])
            if payment["refunded"] > payment["amount"]:
                wrong.append(f"{order_id} gave back more than it took")
        return wrong

    def heard(self) -> list[Row]:
        """Refunds that the gateway gave and of which the order knows."""
        return [
            refund
            for refund in self.given_back
            if refund["state"] == "succeeded" and refund["id"] not in self.unheard
        ]

    def pieces(self) -> list[str]:
        lines = {(line["order_id"], line["position"]): line for line in self.lines}
        pieces: Counter[tuple[str, int]] = Counter()
        returned: Counter[tuple[str, str]] = Counter()
        for refund in self.heard():
            for position, number in _json(refund["pieces"]):
                place = (refund["order_id"], position)
                pieces[place] += number
                for item, each in self.draws_of(lines[place]["variant_id"]):
                    returned[refund["order_id"], item] += each * number * bool(refund["restocks"])
        wrong = _differ("put back on the shelf", +returned, +self.moved("return"))
        for place, line in lines.items():
            wrong += _differ(f"pieces of {place}", pieces[place], line["refunded_quantity"])
        return wrong

    def gateway(self) -> list[str]:
        """What the simulated gateway did, which keeps books of its own."""
        wrong = []
        given: Counter[str] = Counter()
        for refund in self.sandbox_refunds.values():
            given[refund["checkout_id"]] += refund["amount"]
        for payment in self.payments.values():
            checkout = self.checkouts.get(payment["id"])
            if checkout is None:
                continue
            if given[checkout["id"]] > checkout["amount"]:
                wrong.append(f"the gateway gave back too much for {payment['order_id']}")
            is_there = checkout["state"] in {"approved", "refunded"}
            if payment["state"] in {"captured", "refunded"} and not is_there:
                wrong.append(f"{payment['order_id']} was never paid at the gateway")
        for refund in self.given_back:
            if refund["state"] == "succeeded" and self.checkouts:
                known = self.sandbox_refunds.get(refund["id"])
                there = known["amount"] if known else None
                wrong += _differ(f"refund {refund['id']}", refund["amount"], there)
        return wrong


def _differ(what: str, expected: object, found: object) -> list[str]:
    return [] if expected == found else [f"{what}: should be {expected}, is {found}"]


def _json(value: Any) -> Any:  # noqa: ANN401 - a column that one database gives as text
    return json.loads(value) if isinstance(value, str) else value
