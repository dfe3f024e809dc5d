"""Shows for those who hold the invitation."""

import pytest

from kaibo.modules.identity.contracts import Role
from tests.support.house import Caller, Shop


@pytest.fixture
def invited(shop: Shop) -> Shop:
    """A shop whose show on air is for invited viewers."""
    assert shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"}).status_code == 200
    return shop


def invitation(shop: Shop) -> str:
    path: str = shop.owner.get(f"/shows/{shop.show.id}").json()["invite_path"]
    before, _, secret = path.partition("?invite=")
    assert before == f"/s/{shop.show.slug}"
    return secret


def doors(shop: Shop, caller: Caller, **headers: str) -> list[int]:
    """Knock at every public door of the show."""
    show = shop.show.slug
    return [
        caller.get(f"/shows/{show}/public", **headers).status_code,
        caller.get(f"/rooms/{show}/snapshot", **headers).status_code,
        caller.post(f"/rooms/{show}/tickets", {"role": "viewer"}, **headers).status_code,
    ]


def test_a_public_show_needs_no_invitation(shop: Shop) -> None:
    show = shop.owner.get(f"/shows/{shop.show.id}").json()
    assert (show["access"], show["invite_path"]) == ("public", None)
    assert doors(shop, shop.house.viewer()) == [200, 200, 201]


def test_without_the_invitation_there_is_no_such_show(invited: Shop) -> None:
    viewer = invited.house.viewer()
    assert doors(invited, viewer) == [404, 404, 404]
    for wrong in ("inv_wrong", "", "邀請".encode().decode("latin-1")):
        assert doors(invited, viewer, x_kaibo_invite=wrong) == [404, 404, 404]
    answer = viewer.get(f"/shows/{invited.show.slug}/public").json()
    assert answer["code"] == "not_found"


def test_the_invitation_opens_every_door(invited: Shop) -> None:
    viewer, secret = invited.house.viewer(), invitation(invited)
    assert doors(invited, viewer, x_kaibo_invite=secret) == [200, 200, 201]
    path = f"/shows/{invited.show.slug}/public?invite={secret}"
    assert viewer.get(path).status_code == 200


def test_staff_need_no_invitation(invited: Shop) -> None:
    show = invited.show.slug
    for role in (Role.OWNER, Role.OPERATOR, Role.SERVICE):
        staff = invited.house.staff(role)
        assert staff.get(f"/shows/{show}/public").status_code == 200
        assert staff.post(f"/rooms/{show}/tickets", {"role": "staff"}).status_code == 201
    # Who packs parcels sees no shows.
    warehouse = invited.house.staff(Role.WAREHOUSE)
    assert warehouse.get(f"/shows/{show}/public").status_code == 404


def test_invited_shows_are_not_in_the_public_list(invited: Shop) -> None:
    listed = invited.house.anyone.get("/shows/public").json()["items"]
    assert listed == []
    invited.owner.patch(f"/shows/{invited.show.id}", {"access": "public"})
    assert len(invited.house.anyone.get("/shows/public").json()["items"]) == 1


def test_opened_and_closed_again_a_show_has_another_invitation(invited: Shop) -> None:
    old = invitation(invited)
    path = f"/shows/{invited.show.id}"
    invited.owner.patch(path, {"access": "invited"})
    assert invitation(invited) == old
    invited.owner.patch(path, {"access": "public"})
    invited.owner.patch(path, {"access": "invited"})
    assert invitation(invited) != old
    assert doors(invited, invited.house.viewer(), x_kaibo_invite=old) == [404, 404, 404]


def test_a_show_can_be_planned_for_invited_viewers(shop: Shop) -> None:
    show = shop.owner.post("/shows", {"title": "Private tea", "access": "invited"}).json()
    assert "?invite=" in show["invite_path"]


def test_other_words_for_access_are_refused(shop: Shop) -> None:
    answer = shop.owner.patch(f"/shows/{shop.show.id}", {"access": "secret"})
    assert answer.status_code == 422
