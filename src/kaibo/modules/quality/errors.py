"""What can go wrong with a player's report."""

from kaibo.kernel.errors import KaiboError


class TooManyBeaconsError(KaiboError):
    """This player, or everybody behind its address, reports too often."""

    code = "quality.too_many_beacons"
    status = 429
