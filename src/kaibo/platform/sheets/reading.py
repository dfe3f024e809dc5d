"""Opening a file that should hold a table, by what is in it and not by its name."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kaibo.platform.sheets.csvreading import csv_rows
from kaibo.platform.sheets.encodings import Legacy
from kaibo.platform.sheets.errors import (
    EncryptedError,
    OtherFormatError,
    SheetError,
    TooLargeError,
)
from kaibo.platform.sheets.header import Column, Header, match_header
from kaibo.platform.sheets.limits import Limits
from kaibo.platform.sheets.rows import Row, admitted
from kaibo.platform.sheets.xlsx.reading import xlsx_rows

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A compound file (MS-CFB): an old workbook, or a new one inside an encrypted package.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_NO_TABLES = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and the rows below it, to be read once."""

    header: Header
    rows: Iterator[Row]


@contextmanager
def open_table(
    source: Path | bytes,
    columns: Sequence[Column],
    limits: Limits | None = None,
    prefer: Legacy = "gb18030",
) -> Iterator[Table]:
    """Open a file whose first row names its columns. Raises ``SheetError``, also while reading."""
    with open_rows(source, limits, prefer) as rows:
        yield Table(match_header(next(rows, None), columns), rows)


@contextmanager
def open_rows(
    source: Path | bytes, limits: Limits | None = None, prefer: Legacy = "gb18030"
) -> Iterator[Iterator[Row]]:
    """Open a file for reading it row by row: the first sheet of an XLSX, or a CSV.

    Rows in which nothing stands are left out and still counted. ``prefer`` is the encoding of a CSV
    whose own characters do not tell. Raises ``SheetError``, also while the rows are read.
    """
    limits = limits or Limits()
    with _opened(source) as file:
        if file.seek(0, io.SEEK_END) > limits.size:
            raise TooLargeError(limit_mb=limits.size >> 20)
        file.seek(0)
        raw = _raw(file, limits, prefer)
        try:
            yield admitted(raw, limits)
        finally:
            raw.close()


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _raw(file: BinaryIO, limits: Limits, prefer: Legacy) -> Generator[Row, None, None]:
    head = file.read(512)
    file.seek(0)
    if head.startswith(_ZIP):
        return xlsx_rows(file, limits)
    if head.startswith(_COMPOUND):
        raise EncryptedError if _PACKAGE in file.read() else OtherFormatError
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        # Web pages and XML that some shops' systems call .xls.
        raise OtherFormatError
    if head.startswith(_NO_TABLES):
        raise SheetError
    return csv_rows(file, prefer)
