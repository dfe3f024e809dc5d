"""What can go wrong with an import as a whole."""

from kaibo.kernel.errors import ConflictError, InvalidError


class ImportBusyError(ConflictError):
    """The import is not in a state in which this can be done."""

    code = "catalog.import_busy"


class ImportFileGoneError(ConflictError):
    """The uploaded file is not kept any more."""

    code = "catalog.import_file_gone"


class ImportTooLargeError(InvalidError):
    """The upload is larger than ``limit_mb``."""

    code = "sheets.too_large"
    status = 413


class EmptySheetError(InvalidError):
    """Under the headings there is no row."""

    code = "catalog.import_empty"


class UnknownZoneError(InvalidError):
    """No time zone has that name."""

    code = "catalog.unknown_zone"
