"""What can go wrong with an order."""

from kaibo.kernel.errors import ConflictError, InvalidError, KaiboError, NotFoundError


class PriceChangedError(ConflictError):
    """The price is not the one the buyer saw; ``price`` is the present one, in minor units."""

    code = "orders.price_changed"


class NotOnAirError(ConflictError):
    """The show is not on air, so nothing can be ordered in it."""

    code = "orders.not_on_air"


class NotInShowError(ConflictError):
    """The show does not sell this product."""

    code = "orders.not_in_show"


class NotOnSaleError(ConflictError):
    """The product's sale has not begun, or is over."""

    code = "orders.not_on_sale"


class LimitReachedError(ConflictError):
    """The buyer may have ``limit`` pieces, of which ``left`` are left to them."""

    code = "orders.limit_reached"


class NotPayableError(ConflictError):
    """The order is paid already, or cancelled."""

    code = "orders.not_payable"


class BeingRefundedError(ConflictError):
    """All of the order's money is on its way back, so nothing is sent."""

    code = "orders.being_refunded"


class NotOnItsWayError(ConflictError):
    """The order is not on its way, or no longer, so its parcel stays as it is noted."""

    code = "orders.not_on_its_way"


class KeyReusedError(ConflictError):
    """The idempotency key came with another request before."""

    code = "idempotency.reused"


class BadRefundError(InvalidError):
    """More pieces or money were to be given back than there are."""

    code = "orders.bad_refund"


class UnknownOrderError(NotFoundError):
    """No order has this number and telephone."""

    code = "orders.not_found"


class TooManyLookupsError(KaiboError):
    """Too many look-ups from one address, or of one number; ``retry_after`` in seconds."""

    code = "orders.too_many_lookups"
    status = 429


class NotReturnableError(ConflictError):
    """The buyer must confirm that this product cannot be sent back, or only under conditions."""

    code = "orders.not_returnable"


class OpenOrdersError(ConflictError):
    """An order is unpaid, to be sent or on its way, and still needs its buyer's name."""

    code = "orders.open_orders"
