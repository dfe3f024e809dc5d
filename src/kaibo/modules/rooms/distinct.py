"""How many different people: exactly while they are few, by HyperLogLog once they are many.

Up to ``EXACT`` people their hashes are kept, and the count is exact. Beyond, 2^14 registers of one
byte remain (16 KiB, however many come), with a standard error of 1.04 / sqrt(2^14) = 0.81 %
(Flajolet et al., 2007). Sketches merge without counting anybody twice.

Written here because the kept libraries (datasketches 5, datasketch 2) bring numpy along for one
array of bytes; what is needed of the algorithm is a page.
Nothing of it is stored: who joined is on the show's timeline, from which it is counted again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from hashlib import blake2b

EXACT = 4096
_BITS = 14
_REGISTERS = 1 << _BITS
_REST = 64 - _BITS
_ALPHA = 0.7213 / (1 + 1.079 / _REGISTERS)


class DistinctCount:
    """Counts different names."""

    __slots__ = ("_hashes", "_registers")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._hashes: set[int] = set()
        self._registers: bytearray | None = None
        for name in names:
            self.add(name)

    @property
    def is_estimated(self) -> bool:
        """Whether they are too many to be counted one by one."""
        return self._registers is not None

    def add(self, name: str) -> None:
        """Count a name, once however often it is added."""
        self._take(int.from_bytes(blake2b(name.encode(), digest_size=8).digest()))

    def merge(self, other: DistinctCount) -> None:
        """Count those of another count too."""
        for hashed in other._hashes:
            self._take(hashed)
        if other._registers is not None:
            known = self._estimating()
            for index, rank in enumerate(other._registers):
                known[index] = max(known[index], rank)

    def count(self) -> int:
        """Give how many, or the estimate."""
        if self._registers is None:
            return len(self._hashes)
        # Few of the registers are empty from ``EXACT`` on, but linear counting is the better
        # estimate up to 2.5 times their number.
        raw = _ALPHA * _REGISTERS**2 / sum(2.0**-rank for rank in self._registers)
        empty = self._registers.count(0)
        if raw <= 2.5 * _REGISTERS and empty:
            return round(_REGISTERS * math.log(_REGISTERS / empty))
        return round(raw)

    def _take(self, hashed: int) -> None:
        if self._registers is not None:
            _raise_register(self._registers, hashed)
            return
        self._hashes.add(hashed)
        if len(self._hashes) > EXACT:
            self._estimating()

    def _estimating(self) -> bytearray:
        if self._registers is None:
            self._registers = bytearray(_REGISTERS)
            for hashed in self._hashes:
                _raise_register(self._registers, hashed)
            self._hashes = set()
        return self._registers


def _raise_register(registers: bytearray, hashed: int) -> None:
    """The first bits choose the register; it keeps the longest run of zeros seen in the rest."""
    index, rest = hashed >> _REST, hashed & ((1 << _REST) - 1)
    rank = _REST - rest.bit_length() + 1
    registers[index] = max(registers[index], rank)
