"""What can go wrong with a show."""

from kaibo.kernel.errors import ConflictError


class SlugTakenError(ConflictError):
    """Another show has this address."""

    code = "shows.slug_taken"


class ShowBegunError(ConflictError):
    """The show has begun or is over, so nobody can book it any more."""

    code = "shows.begun"


class ShowClosedError(ConflictError):
    """The show is over and stays as it was."""

    code = "shows.closed"
