"""One sheet of all screenshots."""

from pathlib import Path

import pytest
from PIL import Image

from tools import contact_sheet
from tools.contact_sheet import INDEX, LOOKS, SHEET, gather, page, sheet


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Screenshots of two pages, one of them in one look only, and two of walks."""
    for look in LOOKS:
        size = (390, 844) if look.startswith("phone") else (1440, 900)
        Image.new("RGB", size, "teal").save(tmp_path / f"lobby-{look}.png")
    Image.new("RGB", (390, 4000), "red").save(tmp_path / "order-over-phone-zh-tw-dark.png")
    Image.new("RGB", (390, 844), "blue").save(tmp_path / "viewer-paid.png")
    Image.new("RGB", (1440, 900), "lime").save(tmp_path / "walk-desk.png")
    return tmp_path


def test_views_are_rows_and_what_else_there_is_comes_after(shots: Path) -> None:
    found = gather(shots)
    assert {view: sorted(looks) for view, looks in found.views.items()} == {
        "lobby": sorted(LOOKS),
        "order-over": ["phone-zh-tw-dark"],
    }
    assert [path.name for path in found.others] == ["viewer-paid.png", "walk-desk.png"]


def test_the_page_shows_every_screenshot_and_where_one_is_missing(shots: Path) -> None:
    text = page(gather(shots))
    for path in shots.glob("*.png"):
        assert f'href="{path.name}"' in text
    assert text.count("class=missing") == len(LOOKS) - 1
    assert "15 screenshots of 2 pages and states" in text


def places(picture: Image.Image, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    """Find where a colour is, on a grid."""
    across, down = range(0, picture.width, 10), range(0, picture.height, 10)
    return [(x, y) for x in across for y in down if picture.getpixel((x, y)) == colour]


def test_the_picture_holds_each_where_it_belongs(shots: Path) -> None:
    made = sheet(gather(shots))
    red = places(made, (255, 0, 0))
    assert red, "the one look of the second page"
    assert min(y for _, y in red) > made.height / 3
    assert max(x for x, _ in red) < made.width / 2, "phones stand on the left"


def test_the_picture_holds_what_walks_took_after_the_looks(shots: Path) -> None:
    made = sheet(gather(shots))
    looks, phone, desktop = (places(made, of) for of in ((255, 0, 0), (0, 0, 255), (0, 255, 0)))
    assert phone
    assert desktop
    assert max(y for _, y in looks) < min(y for _, y in phone + desktop)
    assert max(x for x, _ in phone) < min(x for x, _ in desktop), "side by side"


def test_many_pictures_still_make_one_file(shots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.contact_sheet._TALLEST", 500)
    made = sheet(gather(shots))
    assert made.height <= 500
    assert places(made, (0, 255, 0)), "the last of them"


def test_both_sheets_are_written(
    shots: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["contact_sheet.py", str(shots)])
    contact_sheet.main()
    assert "2 pages and states" in capsys.readouterr().out
    assert (shots / INDEX).stat().st_size > 0
    with Image.open(shots / SHEET) as written:
        assert written.format == "JPEG"
