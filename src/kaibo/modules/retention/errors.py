"""What can go wrong with retention."""

from __future__ import annotations

from typing import ClassVar

from kaibo.kernel.errors import InvalidError


class OutOfBoundsError(InvalidError):
    """So many days are too few or too many; ``least`` and ``most`` say what may be."""

    code: ClassVar[str] = "retention.out_of_bounds"
