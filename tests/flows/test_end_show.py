"""Ending a show."""

from tests.support.house import Shop


def test_ending_a_show_cuts_the_picture_and_puts_the_pins_back(shop: Shop) -> None:
    house, show = shop.house, shop.show.id
    key = shop.owner.get(f"/shows/{show}/stream-keys").json()["main"]["stream_key"]
    publish = {"server_id": "m1", "app": "live", "stream_key": key, "client_addr": "127.0.0.1"}
    stream_id = house.media_server.post("/media/publish", publish).json()["stream_id"]
    shop.owner.post(f"/rooms/{show}/pins", {"product_id": shop.product.id})

    ended = shop.owner.post(f"/shows/{show}/end")
    house.work()

    assert (ended.status_code, ended.json()["state"]) == (200, "closed")
    assert house.anyone.get(f"/shows/{show}/public").json()["pins"] == []
    beat = {"server_id": "m1", "streams": [{"stream_id": stream_id}]}
    assert house.media_server.post("/media/heartbeat", beat).json() == {
        "kick": [stream_id],
        "record": [],
        "protected": [],
    }
    assert house.media_server.post("/media/publish", publish).json()["code"] == "media.show_over"


def test_ending_twice_changes_nothing(shop: Shop) -> None:
    first = shop.owner.post(f"/shows/{shop.show.id}/end").json()
    shop.house.pass_time(minutes=1)
    assert shop.owner.post(f"/shows/{shop.show.slug}/end").json() == first


def test_a_show_that_never_began_can_be_ended(shop: Shop) -> None:
    waiting = shop.house.show(shop.product.id, on_air=False)
    assert shop.owner.post(f"/shows/{waiting.id}/end").json()["state"] == "closed"


def test_an_order_placed_before_the_end_can_still_be_paid(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    assert viewer.post(f"/orders/{order['id']}/payment-sessions").status_code == 201
