"""Inviting, changing and taking leave of staff; passwords and sessions."""

from typing import Any

import pytest

from kaibo.modules.identity.contracts import Role
from tests.support.house import Caller, House, Shop, at_once

BO = {"name": "Bo", "email": "bo@tea.test", "role": "warehouse"}


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("routes", "staff_routes"):
        base = f"kaibo.modules.identity.{module}"
        monkeypatch.setattr(f"{base}.hash_password", lambda text: f"h:{text}")
        monkeypatch.setattr(f"{base}.password_matches", lambda stored, text: stored == f"h:{text}")


def come_in(house: House, invitation: dict[str, Any]) -> Caller:
    body = {"token": invitation["link"]["token"]}
    answer = house.anyone.post("/staff/sessions/one-time", body, user_agent="Firefox")
    assert answer.status_code == 201, answer.text
    return house.bearer(answer.json()["token"])


def sign_in(house: House, password: str) -> int:
    body = {"email": "bo@tea.test", "password": password}
    return house.anyone.post("/staff/sessions", body).status_code


def test_who_is_invited_comes_in_by_the_link_and_sets_a_password(shop: Shop) -> None:
    invitation = shop.owner.post("/staff/invitations", BO).json()
    assert invitation["staff"]["is_pending"] is True
    assert sign_in(shop.house, "!") == sign_in(shop.house, "nobody has this password") == 401

    bo = come_in(shop.house, invitation)
    assert bo.put("/staff/me/password", {"password": "a green kettle"}).status_code == 200

    assert bo.get("/staff/me").json()["is_pending"] is False
    assert sign_in(shop.house, "a green kettle") == 201


def test_an_invitation_works_for_seven_days(sqlite_shop: Shop) -> None:
    invitation = sqlite_shop.owner.post("/staff/invitations", BO).json()
    sqlite_shop.house.pass_time(days=7, seconds=1)
    body = {"token": invitation["link"]["token"]}
    assert sqlite_shop.house.anyone.post("/staff/sessions/one-time", body).status_code == 401


def test_a_new_role_holds_from_the_next_request(shop: Shop) -> None:
    invitation = shop.owner.post("/staff/invitations", BO).json()
    bo = come_in(shop.house, invitation)
    assert bo.get("/shows").status_code == 403
    path = f"/staff/{invitation['staff']['id']}"
    assert shop.owner.patch(path, {"role": "analyst"}).json()["role"] == "analyst"
    assert bo.get("/shows").status_code == 200
    assert bo.get("/orders").status_code == 403, "figures, and nobody's address"


def test_who_leaves_is_out_at_once_and_may_come_back(shop: Shop) -> None:
    invitation = shop.owner.post("/staff/invitations", BO).json()
    bo, path = come_in(shop.house, invitation), f"/staff/{invitation['staff']['id']}"
    bo.put("/staff/me/password", {"password": "a green kettle"})
    link = shop.owner.post("/staff/sign-in-links", {"email": "bo@tea.test"}).json()

    assert shop.owner.post(f"{path}/deactivate").json()["is_active"] is False

    assert bo.get("/staff/me").status_code == 401
    assert sign_in(shop.house, "a green kettle") == 401
    one_time = {"token": link["token"]}
    assert shop.house.anyone.post("/staff/sessions/one-time", one_time).status_code == 401
    assert shop.owner.post("/staff/sign-in-links", {"email": "bo@tea.test"}).status_code == 404
    assert shop.owner.get("/staff").json()["items"][-1]["name"] == "Bo"

    assert shop.owner.post(f"{path}/reactivate").json()["is_active"] is True
    assert sign_in(shop.house, "a green kettle") == 201


