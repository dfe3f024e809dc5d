"""Signing in by a code: what it opens, what goes along, and what does not get in."""

import itertools
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.flows.remove_old import facade as remove_old
from kaibo.modules.audience import codes, repository, throttle
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience.codes import code_of
from kaibo.modules.audience.mailed import SHORT_A_DAY
from kaibo.platform.db import UnitOfWork
from tests.support.house import Caller, House, Shop, Viewer, at_once
from tests.support.mailing import Tray, sign_in

LIN = "lin@buyer.test"


@pytest.fixture
def tray(house: House) -> Tray:
    return Tray(house)


@pytest.fixture
def many_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every request come from another network."""
    networks = itertools.count()
    monkeypatch.setattr(throttle, "household", lambda _host: str(next(networks)))


def asked(caller: Caller, email: str = LIN) -> str:
    answer = caller.post("/viewers/sign-in-codes", {"email": email})
    assert answer.status_code == 202, answer.text
    request_id: str = answer.json()["id"]
    return request_id


def try_code(caller: Caller, request_id: str, code: str) -> int:
    return caller.post("/viewers/sessions", {"request_id": request_id, "code": code}).status_code


def right(house: House, request_id: str) -> str:
    row = house.read(repository.code, request_id)
    assert row is not None
    return code_of(house.context.secret, row.code_id)


def wrong(house: House, request_id: str) -> str:
    return f"{(int(right(house, request_id)) + 1 + secrets.randbelow(999_998)) % 1_000_000:06}"


def test_orders_and_cart_of_the_guest_go_along(shop: Shop, tray: Tray) -> None:
    guest = shop.house.viewer("小明")
    order = shop.place(guest)
    line = {"quantity": 2, "unit_price": shop.product.price.amount}
    cart = f"/shows/{shop.show.slug}/cart"
    guest.put(f"{cart}/{shop.variant.id}", line)
    lin = sign_in(tray, guest, LIN)
    assert lin.get("/viewers/me").json()["display_name"] == "小明"
    assert [one["id"] for one in lin.get("/orders/mine").json()["items"]] == [order["id"]]
    assert lin.get(cart).json()[0]["quantity"] == 2
    assert guest.get("/orders/mine").json()["items"] == []
    assert guest.get(f"/orders/{order['id']}").status_code == 404


def test_a_second_device_is_the_same_viewer_and_brings_what_it_had(shop: Shop, tray: Tray) -> None:
    lin = sign_in(tray, shop.house.viewer(), LIN)
    shop.place(lin)
    phone = shop.house.viewer("phone")
    shop.place(phone)
    again = sign_in(tray, phone, " Lin@Buyer.TEST ")
    assert again.id == lin.id
    for device in (lin, again):
        assert len(device.get("/orders/mine").json()["items"]) == 2


def test_a_repeated_key_and_a_variant_in_both_carts_do_not_keep_anybody_out(
    shop: Shop, tray: Tray
) -> None:
    lin = sign_in(tray, shop.house.viewer(), LIN)
    phone = shop.house.viewer()
    for viewer in (lin, phone):
        answer = viewer.post("/orders", shop.order(), idempotency_key="the-same")
        assert answer.status_code == 201
        line = {"quantity": 1, "unit_price": shop.product.price.amount}
        viewer.put(f"/shows/{shop.show.slug}/cart/{shop.variant.id}", line)
    again = sign_in(tray, phone, LIN)
    assert len(again.get("/orders/mine").json()["items"]) == 2


def test_what_another_account_has_does_not_go_along(shop: Shop, tray: Tray) -> None:
    lin = sign_in(tray, shop.house.viewer(), LIN)
    shop.place(lin)
    mei = sign_in(tray, lin, "mei@buyer.test")
    assert mei.id != lin.id
    assert mei.get("/orders/mine").json()["items"] == []
    assert len(lin.get("/orders/mine").json()["items"]) == 1


def test_a_guest_who_is_an_accounts_is_not_handed_over_to_another(shop: Shop, tray: Tray) -> None:
    guest = shop.house.viewer("小明")
    lin = sign_in(tray, guest, LIN)
    order = shop.place(guest)
    mei = sign_in(tray, guest, "mei@buyer.test")
    assert mei.get("/orders/mine").json()["items"] == []
    assert mei.get("/viewers/me").json()["display_name"] not in {"小明", "—"}
    assert guest.get(f"/orders/{order['id']}").status_code == 200
    assert shop.house.read(audience.all_of_person, mei.id) == [mei.id]
    assert shop.house.read(audience.all_of_person, lin.id) == [lin.id, guest.id]
    sign_in(tray, guest, LIN)
    assert [one["id"] for one in lin.get("/orders/mine").json()["items"]] == [order["id"]]


def test_the_same_address_proved_twice_at_once_is_one_account(house: House, tray: Tray) -> None:
    house.set_up()
    guests = [house.viewer() for _ in range(4)]
    requests = []
    for guest in guests:
        requests.append(asked(guest))
        house.pass_time(minutes=2)  # so that each has a code of its own

    def enter(number: int) -> str:
        code = right(house, requests[number])
        body = {"request_id": requests[number], "code": code}
        told = guests[number].post("/viewers/sessions", body).json()
        return str(told["viewer"]["id"])

    assert len(set(at_once(4, enter))) == 1


def test_a_code_works_once(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()
    request_id = asked(guest)
    house.work()
    code = tray.code()
    assert at_once(4, lambda _: try_code(guest, request_id, code)).count(201) == 1
    assert try_code(guest, request_id, code) == 422


def test_a_code_is_good_for_ten_minutes_and_is_not_mailed_later(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()
    request_id = asked(guest)
    house.pass_time(minutes=10)
    assert try_code(guest, request_id, right(house, request_id)) == 422
    house.work()
    assert tray.mails == []


def test_five_wrong_tries_use_a_code_up(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()
    request_id = asked(guest)
    for _ in range(codes.TRIES):
        assert try_code(guest, request_id, wrong(house, request_id)) == 422
    assert try_code(guest, request_id, right(house, request_id)) == 422


def test_tries_at_once_are_counted_each(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()
    request_id = asked(guest)
    at_once(8, lambda _: try_code(guest, request_id, wrong(house, request_id)))
    row = house.read(
        lambda session: session.execute(text("SELECT attempts FROM viewer_codes")).one()
    )
    assert row.attempts == codes.TRIES


def test_somebody_elses_wrong_tries_do_not_keep_the_owner_out(house: House, tray: Tray) -> None:
    house.set_up()
    thief, lin = house.viewer(), house.viewer()
    stolen, own = asked(thief), asked(lin)
    for _ in range(codes.TRIES):
        try_code(thief, stolen, wrong(house, stolen))
    assert try_code(thief, stolen, right(house, stolen)) == 422
    assert try_code(lin, own, right(house, own)) == 201


@pytest.mark.usefixtures("many_networks")
def test_a_stranger_who_asks_again_and_again_keeps_no_buyer_out(house: House, tray: Tray) -> None:
    house.set_up()
    for _ in range(40):
        asked(house.viewer())
        house.work()
    lin = house.viewer()
    own = asked(lin)
    house.work()
    assert [len(tray.code(of)) for of in range(len(tray.mails))] == [6, 10]
    assert try_code(lin, own, tray.code()) == 201


def test_who_asks_right_after_a_stranger_gets_in_by_the_mail_that_is_there(
    house: House, tray: Tray
) -> None:
    house.set_up()
    asked(house.viewer())
    lin = house.viewer()
    own = asked(lin)
    house.work()
    assert len(tray.mails) == 1
    assert try_code(lin, own, tray.code()) == 201
    laptop = house.viewer()
    again = asked(laptop)
    house.work()
    assert len(tray.mails) == 2, "the code of before is used up"
    assert try_code(laptop, again, tray.code()) == 201


def test_a_code_that_was_used_opens_no_other_request(house: House, tray: Tray) -> None:
    house.set_up()
    guests = [house.viewer() for _ in range(2)]
    requests = [asked(guest) for guest in guests]
    house.work()
    code = tray.code()
    entered = at_once(2, lambda one: try_code(guests[one], requests[one], code))
    assert sorted(entered) == [201, 422]


def test_the_code_is_neither_in_the_records_nor_in_the_queue(house: House, tray: Tray) -> None:
    house.set_up()
    request_id = asked(house.viewer())
    code = right(house, request_id)

    def everything(session: object) -> str:
        told = []
        for table in ("viewer_codes", "mails", "work_items"):
            told += session.execute(text(f"SELECT * FROM {table}")).all()  # type: ignore[attr-defined] # noqa: S608 - three names of ours
        return repr(told)

    told = house.read(everything)
    assert request_id in told
    assert code not in told


def test_the_answer_does_not_tell_whether_an_address_is_known(house: House, tray: Tray) -> None:
    house.set_up()
    sign_in(tray, house.viewer(), LIN)
    known = house.viewer().post("/viewers/sign-in-codes", {"email": LIN})
    unknown = house.viewer().post("/viewers/sign-in-codes", {"email": "nobody@buyer.test"})
    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys() == {"id", "expires_at"}
    assert known.json()["expires_at"] == unknown.json()["expires_at"]


def test_the_answer_does_not_tell_whether_somebody_asked_before(house: House, tray: Tray) -> None:
    house.set_up()
    asked(house.viewer())
    house.pass_time(minutes=1)
    after = house.viewer().post("/viewers/sign-in-codes", {"email": LIN})
    first = house.viewer().post("/viewers/sign-in-codes", {"email": "wu@buyer.test"})
    assert after.json()["expires_at"] == first.json()["expires_at"]
    house.work()
    assert len(tray.mails) == 2, "the second is of the other address"


@pytest.mark.usefixtures("many_networks")
def test_an_address_is_not_flooded_with_codes(house: House, tray: Tray) -> None:
    house.set_up()

    def mails_of_an_hour() -> int:
        before = len(tray.mails)
        for _ in range(30):
            house.pass_time(minutes=2)
            for email in (LIN, "LIN@buyer.test"):
                asked(house.anyone, email)
            house.work()
        return len(tray.mails) - before

    short = throttle.OF_NETWORK_FOR_ADDRESS.amount  # more than there are
    assert mails_of_an_hour() <= short
    assert mails_of_an_hour() == 2


@pytest.mark.usefixtures("many_networks")
def test_a_core_that_begins_anew_counts_on_where_the_one_before_it_was(
    house: House, tray: Tray
) -> None:
    house.set_up()
    for _ in range(SHORT_A_DAY // 2):
        asked(house.anyone)
    anew = House(house.settings)
    try:
        later = Tray(anew)
        requests = [asked(anew.anyone) for _ in range(SHORT_A_DAY // 2 + 1)]
        anew.work()
        # Mails leave side by side, in no order.
        short, long = sorted((later.code(of) for of in range(len(later.mails))), key=len)
        assert (len(short), len(long)) == (6, 10)
        assert try_code(anew.viewer(), requests[0], short) == 201
        assert tray.mails == []
    finally:
        anew.close()


def test_of_requests_at_once_the_first_has_the_code_mailed_and_it_answers_all(
    house: House, tray: Tray
) -> None:
    house.set_up()
    guests = [house.viewer() for _ in range(6)]
    requests = at_once(6, lambda one: asked(guests[one]))
    house.work()
    assert len(tray.mails) == 1
    assert {right(house, request) for request in requests} == {tray.code()}


def test_one_network_asks_for_few_codes_of_an_address(house: House, tray: Tray) -> None:
    house.set_up()
    *answers, last = [
        house.viewer().post("/viewers/sign-in-codes", {"email": LIN})
        for _ in range(throttle.OF_NETWORK_FOR_ADDRESS.amount + 1)
    ]
    assert {answer.status_code for answer in answers} == {202}
    assert last.status_code == 429
    assert last.json()["code"] == "audience.address_asked_often"
    # Whoever comes back when they are told to is let in.
    assert int(last.headers["retry-after"]) > 23 * 3600
    assert "24 hours" in last.json()["detail"]


def test_a_device_and_a_network_ask_for_few_codes(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()

    def ask(caller: Caller, number: int) -> int:
        body = {"email": f"buyer{number}@buyer.test"}
        return caller.post("/viewers/sign-in-codes", body).status_code

    of_device = [ask(guest, number) for number in range(throttle.OF_DEVICE.amount + 1)]
    assert of_device[-2:] == [202, 429]
    of_network = [ask(house.anyone, 100 + number) for number in range(throttle.OF_NETWORK.amount)]
    assert (of_network[0], of_network[-1]) == (202, 429)


def test_a_guests_token_never_opens_an_account(shop: Shop, tray: Tray) -> None:
    guest = shop.house.viewer()
    lin = sign_in(tray, guest, LIN)
    assert guest.get("/viewers/me/account").json()["email"] is None
    token, secret = lin.token.rpartition(".")[0], shop.house.context.secret
    assert secret.verify("viewer-token", lin.token.removeprefix("kvw_"))
    bare = "kvw_" + secret.sign("viewer-token", lin.id)
    for forged in (token, bare, bare.replace("vwa", "vwr")):
        assert shop.house.bearer(forged).get("/viewers/me").status_code == 401


def test_signing_out_everywhere_closes_every_device_and_leaves_others_alone(
    house: House, tray: Tray
) -> None:
    house.set_up()
    chrome = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"
    one = sign_in(tray, house.viewer(), LIN, user_agent=chrome)
    two = sign_in(tray, house.viewer(), LIN)
    mei = sign_in(tray, house.viewer(), "mei@buyer.test")
    told = one.get("/viewers/me/sessions").json()
    assert {(device["device"], device["is_this"]) for device in told} == {
        ("Chrome, Android", True),
        ("", False),
    }
    assert one.delete("/viewers/me/sessions").status_code == 204
    assert [caller.get("/viewers/me").status_code for caller in (one, two, mei)] == [401, 401, 200]


def test_signing_out_here_closes_this_device_alone(house: House, tray: Tray) -> None:
    house.set_up()
    one, two = (sign_in(tray, house.viewer(), LIN) for _ in range(2))
    assert one.delete("/viewers/me/sessions/current").status_code == 204
    assert [caller.get("/viewers/me").status_code for caller in (one, two)] == [401, 200]
    mei = sign_in(tray, house.viewer(), "mei@buyer.test")
    (there,) = two.get("/viewers/me/sessions").json()
    mei.delete(f"/viewers/me/sessions/{there['id']}")
    assert two.get("/viewers/me").status_code == 200


def test_a_session_ends_after_half_a_year_unused(house: House, tray: Tray) -> None:
    house.set_up()
    lin = sign_in(tray, house.viewer(), LIN)
    house.clock.advance(timedelta(days=179))
    assert lin.get("/viewers/me").status_code == 200
    house.clock.advance(timedelta(days=1))
    assert lin.get("/viewers/me").status_code == 401


def test_without_a_mail_server_no_code_is_promised(house: House) -> None:
    house.set_up()
    guest: Viewer = house.viewer()
    answer = guest.post("/viewers/sign-in-codes", {"email": LIN})
    assert (answer.status_code, answer.json()["code"]) == (409, "mail.not_set_up")
    assert guest.get("/viewers/me/account").json()["mail"] == "none"


def test_a_guest_of_whom_nothing_is_left_gets_in_all_the_same(house: House, tray: Tray) -> None:
    house.set_up()
    guest = house.viewer()

    def forget(uow: UnitOfWork) -> None:
        uow.session.execute(text("DELETE FROM viewers"))

    house.run(forget)
    assert sign_in(tray, guest, LIN).get("/viewers/me/account").json()["email"] == LIN


def test_codes_and_mails_are_forgotten_in_time(house: House, tray: Tray) -> None:
    house.set_up()
    house.run(remove_old.schedule)
    sign_in(tray, house.viewer(), LIN)

    def held(query: Session) -> list[int]:
        tables = ("viewer_codes", "mails", "viewer_sessions")
        return [query.execute(text(f"SELECT count(*) FROM {one}")).scalar_one() for one in tables]  # noqa: S608 - names of ours

    assert house.read(held) == [1, 1, 1]
    for days, kept in ((2, [0, 1, 1]), (89, [0, 0, 1]), (90, [0, 0, 0])):
        house.pass_time(days=days)
        house.work()
        # What could not be removed at once is tried again within the hour.
        house.pass_time(hours=1)
        house.work()
        assert house.read(held) == kept
