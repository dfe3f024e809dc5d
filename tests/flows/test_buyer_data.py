"""A buyer's own data: told whole, and erased but for the books."""

from typing import Any

from sqlalchemy import text

from kaibo.flows.pay_order.service import settle
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.rooms.models import AnnouncementRow, HiddenLineRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
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


def test_staff_find_export_and_erase_a_buyer_and_it_is_written_down(shop: Shop) -> None:
    lin, order_id = buy(shop)
    number = shop.owner.get(f"/orders/{order_id}").json()["number"]
    found = shop.owner.post("/buyers/lookup", {"buyer": " LIN@buyer.test "}).json()
    assert found == shop.owner.post("/buyers/lookup", {"buyer": number.lower()}).json()
    assert (found["id"], found["email"], found["orders"], found["open_orders"]) == (
        lin.id,
        LIN,
        1,
        1,
    )
    assert shop.owner.get(f"/buyers/{lin.id}/data").json() == lin.get("/viewers/me/data").json()
    erase, why = f"/buyers/{lin.id}/erasure", {"reason": "asked for by letter"}
    assert shop.owner.post(erase, why).json()["code"] == "orders.open_orders"
    shop.owner.post(f"/orders/{order_id}/parcels", {"carrier": "SF", "tracking_number": "1"})
    shop.owner.post(f"/orders/{order_id}/delivered")
    assert shop.owner.post(erase, {"reason": " "}).status_code == 422
    assert shop.owner.post(erase, why).status_code == 204
    assert lin.get("/viewers/me").status_code == 401
    assert shop.owner.post("/buyers/lookup", {"buyer": LIN}).status_code == 404
    acts = shop.owner.get("/audit?action=buyer_data.").json()["items"]
    assert {act["action"].partition(".")[2] for act in acts} == {
        "find_buyer", "export_buyer", "erase_buyer",
    }  # fmt: skip
    assert why in [act["details"] for act in acts]
    assert LIN not in repr(acts).lower()


def test_the_timeline_keeps_that_a_line_was_hidden_and_not_what_an_erased_buyer_said(
    shop: Shop,
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    show = shop.show.id

    def keep(uow: UnitOfWork) -> None:
        said: dict[str, Any] = {"by": "stf_1", "by_name": "Bo", "text": "call me"}
        hidden, pinned = EntryKind.DANMAKU_HIDDEN, EntryKind.DANMAKU_PINNED
        shows.note(uow, show, hidden, "1", **said, viewer_id=lin.id)
        shows.note(uow, show, pinned, "2", **said, viewer_id="vwr_another")
        shows.note(uow, show, EntryKind.SIGNAL, lin.id, signal="same_text", text="call me")

    shop.house.run(keep)
    assert lin.delete("/viewers/me/data").status_code == 204
    kinds = (EntryKind.DANMAKU_HIDDEN, EntryKind.DANMAKU_PINNED, EntryKind.SIGNAL)
    told = [entry.data for entry in shop.house.read(shows.entries, show, *kinds)]
    assert [one["text"] for one in told] == ["", "call me", ""]
    assert (told[0]["erased"], told[0]["by_name"], told[2]["signal"]) == (True, "Bo", "same_text")
