"""What can go wrong with a payment."""

from kaibo.kernel.errors import ConflictError, KaiboError, NotFoundError


class UnknownGatewayError(NotFoundError):
    """No gateway of that name is set up."""

    code = "payments.unknown_gateway"


class BadWebhookError(KaiboError):
    """The webhook's signature does not hold, or it is too old."""

    code = "payments.bad_webhook"
    status = 401


class GatewayDownError(KaiboError):
    """The gateway did not answer; nothing was paid and the order stands."""

    code = "payments.gateway_down"
    status = 503


class WrongAmountError(ConflictError):
    """The gateway captured another amount than is owed; a person must look at it."""

    code = "payments.wrong_amount"


class SandboxOnlyError(ConflictError):
    """The sandbox gateway serves a store that is marked *test* only."""

    code = "payments.sandbox_only"
