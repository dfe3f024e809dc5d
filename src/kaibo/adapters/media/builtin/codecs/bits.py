"""Reading a bit field from the most significant bit on."""

from __future__ import annotations


class BitReader:
    """A cursor over bits; running off the end raises `ValueError`."""

    __slots__ = ("_at", "_size", "_value")

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._size = len(data) * 8
        self._at = 0

    @property
    def left(self) -> int:
        """Bits not read yet."""
        return self._size - self._at

    def read(self, count: int) -> int:
        """Take `count` bits as an unsigned number."""
        end = self._at + count
        if end > self._size:
            raise ValueError("the bit field ends too early")
        self._at = end
        return (self._value >> (self._size - end)) & ((1 << count) - 1)

    def flag(self) -> bool:
        """Take one bit."""
        return self.read(1) == 1

    def golomb(self) -> int:
        """Take an unsigned Exp-Golomb number, `ue(v)` of H.264 9.1."""
        zeros = 0
        while not self.read(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("an Exp-Golomb number is too long")
        return (1 << zeros) - 1 + self.read(zeros)

    def signed_golomb(self) -> int:
        """Take a signed Exp-Golomb number, `se(v)` of H.264 9.1.1."""
        number = self.golomb()
        return (number + 1) // 2 if number & 1 else -(number // 2)
