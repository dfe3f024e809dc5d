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
    """Another amount was authorised or captured than is owed; a person must look at it."""

    code = "payments.wrong_amount"


class SandboxOnlyError(ConflictError):
    """The sandbox gateway serves a store that is marked *test* only."""

    code = "payments.sandbox_only"


class RefundTooLargeError(ConflictError):
    """More was to be given back than is left of the payment; ``left`` is in minor units."""

    code = "payments.refund_too_large"


class RefundRefusedError(ConflictError):
    """The gateway will not give this money back; ``reason`` is its own word for it."""

    code = "payments.refund_refused"
