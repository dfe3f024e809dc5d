"""What can go wrong with accounts."""

from kaibo.kernel.errors import ConflictError, ForbiddenError, InvalidError, KaiboError


class BadCredentialsError(KaiboError):
    """E-mail and password do not belong together; which of them is wrong stays unsaid."""

    code = "identity.bad_credentials"
    status = 401


class BadLinkError(KaiboError):
    """The one-time link was used, has expired or never existed."""

    code = "identity.bad_link"
    status = 401


class TooManyAttemptsError(KaiboError):
    """Too many failed sign-ins for this account; ``retry_after`` in seconds."""

    code = "identity.too_many_attempts"
    status = 429


class TooManyFromNetworkError(KaiboError):
    """Too many attempts of this network, whosever the accounts; ``retry_after`` in seconds."""

    code = "identity.too_many_from_network"
    status = 429


class BadSetupTokenError(ForbiddenError):
    """The set-up token is not the one this installation was started with."""

    code = "identity.bad_setup_token"


class SetupDoneError(ConflictError):
    """The store exists already."""

    code = "identity.setup_done"


class SetupNeededError(ConflictError):
    """There is no store yet."""

    code = "identity.setup_needed"


class StaysTestError(ConflictError):
    """No gateway moves real money yet, so the store cannot sell for real."""

    code = "identity.stays_test"


class EmailTakenError(ConflictError):
    """Another member of staff has this e-mail address."""

    code = "identity.email_taken"


class WeakPasswordError(InvalidError):
    """The password is one that guessers try first; ``field`` says where it was given."""

    code = "identity.weak_password"


class OwnAccountError(ConflictError):
    """Nobody takes their own role or account away; a colleague does."""

    code = "identity.own_account"


class LastOwnerError(ConflictError):
    """Without an owner nobody could manage the store any more."""

    code = "identity.last_owner"


class WrongPasswordError(InvalidError):
    """The present password is another; ``field`` says where it was given."""

    code = "identity.wrong_password"
