"""What other parts may ask about viewers' acts."""

from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.modules.analytics.repository import minutes, people

__all__ = ["ActKeeper", "minutes", "people"]
