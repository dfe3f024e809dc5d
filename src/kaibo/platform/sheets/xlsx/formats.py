"""Number formats: which of them make a date of a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# ECMA-376 18.8.30, with the East Asian ones.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# Quoted and escaped characters, padding, colours, conditions and locales say nothing of dates.
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


def is_date(code: str) -> bool:
    """Say whether a format shows a moment; an elapsed time, ``[h]:mm``, is none."""
    first = code.partition(";")[0]
    return not _ELAPSED.search(first) and bool(_DATE_LETTER.search(_ASIDE.sub("", first)))


@dataclass(slots=True)
class Styles:
    """Hears a part of styles; ``dates`` has for each style whether it shows dates."""

    dates: list[bool] = field(default_factory=list)
    _codes: dict[str, str] = field(default_factory=dict)
    _cells: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            self.dates.append(self._shows_date(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        """A tag ends."""
        if name == "cellXfs":
            self._cells = False

    def text(self, data: str) -> None:
        """Text stands there."""

    def _shows_date(self, id_: str) -> bool:
        if id_ in self._codes:
            return is_date(self._codes[id_])
        return id_.isdecimal() and int(id_) in _BUILT_IN_DATES
