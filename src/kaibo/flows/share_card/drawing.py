"""Drawing a show's card: its pictures, and its title where there is a font for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT = 1200, 630
_GROUND, _INK, _SOFT = "#17141b", "#ffffff", "#cfc7cf"
_GAP, _EDGE = 6, 64
_TITLE_PX, _STORE_PX, _LINES = 60, 32, 4

# Fonts that know Chinese: path, and which of its faces writes Simplified and Traditional.
_CJK = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2, 3),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 2, 3),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc", 2, 3),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2, 3),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, 0),
    ("/System/Library/Fonts/PingFang.ttc", 0, 0),
    ("C:/Windows/Fonts/msyhbd.ttc", 0, 0),
)
_LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


def draw(title: str, store: str, files: Sequence[Path], *, traditional: bool) -> bytes:
    """Give the card as JPEG. Takes a tenth of a second or more: call it in a thread."""
    pictures = [_opened(file) for file in files]
    font = font_file(title + store, traditional=traditional)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    if font is None:
        _mosaic(canvas, pictures, (0, 0, WIDTH, HEIGHT))
    else:
        _mosaic(canvas, pictures, (WIDTH - HEIGHT, 0, HEIGHT, HEIGHT))
        width = WIDTH - 2 * _EDGE - (HEIGHT if pictures else 0)
        _write(canvas, title, store, font, width)
    file = io.BytesIO()
    canvas.save(file, "JPEG", quality=84, optimize=True)
    return file.getvalue()


def font_file(text: str, *, traditional: bool) -> tuple[str, int] | None:
    """Find a font that can write the text: its file and face; without one nothing is written."""
    for path, simplified_face, traditional_face in _CJK:
        if Path(path).is_file():
            return path, traditional_face if traditional else simplified_face
    return (_LATIN, 0) if text.isascii() and Path(_LATIN).is_file() else None


def _opened(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _mosaic(
    canvas: Image.Image, pictures: Sequence[Image.Image], box: tuple[int, int, int, int]
) -> None:
    """Lay the first picture large, the others below it."""
    if not pictures:
        return
    left, top, width, height = box
    first, rest = pictures[0], pictures[1:]
    tall = height if not rest else height * 62 // 100
    canvas.paste(ImageOps.fit(first, (width, tall)), (left, top))
    for place, picture in enumerate(rest):
        each = (width - _GAP * (len(rest) - 1)) // len(rest)
        at = (left + place * (each + _GAP), top + tall + _GAP)
        canvas.paste(ImageOps.fit(picture, (each, height - tall - _GAP)), at)


def _write(canvas: Image.Image, title: str, store: str, font: tuple[str, int], width: int) -> None:
    path, face = font
    large = ImageFont.truetype(path, _TITLE_PX, index=face)
    small = ImageFont.truetype(path, _STORE_PX, index=face)
    pen = ImageDraw.Draw(canvas)
    lines = wrapped(title, lambda text: pen.textlength(text, large) <= width, _LINES)
    top = (HEIGHT - len(lines) * _TITLE_PX * 13 // 10) // 2 - _STORE_PX
    for number, line in enumerate(lines):
        pen.text((_EDGE, top + number * _TITLE_PX * 13 // 10), line, _INK, large)
    (shop, *_) = wrapped(store, lambda text: pen.textlength(text, small) <= width, 1)
    pen.text((_EDGE, HEIGHT - _EDGE - _STORE_PX), shop, _SOFT, small)


def wrapped(text: str, fits: Callable[[str], bool], most: int) -> list[str]:
    """Break a text into lines that fit: between words, and inside those that are too long."""
    lines, line = [], ""
    for word in _pieces(text):
        if fits((line + word).strip()):
            line += word
            continue
        if line.strip():
            lines.append(line.strip())
        line = word.lstrip()
    lines.append(line.strip())
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and not fits(f"{last}…"):
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _pieces(text: str) -> list[str]:
    """Give words with the space after them; letters of scripts without spaces one by one."""
    pieces: list[str] = []
    for letter in text:
        is_open = pieces and pieces[-1][-1].isascii() and not pieces[-1].endswith(" ")
        if is_open and letter.isascii():
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
