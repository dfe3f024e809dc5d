"""What other parts may ask about viewers' acts."""

from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.modules.analytics.repository import (
    acts_of,
    forget_people,
    minutes,
    people,
    product_minutes,
    shows_with_people,
)

__all__ = [
    "ActKeeper",
    "acts_of",
    "forget_people",
    "minutes",
    "people",
    "product_minutes",
    "shows_with_people",
]
