"""What a cell of a product sheet means. Pure; amounts are never floats."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

from kaibo.kernel.money import currency_exponent

W = TypeVar("W", bound=StrEnum)

PRICE_LIMIT = 10**12
STOCK_LIMIT = 10**9
CLEARED = "-"
"""Stands in a cell whose value is to be emptied; an empty cell leaves it as it is."""

TEXT_LIMITS = {
    "product": 120, "title": 200, "description": 5000, "option1": 40, "option2": 40,
    "value1": 60, "value2": 60, "sku": 64, "category": 200, "compare_basis": 120,
}  # fmt: skip
TAG_LIMIT, TAGS_LIMIT = 40, 30
NAME_LIMIT, VALUE_LIMIT, SPECIFICATIONS_LIMIT = 60, 300, 60

_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?")
_AROUND = re.compile(r"^(?:[A-Z]{0,3}[$¥€£₩₫฿₹]|[A-Z]{3})?\s*(.*?)\s*(?:元|圓|圆|円|[A-Z]{3})?$")
_BETWEEN_TAGS = re.compile(r"[,;、，；\n]+")
_AFTER_NAME = re.compile(r"[:：]")
# As Excel shows a moment in Chinese, and as ISO 8601 writes one.
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:(?:T|\s+)(上午|下午|AM|PM)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?"
    r"\s*(AM|PM)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"下午", "PM"})


class CellError(Exception):
    """A cell cannot be taken; ``code`` names the sentence (below ``import.``)."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        super().__init__(code)
        self.code = code
        self.params = params


def same(one: str, other: str) -> bool:
    """Whether two cells say the same: line breaks and space around them do not count."""
    return one == other or _even(one) == _even(other)


def text(key: str, cell: str) -> str:
    """Take a text."""
    found = _even(cell)
    if len(found) > TEXT_LIMITS[key]:
        raise CellError("too_long", limit=TEXT_LIMITS[key])
    return found


def amount(cell: str, currency: str) -> int:
    """Read an amount in major units as minor ones: ``68.00``, ``1,234.5``, ``NT$68``.

    Never rounds: more decimals than the currency has are refused unless they are zeros.
    """
    plain = unicodedata.normalize("NFKC", cell).strip().upper()
    found = _AMOUNT.fullmatch(_AROUND.sub(r"\1", plain))
    if found is None:
        raise CellError("bad_amount")
    exponent = currency_exponent(currency)
    whole, decimals = found[1].replace(",", ""), (found[2] or "").rstrip("0")
    if len(decimals) > exponent:
        raise CellError("too_many_decimals", limit=exponent, currency=currency)
    if len(whole) > 15 or (value := int(whole + decimals.ljust(exponent, "0"))) > PRICE_LIMIT:
        raise CellError("too_much")
    return value


def units(cell: str, *, least: int = 0, most: int = STOCK_LIMIT) -> int:
    """Read a whole number."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None or (found[2] or "").strip("0") or len(found[1]) > 15:
        raise CellError("bad_number", least=least, most=most)
    value = int(found[1].replace(",", ""))
    if not least <= value <= most:
        raise CellError("bad_number", least=least, most=most)
    return value


def moment(cell: str, zone: tzinfo) -> datetime:
    """Read a moment; one without an offset is in ``zone``, one without a time begins its day."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        raise CellError("bad_moment")
    half = (found[4] or found[9] or "").upper()
    hour = int(found[5] or 0)
    if half:
        if not 1 <= hour <= 12:
            raise CellError("bad_moment")
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    try:
        return datetime(
            int(found[1]), int(found[2]), int(found[3]),
            hour, int(found[6] or 0), int(found[7] or 0), int((found[8] or "").ljust(6, "0")),
            tzinfo=_offset(found[10]) or zone,
        ).astimezone(UTC)  # fmt: skip
    except (ValueError, OverflowError) as error:
        raise CellError("bad_moment") from error


def category(cell: str) -> str:
    """Read a path of categories, ``Tea/Green``."""
    names = [name.strip() for name in text("category", cell).split("/")]
    return "/".join(name for name in names if name)


def tags(cell: str) -> list[str]:
    """Read tags, parted by commas or lines; a JSON list holds tags with commas in them."""
    listed = _listed(cell)
    parts = _BETWEEN_TAGS.split(_even(cell)) if listed is None else listed
    found = list(dict.fromkeys(str(part).strip() for part in parts))
    found = [tag for tag in found if tag]
    if len(found) > TAGS_LIMIT or any(len(tag) > TAG_LIMIT for tag in found):
        raise CellError("bad_tags", count=TAGS_LIMIT, limit=TAG_LIMIT)
    return found


def specifications(cell: str) -> list[dict[str, str]]:
    """Read lines of ``name: value``; a JSON list of pairs holds what does not fit on a line."""
    listed = _listed(cell)
    pairs = [_pair(line) for line in _lines(cell)] if listed is None else map(_json_pair, listed)
    found = [(name.strip(), value.strip()) for name, value in pairs]
    fits = all(0 < len(n) <= NAME_LIMIT and 0 < len(v) <= VALUE_LIMIT for n, v in found)
    if not fits or len(found) > SPECIFICATIONS_LIMIT:
        raise CellError("bad_specifications", count=SPECIFICATIONS_LIMIT)
    return [{"name": name, "value": value} for name, value in found]


def word(cell: str, words: Mapping[str, W]) -> W:
    """Find what a word of a few stands for, as people write it or as the API does."""
    told = cell.strip()
    found = words.get(told) or words.get(told.lower().replace(" ", "_"))
    if found is None:
        named = dict.fromkeys(str(value.value) for value in words.values())
        raise CellError("unknown_word", words=", ".join(named))
    return found


def _lines(cell: str) -> list[str]:
    return [line for line in _even(cell).split("\n") if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    name, *value = _AFTER_NAME.split(line, maxsplit=1)
    return name, value[0] if value else ""


def _json_pair(entry: object) -> tuple[str, str]:
    match entry:
        case [str() as name, str() as value]:
            return name, value
        case _:
            raise CellError("bad_specifications", count=SPECIFICATIONS_LIMIT)


def _listed(cell: str) -> list[object] | None:
    if not cell.lstrip().startswith("["):
        return None
    try:
        read = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, list) else None


def _even(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _offset(told: str | None) -> tzinfo | None:
    if not told:
        return None
    if told in {"Z", "z"}:
        return UTC
    ahead = timedelta(hours=int(told[1:3]), minutes=int(told[-2:]))
    return timezone(-ahead if told[0] == "-" else ahead)
