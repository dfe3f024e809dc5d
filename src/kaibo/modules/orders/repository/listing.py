"""Lists of orders as staff and buyers ask for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.models import OrderLineRow, OrderRow
from kaibo.platform.search import holds

# What a telephone number may hold beside its digits.
_BETWEEN = "+()-. "
# With fewer digits somebody looks for the end of a number, where a zero in front is one of its own.
_WHOLE_NUMBER = 8


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to list; ``None`` means any. Times are when the order was placed."""

    states: Collection[OrderState] | None = None
    show_id: str | None = None
    viewer_id: str | None = None
    product_id: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_refunded: bool = False


def page(
    session: Session, chosen: OrderFilter, *, before: str | None, limit: int
) -> Sequence[OrderRow]:
    """Give orders, newest first."""
    query = _chosen(session, select(OrderRow), chosen).order_by(OrderRow.id.desc()).limit(limit)
    if before:
        query = query.where(OrderRow.id < before)
    return session.scalars(query).all()


def _chosen(session: Session, query: Select[OrderRow], chosen: OrderFilter) -> Select[OrderRow]:
    if chosen.states is not None:
        query = query.where(OrderRow.state.in_(chosen.states))
    if chosen.show_id:
        query = query.where(OrderRow.show_id == chosen.show_id)
    if chosen.viewer_id:
        query = query.where(OrderRow.viewer_id == chosen.viewer_id)
    if chosen.product_id:
        bought = select(OrderLineRow.order_id).where(OrderLineRow.product_id == chosen.product_id)
        query = query.where(OrderRow.id.in_(bought))
    if chosen.since:
        query = query.where(OrderRow.created_at >= chosen.since)
    if chosen.until:
        query = query.where(OrderRow.created_at < chosen.until)
    if chosen.is_refunded:
        query = query.where(OrderRow.refunded > 0)
    if chosen.text:
        wanted = chosen.text.strip()
        query = query.where(
            or_(
                OrderRow.number.contains(wanted.upper(), autoescape=True),
                holds(session, OrderRow.contact_name, wanted),
                *_phone(wanted),
            )
        )
    return query


def _phone(wanted: str) -> list[ColumnElement[bool]]:
    """Compare by digits alone: who is called writes a number in another way than the buyer did."""
    digits = wanted.translate(str.maketrans("", "", _BETWEEN))
    if not digits.isdecimal():
        return []
    plain: ColumnElement[str] = OrderRow.contact_phone.expression
    for sign in _BETWEEN:
        plain = func.replace(plain, sign, "")
    # A zero in front of a whole number stands for the country that the buyer may have written.
    within = digits.lstrip("0")
    return [plain.contains(within if len(within) >= _WHOLE_NUMBER else digits)]
