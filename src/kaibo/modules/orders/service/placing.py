"""Writing orders down, one or hundreds at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kaibo.kernel.money import Money
from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import NewLine, NewOrder, OrderLine, OrderState, PlacedOrder
from kaibo.modules.orders.domain import order_number
from kaibo.modules.orders.events import OrderCreated
from kaibo.platform.db import UnitOfWork


def create_all(
    uow: UnitOfWork, orders: Sequence[NewOrder], *, holds_for: timedelta
) -> list[PlacedOrder]:
    """Write orders down; ``holds_for`` is how long they may stay unpaid.

    Raises ``IntegrityError`` when a viewer used an idempotency key before; none is written then.
    """
    placing = _Placing(uow.now, uow.now + holds_for)
    placed = [placing.placed(new) for new in orders]
    order_rows = [_order_row(new, order) for new, order in zip(orders, placed, strict=True)]
    line_rows = [_line_row(order.id, line) for order in placed for line in order.lines]
    repository.add_all(uow, order_rows, line_rows)
    for order in placed:
        uow.emit(OrderCreated(order_id=order.id, show_id=order.show_id))
    return placed


class _Placing:
    """Orders of one moment; lines that are alike are made once."""

    def __init__(self, now: datetime, expires_at: datetime) -> None:
        self._now = now
        self._expires_at = expires_at
        self._lines: dict[tuple[int, int], OrderLine] = {}
        self._nothing: dict[str, Money] = {}

    def placed(self, new: NewOrder) -> PlacedOrder:
        lines = [self._line(position, line) for position, line in enumerate(new.lines)]
        total = lines[0].total
        for line in lines[1:]:
            total += line.total
        return PlacedOrder(
            id=new.id,
            number=order_number(self._now, new.id),
            show_id=new.show_id,
            viewer_id=new.viewer_id,
            state=OrderState.CREATED,
            lines=lines,
            total=total,
            refunded=self._zero(total.currency),
            contact=new.contact,
            address=new.address,
            note=new.note,
            created_at=self._now,
            expires_at=self._expires_at,
            fingerprint=new.fingerprint,
            language=new.language,
        )

    def _zero(self, currency: str) -> Money:
        if currency not in self._nothing:
            self._nothing[currency] = Money(0, currency)
        return self._nothing[currency]

    def _line(self, position: int, line: NewLine) -> OrderLine:
        # By identity: who places many orders hands over one object for lines that are alike.
        key = (position, id(line))
        known = self._lines.get(key)
        if known is None:
            known = self._lines[key] = _line(position, line)
        return known


def _line(position: int, line: NewLine) -> OrderLine:
    return OrderLine(
        position=position,
        product_id=line.product_id,
        variant_id=line.variant_id,
        title=line.title,
        values=line.values,
        sku=line.sku,
        picture_url=line.picture_url,
        unit_price=line.unit_price,
        list_price=line.list_price,
        quantity=line.quantity,
        total=line.unit_price * line.quantity,
        return_class=line.return_class,
        deal_id=line.deal_id,
        page_id=line.page_id,
        refunded_quantity=0,
    )


_CREATED = OrderState.CREATED.value


def _order_row(new: NewOrder, order: PlacedOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "number": order.number,
        "show_id": order.show_id,
        "viewer_id": order.viewer_id,
        "idempotency_key": new.idempotency_key,
        "fingerprint": new.fingerprint,
        "state": _CREATED,
        "currency": order.total.currency,
        "total": order.total.amount,
        "refunded": 0,
        "contact_name": order.contact.name,
        "contact_phone": order.contact.phone,
        "contact_email": order.contact.email,
        "language": order.language,
        "address": {
            "country": order.address.country,
            "region": order.address.region,
            "city": order.address.city,
            "line1": order.address.line1,
            "line2": order.address.line2,
            "postal_code": order.address.postal_code,
        },
        "note": order.note,
        "created_at": order.created_at,
        "expires_at": order.expires_at,
    }


def _line_row(order_id: str, line: OrderLine) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "position": line.position,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "title": line.title,
        "option_values": line.values,
        "sku": line.sku,
        "picture_url": line.picture_url,
        "unit_price": line.unit_price.amount,
        "list_price": line.list_price.amount,
        "quantity": line.quantity,
        "total": line.total.amount,
        "return_class": line.return_class,
        "deal_id": line.deal_id,
        "page_id": line.page_id,
        "refunded_quantity": 0,
    }
