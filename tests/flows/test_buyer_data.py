"""A buyer's own data: told whole, and erased but for the books."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from kaibo.flows.buyer_data import jobs, service
from kaibo.flows.pay_order.service import settle
from kaibo.flows.place_order.contracts import Placement, PlaceOrder
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.analytics.models import ActPersonRow
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience import repository as viewers
from kaibo.modules.audience import routes as audience_routes
from kaibo.modules.audience.facade import SessionBook
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.domain import SETTLED
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.rooms import moderation_routes
from kaibo.modules.rooms.frames import Danmaku, You
from kaibo.modules.rooms.models import AnnouncementRow, HiddenLineRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.pictures import encode_in_turn
from kaibo.platform.work import repository as work
from tests.support.house import Shop, Viewer
from tests.support.mailing import Tray, sign_in
from tests.support.pictures import jpeg
from tests.support.sockets import Client, listening, until

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


def test_every_state_of_an_order_needs_its_buyers_address_or_is_settled() -> None:
    """A new state is to be named here: while it is open, its buyer cannot be erased."""
    still_needed = {OrderState.CREATED, OrderState.PAID, OrderState.SHIPPED}
    assert set(OrderState) == still_needed | SETTLED
    assert not still_needed & SETTLED


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
    picture = lin.request("PUT", "/api/v1/viewers/me/picture", jpeg((40, 40))).json()["avatar_url"]
    found = shop.owner.post("/buyers/lookup", {"buyer": " LIN@buyer.test "}).json()
    assert found == shop.owner.post("/buyers/lookup", {"buyer": number.lower()}).json()
    assert (found["id"], found["email"], found["orders"], found["open_orders"]) == (
        lin.id,
        LIN,
        1,
        1,
    )
    assert found["avatar_url"] == picture
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


def test_what_a_buyer_said_as_a_guest_on_any_device_is_told_and_erased(shop: Shop) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    phone = shop.house.viewer("Lin's phone")
    show, at = shop.show.id, shop.house.clock.now()

    def keep(uow: UnitOfWork) -> None:
        said: dict[str, Any] = {"viewer_id": phone.id, "text": "call me"}
        row = HiddenLineRow(**said, show_id=show, danmaku_id="1", hidden_at=at, hidden_by="Bo")
        uow.session.add(row)
        shows.note(uow, show, EntryKind.DANMAKU_HIDDEN, "1", by="stf_1", by_name="Bo", **said)

    shop.house.run(keep)
    sign_in(Tray(shop.house), phone, LIN)
    assert "call me" in lin.get("/viewers/me/data").text
    assert lin.delete("/viewers/me/data").status_code == 204
    (line,) = shop.owner.get(f"/rooms/{show}/moderation").json()["hidden"]
    (entry,) = shop.house.read(shows.entries, show, EntryKind.DANMAKU_HIDDEN)
    assert (line["text"], entry.data["text"]) == ("", "")


def test_the_room_forgets_what_an_erased_buyer_said_so_that_the_crew_can_keep_none_of_it(
    shop: Shop,
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    hub, show = shop.house.core.hub, shop.show.id

    async def say() -> str:
        room = await hub.load(show)
        assert room is not None
        line = room.say(You(lin.id, "Lin the buyer", "viewer"), "call me")
        await until(lambda: room.line(line.id) is not None)
        return line.id

    line_id = shop.house.await_(say())
    assert lin.delete("/viewers/me/data").status_code == 204
    pinned = shop.owner.put(f"/rooms/{show}/announcement", {"danmaku_id": line_id})
    assert pinned.json()["code"] == "rooms.line_gone"
    assert shop.owner.put(f"/rooms/{show}/hidden-lines/{line_id}").status_code == 204
    (hidden,) = shop.owner.get(f"/rooms/{show}/moderation").json()["hidden"]
    room = hub.room(show)
    assert room is not None
    assert (hidden["text"], room.recent) == ("", ())


def test_a_line_that_was_being_hidden_while_its_buyer_was_erased_is_emptied_right_after(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    show = shop.show.id

    async def read_before_the_erasure(*_: object) -> Danmaku:
        erased = await asyncio.to_thread(lin.delete, "/viewers/me/data")
        assert erased.status_code == 204
        return Danmaku("1", lin.id, "Lin the buyer", "call me", 0, "viewer")

    monkeypatch.setattr(moderation_routes, "_line", read_before_the_erasure)
    assert shop.owner.put(f"/rooms/{show}/hidden-lines/1").status_code == 204
    shop.house.pass_time(minutes=1)
    shop.house.work()
    (hidden,) = shop.owner.get(f"/rooms/{show}/moderation").json()["hidden"]
    assert hidden["text"] == ""


def test_an_order_that_was_placed_while_its_buyer_was_erased_is_erased_when_it_is_over(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    place = OrderIntake.place

    async def erased_first(intake: OrderIntake, wanted: PlaceOrder) -> Placement:
        erased = await asyncio.to_thread(lin.delete, "/viewers/me/data")
        assert erased.status_code == 204
        return await place(intake, wanted)

    monkeypatch.setattr(OrderIntake, "place", erased_first)
    contact = {"name": "陳小明", "phone": "+886 912 345 678", "email": LIN}
    order_id = shop.place(lin, contact=contact, note="ring twice")["id"]
    shop.house.pass_time(minutes=1)
    shop.house.work()
    assert "ring twice" in everything(shop), "it is open, and may be paid yet"
    shop.owner.post(f"/orders/{order_id}/cancel")
    shop.house.pass_time(hours=1)
    shop.house.work()
    kept = everything(shop)
    assert order_id in kept
    assert [secret for secret in SECRETS if secret in kept] == []


def test_the_export_holds_what_was_taken_down_visits_acts_carts_and_a_guests_mails(
    shop: Shop,
) -> None:
    tray = Tray(shop.house)
    guest = shop.house.viewer("Lin the buyer")
    other = shop.house.viewer("another")
    show = shop.show.id
    contact = {"name": "陳小明", "phone": "+886 912 345 678", "email": "second@buyer.test"}
    order_id: str = shop.place(guest, contact=contact)["id"]
    shop.house.run(settle, shop.house.read(payments.of_order, order_id), PaymentState.CAPTURED)
    shop.house.work()
    line = {"quantity": 2, "unit_price": shop.product.price.amount}
    guest.put(f"/shows/{shop.show.slug}/cart/{shop.variant.id}", line)

    def keep(uow: UnitOfWork) -> None:
        by: dict[str, Any] = {"by": "stf_1", "by_name": "Bo"}
        said = by | {"text": "call me", "viewer_id": guest.id}
        shows.note(uow, show, EntryKind.DANMAKU_PINNED, "1", **said)
        shows.note(uow, show, EntryKind.DANMAKU_UNPINNED, "1", **by)
        for who in (guest.id, other.id):
            shows.note(uow, show, EntryKind.JOINED, who)
            shows.note(uow, show, EntryKind.MUTED, who, until=None, **by)
        uow.session.add(
            ActPersonRow(
                show_id=show, kind="opened", product_id="prd_1", viewer_id=guest.id,
                first_ms=1, times=3,
            )
        )  # fmt: skip

    shop.house.run(keep)
    assert {mail["kind"] for mail in guest.get("/viewers/me/data").json()["mails"]} == {
        "order_paid"
    }
    lin = sign_in(tray, guest, LIN)
    answer = lin.get("/viewers/me/data")
    told = answer.json()
    entries = [(entry["kind"], entry["subject"]) for entry in told["timeline"]]
    assert entries == [("danmaku_pinned", "1"), ("joined", guest.id), ("muted", guest.id)]
    assert told["timeline"][0]["data"]["text"] == "call me"
    assert (told["acts"][0]["kind"], told["acts"][0]["times"]) == ("opened", 3)
    assert told["carts"][0]["quantity"] == 2
    assert len(told["devices"]) == 1
    assert {mail["kind"] for mail in told["mails"]} == {"order_paid", "sign_in_code"}
    assert "Bo" not in answer.text


def test_an_erased_buyer_is_sent_out_of_the_room_and_nobody_comes_in_by_their_ticket(
    shop: Shop,
) -> None:
    show = shop.show
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    path = lin.post(f"/rooms/{show.id}/tickets").json()["path"]

    async def erased_in_the_room() -> None:
        async with listening(shop.house.core.endpoint) as port:
            here = await Client.connect(port, path)
            assert (await here.json())["t"] == "hello"
            erased = await asyncio.to_thread(lin.delete, "/viewers/me/data")
            assert erased.status_code == 204
            assert (await here.close_code(), here.close_reason) == (4401, "erased")
            again = await Client.connect(port, path)
            assert (await again.close_code(), again.close_reason) == (4401, "erased")
            await here.hang_up()
            await again.hang_up()

    shop.house.await_(erased_in_the_room())
    assert lin.post(f"/rooms/{show.id}/tickets").status_code == 401


def test_a_guest_who_was_erased_is_nobody_any_more_also_for_a_core_that_has_just_begun(
    shop: Shop,
) -> None:
    guest, other = shop.house.viewer("Lin the buyer"), shop.house.viewer("another")
    assert guest.get("/viewers/me").status_code == 200
    assert shop.owner.post(f"/buyers/{guest.id}/erasure", {"reason": "on wish"}).status_code == 204
    assert guest.get("/viewers/me").status_code == 401
    shop.house.context.provide(SessionBook, SessionBook(shop.house.db, shop.house.clock))
    assert guest.get("/viewers/me").status_code == 401
    assert guest.post(f"/rooms/{shop.show.id}/tickets").status_code == 401
    assert other.get("/viewers/me").status_code == 200


def plans(session: Session, people: list[str]) -> list[str]:
    """How the database goes about each query of what is told of people."""
    connection = session.connection()
    sent: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, sql: str, given: object, *_: object) -> None:
        sent.append((sql, given))

    event.listen(connection, "before_cursor_execute", keep)
    shows.told_of(session, people)
    analytics.acts_of(session, people)
    rooms.lines_of(session, people[0])
    event.remove(connection, "before_cursor_execute", keep)
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        # Of tables with hardly a row it reads all, whatever there is.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN"
    return [
        repr(connection.exec_driver_sql(f"{explain} {sql}", given).all()) for sql, given in sent
    ]


def test_what_is_held_of_one_viewer_is_found_by_indexes_and_not_by_reading_all_shows(
    shop: Shop,
) -> None:
    visits, lines, acts, hidden, _held_up = shop.house.read(plans, ["vwr_1", "vwr_2"])
    assert "ix_show_timeline_subject" in visits
    assert "ix_show_timeline_show_id_kind_at_ms" in lines
    assert "ix_act_people_viewer_id" in acts
    assert "ix_hidden_lines_viewer_id" in hidden


def test_who_asks_for_their_data_again_and_again_waits_and_nobody_else_does(shop: Shop) -> None:
    lin, mei = shop.house.viewer(), shop.house.viewer()
    answers = [lin.get("/viewers/me/data") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[-1].json()["code"] == "audience.too_many_exports"
    assert mei.get("/viewers/me/data").status_code == 200


def test_a_picture_that_was_being_encoded_while_its_owner_was_erased_is_shown_to_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)

    async def erased_meanwhile(upload: bytes, side: int, *, is_square: bool) -> bytes:
        assert (await asyncio.to_thread(lin.delete, "/viewers/me/data")).status_code == 204
        return await encode_in_turn(upload, side, is_square=is_square)

    monkeypatch.setattr(audience_routes, "encode_in_turn", erased_meanwhile)
    answer = lin.request("PUT", "/api/v1/viewers/me/picture", jpeg((40, 40)))
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert shop.house.read(audience.get_viewer, lin.id).avatar_url is None
    assert list(shop.house.settings.data.glob("**/ava_*")) == []


def test_what_was_written_back_of_an_erased_buyer_is_erased_when_it_is_looked_at_again(
    shop: Shop,
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    phone = shop.house.viewer("Lin's phone")
    assert lin.delete("/viewers/me/data").status_code == 204

    def write_back(uow: UnitOfWork) -> str:
        row = viewers.held(uow.session, lin.id)
        guest = viewers.held(uow.session, phone.id)
        assert row is not None
        assert guest is not None
        row.display_name, row.language, row.avatar = "Lin the buyer", "en", "ava_1.webp"
        guest.account_id = lin.id
        return audience.open_session(uow, lin.id, "")

    session_id = shop.house.run(write_back)
    shop.house.context.blobs.put("ava_1.webp", b"a face")
    token = audience.sign_token(shop.house.context.secret, lin.id, session_id)
    late = shop.house.bearer(token)
    assert (late.get("/viewers/me").status_code, phone.get("/viewers/me").status_code) == (200, 200)
    shop.house.pass_time(minutes=1)
    shop.house.work()
    assert (late.get("/viewers/me").status_code, phone.get("/viewers/me").status_code) == (401, 401)
    kept = everything(shop)
    assert [told for told in ("Lin the buyer", "Lin's phone", "ava_1.webp") if told in kept] == []
    assert shop.house.anyone.request("GET", "/files/ava_1.webp").status_code == 404


def test_the_picture_of_an_erased_buyer_goes_though_the_core_died_right_after_the_commit(
    shop: Shop,
) -> None:
    lin = sign_in(Tray(shop.house), shop.house.viewer("Lin the buyer"), LIN)
    put = lin.request("PUT", "/api/v1/viewers/me/picture", jpeg((40, 40)))
    face = put.json()["avatar_url"]
    shop.house.run(service.erase, lin.id)
    assert shop.house.anyone.request("GET", face).status_code == 200
    shop.house.pass_time(minutes=1)
    shop.house.work()
    assert shop.house.anyone.request("GET", face).status_code == 404


def test_looking_again_is_one_chain_also_when_rooms_fail_to_let_go(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin, _order_id = buy(shop)
    later = {"people": [lin.id]}
    shop.house.run(lambda uow: uow.enqueue(jobs.AGAIN_JOB, later))
    part_with = rooms.part_with
    tries: list[Collection[str]] = []

    def fail_once(context: Context, people: Collection[str]) -> None:
        tries.append(people)
        if len(tries) == 1:
            raise ConnectionError
        part_with(context, people)

    monkeypatch.setattr(rooms, "part_with", fail_once)
    shop.house.work()
    shop.house.pass_time(seconds=5)
    shop.house.work()
    assert [lin.id in people for people in tries] == [True, True]
    waiting = {row[0]: row[2] for row in shop.house.read(work.by_handler, shop.house.clock.now())}
    assert waiting[jobs.AGAIN_JOB] == 1
