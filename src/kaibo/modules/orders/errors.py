"""What can go wrong with an order."""

from kaibo.kernel.errors import ConflictError


class PriceChangedError(ConflictError):
    """The price is not the one the buyer saw; ``price`` is the present one, in minor units."""

    code = "orders.price_changed"


class NotOnAirError(ConflictError):
    """The show is not on air, so nothing can be ordered in it."""

    code = "orders.not_on_air"


class NotInShowError(ConflictError):
    """The show does not sell this product."""

    code = "orders.not_in_show"


class NotPayableError(ConflictError):
    """The order is paid already, or cancelled."""

    code = "orders.not_payable"
