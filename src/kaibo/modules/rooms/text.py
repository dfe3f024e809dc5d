"""What a line of talk may look like."""

import unicodedata

MAX_CHARACTERS = 200

_JOINERS = frozenset("\u200c\u200d")  # ZWNJ and ZWJ: scripts and emoji are spelled with them


def clean_line(raw: str) -> str:
    """Return `raw` as one line: NFC, single spaces, without control and other invisible characters.

    Direction overrides and the like go, as they would let one line disturb its neighbours. A line
    of nothing but invisible characters comes out empty.
    """
    kept = "".join(
        " " if char.isspace() else char
        for char in raw
        if char.isspace() or char in _JOINERS or unicodedata.category(char)[0] != "C"
    )
    line = unicodedata.normalize("NFC", " ".join(kept.split()))
    return line if any(unicodedata.category(char)[0] not in "CMZ" for char in line) else ""
