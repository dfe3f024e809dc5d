"""The cover of a show: chosen, replaced and removed; and what cannot be one is refused in words."""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.walk.conftest import Open, Shoot
from tests.walk.gallery import Look
from tests.walk.house import PICTURES, Owner, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TAKEN_BYTES = 5 * 1024 * 1024
LOOKS = [Look("phone", "en", "light"), Look("desktop", "zh-TW", "dark")]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    with owning(tmp_path_factory.mktemp("cover")) as owner:
        yield owner


def too_heavy_picture() -> bytes:
    """Give a picture that cannot be pressed into what the server takes, but for making it small."""
    noise = Image.frombytes("RGB", (2400, 1600), os.urandom(2400 * 1600 * 3))
    file = io.BytesIO()
    noise.save(file, "png", compress_level=0)
    assert file.tell() > TAKEN_BYTES
    return file.getvalue()


@dataclass(frozen=True)
class CoverField:
    """The cover's field in the form that is open."""

    page: Page
    look: Look

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("group", name=self.look.word("console", "cover.title"))

    def choose(self, name: str, kind: str, content: bytes) -> None:
        """Choose a file of one's own."""
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.box.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    def refuses(self, key: str) -> None:
        """Wait for the sentence that says what is wrong."""
        expect(self.box.get_by_role("alert")).to_have_text(self.look.word("console", key))

    def shown(self, *, instead_of: str = "") -> str:
        """Wait for another picture than that one, without complaint, and give its address."""
        picture = self.box.get_by_role("presentation")
        expect(picture).not_to_have_attribute("src", instead_of)
        expect(self.box.get_by_role("alert")).to_be_hidden()
        picture.evaluate("(picture) => picture.decode()")
        return str(picture.get_attribute("src"))

    def press(self, key: str) -> None:
        """Press one of its buttons."""
        self.box.get_by_role("button", name=self.look.word("console", key)).click()


@pytest.mark.long(seconds=25)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_cover_is_chosen_replaced_and_removed_and_what_cannot_be_one_is_refused_in_words(
    owner: Owner, opened: Open, shoot: Shoot, look: Look
) -> None:
    context = opened(phone=look.size == "phone", locale=look.language)
    context.add_cookies([{"name": "kaibo_staff", "value": owner.token, "url": owner.origin}])
    page = context.new_page()
    page.emulate_media(color_scheme=look.theme)
    page.goto(f"{owner.origin}/console/shows?show=new")
    title = page.get_by_label(look.word("console", "shows.title"), exact=True)
    title.fill("Evening of first infusions")
    cover = CoverField(page, look)

    cover.choose("notes.txt", "text/plain", b"not a picture")
    cover.refuses("products.picture_bad_kind")
    cover.choose("broken.png", "image/png", os.urandom(TAKEN_BYTES + 1))
    cover.refuses("products.picture_unreadable")
    cover.box.scroll_into_view_if_needed()
    shoot(page, f"cover-refused-{look.name}")
    cover.choose("teapot.webp", "image/webp", (PICTURES / "teapot.webp").read_bytes())
    first = cover.shown()
    shoot(page, f"cover-chosen-{look.name}")
    cover.choose("broken.png", "image/png", b"not a picture either")
    cover.refuses("products.picture_unreadable")
    assert cover.box.get_by_role("presentation").get_attribute("src") == first
    cover.choose("huge.png", "image/png", too_heavy_picture())
    cover.shown(instead_of=first)
    expect(title).to_have_value("Evening of first infusions")
    page.get_by_role("button", name=look.word("console", "shows.create")).last.click()
    page.wait_for_url(re.compile(r"/console/shows/shw_\w+$"))

    show = owner.get(f"/shows/{page.url.rpartition('/')[2]}")
    kept = owner.http.get(f"{owner.origin}{show['cover_url']}")
    width, height = Image.open(io.BytesIO(kept.content)).size
    assert width / height == pytest.approx(1.5, abs=0.01), "the first picture was kept"
    page.get_by_role("button", name=look.word("console", "desk.edit_show")).click()
    assert cover.shown().endswith(show["cover_url"])
    shoot(page, f"cover-kept-{look.name}")
    cover.press("cover.remove")
    expect(cover.box.get_by_role("presentation")).to_be_hidden()
    page.get_by_role("button", name=look.word("console", "form.save")).click()
    expect(cover.box).to_be_hidden()
    assert owner.get(f"/shows/{show['id']}")["cover_url"] is None
