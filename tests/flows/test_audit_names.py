"""The audit log is read with the names of what was acted on, as they are now."""

from typing import Any

from sqlalchemy import event

from tests.support.house import Shop

DEAL = {"price": 5000, "total_limit": 2, "countdown_s": 0, "duration_s": 600}


def things(shop: Shop, action: str) -> list[dict[str, Any]]:
    """Give what the one entry of this act speaks of."""
    (line,) = shop.owner.get(f"/audit?action={action}").json()["items"]
    found: list[dict[str, Any]] = line["things"]
    return found


def names(shop: Shop, action: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["name"]) for one in things(shop, action)]


def test_an_entry_is_read_with_the_names_of_what_it_was_done_to(shop: Shop) -> None:
    owner, show, product = shop.owner, shop.show, shop.product
    order_id = shop.place(shop.house.viewer())["id"]
    number = owner.get(f"/orders/{order_id}").json()["number"]
    loud = shop.house.viewer("陳小明")
    colleague = owner.post(
        "/staff", {"name": "Bo", "email": "bo@tea.test", "password": "crimson kettle 42"}
    ).json()

    assert owner.post(f"/orders/{order_id}/cancel").is_success
    assert owner.put(f"/rooms/{show.id}/mutes/{loud.id}", {"minutes": 5}).is_success
    assert owner.post(f"/rooms/{show.id}/pins", {"product_id": product.id}).is_success
    deal = owner.post(f"/shows/{show.id}/deals", {"product_id": product.id, **DEAL}).json()
    assert owner.post(f"/shows/{show.id}/deals/{deal['id']}/stop").is_success
    units = {"units": 1}
    assert owner.put(f"/shows/{show.id}/allocations/{shop.variant.id}", units).is_success
    assert owner.post(f"/staff/{colleague['id']}/deactivate").is_success

    the_show = ("show", show.title)
    assert names(shop, "cancel_order.cancel") == [("order", number)]
    assert names(shop, "rooms.mute_viewer") == [("viewer", "陳小明"), the_show]
    assert names(shop, "rooms.pin") == [("product", "Longjing"), the_show]
    assert names(shop, "promotions.announce_deal") == [("product", "Longjing"), the_show]
    assert names(shop, "promotions.stop_deal") == [("product", "Longjing"), the_show]
    assert names(shop, "show_stock.allocate") == [("product", "Longjing"), the_show]
    assert {one["id"] for one in things(shop, "promotions.stop_deal")} == {product.id, show.id}
    assert names(shop, "identity.deactivate_staff") == [("staff", "Bo")]


def test_names_are_those_of_now_and_an_erased_buyers_never_comes_back(shop: Shop) -> None:
    owner, loud = shop.owner, shop.house.viewer("陳小明")
    owner.put(f"/rooms/{shop.show.id}/mutes/{loud.id}", {"minutes": 5})
    loud.patch("/viewers/me", {"display_name": "阿明"})
    owner.patch(f"/shows/{shop.show.id}", {"title": "Autumn tea"})
    assert names(shop, "rooms.mute_viewer") == [("viewer", "阿明"), ("show", "Autumn tea")]

    assert owner.post(f"/buyers/{loud.id}/erasure", {"reason": "on wish"}).status_code == 204

    assert things(shop, "rooms.mute_viewer")[0] == {"kind": "viewer", "id": loud.id, "name": ""}
    log = owner.get("/audit").text
    assert "阿明" not in log
    assert "陳小明" not in log


def test_a_page_of_the_log_asks_once_for_each_kind_of_thing(sqlite_shop: Shop) -> None:
    shop, statements = sqlite_shop, list[str]()

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    def asked() -> int:
        statements.clear()
        assert shop.owner.get("/audit").is_success
        return len(statements)

    def mute() -> None:
        viewer = shop.house.viewer()
        shop.owner.put(f"/rooms/{shop.show.id}/mutes/{viewer.id}", {"minutes": 5})

    mute()
    event.listen(shop.house.db.read_engine, "before_cursor_execute", note)
    try:
        one = asked()
        for _ in range(5):
            mute()
        assert asked() == one
        assert one > 0
    finally:
        event.remove(shop.house.db.read_engine, "before_cursor_execute", note)
