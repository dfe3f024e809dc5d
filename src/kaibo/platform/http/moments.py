"""Moments as callers tell them: in any zone, but with one; kept and answered in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        # The first and the last day of the calendar lie outside it in other zones.
        msg = "out of range"
        raise ValueError(msg) from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
