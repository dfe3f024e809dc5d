"""Two operators at once: nothing is doubled or lost, and all records tell the same."""

import asyncio
from collections.abc import Callable

import pytest

from kaibo.modules.identity.contracts import Role
from kaibo.modules.rooms import facade
from kaibo.modules.rooms.frames import RoomSnapshot
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
from tests.support.house import Caller, Shop
from tests.support.rivals import Rival

Act = Callable[["Console", str], int]


class Console:
    """Where one operator sits: each act answers with its status."""

    def __init__(self, shop: Shop, caller: Caller) -> None:
        self._caller = caller
        self._room = f"/rooms/{shop.show.id}"
        self._show = f"/shows/{shop.show.id}"

    def pin(self, product: str) -> int:
        return self._caller.post(f"{self._room}/pins", {"product_id": product}).status_code

    def unpin(self, product: str) -> int:
        return self._caller.delete(f"{self._room}/pins/{product}").status_code

    def explain(self, product: str) -> int:
        body = {"product_id": product}
        return self._caller.put(f"{self._room}/explaining", body).status_code

    def be_silent(self, _product: str) -> int:
        return self._caller.delete(f"{self._room}/explaining").status_code

    def announce(self, product: str) -> int:
        deal = {"product_id": product, "price": 5000, "total_limit": 3, "countdown_s": 10}
        return self._caller.post(f"{self._show}/deals", deal).status_code

    def stop_deals(self, _product: str) -> int:
        found = self._caller.get(f"{self._show}/deals").json()["items"]
        stopped = [self._caller.post(f"{self._show}/deals/{deal['id']}/stop") for deal in found]
        return max((answer.status_code for answer in stopped), default=0)

    def end(self, _product: str) -> int:
        return self._caller.post(f"{self._show}/end").status_code


@pytest.mark.parametrize(
    ("first", "second", "is_same", "answers"),
    [
        (Console.pin, Console.pin, True, (201, 201)),
        (Console.pin, Console.pin, False, (201, 201)),
        (Console.pin, Console.unpin, True, (201, 204)),
        (Console.pin, Console.end, True, (201, 200)),
        (Console.explain, Console.explain, True, (200, 200)),
        (Console.explain, Console.explain, False, (200, 200)),
        (Console.explain, Console.be_silent, True, (200, 204)),
        (Console.explain, Console.end, True, (200, 200)),
        (Console.be_silent, Console.explain, False, (204, 200)),
        (Console.announce, Console.announce, True, (201, 409)),
        (Console.announce, Console.announce, False, (201, 201)),
        (Console.announce, Console.stop_deals, False, (201, 200)),
        (Console.announce, Console.end, True, (201, 200)),
    ],
)
def test_two_operators_at_once_leave_one_truth(
    shop: Shop, first: Act, second: Act, is_same: bool, answers: tuple[int, int]
) -> None:
    house = shop.house
    cup = house.product("Cup").id
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [shop.product.id, cup]})
    house.work()
    assert house.await_(house.core.hub.load(shop.show.id)) is not None
    here, there = Console(shop, shop.owner), Console(shop, house.staff(Role.OPERATOR))
    # Something to put back, to end and to stop.
    here.pin(cup)
    here.explain(cup)
    here.announce(cup)
    wanted = cup if second is Console.stop_deals else shop.product.id
    other = wanted if is_same else cup
    if first is Console.announce and not is_same:
        there.stop_deals(cup)
        house.pass_time(minutes=1)

    with Rival(house, "show.held", lambda: second(there, other)) as rival:
        answer = first(here, shop.product.id)

    assert (answer, rival.outcome) == answers
    house.work()
    adds_up(shop)


def adds_up(shop: Shop) -> None:
    """Prove that the room, what a newcomer's page reads and the timeline tell the same."""
    house = shop.house
    page = house.anyone.get(f"/shows/{shop.show.id}/public").json()
    seen = house.await_(_room(shop))
    pinned = [pin["product_id"] for pin in page["pins"]]
    explained = [page["explaining"]["product_id"]] if page["explaining"] else []
    deals = sorted(deal["id"] for deal in page["deals"])
    assert page["state"] == seen.show.state
    assert [pin.product_id for pin in seen.pins] == pinned
    assert ([seen.explaining.product_id] if seen.explaining else []) == explained
    assert sorted(deal.id for deal in seen.deals) == deals

    still = (facade.pin_intervals, facade.explained_intervals)
    for told, present in zip(still, (pinned, explained), strict=True):
        found = house.read(told, shop.show.id)
        assert sorted(one.product_id for one in found if one.to_ms is None) == sorted(present)
    begun, over = (
        [entry.subject for entry in house.read(shows.entries, shop.show.id, kind)]
        for kind in (EntryKind.DEAL_ANNOUNCED, EntryKind.DEAL_OVER)
    )
    assert len(set(over)) == len(over)
    assert sorted(set(begun) - set(over)) == deals


async def _room(shop: Shop) -> RoomSnapshot:
    await asyncio.sleep(0)
    room = shop.house.core.hub.room(shop.show.id)
    assert room is not None
    return room.snapshot()
