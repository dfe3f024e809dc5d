"""What can go wrong with a deal."""

from kaibo.kernel.errors import ConflictError, InvalidError


class DealPriceError(InvalidError):
    """The deal's price is not below the price it is to beat; ``price`` is that, in minor units."""

    code = "promotions.deal_price"


class DealRunningError(ConflictError):
    """The product has a deal in this show already."""

    code = "promotions.deal_running"


class DealSoldOutError(ConflictError):
    """The deal gives ``left`` pieces more; at its own price the product may still be had."""

    code = "promotions.deal_sold_out"


class DealOverError(ConflictError):
    """The deal is over; ``price`` is the price without it, in minor units."""

    code = "promotions.deal_over"


class DealNotBegunError(ConflictError):
    """The deal begins at ``starts_at``; ``price`` is the price until then, in minor units."""

    code = "promotions.deal_not_begun"
