"""What the flows may do with parcels."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.fulfilment.contracts import Parcel
from kaibo.modules.fulfilment.events import ParcelCorrected
from kaibo.modules.fulfilment.models import ParcelRow
from kaibo.modules.fulfilment.tracking import tracking_url
from kaibo.platform.db import UnitOfWork


def send(uow: UnitOfWork, order_id: str, carrier: str, tracking_number: str) -> Parcel:
    """Note a parcel that leaves now."""
    row = ParcelRow(
        id=new_id("pcl"),
        order_id=order_id,
        carrier=carrier,
        tracking_number=tracking_number,
        shipped_at=uow.now,
    )
    uow.session.add(row)
    return _parcel(row)


def correct(
    uow: UnitOfWork, order_id: str, parcel_id: str, carrier: str, tracking_number: str
) -> tuple[Parcel, Parcel]:
    """Give a parcel its right carrier and number; give it as it was and as it is.

    Whoever calls holds the order. Raises ``NotFoundError`` for a parcel that is not of it.
    """
    row = uow.session.get(ParcelRow, parcel_id, populate_existing=True)
    if row is None or row.order_id != order_id:
        raise NotFoundError(parcel_id=parcel_id)
    before = _parcel(row)
    if (row.carrier, row.tracking_number) != (carrier, tracking_number):
        row.carrier, row.tracking_number = carrier, tracking_number
        uow.emit(ParcelCorrected(order_id=order_id, parcel_id=parcel_id))
    return before, _parcel(row)


def of_orders(session: Session, order_ids: Collection[str]) -> dict[str, list[Parcel]]:
    """Give the parcels of these orders, by order id, in the order they left."""
    rows = session.scalars(
        select(ParcelRow).where(ParcelRow.order_id.in_(order_ids)).order_by(ParcelRow.id)
    )
    found: dict[str, list[Parcel]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(_parcel(row))
    return found


def _parcel(row: ParcelRow) -> Parcel:
    page = tracking_url(row.carrier, row.tracking_number)
    return Parcel(row.id, row.carrier, row.tracking_number, row.shipped_at, page)
