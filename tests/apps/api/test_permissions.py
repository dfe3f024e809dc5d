"""Who may call what: every route has a decision here, and is held to it."""

import re

import pytest

from kaibo.apps.callers import local_token_of
from kaibo.modules.identity.contracts import Role
from tests.support.doors import OUTSIDE, doors
from tests.support.house import Caller, House, Shop

OWNER = frozenset({Role.OWNER})
DIRECTORS = OWNER | {Role.OPERATOR}
DESK = DIRECTORS | {Role.SERVICE}
PACKERS = DIRECTORS | {Role.WAREHOUSE}
STAFF = frozenset(Role)
# Who sees shows and their figures; who runs and who talks in a room; who sees buyers' orders.
WATCHERS = DESK | {Role.FLOOR, Role.ANALYST, Role.COMPLIANCE}
FLOOR = DIRECTORS | {Role.FLOOR}
TALKERS = DESK | {Role.FLOOR}
REVIEWERS = TALKERS | {Role.COMPLIANCE}
CLERKS = STAFF - {Role.FLOOR, Role.ANALYST}
AUDITORS = OWNER | {Role.COMPLIANCE}

ANYONE = "anyone"
VIEWERS = "viewers"
MEDIA = "the media server"
# Its buyer, or the staff named; to others the order does not exist.
BUYER = "its buyer"
# A viewer as a viewer, the staff named as staff.
VISITORS = "visitors"

Decision = str | frozenset[Role] | tuple[str, frozenset[Role]]

