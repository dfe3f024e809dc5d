"""One sheet of all screenshots."""

from pathlib import Path

import pytest
from PIL import Image

from tools import contact_sheet
from tools.contact_sheet import INDEX, LOOKS, SHEET, gather, page, sheet


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Screenshots of two pages, one of them in one look only, and one of a walk."""
    for look in LOOKS:
        size = (390, 844) if look.startswith("phone") else (1440, 900)
        Image.new("RGB", size, "teal").save(tmp_path / f"lobby-{look}.png")
    Image.new("RGB", (390, 4000), "red").save(tmp_path / "order-over-phone-zh-tw-dark.png")
    Image.new("RGB", (390, 844)).save(tmp_path / "viewer-paid.png")
    return tmp_path


def test_views_are_rows_and_what_else_there_is_comes_after(shots: Path) -> None:
    found = gather(shots)
    assert {view: sorted(looks) for view, looks in found.views.items()} == {
        "lobby": sorted(LOOKS),
        "order-over": ["phone-zh-tw-dark"],
    }
    assert [path.name for path in found.others] == ["viewer-paid.png"]


def test_the_page_shows_every_screenshot_and_where_one_is_missing(shots: Path) -> None:
    text = page(gather(shots))
    for path in shots.glob("*.png"):
        assert f'href="{path.name}"' in text
    assert text.count("class=missing") == len(LOOKS) - 1
    assert "14 screenshots of 2 pages and states" in text


def test_the_picture_holds_each_where_it_belongs(shots: Path) -> None:
    made = sheet(gather(shots))
    rows = made.height // 2
    red = [
        (x, y)
        for x in range(0, made.width, 10)
        for y in range(0, made.height, 10)
        if made.getpixel((x, y)) == (255, 0, 0)
    ]
    assert red, "the one look of the second page"
    assert min(y for _, y in red) > rows
    assert max(x for x, _ in red) < made.width / 2, "phones stand on the left"


def test_both_sheets_are_written(
    shots: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["contact_sheet.py", str(shots)])
    contact_sheet.main()
    assert "2 pages and states" in capsys.readouterr().out
    assert (shots / INDEX).stat().st_size > 0
    with Image.open(shots / SHEET) as written:
        assert written.format == "JPEG"
