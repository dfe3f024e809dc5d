"""Reactions: what happens to an order, and that a booked show is live, is told by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kaibo.flows.buyer_mail.sources import corrections
from kaibo.modules.audience import facade as audience
from kaibo.modules.fulfilment.events import ParcelCorrected
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import MailKind, NewMail
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.events import OrderPaid, OrderRefunded, OrderShipped
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.events import ShowWentOnAir
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import Language

# How many who booked are written to in one transaction.
BATCH = 200


def tell_paid(uow: UnitOfWork, event: OrderPaid) -> None:
    """Tell a buyer that the order is paid."""
    _tell(uow, MailKind.ORDER_PAID, event.order_id, "")


def tell_shipped(uow: UnitOfWork, event: OrderShipped) -> None:
    """Tell a buyer that the parcel left, and its number."""
    _tell(uow, MailKind.ORDER_SHIPPED, event.order_id, "")


def tell_corrected(uow: UnitOfWork, event: ParcelCorrected) -> None:
    """Tell a buyer the parcel's right carrier and number; of several that wait, the last alone."""
    count = corrections(uow.session, event.order_id)
    extra = {"correction": count}
    _tell(uow, MailKind.ORDER_SHIPPED, event.order_id, f":corrected:{count}", extra)


def tell_refunded(uow: UnitOfWork, event: OrderRefunded) -> None:
    """Tell a buyer how much was given back."""
    given_back = orders.get_order(uow.session, event.order_id).refunded.amount
    extra = {"refunded": event.amount, "is_whole": event.is_whole}
    _tell(uow, MailKind.ORDER_REFUNDED, event.order_id, f":{given_back}", extra)


async def remind_of_show(context: Context, event: ShowWentOnAir) -> None:
    """Tell those who booked the show, and have an account, that it is live."""
    if not mail.is_set_up(context):
        return
    booked = await context.db.read(shows.viewers_who_booked, event.show_id)
    for start in range(0, len(booked), BATCH):
        await context.db.run(_remind, event.show_id, booked[start : start + BATCH])


def _tell(
    uow: UnitOfWork, kind: MailKind, order_id: str, which: str, extra: dict[str, Any] | None = None
) -> None:
    order = orders.get_order(uow.session, order_id)
    if not order.contact.email:
        return
    language = cast("Language", order.language or "en")
    mail.queue(
        uow,
        NewMail(
            kind,
            order.contact.email,
            language,
            subject_id=order_id,
            key=f"{kind}:{order_id}{which}",
            extra=extra or {},
        ),
    )


def _remind(uow: UnitOfWork, show_id: str, viewer_ids: Sequence[str]) -> None:
    for viewer_id in viewer_ids:
        account = audience.account_of(uow.session, viewer_id)
        if account is None:
            continue
        language = cast("Language", account.language or "en")
        key = f"{MailKind.SHOW_REMINDER}:{show_id}:{viewer_id}"
        new = NewMail(MailKind.SHOW_REMINDER, account.email, language, show_id, key)
        mail.queue(uow, new)
