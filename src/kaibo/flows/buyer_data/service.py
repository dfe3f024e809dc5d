"""Telling a buyer what is held about them, and erasing it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from kaibo.modules.audience import facade as audience
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.mail import facade as mail
from kaibo.modules.orders import facade as orders
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork


def export(session: Session, viewer_id: str) -> dict[str, Any]:
    """Give all that is held about a buyer.

    Of what was said in rooms only lines that the crew hid or held up are among it: other talk is
    kept in memory while a show is on air, and nowhere after.
    """
    account = audience.account_of(session, viewer_id)
    placed = orders.all_of(session, viewer_id)
    parcels = fulfilment.of_orders(session, [order.id for order in placed])
    told = [
        {name: value for name, value in asdict(order).items() if name != "fingerprint"}
        | {"parcels": [asdict(parcel) for parcel in parcels.get(order.id, [])]}
        for order in placed
    ]
    return {
        "profile": asdict(audience.get_viewer(session, viewer_id)),
        "account": {"email": account.email, "since": account.created_at} if account else None,
        "orders": told,
        "lines": [
            {"show_id": show, "text": said} for show, said in rooms.lines_of(session, viewer_id)
        ],
        "bookings": list(shows.booked_shows(session, viewer_id)),
        "mails": [asdict(one) for one in mail.sent_to(session, account.email)] if account else [],
    }


def erase(uow: UnitOfWork, viewer_id: str, book: audience.SessionBook) -> str | None:
    """Erase a buyer: account, name, picture, carts, bookings, mails; give the picture's file.

    Orders stay for the books, with nothing in them that tells who it was. Raises
    ``OpenOrdersError`` while one is on its way: its parcel needs an address.
    """
    account = audience.account_of(uow.session, viewer_id)
    # Whoever orders names an address without proving it: of another's, only these mails go.
    for address, order_ids in orders.forget_person(uow, viewer_id).items():
        mail.forget_about(uow, address, order_ids)
    if account is not None:
        mail.forget_address(uow, account.email)
    shows.forget_bookings(uow, viewer_id)
    rooms.forget_lines(uow, viewer_id)
    return audience.erase(uow, viewer_id, book)