DECISIONS: dict[str, Decision] = {
    "GET /api/v1/setup": ANYONE,
    "POST /api/v1/setup": ANYONE,  # who knows the token
    "POST /api/v1/staff/sessions": ANYONE,
    "POST /api/v1/staff/sessions/one-time": ANYONE,
    "DELETE /api/v1/staff/sessions/current": STAFF,
    "GET /api/v1/staff/me": STAFF,
    "GET /api/v1/saved-views": STAFF,
    "PUT /api/v1/saved-views": STAFF,
    "DELETE /api/v1/saved-views/{view_id}": STAFF,
    "GET /api/v1/staff": OWNER,
    "POST /api/v1/staff": OWNER,
    "POST /api/v1/staff/sign-in-links": OWNER,
    "GET /api/v1/staff/roles": STAFF,
    "POST /api/v1/staff/invitations": OWNER,
    "PUT /api/v1/staff/me/password": STAFF,
    "GET /api/v1/staff/me/sessions": STAFF,
    "DELETE /api/v1/staff/me/sessions": STAFF,
    "DELETE /api/v1/staff/me/sessions/{session_id}": STAFF,
    "PATCH /api/v1/staff/{staff_id}": OWNER,
    "POST /api/v1/staff/{staff_id}/deactivate": OWNER,
    "POST /api/v1/staff/{staff_id}/reactivate": OWNER,
    "DELETE /api/v1/staff/{staff_id}/sessions": OWNER,
    "GET /api/v1/audit": AUDITORS,
    "GET /api/v1/audit/actions": AUDITORS,
    "GET /api/v1/audit/export.csv": AUDITORS,
    "POST /api/v1/buyers/lookup": OWNER,
    "GET /api/v1/buyers/{viewer_id}/data": OWNER,
    "POST /api/v1/buyers/{viewer_id}/erasure": OWNER,
    "GET /api/v1/retention": AUDITORS,
    "PATCH /api/v1/retention": OWNER,
    "GET /api/v1/store": ANYONE,
    "PATCH /api/v1/store": OWNER,
    "POST /api/v1/viewers": ANYONE,
    "GET /api/v1/viewers/me": VIEWERS,
    "PATCH /api/v1/viewers/me": VIEWERS,
    "POST /api/v1/viewers/sign-in-codes": ANYONE,
    "POST /api/v1/viewers/sessions": ANYONE,  # who knows the code
    "GET /api/v1/viewers/me/account": VIEWERS,
    "GET /api/v1/viewers/me/data": VIEWERS,
    "DELETE /api/v1/viewers/me/data": VIEWERS,
    "PUT /api/v1/viewers/me/picture": VIEWERS,
    "DELETE /api/v1/viewers/me/picture": VIEWERS,
    "GET /api/v1/viewers/me/sessions": VIEWERS,
    "DELETE /api/v1/viewers/me/sessions": VIEWERS,
    "DELETE /api/v1/viewers/me/sessions/current": VIEWERS,
    "DELETE /api/v1/viewers/me/sessions/{session_id}": VIEWERS,
    "GET /api/v1/mail": OWNER,
    "GET /api/v1/mail/setup": OWNER,
    "GET /api/v1/mail/previews/{kind}": OWNER,
    "GET /api/v1/mail/previews/{kind}/page": OWNER,
    "POST /api/v1/mail/tests": OWNER,
    "POST /api/v1/mail/{mail_id}/retry": OWNER,
    "GET /api/v1/products": STAFF,
    "POST /api/v1/products": DIRECTORS,
    "GET /api/v1/products/export": STAFF,
    "GET /api/v1/products/imports": STAFF,
    "POST /api/v1/products/imports": DIRECTORS,
    "GET /api/v1/products/imports/template": STAFF,
    "GET /api/v1/products/imports/{import_id}": STAFF,
    "GET /api/v1/products/imports/{import_id}/errors": STAFF,
    "GET /api/v1/products/imports/{import_id}/errors/sheet": STAFF,
    "POST /api/v1/products/imports/{import_id}/start": DIRECTORS,
    "POST /api/v1/products/imports/{import_id}/stop": DIRECTORS,
    "GET /api/v1/products/{product_id}": STAFF,
    "PATCH /api/v1/products/{product_id}": DIRECTORS,
    "GET /api/v1/books": OWNER,
    "GET /api/v1/products/categories": STAFF,
    "GET /api/v1/products/tags": STAFF,
    "GET /api/v1/products/by-variant": STAFF,
    "PUT /api/v1/products/{product_id}/archived": DIRECTORS,
    "PUT /api/v1/products/{product_id}/picture": DIRECTORS,
    "POST /api/v1/products/{product_id}/pictures/picture": DIRECTORS,
    "PUT /api/v1/products/{product_id}/pictures": DIRECTORS,
    "POST /api/v1/products/{product_id}/stock-adjustments": DIRECTORS,
    "GET /api/v1/products/{product_id}/stock-movements": STAFF,
    "GET /api/v1/products/{product_id}/prices": STAFF,
    "GET /api/v1/products/{product_id}/allocations": STAFF,
    "GET /api/v1/shows/{show}/products/{product_id}": ANYONE,
    "GET /api/v1/shows/{show}/deals": WATCHERS,
    "POST /api/v1/shows/{show}/deals": DIRECTORS,
    "POST /api/v1/shows/{show}/deals/{deal_id}/stop": DIRECTORS,
    "GET /api/v1/shows/{show}/allocations": WATCHERS,
    "PUT /api/v1/shows/{show}/allocations/{variant_id}": DIRECTORS,
    "GET /api/v1/shows/{show}/cart": VIEWERS,
    "PUT /api/v1/shows/{show}/cart/{variant_id}": VIEWERS,
    "GET /api/v1/orders/{order_id}/history": CLERKS,
    "GET /api/v1/orders/{order_id}/pages/{page_id}": (BUYER, CLERKS),
    "POST /api/v1/orders/{order_id}/refunds": DESK,
    "POST /api/v1/orders/{order_id}/refunds/{refund_id}/retry": DESK,
    "POST /api/v1/orders/{order_id}/delivered": PACKERS,
    "POST /api/v1/orders/{order_id}/confirm": VIEWERS,
    "GET /api/v1/shows": WATCHERS,
    "POST /api/v1/shows": DIRECTORS,
    "GET /api/v1/shows/public": ANYONE,
    "GET /api/v1/shows/lobby": ANYONE,
    "GET /api/v1/shows/{show}/calendar.ics": ANYONE,
    "PUT /api/v1/shows/{show}/booking": VIEWERS,
    "DELETE /api/v1/shows/{show}/booking": VIEWERS,
    "PUT /api/v1/shows/{show}/cover": DIRECTORS,
    "DELETE /api/v1/shows/{show}/cover": DIRECTORS,
    "GET /api/v1/shows/{show}": WATCHERS,
    "GET /api/v1/shows/{show}/timeline": WATCHERS,
    "GET /api/v1/shows/{show}/signals": REVIEWERS,
    "GET /api/v1/shows/{show}/attendance": WATCHERS,
    "PATCH /api/v1/shows/{show}": DIRECTORS,
    "GET /api/v1/shows/{show}/public": ANYONE,
    "PUT /api/v1/shows/{show}/products": DIRECTORS,
    "POST /api/v1/shows/{show}/go-on-air": DIRECTORS,
    "POST /api/v1/shows/{show}/end": DIRECTORS,
    "GET /api/v1/shows/{show}/stream-keys": DIRECTORS,
    "POST /api/v1/shows/{show}/stream-keys/{role}/rotate": DIRECTORS,
    "GET /api/v1/shows/{show}/picture": WATCHERS,
    "PUT /api/v1/shows/{show}/picture/source": DIRECTORS,
    "PUT /api/v1/shows/{show}/picture/server": DIRECTORS,
    "GET /api/v1/shows/{show}/replay": WATCHERS,
    "PUT /api/v1/shows/{show}/replay": DIRECTORS,
    "GET /api/v1/shows/{show}/public/replay": ANYONE,
    "GET /api/v1/shows/{show}/replay.m3u8": ANYONE,  # who was given its address
    "POST /api/v1/shows/{show}/replay/export": DIRECTORS,
    "PUT /api/v1/shows/{show}/captions/{language}": DIRECTORS,
    "DELETE /api/v1/shows/{show}/captions/{language}": DIRECTORS,
    "GET /api/v1/shows/{show}/captions/{captions}.vtt": ANYONE,  # who was given its address
    "GET /api/v1/shows/{show}/clips": WATCHERS,
    "POST /api/v1/shows/{show}/clips": DIRECTORS,
    "GET /api/v1/clips/{clip_id}": WATCHERS,
    "PATCH /api/v1/clips/{clip_id}": DIRECTORS,
    "DELETE /api/v1/clips/{clip_id}": DIRECTORS,
    "GET /api/v1/recordings/storage": WATCHERS,
    "DELETE /api/v1/recordings/{recording_id}": DIRECTORS,
    "DELETE /api/v1/shows/{show}/recordings": DIRECTORS,
    "POST /api/v1/shows/{show}/beacons": ANYONE,
    "POST /api/v1/shows/{show}/acts": ANYONE,
    "GET /api/v1/shows/{show}/summary": WATCHERS,
    "GET /api/v1/shows/{show}/summary.csv": WATCHERS,
    "GET /api/v1/shows/{show}/summary/products/{product_id}": WATCHERS,
    "GET /api/v1/shows/{show}/chain": WATCHERS,
    "POST /api/v1/rooms/{show}/tickets": (VISITORS, TALKERS),
    "GET /api/v1/rooms/{show}/snapshot": ANYONE,
    "POST /api/v1/rooms/{show}/pins": FLOOR,
    "DELETE /api/v1/rooms/{show}/pins/{product_id}": FLOOR,
    "PUT /api/v1/rooms/{show}/explaining": FLOOR,
    "DELETE /api/v1/rooms/{show}/explaining": FLOOR,
    "GET /api/v1/orders": CLERKS,
    "GET /api/v1/rooms/{show}/moderation": TALKERS,
    "PUT /api/v1/rooms/{show}/hidden-lines/{danmaku_id}": TALKERS,
    "DELETE /api/v1/rooms/{show}/hidden-lines/{danmaku_id}": TALKERS,
    "PUT /api/v1/rooms/{show}/announcement": TALKERS,
    "DELETE /api/v1/rooms/{show}/announcement": TALKERS,
    "PUT /api/v1/rooms/{show}/mutes/{viewer_id}": TALKERS,
    "DELETE /api/v1/rooms/{show}/mutes/{viewer_id}": TALKERS,
    "POST /api/v1/orders": VIEWERS,
    "GET /api/v1/orders/export.csv": CLERKS,
    "GET /api/v1/orders/mine": VIEWERS,
    "POST /api/v1/orders/lookup": ANYONE,  # who knows number and telephone
    "GET /api/v1/orders/{order_id}": (BUYER, CLERKS),
    "POST /api/v1/orders/{order_id}/payment-sessions": VIEWERS,
    "POST /api/v1/orders/{order_id}/payment-checks": VIEWERS,
    "POST /api/v1/orders/{order_id}/cancel": (BUYER, DESK),
    "POST /api/v1/orders/{order_id}/parcels": PACKERS,
    "PUT /api/v1/orders/{order_id}/parcels/{parcel_id}": PACKERS,
    "POST /api/v1/payments/webhooks/{gateway}": ANYONE,  # who signs
    "POST /api/v1/media/started": MEDIA,
    "POST /api/v1/media/publish": MEDIA,
    "POST /api/v1/media/playable": MEDIA,
    "POST /api/v1/media/stalled": MEDIA,
    "POST /api/v1/media/heartbeat": MEDIA,
    "POST /api/v1/media/recorded": MEDIA,
    "POST /api/v1/media/refused": MEDIA,
    "POST /api/v1/media/hooks/{server_id}": ANYONE,  # who knows the server's token
    "GET /api/v1/media/hooks/{server_id}/play": ANYONE,  # the same
    "POST /api/v1/media/unpublish": MEDIA,
    "GET /api/v1/work/dead-letters": OWNER,
    "POST /api/v1/work/dead-letters/{item_id}/replay": OWNER,
    "POST /api/v1/work/dead-letters/replay": OWNER,
    "DELETE /api/v1/work/dead-letters/{item_id}": OWNER,
    "GET /api/v1/work/queues": OWNER,
    "GET /api/v1/system": OWNER,
    "POST /api/v1/database-copies": OWNER,
    "GET /sandbox/api/checkouts/{checkout_id}": ANYONE,  # who knows its id
    "POST /sandbox/api/checkouts/{checkout_id}/approve": ANYONE,
    "POST /sandbox/api/checkouts/{checkout_id}/decline": ANYONE,
    "GET /sandbox/api/controls": OWNER,
    "PUT /sandbox/api/controls": OWNER,
    "GET /sandbox/api/controls/activity": OWNER,
}


