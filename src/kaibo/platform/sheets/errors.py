"""What can be wrong with a file that should hold a table."""

from __future__ import annotations

from kaibo.kernel.errors import InvalidError


class SheetError(InvalidError):
    """The file cannot be read as a table."""

    code = "sheets.bad_file"


class BadEncodingError(SheetError):
    """The text is in none of the encodings that are known here."""

    code = "sheets.bad_encoding"


class OtherFormatError(SheetError):
    """A spreadsheet, but neither CSV nor XLSX."""

    code = "sheets.other_format"


class EncryptedError(SheetError):
    """A password protects the file."""

    code = "sheets.encrypted"


class TooLargeError(SheetError):
    """The file, or what it unpacks to, is larger than is taken; ``limit_mb`` says how large."""

    code = "sheets.too_large"
    status = 413


class TooManyRowsError(SheetError):
    """More rows than ``limit``."""

    code = "sheets.too_many_rows"


class TooManyColumnsError(SheetError):
    """Row ``row`` has more than ``limit`` columns."""

    code = "sheets.too_many_columns"


class CellTooLongError(SheetError):
    """The cell in row ``row`` and column ``column`` (a letter) has over ``limit`` characters."""

    code = "sheets.cell_too_long"


class NotComputedError(SheetError):
    """A formula was saved without its value, in row ``row`` and column ``column`` (a letter)."""

    code = "sheets.not_computed"


class BadQuotesError(SheetError):
    """Quotation marks do not pair in row ``row`` of a CSV."""

    code = "sheets.bad_quotes"


class NoHeaderError(SheetError):
    """The first row names none of the columns, or there is no row at all."""

    code = "sheets.no_header"


class MissingColumnError(SheetError):
    """The columns ``columns`` are needed and not there."""

    code = "sheets.missing_column"


class DuplicateColumnError(SheetError):
    """The columns ``first`` and ``second`` (letters) both stand for ``column``."""

    code = "sheets.duplicate_column"
