"""What other parts may ask about viewers' acts."""

from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.modules.analytics.repository import forget_people, minutes, people, shows_with_people

__all__ = ["ActKeeper", "forget_people", "minutes", "people", "shows_with_people"]
