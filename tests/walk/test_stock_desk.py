"""Stock at the desk: corrected with a reason, followed in its ledger; bundles, and past prices."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.walk.buyer import Buyer
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, faults_of, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


class Desk:
    """Somebody of the crew at the products, who reads `look.language`."""

    def __init__(self, page: Page, look: Look, house: House) -> None:
        self.page = page
        self.look = look
        self.house = house
        page.context.add_cookies([house.cookie])

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", key, **values)

    def button(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.word(key, **values), exact=True)

    def open(self, product: Json) -> None:
        self.page.goto(f"{self.house.owner.origin}/console/products?product={product['id']}")
        self.part("stock").wait_for()

    def part(self, name: str) -> Locator:
        return self.page.get_by_role("radio", name=self.word(f"products.part_{name}"), exact=True)

    def ledger(self) -> Locator:
        """Turn to the ledger; give its lines, the newest first."""
        self.part("ledger").click()
        lines = self.page.get_by_role("list", name=self.word("products.part_ledger"))
        return lines.get_by_role("listitem")

    def figures(self, of: Locator) -> list[str]:
        """Give to sell, reserved, for shows and on hand."""
        return of.locator("dd").all_inner_texts()[:4]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("stock")) as owner:
        yield House(owner, ffmpeg="")


@pytest.mark.long(seconds=30)
def test_stock_is_corrected_with_a_reason_and_its_ledger_says_what_moved_it_and_who(
    house: House, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("desktop", "zh-TW", "dark"), house.owner
    sizes = [{"values": [size], "price": 9800, "stock": 14} for size in ("S", "M")]
    scarf = owner.post("/products", title="亞麻圍巾", options=["尺寸"], variants=sizes)
    show = owner.post("/shows", title="秋日織品", product_ids=[scarf["id"]])
    house.go_on_air(show)
    buyer.pay(house, buyer.order(show, scarf, 2))
    kept = buyer.order(show, scarf, 3)
    with page_of(browser, look) as page:
        desk = Desk(page, look, house)
        desk.open(scarf)
        small = page.get_by_role("listitem").filter(has=desk.button("products.adjust_of", name="S"))
        assert desk.figures(small) == ["9", "3", "0", "12"]
        desk.button("products.adjust_of", name="S").click()

        # More than is free, and a reason without its words: neither is sent.
        page.get_by_role("radio", name=desk.word("products.take_stock"), exact=True).check()
        units = page.get_by_label(desk.word("products.units"), exact=True)
        units.fill("10")
        page.get_by_label(desk.word("products.reason"), exact=True).select_option("other")
        desk.button("products.adjust_to", count=2).click()
        expect(page.get_by_text(desk.word("products.stock_too_low", available=9))).to_be_visible()
        expect(page.get_by_text(desk.word("form.required"))).to_be_visible()
        assert faults_of(page, shoot, "stock-refused") == []
        units.fill("3")
        words = page.get_by_label(desk.word("products.reason_words"), exact=True)
        words.fill("展示用，外包裝已拆封")
        desk.button("products.adjust_to", count=9).click()
        expect(page.get_by_text(desk.word("products.stock_now", count=9))).to_be_visible()
        page.get_by_role("radio", name=desk.word("products.add_stock"), exact=True).check()
        units.fill("20")
        page.get_by_label(desk.word("products.reason"), exact=True).select_option("delivery")
        desk.button("products.adjust_to", count=29).click()
        expect(page.get_by_text(desk.word("products.stock_now", count=29))).to_be_visible()
        assert desk.figures(small) == ["26", "3", "0", "29"]
        shoot(page, "stock-adjusted")

        # Every movement, the newest first, with what it was for and who did it.
        lines = desk.ledger()
        expect(lines).to_have_count(7)
        expect(lines.nth(0)).to_contain_text("+20")
        expect(lines.nth(0)).to_contain_text(desk.word("products.reason_delivery"))
        expect(lines.nth(1)).to_contain_text("展示用，外包裝已拆封 · Wen")
        expect(lines.nth(1)).to_contain_text("-3")
        expect(lines.nth(2)).to_contain_text(desk.word("products.moved_reserve"))
        expect(lines.nth(3)).to_contain_text(desk.word("products.moved_take"))
        expect(lines.nth(6)).to_contain_text(desk.word("products.first_stock_line"))
        assert faults_of(page, shoot, "stock-ledger") == []
        lines.nth(2).get_by_role("link", name=desk.word("products.to_order")).click()
        order = page.get_by_role(
            "complementary", name=desk.word("orders.order", number=kept["number"])
        )
        expect(order).to_be_visible()


@pytest.mark.long(seconds=30)
def test_a_price_that_changed_stays_in_its_history_with_who_changed_it(
    house: House, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("desktop", "zh-CN", "light"), house.owner
    sizes = [{"values": [size], "price": 12800, "stock": 5} for size in ("小", "大")]
    shawl = owner.post("/products", title="羊毛披肩", options=["尺码"], variants=sizes)
    with page_of(browser, look) as page:
        desk = Desk(page, look, house)
        for price in ("98", "108"):
            page.goto(f"{owner.origin}/console/products/{shawl['id']}")
            field = page.get_by_role("textbox", name=f"{desk.word('products.price')} · 小")
            field.fill(price)
            desk.button("form.save").click()
            desk.part("prices").click()
        table = page.get_by_role("table", name=desk.word("products.part_prices"))
        rows = table.locator("tbody tr")
        expect(rows).to_have_count(4)
        assert [row.locator("td").nth(1).inner_text() for row in rows.all()][:2] == ["小", "小"]
        assert [row.locator("td").nth(2).inner_text() for row in rows.all()][:2] == [
            "¥108",
            "¥98",
        ]
        expect(rows.first).to_contain_text("Wen")
        chart = page.locator("figure svg[role=img]")
        expect(chart).to_have_accessible_name(re.compile("¥98.*¥128"))
        assert faults_of(page, shoot, "stock-prices") == []


@pytest.mark.long(seconds=30)
def test_a_bundle_is_put_together_on_a_phone_and_each_sale_draws_on_its_parts(
    house: House, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("phone", "en", "light"), house.owner
    teapot, _, cups = house.products
    with page_of(browser, look) as page:
        desk = Desk(page, look, house)
        page.goto(f"{owner.origin}/console/products/new")
        page.get_by_label(desk.word("products.title"), exact=True).fill("Tea for two")
        page.get_by_label(desk.word("products.price"), exact=True).fill("300")
        desk.button("editor.bundle_make").click()
        sheet = page.get_by_role("dialog", name=desk.word("editor.bundle_title"))
        for name in ("teapot", "cups"):
            search = sheet.get_by_role("textbox", name=desk.word("products.search"))
            search.fill(name)
            others = sheet.get_by_role("list", name=desk.word("tray.others"))
            expect(others.get_by_role("listitem")).to_have_count(1)
            others.get_by_role("button").click()
        expect(others).to_have_text(desk.word("tray.no_others"))
        chosen = sheet.get_by_role("list", name=desk.word("editor.bundle"), exact=True)
        expect(chosen.get_by_role("listitem")).to_have_count(2)
        chosen.get_by_role("listitem").last.get_by_role("button", name="More").click()
        assert faults_of(page, shoot, "bundle-sheet") == []
        sheet.get_by_role("button", name=desk.word("editor.bundle_done")).click()
        expect(page.get_by_text("1 × Purple clay teapot")).to_be_visible()
        shoot(page, "bundle-editor")
        desk.button("products.create").click()
        details = page.get_by_role("dialog", name=desk.word("products.product"))
        expect(details).to_contain_text("2 × Six tasting cups")
        # Eight teapots, and eight cups by twos; there is nothing of its own to correct.
        stock = details.locator("ul.stock > li")
        assert desk.figures(stock)[0] == "4"
        expect(details.get_by_label(desk.word("products.units"))).to_have_count(0)
        assert faults_of(page, shoot, "bundle-made") == []

        (bundle,) = owner.get("/products?q=Tea for two")["items"]
        show = owner.post("/shows", title="Bundles", product_ids=[bundle["id"]])
        house.go_on_air(show)
        buyer.pay(house, buyer.order(show, bundle, 2))
        desk.open(owner.get(f"/products/{cups}"))
        assert desk.figures(page.locator("ul.stock > li"))[3] == "4"
        lines = desk.ledger()
        expect(lines.first).to_contain_text(desk.word("products.moved_take"))
        expect(lines.first).to_contain_text("-4")
        assert faults_of(page, shoot, "bundle-part-ledger") == []
        assert owner.get(f"/products/{teapot}")["stock"]["on_hand"] == 6