def test_every_route_has_a_decision_and_every_decision_a_route() -> None:
    assert {call for call, _ in doors()} == DECISIONS.keys() | OUTSIDE


def knock(caller: Caller, route: str) -> int:
    """Call a route about nothing that exists; give the status."""
    method, path = route.split(" ")
    answer = caller.request(method, re.sub(r"\{\w+\}", "nothing", path))
    assert answer.status_code < 500, (route, answer.text)
    return answer.status_code


def decided(route: str) -> tuple[str | None, frozenset[Role]]:
    match DECISIONS[route]:
        case frozenset() as roles:
            return None, roles
        case str() as others:
            return others, frozenset()
        case (others, roles):
            return others, roles


@pytest.mark.parametrize("role", Role)
def test_staff_may_do_what_their_role_is_for_and_no_more(sqlite_shop: Shop, role: Role) -> None:
    wrong = {}
    for route in DECISIONS:
        others, roles = decided(route)
        # Each with a session of its own: signing out is among the routes.
        status = knock(sqlite_shop.house.staff(role), route)
        if role in roles or others == ANYONE:
            is_right = status not in {401, 403}
        elif others in {VIEWERS, MEDIA}:
            is_right = status == 401
        elif others == BUYER:
            is_right = status == 404
        else:
            is_right = status == 403
        if not is_right and not _signs_by_itself(route):
            wrong[route] = status
    assert wrong == {}


