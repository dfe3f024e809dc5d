"""An address in one line, as it is written where it is.

The pages say it likewise, and the country besides: web/src/shared/format/address.ts.
"""

from __future__ import annotations

import unicodedata

from kaibo.modules.orders.contracts import Address

_EASTERN = {"CN", "TW", "HK", "MO", "JP", "KR"}
# By the names of their characters, of which the standard library knows; not by script.
_SEAMLESS = ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA")


def one_line(address: Address) -> str:
    """Give an address from large to small in eastern characters, from small to large in letters."""
    city = "" if address.city == address.region else address.city
    large_to_small = (address.region, city, address.line1)
    if address.country.upper() in _EASTERN and any(map(_is_eastern, "".join(large_to_small))):
        return " ".join(filter(None, (_run(large_to_small), address.line2, address.postal_code)))
    small_to_large = (address.line1, address.line2, city, address.region, address.postal_code)
    return ", ".join(filter(None, small_to_large))


def _run(parts: tuple[str, ...]) -> str:
    """Join parts without a space where character meets character, as Chinese and Japanese do."""
    told = ""
    for part in filter(None, parts):
        is_seamless = not told or (_is_seamless(told[-1]) and _is_seamless(part[0]))
        told += part if is_seamless else f" {part}"
    return told


def _is_seamless(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_SEAMLESS)


def _is_eastern(character: str) -> bool:
    return unicodedata.name(character, "").startswith((*_SEAMLESS, "HANGUL"))
