"""Writing letters: the template of each kind of facts."""

from __future__ import annotations

from babel.numbers import format_currency

from kaibo.kernel.money import major_units
from kaibo.modules.mail.contracts import (
    CodeFacts,
    Facts,
    Letterhead,
    OrderFacts,
    ShowFacts,
    TestFacts,
)
from kaibo.modules.mail.letter import Letter, as_html, as_text
from kaibo.modules.mail.ports import Envelope
from kaibo.platform.i18n import Language, translate

__all__ = ["Envelope", "Letter", "Letterhead", "envelope", "letter"]

_LOCALES: dict[Language, str] = {"en": "en", "zh-CN": "zh_Hans_CN", "zh-TW": "zh_Hant_TW"}


def envelope(mail_id: str, address: str, letter: Letter, head: Letterhead) -> Envelope:
    """Give a letter as it is handed over."""
    return Envelope(
        id=mail_id,
        address=address,
        sender_name=head.store,
        # A title of a product or show may hold what a header must not.
        subject=" ".join(letter.subject.split()),
        text=as_text(letter, head),
        html=as_html(letter, head),
        language=letter.language,
    )


def letter(facts: Facts, language: Language, head: Letterhead) -> Letter:
    """Write the letter that tells these facts."""
    match facts:
        case CodeFacts():
            return _code(facts, language, head)
        case OrderFacts():
            return _order(facts, language, head)
        case ShowFacts():
            return _show(facts, language, head)
        case TestFacts():
            return Letter(
                language=language,
                subject=translate("mail.test.subject", language, store=head.store),
                paragraphs=(translate("mail.test.body", language, store=head.store),),
            )


def _code(facts: CodeFacts, language: Language, head: Letterhead) -> Letter:
    told = {"store": head.store, "digits": facts.code, "minutes": facts.minutes}
    return Letter(
        language=language,
        subject=translate("mail.sign_in_code.subject", language, **told),
        paragraphs=(translate("mail.sign_in_code.body", language, **told),),
        code=facts.code,
        closing=translate("mail.sign_in_code.closing", language, **told),
    )


def _order(facts: OrderFacts, language: Language, head: Letterhead) -> Letter:
    refunded = _money(facts.refunded, facts.currency, language)
    if facts.refunded:
        kind = "order_refunded" if facts.is_whole else "order_part_refunded"
    elif facts.tracking_number:
        kind = "order_corrected" if facts.is_corrected else "order_shipped"
    else:
        kind = "order_paid"
    told = {"store": head.store, "number": facts.number, "refunded": refunded}

    def say(part: str) -> str:
        return translate(f"mail.{part}", language, **told)

    rows = [(say("order.number"), facts.number)]
    if facts.refunded:
        rows.append((say("order.refunded"), refunded))
    elif facts.tracking_number:
        rows += [
            (say("order.carrier"), facts.carrier),
            (say("order.tracking_number"), facts.tracking_number),
        ]
    for goods in facts.goods:
        price = _money(goods.total, facts.currency, language)
        name = translate(
            "mail.order.pieces", language, title=goods.title, count=str(goods.quantity)
        )
        rows.append((name, price))
    rows.append((say("order.total"), _money(facts.total, facts.currency, language)))
    if not facts.refunded:
        rows.append((say("order.to"), ", ".join(filter(None, (facts.recipient, facts.address)))))
    return Letter(
        language=language,
        subject=say(f"{kind}.subject"),
        paragraphs=(say(f"{kind}.body"),),
        rows=tuple(rows),
        link=(say("order.link"), facts.path),
        closing=say("order.closing"),
    )


def _show(facts: ShowFacts, language: Language, head: Letterhead) -> Letter:
    told = {
        "store": head.store,
        "title": facts.title,
        "host": facts.host,
        "minutes": facts.minutes,
    }
    body = "soon" if facts.minutes > 0 else "now"
    return Letter(
        language=language,
        subject=translate(f"mail.show_reminder.subject_{body}", language, **told),
        paragraphs=(translate("mail.show_reminder.body", language, **told),),
        link=(translate("mail.show_reminder.link", language), facts.path),
        closing=translate("mail.show_reminder.closing", language, **told),
    )


def _money(amount: int, currency: str, language: Language) -> str:
    return format_currency(major_units(amount, currency), currency, locale=_LOCALES[language])
