"""A stretch of a recorded file, as a file of its own."""

from __future__ import annotations

import io
import os
from typing import BinaryIO


class Splice(io.RawIOBase):
    """Reads as the first ``init_bytes`` of a file, followed by ``size`` bytes from ``offset``."""

    def __init__(
        self,
        file: BinaryIO,
        *,
        init_bytes: int,
        offset: int,
        size: int,
    ) -> None:
        super().__init__()
        self._file = file
        self._init = init_bytes
        self._skipped = offset - init_bytes
        self._size = init_bytes + size
        self._at = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read anywhere."""
        return True

    def tell(self) -> int:
        """Give the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes; fewer where the two parts meet, none at the end."""
        end = self._init if self._at < self._init else self._size
        wanted = max(0, end - self._at)
        if size >= 0:
            wanted = min(wanted, size)
        if not wanted:
            return b""
        self._file.seek(self._at if self._at < self._init else self._at + self._skipped)
        data = self._file.read(wanted)
        self._at += len(data)
        return data
