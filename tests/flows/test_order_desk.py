"""Looking at orders."""

from collections.abc import Sequence
from urllib.parse import quote

from kaibo.modules.identity.contracts import Role
from tests.support.house import Shop


def numbers(answer: object) -> list[str]:
    assert isinstance(answer, dict)
    return [order["number"] for order in answer["items"]]


def test_another_viewers_order_is_as_if_it_did_not_exist(shop: Shop) -> None:
    order = shop.place(shop.house.viewer())
    nothing = shop.house.viewer().get("/orders/ord_nothing").json()

    answer = shop.house.viewer().get(f"/orders/{order['id']}")

    assert answer.status_code == 404
    assert answer.json()["code"] == nothing["code"]
    assert shop.house.anyone.get(f"/orders/{order['id']}").status_code == 404


def test_a_viewer_lists_only_their_own_orders(shop: Shop) -> None:
    viewer = shop.house.viewer()
    mine = [shop.place(viewer)["number"] for _ in range(2)]
    shop.place(shop.house.viewer())

    assert sorted(numbers(viewer.get("/orders/mine").json())) == sorted(mine)
    assert numbers(shop.house.viewer().get("/orders/mine").json()) == []


def test_orders_are_read_by_those_whose_work_needs_a_buyers_name(shop: Shop) -> None:
    order = shop.place(shop.house.viewer())
    answers = {
        role: shop.house.staff(role).get(f"/orders/{order['id']}").status_code for role in Role
    }
    refused = {Role.FLOOR, Role.ANALYST}
    assert answers == {role: 404 if role in refused else 200 for role in Role}


def test_pages_hold_each_order_once_newest_first(shop: Shop) -> None:
    placed = [shop.place(shop.house.viewer())["id"] for _ in range(5)]

    seen: list[str] = []
    cursor = ""
    while True:
        page = shop.owner.get(f"/orders?limit=2{cursor}").json()
        seen += [order["id"] for order in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert sorted(seen) == sorted(placed)
    assert seen == sorted(seen, reverse=True)


def test_orders_are_found_by_number_name_and_phone(shop: Shop) -> None:
    lin = shop.place(shop.house.viewer(), contact={"name": "Lin Mei", "phone": "+886 900 111 222"})
    shop.place(shop.house.viewer(), contact={"name": "100%", "phone": "0955-000-000"})

    by_phone = ("111 222", "111222", "0900111222", "(0900) 111-222", "+886900111222")
    for text in (lin["number"].lower(), lin["number"][-4:], "mei", "LIN", " Lin ", *by_phone):
        found = shop.owner.get(f"/orders?q={quote(text)}")
        assert numbers(found.json()) == [lin["number"]], text
    assert len(numbers(shop.owner.get("/orders?q=%25").json())) == 1, "a % is only a %"
    ends = shop.place(shop.house.viewer(), contact={"name": "Ada", "phone": "0955 420 042"})
    assert numbers(shop.owner.get("/orders?q=0042").json()) == [ends["number"]], "not all with 42"
    assert numbers(shop.owner.get("/orders?q=0420").json()) == []
    assert numbers(shop.owner.get("/orders?q=nobody").json()) == []


def test_orders_are_found_by_a_name_in_either_script(shop: Shop) -> None:
    names = ("陳小龍", "陈小龙", "陳 [小*龍", "王小龙", "Chén")
    placed = [
        shop.place(shop.house.viewer(), contact={"name": name, "phone": "0955-000-000"})["number"]
        for name in names
    ]
    asked: Sequence[tuple[str, list[int]]] = (
        *(("陈小龙", [1, 0]), ("陳小龍", [1, 0]), ("陳小龙", [1, 0]), ("小龍", [3, 1, 0])),
        *(("龙", [3, 2, 1, 0]), ("陳 [小*龙", [2]), ("陈 [小?龙", []), ("陳.*龍", [])),
        *(("陳*龍", []), ("[陳]", []), ("陳%龍", []), ("陳|王", []), ("王", [3]), ("CH", [4])),
    )
    for words, meant in asked:
        answer = shop.owner.get(f"/orders?q={quote(words)}").json()
        assert numbers(answer) == [placed[at] for at in meant], words
    assert shop.owner.get(f"/orders?q={quote('龙' * 80)}").json()["items"] == []


def test_orders_are_filtered_by_state_and_show(shop: Shop) -> None:
    viewer = shop.house.viewer()
    kept, dropped = shop.place(viewer), shop.place(viewer)
    viewer.post(f"/orders/{dropped['id']}/cancel")
    other = shop.house.show(shop.product.id)
    elsewhere = shop.place(viewer, show=other.id)

    assert numbers(shop.owner.get("/orders?state=cancelled").json()) == [dropped["number"]]
    assert numbers(shop.owner.get(f"/orders?show={other.slug}").json()) == [elsewhere["number"]]
    both = shop.owner.get(f"/orders?show={shop.show.id}&state=created").json()
    assert numbers(both) == [kept["number"]]
    assert shop.owner.get("/orders?show=nowhere").status_code == 404
    assert shop.owner.get("/orders?state=lost").status_code == 422


def test_a_line_stays_as_it_was_bought(shop: Shop) -> None:
    viewer = shop.house.viewer()
    order = shop.place(viewer)
    shop.owner.patch(f"/products/{shop.product.id}", {"title": "Renamed", "price": 1})

    assert viewer.get(f"/orders/{order['id']}").json()["lines"] == order["lines"]
