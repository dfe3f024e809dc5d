"""What can go wrong with a viewer's account."""

from kaibo.kernel.errors import InvalidError


class BadNameError(InvalidError):
    """The nickname is empty, too long or not made of visible characters."""

    code = "audience.bad_name"
