"""Texts of a workbook, which its sheets name by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kaibo.platform.sheets.errors import TooLargeError
from kaibo.platform.sheets.limits import Limits

# Characters that XML cannot hold, and these escapes themselves (ST_Xstring, ECMA-376 22.9.2.19).
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def unescaped(text: str) -> str:
    """Read the escapes: ``a_x000D_`` is ``a`` and a carriage return."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # What is written as two halves is one character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escaped(text: str) -> str:
    """Write what XML cannot hold, and what would be read as an escape, as escapes."""
    return _UNFIT.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


@dataclass(slots=True)
class SharedStrings:
    """Hears a part of shared strings: pieces of different style are joined, readings left out."""

    limits: Limits
    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _wanted: bool = False
    _reading: bool = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """A tag begins."""
        if name == "t":
            self._wanted = not self._reading
        elif name == "rPh":
            self._reading = True

    def end(self, name: str) -> None:
        """A tag ends."""
        if name == "t":
            self._wanted = False
        elif name == "rPh":
            self._reading = False
        elif name == "si":
            if len(self.found) >= self.limits.rows * self.limits.columns:
                raise TooLargeError(limit_mb=self.limits.expanded >> 20)
            self.found.append(unescaped("".join(self._pieces)))
            self._pieces.clear()

    def text(self, data: str) -> None:
        """Text stands there."""
        if self._wanted:
            self._pieces.append(data)
