"""What buyers are told by mail, in their language."""

from typing import Any

from kaibo.flows.pay_order.service import settle
from kaibo.flows.refund_order import service as refunding
from kaibo.flows.refund_order.service import WantedRefund
from kaibo.modules.mail import facade as mailing
from kaibo.modules.mail.contracts import MailKind, NewMail
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.shows import service as shows
from tests.support.gateways import scripted
from tests.support.house import Shop
from tests.support.mailing import Tray, connect, sign_in
from tests.support.network import free_port

LIN = "lin@buyer.test"
PARCEL = {"carrier": "黑貓", "tracking_number": "TW 123"}


def buy(shop: Shop, *, language: str, email: str | None = " Lin@Buyer.test ") -> dict[str, Any]:
    """A paid order, by a gateway that says so."""
    gateway = scripted(shop.house)
    viewer = shop.house.viewer()
    contact = {"name": "陳小明", "phone": "+886 912 345 678", "email": email}
    answer = viewer.post("/orders", shop.order(2, contact=contact), accept_language=language)
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()
    viewer.post(f"/orders/{order['id']}/payment-sessions")
    payment = shop.house.read(payments.of_order, order["id"])
    gateway.states[str(payment.reference)] = PaymentState.CAPTURED
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    shop.house.work()
    return order


def test_a_buyer_hears_of_payment_parcel_and_refund_in_their_language(shop: Shop) -> None:
    tray = Tray(shop.house)
    shop.house.context.settings = shop.house.settings.model_copy(
        update={"public_url": "https://live.tea.test"}
    )
    order = buy(shop, language="zh-TW")
    shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL)
    shop.house.work()
    wanted = WantedRefund({0: 1}, None, "broken", restocks=True)
    shop.house.run(refunding.ask, order["id"], wanted, "Mei")
    shop.house.work()
    paid, shipped, refunded = tray.mails
    assert {mail.address for mail in tray.mails} == {LIN}
    assert [mail.subject for mail in tray.mails] == [
        f"訂單 {order['number']} 已付款",
        f"訂單 {order['number']} 已出貨",
        f"訂單 {order['number']} 已部分退款",
    ]
    for mail in tray.mails:
        assert f"https://live.tea.test/orders/{order['id']}" in mail.text
        assert "Longjing" in mail.html
    assert "¥136.00" in paid.text
    assert "TW 123" in shipped.text
    assert "¥68.00" in refunded.text


def test_a_buyer_hears_that_a_parcels_number_was_corrected(shop: Shop) -> None:
    tray = Tray(shop.house)
    order = buy(shop, language="en")
    shipped = shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL).json()
    shop.house.work()
    path = f"/orders/{order['id']}/parcels/{shipped['parcels'][0]['id']}"
    tray.mails.clear()

    for number in ("TW 124", "TW 125", "TW 125"):
        shop.owner.put(path, PARCEL | {"tracking_number": number})
        shop.house.work()

    assert [mail.address for mail in tray.mails] == [LIN, LIN]
    subject = f"Corrected tracking number for your order {order['number']}"
    assert {mail.subject for mail in tray.mails} == {subject}
    assert ["TW 124" in mail.text for mail in tray.mails] == [True, False]
    assert ["TW 125" in mail.text for mail in tray.mails] == [False, True]


def correct_while_no_mail_leaves(shop: Shop, *numbers: str) -> dict[str, Any]:
    """Ship an order and tell so; give it with corrections that wait for the mail server."""
    Tray(shop.house)
    order = buy(shop, language="en")
    shipped: dict[str, Any] = shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL).json()
    shop.house.work()
    connect(shop.house, free_port())
    path = f"/orders/{order['id']}/parcels/{shipped['parcels'][0]['id']}"
    for number in numbers:
        shop.owner.put(path, PARCEL | {"tracking_number": number})
        shop.house.work()
    return shipped


def mail_leaves_again(shop: Shop) -> Tray:
    tray = Tray(shop.house)
    shop.house.pass_time(seconds=60)
    shop.house.work()
    return tray


def test_of_corrections_that_wait_together_the_buyer_hears_the_last_alone(shop: Shop) -> None:
    correct_while_no_mail_leaves(shop, "TW 124", "TW 125", "TW 126")

    tray = mail_leaves_again(shop)

    (mail,) = tray.mails
    assert "TW 126" in mail.text
    states = sorted(each["state"] for each in shop.owner.get("/mail").json()["items"])
    assert states == ["dropped", "dropped", "sent", "sent", "sent"]


def test_a_correction_that_waited_for_an_update_is_told_as_one(shop: Shop) -> None:
    Tray(shop.house)
    order = buy(shop, language="en")
    shop.owner.post(f"/orders/{order['id']}/parcels", PARCEL)
    shop.house.work()
    old = {"is_corrected": True}
    new = NewMail(MailKind.ORDER_SHIPPED, LIN, "en", order["id"], "of before", extra=old)
    tray = Tray(shop.house)
    shop.house.run(mailing.queue, new)
    shop.house.work()

    (told,) = tray.mails
    assert told.subject == f"Corrected tracking number for your order {order['number']}"


def test_a_correction_that_still_waits_when_the_parcel_arrives_is_not_told(shop: Shop) -> None:
    order = correct_while_no_mail_leaves(shop, "TW 124")
    assert shop.owner.post(f"/orders/{order['id']}/delivered").status_code == 200

    assert mail_leaves_again(shop).mails == []


def test_without_an_address_nothing_is_written(shop: Shop) -> None:
    tray = Tray(shop.house)
    buy(shop, language="en", email=None)
    assert tray.mails == []


def test_those_who_booked_and_have_an_account_are_told_once_that_the_show_is_live(
    shop: Shop,
) -> None:
    tray = Tray(shop.house)
    show = shop.house.show(shop.product.id, on_air=False, slug="spring")
    guest = shop.house.viewer()
    shop.house.viewer().put(f"/shows/{show.slug}/booking")
    guest.put(f"/shows/{show.slug}/booking")
    lin = sign_in(tray, guest, LIN, accept_language="zh-CN")
    lin.put(f"/shows/{show.slug}/booking")
    tray.mails.clear()
    shop.house.run(shows.go_on_air, show.id)
    shop.house.work()
    (mail,) = tray.mails
    assert (mail.address, mail.subject) == (LIN, "《Spring tea》正在直播")


def test_an_address_that_is_none_is_refused(sqlite_shop: Shop) -> None:
    for email in ("lin", "a@b", "a b@c.test", "a@c.test\r\nBcc: d@e.test", "x" * 250 + "@c.test"):
        contact = {"name": "陳", "phone": "0912345678", "email": email}
        answer = sqlite_shop.house.viewer().post("/orders", sqlite_shop.order(contact=contact))
        assert answer.status_code == 422
