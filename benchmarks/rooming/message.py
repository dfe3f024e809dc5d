"""What is published: a text of a fixed size that carries the time of its publishing.

The mark is what `load.c` counts and measures by: `@`, a letter, and 16 hexadecimal digits.
"""

from __future__ import annotations

PAYLOAD_BYTES = 128
"""Of one message's frame, without its WebSocket header: that of a numbered event of a room."""

_SEQ = 12345
_BEFORE = f'{{"t":"ev","epoch":"abcdefghijkl","seq":{_SEQ},"e":{{"k":"order","buyer":"@e'
_AFTER = '","product_id":"'
_END = '","quantity":1}}'
_DIGITS = 16


def mark(kind: str, at_ns: int) -> str:
    """Give the mark of an event (`e`) or a line of talk (`d`) that was due then."""
    return f"@{kind}{at_ns:016x}"


def halves(size: int = PAYLOAD_BYTES) -> tuple[str, str]:
    """Give what stands before and after the mark's digits in a text of `size` bytes.

    It is an event as a room encodes it, with a number of five digits.
    """
    filler = size - len(_BEFORE) - _DIGITS - len(_AFTER) - len(_END)
    return _BEFORE, f"{_AFTER}{_product(filler)}{_END}"


def product_of(seq: int) -> str:
    """Give the id of a product that makes a room's event number `seq` `PAYLOAD_BYTES` long."""
    filler = PAYLOAD_BYTES - len(_BEFORE) - _DIGITS - len(_AFTER) - len(_END)
    return _product(filler + len(str(_SEQ)) - len(str(seq)))


def _product(size: int) -> str:
    return "prd_".ljust(size, "p")[:size]
