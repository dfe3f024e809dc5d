"""The ZIP file around an XLSX, of which no more is unpacked than is allowed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Self

from kaibo.platform.sheets.errors import (
    EncryptedError,
    OtherFormatError,
    SheetError,
    TooLargeError,
)
from kaibo.platform.sheets.limits import Limits

_PIECE = 1 << 16
# By a password, or strongly.
_ENCRYPTED = 0x1 | 0x40
# The others are not used in spreadsheets, and some ask for much memory before the first byte.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# By these are known: binary workbooks, OpenDocument, Apple Numbers.
_OTHER_FORMATS = ("xl/workbook.bin", "content.xml", "index/document.iwa", "index.zip")


class Archive:
    """Parts by their names, in which case does not count. Open it as a context."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._zip = zipfile.ZipFile(file)
        self._parts = {info.filename.lower(): info for info in self._zip.infolist()}
        self._left = limits.expanded
        self._limit_mb = limits.expanded >> 20

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name.lower() in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece; all that is ever unpacked counts towards the limit.

        Raises ``SheetError``: the part is missing, locked, or too large.
        """
        info = self._parts.get(name.lower())
        if info is None:
            raise OtherFormatError if any(map(self.has, _OTHER_FORMATS)) else SheetError
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedError
        if info.compress_type not in _METHODS:
            raise SheetError
        with self._zip.open(info) as part:
            while piece := part.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise TooLargeError(limit_mb=self._limit_mb)
                yield piece
