"""Reading the first sheet of an XLSX."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Generator
from typing import BinaryIO
from xml.parsers import expat

from kaibo.platform.sheets.errors import SheetError
from kaibo.platform.sheets.limits import Limits
from kaibo.platform.sheets.rows import Row
from kaibo.platform.sheets.xlsx.archive import Archive
from kaibo.platform.sheets.xlsx.formats import Styles
from kaibo.platform.sheets.xlsx.markup import parse_whole
from kaibo.platform.sheets.xlsx.table import Meaning, table_rows
from kaibo.platform.sheets.xlsx.texts import SharedStrings
from kaibo.platform.sheets.xlsx.workbook import Workbook, find_parts

# What a broken file can do to the libraries that unpack and parse it, and to numbers in it.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    # Of zipfile: an archive of a newer version than it knows, or one of patches.
    NotImplementedError,
    OSError,
    ValueError,
)


def xlsx_rows(file: BinaryIO, limits: Limits) -> Generator[Row, None, None]:
    """Give the rows of the first sheet that a person sees. Raises ``SheetError``."""
    try:
        with Archive(file, limits) as archive:
            book = find_parts(archive)
            meaning = _meaning(archive, book, limits)
            yield from table_rows(archive.pieces(book.sheet), meaning, limits)
    except _BROKEN as error:
        raise SheetError from error


def _meaning(archive: Archive, book: Workbook, limits: Limits) -> Meaning:
    strings, styles = SharedStrings(limits), Styles()
    if book.strings is not None:
        parse_whole(archive.pieces(book.strings), strings)
    if book.styles is not None:
        parse_whole(archive.pieces(book.styles), styles)
    return Meaning(strings.found, styles.dates, book.from_1904)
