"""Made-up facts for previews."""

from __future__ import annotations

from kaibo.modules.mail.contracts import (
    CodeFacts,
    Facts,
    Goods,
    MailKind,
    OrderFacts,
    ShowFacts,
    TestFacts,
)
from kaibo.platform.i18n import Language, translate


def sample(kind: MailKind, language: Language, currency: str) -> Facts:
    """Give the facts that a preview of that kind shows."""
    match kind:
        case MailKind.SIGN_IN_CODE:
            return CodeFacts("482 915", 10)
        case MailKind.ORDER_PAID:
            return _order(language, currency)
        case MailKind.ORDER_SHIPPED:
            return _order(language, currency, carrier="SF Express", tracking_number="SF1234567890")
        case MailKind.ORDER_REFUNDED:
            return _order(language, currency, refunded=19_600)
        case MailKind.SHOW_REMINDER:
            title = translate("mail.sample.show", language)
            return ShowFacts(title, translate("mail.sample.host", language), "/s/sample", 15)
        case MailKind.TEST:
            return TestFacts()


def _order(language: Language, currency: str, **more: object) -> OrderFacts:
    def say(part: str) -> str:
        return translate(f"mail.sample.{part}", language)

    goods = (Goods(say("tea"), 2, 13_600), Goods(say("cup"), 1, 6_000))
    told: dict[str, object] = {
        "number": "K261127-SAMPLE",
        "path": "/orders/sample",
        "currency": currency,
        "total": 19_600,
        "goods": goods,
        "recipient": say("buyer"),
        "address": say("address"),
        **more,
    }
    return OrderFacts(**told)  # type: ignore[arg-type]
