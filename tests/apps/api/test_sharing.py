"""What crawlers read of a show's page, and the picture they show."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from kaibo.flows.share_card import drawing
from tests.support.house import Shop

WIDTH = 10


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (900, 900), "teal").save(file, "PNG")
    return file.getvalue()


def test_the_card_is_a_picture_of_1200_by_630(shop: Shop) -> None:
    shop.owner.put(f"/shows/{shop.show.id}/cover", picture())
    answer = shop.house.anyone.request("GET", f"/share/{shop.show.slug}.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as card:
        assert card.size == (1200, 630)
        red, green, _ = card.getpixel((1150, 300))  # type: ignore[misc] # of RGB
    assert green - red > 60, "the cover is to be seen"


def test_an_invited_show_has_no_card(shop: Shop) -> None:
    shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"})
    answer = shop.house.anyone.request("GET", f"/share/{shop.show.slug}.jpg")
    assert answer.status_code == 404


def test_the_page_tells_of_a_public_show_only_and_escapes_what_staff_wrote(shop: Shop) -> None:
    title = '"><script>alert(1)</script>'
    shop.owner.patch(f"/shows/{shop.show.id}", {"title": title, "description": "A & B"})
    page = shop.house.anyone.request("GET", f"/s/{shop.show.slug}")
    if page.status_code == 503:
        pytest.fail("build the pages first: make web")
    assert "<script>alert" not in page.text
    assert 'property="og:description" content="A &amp; B"' in page.text
    assert f'rel="canonical" href="http://shop.test:8000/s/{shop.show.slug}"' in page.text
    assert re.search(r'og:image" content="http://shop.test:8000/share/[^"]+\.jpg\?v=', page.text)
    shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"})
    hidden = shop.house.anyone.request("GET", f"/s/{shop.show.slug}")
    assert "og:title" not in hidden.text
    assert 'content="noindex"' in hidden.text


def test_a_public_shows_page_says_its_title_and_store_before_any_script_runs(shop: Shop) -> None:
    shop.owner.patch(f"/shows/{shop.show.id}", {"title": "Tea & <b>cups</b>"})
    page = shop.house.anyone.request("GET", f"/s/{shop.show.slug}")
    assert '<div id="app"><main class="first-words"' in page.text
    assert "<h1>Tea &amp; &lt;b&gt;cups&lt;/b&gt;</h1>" in page.text
    shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"})
    hidden = shop.house.anyone.request("GET", f"/s/{shop.show.slug}")
    assert '<div id="app"></div>' in hidden.text


def test_lines_break_between_words_and_inside_chinese() -> None:
    def fits(text: str) -> bool:
        return len(text) <= WIDTH

    assert drawing.wrapped("A slow tea evening", fits, 4) == ["A slow tea", "evening"]
    assert drawing.wrapped("春茶之夜，第一場；熟客專屬", fits, 4) == [
        "春茶之夜，第一場；熟",
        "客專屬",
    ]
    assert drawing.wrapped("one two three four five six", fits, 2) == ["one two", "three fou…"]


def test_without_a_font_for_its_title_a_card_is_its_picture_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drawing, "_CJK", ())
    monkeypatch.setattr(drawing, "_LATIN", "/nowhere")
    file = tmp_path / "cover.png"
    file.write_bytes(picture())
    drawn = drawing.draw("春茶", "Tea", [file], traditional=True)
    with Image.open(io.BytesIO(drawn)) as card:
        assert card.getpixel((10, 300)) == card.getpixel((1190, 300))


def test_a_public_show_has_a_code_of_its_address(shop: Shop) -> None:
    answer = shop.house.anyone.request("GET", f"/share/{shop.show.slug}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_the_manifest_carries_the_stores_name_and_a_maskable_icon(shop: Shop) -> None:
    answer = shop.house.anyone.request("GET", "/manifest.webmanifest")
    told = answer.json()
    assert (told["name"], told["display"]) == ("Tea House", "standalone")
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    for icon in told["icons"]:
        assert shop.house.anyone.request("GET", icon["src"]).status_code == 200


def test_the_worker_keeps_the_shell_and_nothing_of_the_api(shop: Shop) -> None:
    answer = shop.house.anyone.request("GET", "/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    shell = re.search(r"const SHELL = (\[.*?\])", answer.text)
    assert shell
    assert '"/assets/shop-' in shell[1]
    assert "hls" not in shell[1].lower()
    assert "/api/" not in shell[1]
