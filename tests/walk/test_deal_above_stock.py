"""A flash deal for more pieces than there are: told, and sold out, by what there is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walk.buyer import Buyer
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PRICE = 900


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("above")) as owner:
        yield House(owner, ffmpeg="")


def announced(house: House) -> tuple[Json, Json]:
    """Have a show hold three of five cups for itself, and announce a deal for far more."""
    owner = house.owner
    cup = owner.post("/products", title="Celadon cup", price=1990, stock=5)
    show = owner.post("/shows", title="Spring tea", product_ids=[cup["id"]])
    owner.put(f"/shows/{show['id']}/allocations/{cup['variants'][0]['id']}", units=3)
    owner.post(f"/shows/{show['id']}/go-on-air")
    deal = {"product_id": cup["id"], "price": PRICE, "total_limit": 100_000, "countdown_s": 0}
    owner.post(f"/shows/{show['id']}/deals", **deal, duration_s=1200)
    return show, cup


def buy(buyer: Buyer, show: Json, cup: Json, quantity: int) -> None:
    line = {"variant_id": cup["variants"][0]["id"], "quantity": quantity, "unit_price": PRICE}
    buyer.post(
        "/api/v1/orders",
        show=show["slug"],
        lines=[line],
        contact={"name": "Lin Mei", "phone": "+886 912 345 678"},
        address={"country": "TW", "city": "台北市", "line1": "信義路五段7號"},
    )


@pytest.mark.long(seconds=40)
def test_a_deal_above_the_stock_tells_what_there_is_and_sells_out_with_it(
    house: House, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    show, cup = announced(house)
    wide, phone = Look("desktop", "en", "dark"), Look("phone", "zh-TW", "light")
    with page_of(browser, wide) as room, page_of(browser, phone) as small:
        for page in (room, small):
            page.goto(f"{house.owner.origin}/s/{show['slug']}")
        card = room.get_by_role("region", name=wide.word("shop", "deal.card"))
        expect(card).to_contain_text(wide.word("shop", "deal.left", n=3, total="100K"))
        with page_of(browser, wide) as desk:
            desk.context.add_cookies([house.cookie])
            desk.goto(f"{house.owner.origin}/console/shows/{show['slug']}")
            line = desk.get_by_role("group", name=wide.word("console", "deal.name"))
            expect(line).to_contain_text(wide.word("console", "products.only", count=3))
            shoot(desk, "deal-above-stock-desk")
            shoot(room, "deal-above-stock")
            shoot(small, "deal-above-stock-phone")

            buy(buyer, show, cup, 3)

            is_sold_out(room, wide)
            expect(card).to_contain_text(wide.word("shop", "deal.sold_out"))
            sold_out = wide.word("shop", "product.sold_out")
            expect(card.get_by_role("button", name=sold_out, exact=True)).to_be_disabled()
            shoot(room, "deal-above-stock-gone")
            expect(line).to_contain_text(wide.word("console", "products.sold_out"))
            shoot(desk, "deal-above-stock-gone-desk")
            shoot(small, "deal-above-stock-gone-phone")
            for page in (room, desk):
                page.reload()
            is_sold_out(room, wide)
            expect(card).to_be_hidden()
            expect(line).to_contain_text(wide.word("console", "products.sold_out"))

            # Who comes to more stock gets the deal back.
            path = f"/shows/{show['id']}/allocations/{cup['variants'][0]['id']}"
            house.owner.put(path, units=5)
            expect(card).to_contain_text(wide.word("shop", "deal.left", n=2, total="100K"))
            expect(line).to_contain_text(wide.word("console", "products.only", count=2))


def is_sold_out(page: Page, look: Look) -> None:
    """Wait until the tray beside the picture says so; nothing of it can be bought."""
    gone = look.word("shop", "product.sold_out")
    words = look.word("shop", "product.act_on", act=gone, title="Celadon cup")
    expect(page.get_by_role("button", name=words)).to_be_disabled()
    expect(page.get_by_role("list").get_by_text(look.word("shop", "deal.running"))).to_be_hidden()
