"""What can go wrong in a workplace."""

from __future__ import annotations

from typing import ClassVar

from kaibo.kernel.errors import KaiboError


class TooManyViewsError(KaiboError):
    """A person has as many views of a list as are kept; ``most`` says how many."""

    code: ClassVar[str] = "workplace.too_many_views"
    status: ClassVar[int] = 409
