"""Products come and go as sheets: looked at before anything changes, stopped, and gone on with."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, faults_of, page_of, settled
from tests.walk.house import Json, Owner, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HEAD = ("product", "title", "option1", "value1", "sku", "price", "stock", "colour")
MANY = 4000


class Sheets:
    """A member of staff at the sheets, who reads `look.language`."""

    def __init__(self, page: Page, look: Look, owner: Owner) -> None:
        self.page = page
        self.look = look
        self.owner = owner
        cookie = {"name": "kaibo_staff", "value": owner.token, "url": owner.origin}
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", key, **values)

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.word(f"transfer.{key}"), exact=True)

    @property
    def stand(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("status")

    def open_menu(self, query: str = "") -> None:
        self.page.goto(f"{self.owner.origin}/console/products{query}")
        self.button("menu").click()

    def send(self, name: str, content: bytes) -> None:
        """Choose a file on the page of imports."""
        self.page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )

    def saved(self, button: Locator) -> Path:
        """Press what saves a file; give the file."""
        with self.page.expect_download() as download:
            button.click()
        path = Path(str(download.value.path()))
        return path.rename(path.with_name(download.value.suggested_filename))

    def counted(self, new: int, changed: int, unchanged: int, wrong: int) -> None:
        """Hold what the page says becomes of the rows."""
        figures = self.page.locator("dl.counts dd")
        expect(figures).to_have_text([str(each) for each in (new, changed, unchanged, wrong)])


def rows_of(path: Path) -> list[list[str]]:
    """Read an XLSX with a program that is not ours."""
    cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in cells]


def csv_of(*lines: tuple[object, ...], head: tuple[str, ...] = HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *lines])
    return text.getvalue().encode()


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    with owning(tmp_path_factory.mktemp("sheets")) as owner:
        yield owner


@pytest.fixture(scope="module")
def scarf(owner: Owner) -> Json:
    sizes = [
        {"values": [size], "price": 9800, "stock": 14, "sku": f"LS-{size}"} for size in ("S", "M")
    ]
    scarf: Json = owner.post("/products", title="亚麻围巾", options=["尺码"], variants=sizes)
    return scarf


@pytest.mark.long(seconds=40)
def test_a_sheet_shows_what_it_would_do_and_what_is_wrong_before_it_does_anything(
    owner: Owner, scarf: Json, browser: Browser, shoot: Shoot
) -> None:
    look = Look("desktop", "zh-CN", "light")
    sheet = csv_of(
        (scarf["id"], "", "", "S", "LS-S", "88.00", 20, ""),
        (scarf["id"], "", "", "M", "LS-M", "98.00", "", ""),
        ("N1", "晨雾羊毛披肩", "尺码", "小", "MW-S", "128.00", 6, "青"),
        ("N1", "", "", "大", "MW-M", "138.00", 4, "青"),
        ("N2", "价格多了一位", "", "", "OD-1", "68.005", 3, ""),
        ("N3", "没有价格", "", "", "NP-1", "", 3, ""),
    )
    with page_of(browser, look) as page:
        staff = Sheets(page, look, owner)
        staff.open_menu()
        page.get_by_role("link", name=staff.word("transfer.import")).click()
        template = staff.saved(staff.button("template_xlsx"))
        assert (template.name, rows_of(template)[0][0]) == ("products-template.xlsx", "商品编号")
        assert faults_of(page, shoot, "import-begin") == []

        # Seen, with each fault in its cell; nothing is changed.
        staff.send("围巾.csv", sheet)
        staff.counted(2, 1, 1, 2)
        faults = page.locator("section.errors li")
        expect(faults).to_have_count(2)
        expect(faults.first).to_contain_text("F6")
        expect(faults.first).to_contain_text("68.005")
        expect(faults.last).to_contain_text("F7")
        expect(page.get_by_text(re.compile("colour"))).to_be_visible()
        expect(page.get_by_text(staff.word("transfer.sets_stock", count=1))).to_be_visible()
        assert faults_of(page, shoot, "import-seen") == []
        kept = staff.saved(staff.button("save_errors"))
        assert [row[0] for row in rows_of(kept)[1:]] == ["6.0", "7.0"]
        assert owner.get(f"/products/{scarf['id']}") == scarf
        assert owner.get("/products?q=晨雾")["items"] == []

        # Done, as it was shown.
        staff.button("start").click()
        expect(staff.stand).to_contain_text(staff.word("transfer.state_done", rows=6))
        shoot(page, "import-done")
        changed = owner.get(f"/products/{scarf['id']}")
        assert [each["price"]["amount"] for each in changed["variants"]] == [8800, 9800]
        assert [each["stock"]["on_hand"] for each in changed["variants"]] == [20, 14]
        page.get_by_role("link", name=staff.word("transfer.to_products")).click()
        page.get_by_role("button", name="晨雾羊毛披肩").wait_for()
        expect(page.get_by_role("button", name="没有价格")).to_have_count(0)

        # The ledger tells what the sheet moved, in the reader's language.
        page.get_by_role("button", name="亚麻围巾").click()
        page.get_by_role("radio", name=staff.word("products.part_ledger")).click()
        newest = page.locator(".ledger li").first
        expect(newest).to_contain_text("+6")
        expect(newest).to_contain_text(staff.word("products.import_line"))
        assert faults_of(page, shoot, "import-ledger") == []


@pytest.mark.long(seconds=40)
def test_what_was_exported_changes_nothing_on_its_way_back_on_a_phone(
    owner: Owner, scarf: Json, browser: Browser, shoot: Shoot
) -> None:
    look = Look("phone", "zh-TW", "dark")
    owner.post("/products", title="茶則", price=4200, stock=3, category="茶/器具")
    with page_of(browser, look) as page:
        staff = Sheets(page, look, owner)
        # What the list shows is what the file holds.
        staff.open_menu("?q=茶則")
        assert faults_of(page, shoot, "export-menu") == []
        some = staff.saved(staff.button("export_csv"))
        lines = list(csv.reader(some.read_text("utf-8-sig").splitlines()))
        assert lines[0][:2] == ["商品編號", "商品名稱"]
        assert [line[1] for line in lines[1:]] == ["茶則"]

        staff.open_menu()
        whole = staff.saved(staff.button("export_xlsx"))
        rows = rows_of(whole)[1:]
        assert {"亚麻围巾", "茶則"} <= {row[1] for row in rows}

        staff.button("menu").click()
        page.get_by_role("link", name=staff.word("transfer.import")).click()
        staff.send(whole.name, whole.read_bytes())
        staff.counted(0, 0, len(rows), 0)
        expect(page.get_by_text(staff.word("transfer.nothing_to_do"))).to_be_visible()
        expect(staff.button("start")).to_have_count(0)
        assert faults_of(page, shoot, "import-nothing") == []

        # What is no table at all is told in words, and another file can be chosen.
        staff.button("another").click()
        staff.send("照片.xlsx", b"PK\x03\x04 no table")
        expect(staff.stand).to_contain_text(staff.word("transfer.state_failed"))
        assert faults_of(page, shoot, "import-failed") == []
        staff.button("another").click()
        expect(page.get_by_role("link", name=whole.name)).to_be_visible()
        assert faults_of(page, shoot, "import-earlier") == []


@pytest.mark.long(seconds=90)
def test_a_long_import_is_stopped_found_again_and_gone_on_with(
    owner: Owner, browser: Browser, shoot: Shoot
) -> None:
    look = Look("desktop", "en", "dark")
    lines = ((f"P{n}", f"Tile {n}", "", "", f"T-{n}", "1.20", 2, "") for n in range(MANY))
    with page_of(browser, look) as page:
        staff = Sheets(page, look, owner)
        staff.open_menu()
        page.get_by_role("link", name=staff.word("transfer.import")).click()
        staff.send("tiles.csv", csv_of(*lines))
        expect(staff.button("start")).to_be_visible(timeout=60_000)
        staff.button("start").click()
        expect(staff.stand).to_have_text(re.compile(r"^[1-9][\d,]* of 4,000 rows done"))
        shoot(page, "import-running")
        staff.button("stop").click()
        expect(staff.stand).to_have_text(re.compile("^Stopped after .* what was done stays"))
        part = page.get_by_role("progressbar", name=staff.word("transfer.progress"))
        done = float(str(part.get_attribute("value")))
        assert 0 < done < 100
        assert faults_of(page, shoot, "import-stopped") == []
        assert not owner.get(f"/products?q=T-{MANY - 1}")["items"]

        # Left, and found again where it stood.
        page.goto(f"{owner.origin}/console/products/import")
        settled(page)
        line = page.get_by_role("listitem").filter(has_text="tiles.csv")
        expect(line).to_contain_text(staff.word("transfer.short_stopped"))
        line.get_by_role("link").click()
        expect(part).to_have_attribute("value", f"{done:g}")
        staff.button("resume").click()
        expect(staff.stand).to_have_text("Done; 4,000 rows were read", timeout=90_000)
        assert owner.get(f"/products?q=T-{MANY - 1}")["items"]
        (found,) = owner.get("/products/imports?limit=1")["items"]
        assert found["counts"]["new"] == MANY
