"""A buyer's own data: told whole, and erased but for the books."""

from sqlalchemy import text

from kaibo.flows.pay_order.service import settle
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.rooms.models import AnnouncementRow, HiddenLineRow
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, Viewer
from tests.support.mailing import Tray, sign_in

LIN = "lin@buyer.test"
SECRETS = ("陳小明", "912 345 678", "信義路", LIN, "Lin the buyer", "ring twice")


def buy(shop: Shop) -> tuple[Viewer, str]:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    contact = {"name": "陳小明", "phone": "+886 912 345 678", "email": LIN}
    order_id: str = shop.place(lin, contact=contact, note="ring twice")["id"]
    payment = shop.house.read(payments.of_order, order_id)
    shop.house.run(settle, payment, PaymentState.CAPTURED)
    shop.house.work()
    return lin, order_id


def everything(shop: Shop) -> str:
    def query(session: object) -> str:
        tables = ("viewers", "viewer_accounts", "viewer_codes", "viewer_sessions", "mails")
        told = []
        for table in (*tables, "orders", "cart_lines", "show_bookings", "work_items"):
            told += session.execute(text(f"SELECT * FROM {table}")).all()  # type: ignore[attr-defined] # noqa: S608 - names of ours
        return repr(told)

    return shop.house.read(query)


def test_a_buyer_is_told_all_that_is_held_about_them(shop: Shop) -> None:
    lin, order_id = buy(shop)
    answer = lin.get("/viewers/me/data")
    assert answer.headers["content-disposition"].startswith("attachment")
    told = answer.json()
    assert (told["profile"]["display_name"], told["account"]["email"]) == ("Lin the buyer", LIN)
    assert [order["id"] for order in told["orders"]] == [order_id]
    assert told["orders"][0]["contact"]["name"] == "陳小明"
    assert {mail["kind"] for mail in told["mails"]} == {"sign_in_code", "order_paid"}
    assert "fingerprint" not in answer.text
    assert shop.house.viewer().get("/viewers/me/data").json()["orders"] == []


def test_erasing_leaves_the_books_and_nothing_of_the_person(shop: Shop) -> None:
    lin, order_id = buy(shop)
    refused = lin.delete("/viewers/me/data")
    assert (refused.status_code, refused.json()["code"]) == (409, "orders.open_orders")
    assert lin.get("/viewers/me/account").json()["email"] == LIN
    parcel = {"carrier": "SF", "tracking_number": "1"}
    shop.owner.post(f"/orders/{order_id}/parcels", parcel)
    shop.owner.post(f"/orders/{order_id}/delivered")
    shop.house.work()
    assert lin.delete("/viewers/me/data").status_code == 204
    assert lin.get("/viewers/me").status_code == 401
    kept = everything(shop)
    assert order_id in kept
    assert [secret for secret in SECRETS if secret in kept] == []
    seen = shop.owner.get(f"/orders/{order_id}").json()
    assert (seen["total"]["amount"], seen["address"]["country"]) == (6800, "TW")
    again = sign_in(Tray(shop.house), shop.house.viewer(), LIN)
    assert again.id != lin.id
    assert again.get("/orders/mine").json()["items"] == []


def test_erasing_takes_nothing_of_whose_address_was_only_named(shop: Shop) -> None:
    lin, _order_id = buy(shop)
    mei = sign_in(Tray(shop.house), shop.house.viewer(), "mei@buyer.test")
    contact = {"name": "Mei", "phone": "+886 912 345 678", "email": LIN}
    order_id = shop.place(mei, contact=contact)["id"]
    mei.post(f"/orders/{order_id}/cancel")
    assert mei.delete("/viewers/me/data").status_code == 204
    kinds = {mail["kind"] for mail in lin.get("/viewers/me/data").json()["mails"]}
    assert kinds == {"sign_in_code", "order_paid"}


def test_what_the_crew_kept_of_a_buyers_talk_is_told_and_erased(shop: Shop) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    show = shop.show.id
    at = shop.house.clock.now()

    def keep(uow: UnitOfWork) -> None:
        said = {"show_id": show, "danmaku_id": "1", "viewer_id": lin.id, "text": "call me"}
        uow.session.add(HiddenLineRow(**said, hidden_at=at, hidden_by="Bo"))
        held_up = said | {"name": "Lin the buyer", "role": "viewer"}
        uow.session.add(AnnouncementRow(**held_up, pinned_at=at, pinned_by="Bo"))

    shop.house.run(keep)
    told = lin.get("/viewers/me/data").json()["lines"]
    assert told == [{"show_id": show, "text": "call me"}] * 2
    assert lin.delete("/viewers/me/data").status_code == 204
    shop.house.work()
    kept = shop.owner.get(f"/rooms/{show}/moderation").json()
    assert ([line["text"] for line in kept["hidden"]], kept["announcement"]) == ([""], None)
