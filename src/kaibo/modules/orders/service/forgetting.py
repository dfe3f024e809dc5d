"""Taking the person out of orders; what was sold, and for how much, stays."""

from __future__ import annotations

from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import PlacedOrder
from kaibo.modules.orders.domain import SETTLED
from kaibo.modules.orders.errors import OpenOrdersError
from kaibo.platform.db import UnitOfWork

NOBODY = "—"


def is_open(order: PlacedOrder) -> bool:
    """Whether an order is on its way still, so that its buyer cannot be forgotten."""
    return order.state not in SETTLED


def forget_person(uow: UnitOfWork, viewer_id: str) -> dict[str, list[str]]:
    """Take out who it was; give the addresses that were written to, and about which orders."""
    rows = repository.all_of(uow.session, viewer_id)
    if any(row.state not in SETTLED for row in rows):
        raise OpenOrdersError
    written: dict[str, list[str]] = {}
    for row in rows:
        if row.contact_email:
            written.setdefault(row.contact_email, []).append(row.id)
        row.contact_name = NOBODY
        row.contact_phone = row.contact_email = row.note = ""
        # The country stays: taxes are told by it.
        row.address = dict.fromkeys(row.address, "") | {"country": row.address["country"]}
        row.idempotency_key = None
    repository.empty_carts(uow.session, viewer_id)
    return written
