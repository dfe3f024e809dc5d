"""What a person sees where a file stores a number."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Context, DecimalException

from kaibo.platform.sheets.cells import plain

# A spreadsheet keeps fifteen digits; stored are more: 68.1 as 68.099999999999994.
_FIFTEEN = Context(prec=15)
_LONGEST = 40
_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?Z?$")
_DAY_S = 86_400
# The day after 9999-12-31, for both epochs.
_NO_DATE_FROM = 2_958_466.0
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zones
# 1900 was no leap year, but Lotus 1-2-3 thought so, and Excel after it.
_NEVER_WAS = 60


def number_text(stored: str) -> str:
    """Write a stored number as it is shown: ``68.0`` is ``68``, ``1E3`` is ``1000``.

    What is no number is given back as it is, and so is what would be very long.
    """
    try:
        number = _FIFTEEN.create_decimal(stored.strip())
    except DecimalException:
        return stored
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return stored
    return plain(number)


def date_text(stored: str, *, from_1904: bool) -> str:
    """Write a stored moment in ISO 8601, to the second; without a time if that is midnight."""
    try:
        serial = float(stored)
    except ValueError:
        return stored
    if not 0 <= serial < _NO_DATE_FROM - (1462 if from_1904 else 0):
        return number_text(stored)
    if serial < 1 and not from_1904:
        return _moment(_EPOCH_1900, serial).time().isoformat("seconds")
    if from_1904:
        moment = _moment(_EPOCH_1904, serial)
    else:
        moment = _moment(_EPOCH_1900, serial + 1 if serial < _NEVER_WAS else serial)
    return iso_text(moment.isoformat(timespec="seconds"))


def iso_text(stored: str) -> str:
    """Leave the time out of a moment at midnight."""
    return _MIDNIGHT.sub("", stored)


def _moment(epoch: datetime, serial: float) -> datetime:
    return epoch + timedelta(seconds=round(serial * _DAY_S))
