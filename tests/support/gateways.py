"""A payment gateway that does what the test says."""

from collections.abc import Awaitable, Callable, Mapping

from kaibo.kernel.money import Money
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.errors import BadWebhookError, GatewayDownError, RefundRefusedError
from kaibo.modules.payments.ports import Checkout, CheckoutRequest, Gateways, Webhook
from tests.support.house import House

_TAKEN = {PaymentState.CAPTURED, PaymentState.REFUNDED}


class ScriptedGateway:
    """Knows one checkout for each payment; ``states`` and ``amounts`` are the test's to set.

    ``lets_go``: closing voids what is authorised. ``captured`` counts what it took when asked.
    """

    name = "scripted"

    def __init__(self) -> None:
        self.states: dict[str, PaymentState] = {}
        self.amounts: dict[str, Money] = {}
        self.calls: list[str] = []
        self.refunds: dict[str, Money] = {}
        self.refunds_of: dict[str, dict[str, Money]] = {}
        self.is_down = False
        self.refuses_refunds = False
        self.lets_go = True
        self.captured: dict[str, int] = {}
        self.before_close: Callable[[], Awaitable[None]] | None = None
        self.before_capture: Callable[[], Awaitable[None]] | None = None

    async def create_checkout(self, request: CheckoutRequest) -> Checkout:
        """Open a page."""
        self._answer("create")
        reference = f"ref-{request.payment_id}"
        self.states.setdefault(reference, PaymentState.PENDING)
        self.amounts.setdefault(reference, request.amount)
        return Checkout(reference, f"https://pay.test/{reference}")

    async def query(self, reference: str) -> tuple[PaymentState, Money]:
        """Tell the state the test has set."""
        self._answer("query")
        return self.states[reference], self.amounts[reference]

    async def capture(self, reference: str, amount: Money) -> PaymentState:
        """Take what is authorised, and count that; `before_capture` runs first, once."""
        self._answer("capture")
        if (act := self.before_capture) is not None:
            self.before_capture = None
            await act()
        assert amount == self.amounts[reference]
        if self.states[reference] is PaymentState.AUTHORIZED:
            self.states[reference] = PaymentState.CAPTURED
            self.captured[reference] = self.captured.get(reference, 0) + 1
        return self.states[reference]

    async def close(self, reference: str) -> PaymentState:
        """Close, unless captured, or authorised and not let go of; `before_close` runs first."""
        self._answer("close")
        if self.before_close is not None:
            await self.before_close()
        is_kept = self.states[reference] is PaymentState.AUTHORIZED and not self.lets_go
        if not is_kept and self.states[reference] not in _TAKEN:
            self.states[reference] = PaymentState.CLOSED
        return self.states[reference]

    async def refund(self, reference: str, refund_id: str, amount: Money) -> None:
        """Give that much back, once for each refund id; refuses when told to."""
        self._answer(f"refund {refund_id}")
        if self.refuses_refunds:
            raise RefundRefusedError(reason="no")
        self.refunds[refund_id] = amount
        self.refunds_of.setdefault(reference, {})[refund_id] = amount
        given = sum(part.amount for part in self.refunds_of[reference].values())
        if given >= self.amounts[reference].amount:
            self.states[reference] = PaymentState.REFUNDED

    def verify(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """Take what says that it is good."""
        if headers.get("x-good") != "yes":
            raise BadWebhookError
        event, _, reference = body.decode().partition(" ")
        return Webhook(id=event, reference=reference)

    def _answer(self, call: str) -> None:
        self.calls.append(call)
        if self.is_down:
            raise GatewayDownError


def scripted(house: House) -> ScriptedGateway:
    """Give the house a scripted gateway, and only that."""
    gateway = ScriptedGateway()
    house.context.provide(Gateways, Gateways(gateway))
    return gateway
