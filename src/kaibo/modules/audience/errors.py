"""What can go wrong with a viewer's account."""

from kaibo.kernel.errors import ConflictError, InvalidError, KaiboError


class BadNameError(InvalidError):
    """The nickname is empty, too long or not made of visible characters."""

    code = "audience.bad_name"


class BadCodeError(InvalidError):
    """The code is wrong, used, too old, or was tried too often; which of these is not told."""

    code = "audience.bad_code"


class TooManyCodesError(KaiboError):
    """Too many codes were asked for or tried; ``retry_after`` in seconds."""

    code = "audience.too_many_codes"
    status = 429


class AddressAskedOftenError(KaiboError):
    """A network asked for too many codes of one address; ``retry_after`` in seconds, ``hours``."""

    code = "audience.address_asked_often"
    status = 429


class TooManyExportsError(KaiboError):
    """All that is held about a viewer was asked for too often; ``retry_after`` in seconds."""

    code = "audience.too_many_exports"
    status = 429


class GuestError(ConflictError):
    """Only who signed in may do this."""

    code = "audience.guest"


class BadAvatarError(InvalidError):
    """The file is no picture that can be shown."""

    code = "audience.bad_avatar"
