"""Why a media server or an operator is told no."""

from kaibo.kernel.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    KaiboError,
    UnauthenticatedError,
)


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


class NoBackupError(ConflictError):
    """The backup cannot be given to viewers: nothing comes from it."""

    code = "media.no_backup"


class NoSuchServerError(InvalidError):
    """The installation has no media server of this name."""

    code = "media.no_such_server"


class ServerSilentError(KaiboError):
    """The media server that gives out its own keys does not answer."""

    code = "media.server_silent"
    status = 503


class BadServerFileError(ValueError):
    """The file of media servers cannot be used; the text says where and why."""


class BadOutsideUrlError(InvalidError):
    """A player cannot fetch a playlist from this address."""

    code = "media.bad_outside_url"
