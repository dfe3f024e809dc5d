"""Which passwords are refused: by length, and by what guessers try first.

Length and a list instead of required kinds of characters, as NIST SP 800-63B, section 3.1.1.2,
advises. The list holds those of ten characters and more among the thirty thousand most common
ones that zxcvbn ships (MIT licence).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

SHORTEST = 10
LONGEST = 200
_FEWEST_KINDS = 4


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    COMMON = "common"
    MONOTONOUS = "monotonous"
    PERSONAL = "personal"


def weakness(password: str, *about: str) -> Weakness | None:
    """Give why this is no password; ``about`` is what others know of its owner, such as e-mail."""
    plain = password.casefold().strip()
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(set(plain)) < _FEWEST_KINDS or _is_one_step(plain):
        return Weakness.MONOTONOUS
    # With an exclamation mark or a year behind it, a word is guessed as soon.
    cores = {plain, plain.rstrip("!."), plain.rstrip("0123456789!.")}
    if cores & _common():
        return Weakness.COMMON
    known = {word.casefold() for text in about for word in (text, *text.split("@")) if word}
    if cores & known:
        return Weakness.PERSONAL
    return None


def _is_one_step(text: str) -> bool:
    """Whether each character follows the one before by the same step: abcdefghij, 9876543210."""
    codes = [ord(char) for char in text]
    return len({after - before for before, after in pairwise(codes)}) == 1


@cache
def _common() -> frozenset[str]:
    listed = files(__package__).joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(listed.split())
