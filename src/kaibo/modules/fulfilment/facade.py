"""What the flows may do with parcels."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_id
from kaibo.modules.fulfilment.contracts import Parcel
from kaibo.modules.fulfilment.models import ParcelRow
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
    return Parcel(row.carrier, row.tracking_number, row.shipped_at)


def of_orders(session: Session, order_ids: Collection[str]) -> dict[str, list[Parcel]]:
    """Give the parcels of these orders, by order id, in the order they left."""
    rows = session.scalars(
        select(ParcelRow).where(ParcelRow.order_id.in_(order_ids)).order_by(ParcelRow.id)
    )
    found: dict[str, list[Parcel]] = {}
    for row in rows:
        parcel = Parcel(row.carrier, row.tracking_number, row.shipped_at)
        found.setdefault(row.order_id, []).append(parcel)
    return found
