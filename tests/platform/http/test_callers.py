"""Who calls, and the guard against requests that another site started."""

import pytest

from kaibo.modules.identity.contracts import Role
from tests.support.house import Caller, House, Shop


def cookie(house: House, token: str) -> Caller:
    return Caller(house, {"cookie": f"kaibo_staff={token}"})


def token_of(caller: Caller) -> str:
    return caller.headers["authorization"].removeprefix("Bearer ")


def test_a_cookie_reads_without_further_ado(sqlite_shop: Shop) -> None:
    caller = cookie(sqlite_shop.house, token_of(sqlite_shop.owner))
    assert caller.get("/staff/me").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_a_cookie_changes_things_only_with_our_header(sqlite_shop: Shop, method: str) -> None:
    caller = cookie(sqlite_shop.house, token_of(sqlite_shop.owner))
    path = {
        "POST": f"/api/v1/shows/{sqlite_shop.show.id}/end",
        "PATCH": f"/api/v1/shows/{sqlite_shop.show.id}",
        "PUT": f"/api/v1/shows/{sqlite_shop.show.id}/products",
        "DELETE": "/api/v1/staff/sessions/current",
    }[method]
    body = {"title": "Changed", "product_ids": []}

    forged = caller.request(method, path, body)
    ours = caller.request(method, path, body, x_kaibo_client="web")

    assert (forged.status_code, forged.json()["code"]) == (403, "forged_request")
    assert ours.is_success, ours.text


def test_a_bearer_token_needs_no_such_header(sqlite_shop: Shop) -> None:
    assert sqlite_shop.owner.post("/shows", {"title": "Tea"}).status_code == 201


def test_a_viewers_cookie_is_guarded_alike(sqlite_shop: Shop) -> None:
    viewer = sqlite_shop.house.viewer()
    caller = Caller(sqlite_shop.house, {"cookie": f"kaibo_viewer={viewer.token}"})
    assert caller.post("/orders", sqlite_shop.order()).status_code == 403
    answer = caller.post("/orders", sqlite_shop.order(), x_kaibo_client="web")
    assert answer.status_code == 201


def test_a_bearer_token_of_one_kind_does_not_bring_in_the_cookie_of_another(
    sqlite_shop: Shop,
) -> None:
    owner = token_of(sqlite_shop.owner)
    viewer = sqlite_shop.house.viewer()
    both = Caller(sqlite_shop.house, viewer.headers | {"cookie": f"kaibo_staff={owner}"})
    assert both.get("/staff/me").status_code == 401


def test_sessions_are_stored_where_scripts_cannot_read_them(sqlite_house: House) -> None:
    told = sqlite_house.anyone.post("/viewers", {}).headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "secure" not in told, "over plain HTTP it would not be stored"


def test_an_address_that_is_not_json_cannot_sign_in(sqlite_house: House) -> None:
    """A form of another site can send no JSON."""
    answer = sqlite_house.anyone.request(
        "POST", "/api/v1/viewers", b'{"display_name": "x"}', content_type="text/plain"
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("role", Role)
def test_a_refusal_names_the_scope_that_is_missing(sqlite_shop: Shop, role: Role) -> None:
    answer = sqlite_shop.house.staff(role).get("/staff")
    if role is Role.OWNER:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()["scope"]) == (403, "staff:write")
