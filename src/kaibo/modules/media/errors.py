"""Why a media server is told no."""

from kaibo.kernel.errors import ConflictError, ForbiddenError, UnauthenticatedError


class UnknownServerError(UnauthenticatedError):
    """The caller is not a media server of this installation."""

    code = "media.unknown_server"


class BadStreamKeyError(ForbiddenError):
    """No show has this stream key."""

    code = "media.bad_stream_key"


class ShowOverError(ForbiddenError):
    """The show of this key has been closed."""

    code = "media.show_over"


class AlreadyPublishingError(ForbiddenError):
    """Another encoder is pushing with this key."""

    code = "media.already_publishing"


class StreamKeyInUseError(ConflictError):
    """The key cannot be replaced while an encoder uses it."""

    code = "media.key_in_use"