def _signs_by_itself(route: str) -> bool:
    """Whether what the body says decides, so that an empty one is turned away."""
    return route in {"POST /api/v1/setup", "POST /api/v1/payments/webhooks/{gateway}"}


def test_viewers_do_nothing_of_the_staffs(sqlite_shop: Shop) -> None:
    wrong = {}
    for route in DECISIONS:
        others, _ = decided(route)
        # Each a viewer of their own: having oneself erased is among the routes.
        status = knock(sqlite_shop.house.viewer(), route)
        if others in {ANYONE, VIEWERS, VISITORS}:
            is_right = status not in {401, 403}
        elif others == BUYER:
            is_right = status == 404
        else:
            is_right = status == 401
        if not is_right and not _signs_by_itself(route):
            wrong[route] = status
    assert wrong == {}


@pytest.mark.parametrize(
    "token", [None, "kst_wrong", "kvw_wrong.signature", "kst_local_é", "kvw_vwr_1.é"]
)
def test_without_a_good_token_nothing_opens(sqlite_shop: Shop, token: str | None) -> None:
    house = sqlite_shop.house
    caller = house.bearer(token) if token else house.anyone
    wrong = {}
    for route in DECISIONS:
        others, _ = decided(route)
        status = knock(caller, route)
        is_right = status == 404 if others == BUYER else status == 401
        if others != ANYONE and not is_right:
            wrong[route] = status
    assert wrong == {}


def test_the_command_line_of_this_machine_is_an_owner(sqlite_house: House) -> None:
    caller = sqlite_house.bearer(local_token_of(sqlite_house.context.secret))
    assert caller.get("/staff/me").json()["role"] == "owner"
    assert caller.get("/staff").status_code == 200
