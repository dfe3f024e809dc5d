"""Texts that a spreadsheet would carry out (CSV injection, OWASP).

An apostrophe before such a text makes it harmless. It also goes before texts that already have
apostrophes there, so that exactly the added one can be taken away again.
"""

from __future__ import annotations

import re

# The full-width signs are taken for formulas by Excel in Chinese and Japanese.
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_GUARD = "'"


def guarded(text: str) -> str:
    """Give the text with an apostrophe if a spreadsheet could take it for a formula."""
    return _GUARD + text if _RISKY.match(text) else text


def bare(text: str) -> str:
    """Take away the apostrophe that ``guarded`` sets; also one that a person set for its sake."""
    return text[1:] if text[:1] == _GUARD and _GUARDED.match(text) else text
