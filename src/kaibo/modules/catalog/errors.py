"""What can go wrong with products and stock."""

from kaibo.kernel.errors import ConflictError, InvalidError


class SoldOutError(ConflictError):
    """Fewer units are left than were asked for; ``available`` says how many."""

    code = "orders.sold_out"  # buyers meet it when ordering


class StockTooLowError(ConflictError):
    """The adjustment would leave less than unpaid orders and shows hold."""

    code = "catalog.stock_too_low"


class BadPictureError(InvalidError):
    """The upload is not a PNG, JPEG or WebP picture that can be shown."""

    code = "catalog.bad_picture"


class TooManyPicturesError(ConflictError):
    """A product has as many pictures as it may; ``limit`` says how many."""

    code = "catalog.too_many_pictures"


class BadComparePriceError(InvalidError):
    """The compared price is not above the price, or its basis is not stated."""

    code = "catalog.bad_compare_price"


class BadVariantsError(InvalidError):
    """The variants do not fit the options: a value is missing, or a combination stands twice."""

    code = "catalog.bad_variants"


class SkuTakenError(ConflictError):
    """Another variant has this SKU."""

    code = "catalog.sku_taken"


class BadBundleError(InvalidError):
    """A bundle must draw on other, plain variants, and keeps what it was made of."""

    code = "catalog.bad_bundle"


class BadSaleWindowError(InvalidError):
    """The sale would end before it begins."""

    code = "catalog.bad_sale_window"