def test_nobody_takes_their_own_account_or_role_away(sqlite_shop: Shop) -> None:
    me = sqlite_shop.owner.get("/staff/me").json()["id"]
    sqlite_shop.house.staff(Role.OWNER)
    for answer in (
        sqlite_shop.owner.patch(f"/staff/{me}", {"role": "operator"}),
        sqlite_shop.owner.post(f"/staff/{me}/deactivate"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "identity.own_account")
    renamed = sqlite_shop.owner.patch(f"/staff/{me}", {"name": "Mei Lin"})
    assert renamed.json()["name"] == "Mei Lin"


def test_of_two_owners_who_remove_each_other_at_once_one_stays(shop: Shop) -> None:
    others = [shop.owner, shop.house.staff(Role.OWNER)]
    ids = [one.get("/staff/me").json()["id"] for one in others]
    statuses = at_once(2, lambda n: others[n].post(f"/staff/{ids[1 - n]}/deactivate").status_code)
    assert min(statuses) == 200
    assert max(statuses) in {401, 409}
    left = [one for one in others if one.get("/staff").status_code == 200]
    assert len(left) == 1


def test_sessions_tell_device_and_network_and_end_one_by_one_or_all(shop: Shop) -> None:
    invitation = shop.owner.post("/staff/invitations", BO).json()
    first = come_in(shop.house, invitation)
    first.put("/staff/me/password", {"password": "a green kettle"})
    body = {"email": "bo@tea.test", "password": "a green kettle"}
    answer = shop.house.anyone.post("/staff/sessions", body, user_agent="Phone")
    second = shop.house.bearer(answer.json()["token"])

    listed = first.get("/staff/me/sessions").json()
    assert {(one["device"], one["is_current"]) for one in listed} == {
        ("Firefox", True),
        ("Phone", False),
    }
    assert {one["network"] for one in listed} == {"127.0.0.1"}
    (other,) = [one["id"] for one in listed if not one["is_current"]]
    assert shop.owner.delete(f"/staff/me/sessions/{other}").status_code == 404, "not one's own"
    assert first.delete(f"/staff/me/sessions/{other}").status_code == 204
    assert second.get("/staff/me").status_code == 401
    assert first.delete("/staff/me/sessions").status_code == 204
    assert first.get("/staff/me").status_code == 401


def test_a_session_tells_when_it_was_last_used(sqlite_shop: Shop) -> None:
    house, owner = sqlite_shop.house, sqlite_shop.owner
    owner.get("/staff/me")
    house.pass_time(minutes=20)
    owner.get("/staff/me")
    (session,) = owner.get("/staff/me/sessions").json()
    assert session["last_seen_at"] == house.clock.now().isoformat().replace("+00:00", "Z")
    assert owner.get("/staff").json()["items"][0]["last_seen_at"] == session["last_seen_at"]


def test_a_password_is_changed_by_who_knows_it_and_ends_other_sessions(shop: Shop) -> None:
    invitation = shop.owner.post("/staff/invitations", BO).json()
    bo = come_in(shop.house, invitation)
    bo.put("/staff/me/password", {"password": "a green kettle"})
    body = {"email": "bo@tea.test", "password": "a green kettle"}
    elsewhere = shop.house.bearer(shop.house.anyone.post("/staff/sessions", body).json()["token"])

    wrong = bo.put("/staff/me/password", {"current": "guess", "password": "a blue kettle"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "identity.wrong_password")
    common = {"current": "a green kettle", "password": "1234567890"}
    assert bo.put("/staff/me/password", common).json()["code"] == "identity.weak_password"
    right = {"current": "a green kettle", "password": "a blue kettle"}
    assert bo.put("/staff/me/password", right).status_code == 200
    assert bo.get("/staff/me").status_code == 200
    assert elsewhere.get("/staff/me").status_code == 401


def test_signing_in_and_failing_to_are_in_the_audit_log(sqlite_shop: Shop) -> None:
    invitation = sqlite_shop.owner.post("/staff/invitations", BO).json()
    come_in(sqlite_shop.house, invitation)
    sign_in(sqlite_shop.house, "wrong")
    lines = sqlite_shop.owner.get("/audit").json()["items"]
    told = [(line["action"], line["staff_name"]) for line in lines]
    assert told == [
        ("identity.sign_in_failed", "Bo"),
        ("identity.sign_in_by_link", "Bo"),
        ("identity.invite_staff", "Mei"),
    ]
