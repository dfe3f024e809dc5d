"""Cutting text into the tokens that are stored, and a query into what a text must hold.

Chinese, Japanese and Korean are written without dependable spaces, so a run of them becomes
overlapping pairs, and its last character alone: 龙井茶 is stored as 龙井, 井茶, 茶. Every
character thus begins one token, and whatever part of the run is asked for is found: 龙井 is one
token, 龙井茶 two in a row, and 茶 the beginning of one. Simplified and traditional characters are
one (``scripts``): 龍井 is stored, and asked for, as 龙井.

Everything else becomes words, cut also between letters and digits: TEA-100-RED is stored as
tea, 100, red. In a query, pieces that are written together must stand in a row, and the last may
be unfinished: tea-100, tea100, 100-re and 100 find it, while "tea 100" asks for both anywhere.

Signs, controls, emoji and lone surrogates are gaps: no token holds anything that a database
could take for an operator. Marks, by which a module narrows a search, are tokens that no text
makes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s

from kaibo.platform.search.scripts import in_one_script

# To be counted up whenever anything below cuts otherwise: indexes are then stored anew.
VERSION = 2

# PostgreSQL counts positions up to 16383 and stores a megabyte of tokens a row: far from both.
TOKENS_LIMIT = 4096
WORD_LIMIT = 40
PHRASES_LIMIT = 64

_PAIRS, _LETTERS, _DIGITS, _JOIN, _GAP, _UNSEEN = "pldjgu"

# Han, kana, bopomofo and hangul, after normalisation (which leaves no half-width forms).
_PAIRED = (
    (0x1100, 0x11FF),
    (0x3005, 0x3007),
    (0x303B, 0x303B),
    (0x3041, 0x3096),
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
_VARIATION_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# What joins the pieces of an article number, a size or a name.
_JOINS = frozenset("-_./'‐‑–’")
_RUN = re.compile(r"(.)\1*")
# Of the private use area, which text loses.
_MARK = "\ue000"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must stand in a row; ``is_open`` when the last may be unfinished."""

    tokens: tuple[str, ...]
    is_open: bool = False


def tokens_of(text: str) -> list[str]:
    """Give the tokens to store, in order; 4096 at most, words cut after 40 characters."""
    found: list[str] = []
    for kind, run in _runs(text):
        if kind == _PAIRS:
            found += _pairs(run)
            found.append(run[-1])
        elif kind in {_LETTERS, _DIGITS}:
            found.append(run[:WORD_LIMIT])
        if len(found) >= TOKENS_LIMIT:
            break
    return found[:TOKENS_LIMIT]


def phrases_of(query: str) -> list[Phrase]:
    """Give what a text must hold, all of it, to be found; empty when nothing can be looked for.

    One CJK character alone is open, and so is a word with which the query ends.
    """
    phrases: list[Phrase] = []
    pieces: list[str] = []
    is_apart = False
    for kind, run in _runs(query):
        if kind == _GAP:
            is_apart = True
        if kind in {_GAP, _JOIN}:
            continue
        if pieces and (is_apart or kind == _PAIRS):
            phrases.append(Phrase(tuple(pieces)))
            pieces = []
        if kind == _PAIRS:
            phrases.append(Phrase(tuple(_pairs(run)) or (run,), is_open=len(run) == 1))
        else:
            pieces.append(run[:WORD_LIMIT])
        is_apart = False
    if pieces:
        phrases.append(Phrase(tuple(pieces), is_open=True))
    return list(dict.fromkeys(phrases))[:PHRASES_LIMIT]


def marks_of(marks: Iterable[str]) -> list[str]:
    """Give the tokens that stand for marks, which may be any texts."""
    # Characters that no database parts or folds, in a length that any of them takes.
    return [_MARK + blake2s(mark.encode(), digest_size=10).hexdigest() for mark in marks]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Cut the folded text where the kind of its characters changes; give kind and run."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = in_one_script(folded)
    kinds = folded.translate(_KINDS)
    if _UNSEEN in kinds:
        # Soft hyphens and variation selectors must not cut a word in two.
        folded = "".join(c for c, kind in zip(folded, kinds, strict=True) if kind != _UNSEEN)
        kinds = kinds.replace(_UNSEEN, "")
    for run in _RUN.finditer(kinds):
        yield run[1], folded[run.start() : run.end()]


class _Kinds(dict[int, str]):
    """The kind of each character by its code, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        kind = self[code] = _kind_of(code)
        return kind


_KINDS = _Kinds()


def _kind_of(code: int) -> str:
    category = unicodedata.category(chr(code))
    if category in {"Cf", "Me"} or _is_within(code, _VARIATION_SELECTORS):
        return _UNSEEN
    if category[0] in "LN" and _is_within(code, _PAIRED):
        return _PAIRS
    if chr(code) in _JOINS:
        return _JOIN
    return {"L": _LETTERS, "M": _LETTERS, "N": _DIGITS}.get(category[0], _GAP)


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
