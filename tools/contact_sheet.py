"""All screenshots on one sheet: a row for each page and state, a column for each way to look at it.

    python tools/contact_sheet.py build/screenshots

writes ``index.html``, whose pictures open in full, and ``contact-sheet.jpg`` beside them. Those
named ``VIEW-SIZE-LANGUAGE-THEME.png`` make the rows; any other stands after them by its name.
"""

from __future__ import annotations

import argparse
import html
import re
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZES = ("phone", "desktop")
LANGUAGES = ("en", "zh-cn", "zh-tw")
THEMES = ("light", "dark")
LOOKS = tuple("-".join(look) for look in product(SIZES, LANGUAGES, THEMES))
SHEET = "contact-sheet.jpg"
INDEX = "index.html"

_NAME = re.compile(rf"(.+)-({'|'.join(LOOKS)})")
_WIDTHS = {"phone": 120, "desktop": 250}
_ROW = 270  # px; a longer screenshot shows its top
_GAP = 8
_LABEL = 18
_TALLEST = 65_000  # px; no JPEG can be taller than 65,535
_STYLE = """
body { margin: 16px; font: 14px/1.4 system-ui, sans-serif; background: #f6f4f1; color: #1b181d }
h2 { margin: 24px 0 8px; font-size: 16px }
.row { display: flex; gap: 8px; overflow-x: auto; align-items: flex-start }
figure { margin: 0; flex: none }
figcaption { font-size: 12px; color: #57515a }
img { height: 270px; border: 1px solid #e0dbd4; object-fit: cover; object-position: top }
.missing { height: 270px; width: 120px; border: 1px dashed #8d867d }
"""


@dataclass
class Shots:
    """What there is to show."""

    views: dict[str, dict[str, Path]] = field(default_factory=dict)
    """By view and look."""
    others: list[Path] = field(default_factory=list)


def gather(folder: Path) -> Shots:
    """Sort the screenshots of a folder."""
    shots = Shots()
    for path in sorted(folder.glob("*.png")):
        found = _NAME.fullmatch(path.stem)
        if found:
            shots.views.setdefault(found[1], {})[found[2]] = path
        else:
            shots.others.append(path)
    return shots


def page(shots: Shots) -> str:
    """Give the sheet as a page."""
    parts = [
        f"<!doctype html><meta charset=utf-8><title>Screenshots</title><style>{_STYLE}</style>"
    ]
    count = sum(len(looks) for looks in shots.views.values()) + len(shots.others)
    parts.append(f"<h1>{count} screenshots of {len(shots.views)} pages and states</h1>")
    for view, looks in shots.views.items():
        figures = "".join(_figure(look, looks.get(look)) for look in LOOKS)
        parts.append(f"<h2>{html.escape(view)}</h2><div class=row>{figures}</div>")
    if shots.others:
        figures = "".join(_figure(path.stem, path) for path in shots.others)
        parts.append(f"<h2>Walks</h2><div class=row>{figures}</div>")
    return "\n".join(parts)


def _figure(caption: str, path: Path | None) -> str:
    if path is None:
        seen = "<div class=missing></div>"
    else:
        name = html.escape(path.name, quote=True)
        seen = f'<a href="{name}"><img loading=lazy src="{name}" alt="{name}"></a>'
    return f"<figure>{seen}<figcaption>{html.escape(caption)}</figcaption></figure>"


def sheet(shots: Shots) -> Image.Image:
    """Give the sheet as one picture; a look that is missing stays empty."""
    widths = [_WIDTHS[look.partition("-")[0]] for look in LOOKS]
    width = sum(widths) + _GAP * (len(widths) + 1)
    rows = [
        _Row(view, [(looks.get(look), "") for look in LOOKS], widths)
        for view, looks in shots.views.items()
    ]
    rows += _rows_of(shots.others, width)
    height = sum(row.height for row in rows) + _GAP
    picture = Image.new("RGB", (width, height), "#f6f4f1")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    top = _GAP
    for row in rows:
        draw.text((_GAP, top), row.label, "#1b181d", font)
        left = _GAP
        for (path, name), each in zip(row.pictures, row.widths, strict=True):
            draw.text((left, top), _short(name, each, font), "#1b181d", font)
            if path is not None:
                picture.paste(_thumbnail(path, each), (left, top + _LABEL))
            left += each + _GAP
        top += row.height
    picture.thumbnail((width, _TALLEST))
    return picture


@dataclass
class _Row:
    label: str
    pictures: list[tuple[Path | None, str]]
    """Each with what is written over it."""
    widths: list[int]
    height: int = _ROW + _LABEL + _GAP


def _rows_of(others: list[Path], width: int) -> list[_Row]:
    """Put pictures that are no looks side by side, as many as there is room for."""
    rows: list[_Row] = []
    room = 0
    for path in others:
        with Image.open(path) as shot:
            each = _WIDTHS["phone" if shot.height > shot.width else "desktop"]
        if each + _GAP > room:
            rows.append(_Row("", [], []))
            room = width - _GAP
        rows[-1].pictures.append((path, path.stem))
        rows[-1].widths.append(each)
        room -= each + _GAP
    return rows


def _short(name: str, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> str:
    while font.getlength(name) > width:
        name = name.removesuffix("…")[:-1] + "…"
    return name


def _thumbnail(path: Path, width: int) -> Image.Image:
    with Image.open(path) as shot:
        small = shot.convert("RGB").resize((width, round(shot.height * width / shot.width)))
    return small.crop((0, 0, width, min(small.height, _ROW)))


def main() -> None:
    """Write both sheets and say where they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    shots = gather(folder)
    (folder / INDEX).write_text(page(shots), "utf-8")
    sheet(shots).save(folder / SHEET, quality=80)
    print(f"{len(shots.views)} pages and states: {folder / INDEX}, {folder / SHEET}")


if __name__ == "__main__":
    main()
