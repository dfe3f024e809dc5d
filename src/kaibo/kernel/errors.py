"""The base of every error that a user or a client may be told about."""

from __future__ import annotations

from typing import Any, ClassVar


class KaiboError(Exception):
    """Something that went wrong in a way the caller can understand.

    ``code`` is stable and dotted (``orders.sold_out``); it names the sentence in the
    message catalogs. ``status`` is the HTTP status of the problem document. Keyword
    arguments become members of that document and placeholders of the sentence; keep
    secrets out of them.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, **params: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        if not self.params:
            return self.code
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({told})"


class NotFoundError(KaiboError):
    """The thing named does not exist, or the caller may not know that it does."""

    code = "not_found"
    status = 404


class ConflictError(KaiboError):
    """The request does not fit the present state."""

    code = "conflict"
    status = 409


class ForbiddenError(KaiboError):
    """The caller is known but may not do this."""

    code = "forbidden"
    status = 403


class UnauthenticatedError(KaiboError):
    """The caller must sign in first."""

    code = "unauthenticated"
    status = 401


class InvalidError(KaiboError):
    """A value is not acceptable; ``field`` says which, as a dotted path."""

    code = "invalid"
    status = 422
