"""What can go wrong with products and stock."""

from kaibo.kernel.errors import ConflictError, InvalidError


class SoldOutError(ConflictError):
    """Fewer units are left than were asked for; ``available`` says how many."""

    code = "orders.sold_out"  # buyers meet it when ordering


class StockTooLowError(ConflictError):
    """The adjustment would leave less than is reserved by unpaid orders."""

    code = "catalog.stock_too_low"


class BadPictureError(InvalidError):
    """The upload is not a PNG, JPEG or WebP picture that can be shown."""

    code = "catalog.bad_picture"


class BadComparePriceError(InvalidError):
    """The compared price is not above the price, or its basis is not stated."""

    code = "catalog.bad_compare_price"
