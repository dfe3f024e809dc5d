"""Whatever changes in the records, everybody in the room sees it: through a real server."""

from typing import Any

from kaibo.flows.pay_order.service import settle
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from tests.support.house import Caller, Shop
from tests.support.sockets import Client

VIDEO = {"codec": "avc1.64001f", "width": 1280, "height": 720, "frame_rate": 30.0}


class Seat:
    """A socket in the shop's room, held by the house's loop."""

    def __init__(self, shop: Shop, client: Client, hello: dict[str, Any]) -> None:
        self.shop, self.client, self.hello = shop, client, hello
        self.seq: int = hello["seq"]
        self.events: list[dict[str, Any]] = []
        """The frames of all events that were read."""

    @classmethod
    async def take(cls, shop: Shop, path: str) -> "Seat":
        client = await Client.connect(shop.house.settings.port, path)
        return cls(shop, client, await client.json_of("hello"))

    async def event(self, kind: str) -> dict[str, Any]:
        """Read on to the next event of that kind; no number may be missing."""
        while True:
            frame = await self.client.json_of("ev")
            self.seq += 1
            assert frame["seq"] == self.seq
            self.events.append(frame)
            event: dict[str, Any] = frame["e"]
            if event["k"] == kind:
                return event


def sit(shop: Shop, caller: Caller | None = None) -> Seat:
    path = (caller or shop.house.viewer()).post(f"/rooms/{shop.show.slug}/tickets").json()["path"]
    return shop.house.await_(Seat.take(shop, path))


def next_event(seat: Seat, kind: str) -> dict[str, Any]:
    return seat.shop.house.await_(seat.event(kind), 15)


def leave(seat: Seat) -> None:
    seat.shop.house.await_(seat.client.hang_up())


def test_a_pin_reaches_the_room_and_is_put_back(served_shop: Shop) -> None:
    seat = sit(served_shop)
    path = f"/rooms/{served_shop.show.id}/pins"
    product = served_shop.product

    pinned_at = served_shop.owner.post(path, {"product_id": product.id}).json()["pinned_at"]
    pinned = next_event(seat, "pinned")
    served_shop.owner.delete(f"{path}/{product.id}")
    unpinned = next_event(seat, "unpinned")

    assert pinned["pin"]["product_id"] == product.id
    assert isinstance(pinned["pin"]["pinned_at"], int)
    assert pinned_at
    assert (pinned["card"]["title"], pinned["card"]["available"]) == ("Longjing", 5)
    assert unpinned["product_id"] == product.id
    leave(seat)


def test_orders_take_stock_and_payments_are_told_with_a_masked_name(served_shop: Shop) -> None:
    seat = sit(served_shop)
    viewer = served_shop.house.viewer("王小明")

    order = served_shop.place(viewer, 2)
    assert next_event(seat, "stock")["available"] == 3
    payment = served_shop.house.read(payments.of_order, order["id"])
    served_shop.house.run(settle, payment, PaymentState.CAPTURED)

    assert next_event(seat, "order") == {
        "k": "order",
        "buyer": "王**",
        "product_id": served_shop.product.id,
        "quantity": 2,
    }
    leave(seat)


def test_a_cancelled_orders_stock_comes_back_into_the_room(served_shop: Shop) -> None:
    seat = sit(served_shop)
    viewer = served_shop.house.viewer()
    order = served_shop.place(viewer)
    assert next_event(seat, "stock")["available"] == 4
    viewer.post(f"/orders/{order['id']}/cancel")
    assert next_event(seat, "stock")["available"] == 5
    leave(seat)


def test_price_tray_picture_and_end_reach_the_room(served_shop: Shop) -> None:
    shop = served_shop
    seat = sit(shop, shop.owner)
    assert seat.hello["you"]["role"] == "staff"

    shop.owner.patch(f"/products/{shop.product.id}", {"price": 5900})
    assert next_event(seat, "product")["card"]["price"]["amount"] == 5900

    other = shop.house.product("Sencha")
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [other.id, shop.product.id]})
    cards = next_event(seat, "products")["cards"]
    assert [card["id"] for card in cards] == [other.id, shop.product.id]

    key = shop.owner.get(f"/shows/{shop.show.id}/stream-keys").json()["main"]["stream_key"]
    push = {"server_id": "m", "app": "live", "stream_key": key, "client_addr": "::1"}
    stream_id = shop.house.media_server.post("/media/publish", push).json()["stream_id"]
    ready = {"server_id": "m", "stream_id": stream_id, "video": VIDEO}
    shop.house.media_server.post("/media/playable", ready)
    playback = next_event(seat, "playback")["playback"]
    assert playback == {
        "state": "live",
        "hls_url": f":8001/live/{stream_id}/main.m3u8",
        "whep_url": None,
    }

    shop.owner.post(f"/shows/{shop.show.id}/end")
    assert next_event(seat, "show")["state"] == "closed"
    leave(seat)


def test_a_show_that_begins_is_seen_to_begin(served_shop: Shop) -> None:
    waiting = served_shop.house.show(served_shop.product.id, on_air=False)
    shop = Shop(served_shop.house, served_shop.owner, served_shop.product, waiting)
    seat = sit(shop)
    assert seat.hello["snapshot"]["show"]["state"] == "ready"
    shop.owner.post(f"/shows/{waiting.id}/go-on-air")
    assert next_event(seat, "show")["state"] == "on_air"
    leave(seat)


def test_a_newcomer_sees_what_those_who_stayed_see(served_shop: Shop) -> None:
    shop = served_shop
    seat = sit(shop)
    shop.owner.post(f"/rooms/{shop.show.id}/pins", {"product_id": shop.product.id})
    next_event(seat, "pinned")
    late = sit(shop)
    assert late.hello["seq"] == seat.seq
    shown = late.hello["snapshot"]
    assert [pin["product_id"] for pin in shown["pins"]] == [shop.product.id]
    told = shop.house.anyone.get(f"/rooms/{shop.show.id}/snapshot").json()
    assert told["pins"] == shown["pins"]
    leave(seat)
    leave(late)


def test_a_ticket_opens_only_its_own_room(served_shop: Shop) -> None:
    shop = served_shop
    other = shop.house.show(shop.product.id)
    path: str = shop.house.viewer().post(f"/rooms/{shop.show.slug}/tickets").json()["path"]

    async def knock() -> int:
        client = await Client.connect(
            shop.house.settings.port, path.replace(shop.show.slug, other.slug)
        )
        code = await client.close_code()
        await client.hang_up()
        return code

    assert shop.house.await_(knock()) == 4404
