"""What can go wrong in a room."""

from kaibo.kernel.errors import ConflictError, NotFoundError


class TooManyPinsError(ConflictError):
    """As many products are pinned as viewers can take in; ``limit`` says how many."""

    code = "rooms.too_many_pins"


class NotInTrayError(ConflictError):
    """The show does not sell this product, so it cannot be pinned."""

    code = "rooms.not_in_tray"


class LineGoneError(NotFoundError):
    """The room no longer knows this line of talk."""

    code = "rooms.line_gone"
