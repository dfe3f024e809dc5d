"""The words of mails, in every language."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaibo.modules.mail.contracts import Letterhead, MailKind, OrderFacts
from kaibo.modules.mail.samples import sample
from kaibo.modules.mail.writing import letter
from kaibo.platform.i18n import LANGUAGES

MESSAGES = Path(__file__).parents[3] / "web" / "src" / "shared" / "i18n" / "messages"


@pytest.mark.parametrize(
    "differs", [{"is_corrected": True}, {"refunded": 9_800, "is_whole": False}], ids=str
)
def test_a_correction_and_a_part_given_back_are_told_in_words_of_their_own(
    differs: dict[str, Any],
) -> None:
    head = Letterhead("Mist Kiln", legal_line="Mist Kiln Ltd", url="https://tea.test")
    texts = set()
    for language in LANGUAGES:
        kind = MailKind.ORDER_SHIPPED if "is_corrected" in differs else MailKind.ORDER_REFUNDED
        usual = sample(kind, language, "CNY")
        assert isinstance(usual, OrderFacts)
        told, before = (
            letter(facts, language, head) for facts in (replace(usual, **differs), usual)
        )
        assert told.subject != before.subject
        assert told.paragraphs != before.paragraphs
        assert "mail." not in told.subject + "".join(told.paragraphs)
        texts.add(told.paragraphs)
    assert len(texts) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("currency", "sign"), {"THB": "THB", "AUD": "A", "CAD": "CA", "NZD": "NZ"}.items()
)
def test_money_of_several_dollars_is_told_apart_to_the_hundredth(currency: str, sign: str) -> None:
    head = Letterhead("Mist Kiln", legal_line="Mist Kiln Ltd", url="https://tea.test")
    for language in LANGUAGES:
        rows = letter(sample(MailKind.ORDER_PAID, language, currency), language, head).rows
        told = [value for _, value in rows if value.endswith("136.00")]
        assert [value.startswith(sign) for value in told] == [True], (language, rows)


def test_pieces_are_counted_as_the_pages_count_them() -> None:
    head = Letterhead("Mist Kiln", legal_line="Mist Kiln Ltd", url="https://tea.test")
    for language in LANGUAGES:
        facts = sample(MailKind.ORDER_PAID, language, "CNY")
        assert isinstance(facts, OrderFacts)
        tea = facts.goods[0]
        page = json.loads((MESSAGES / f"{language}.json").read_text())["ui"]["pieces_of"]
        line = page.format(title=tea.title, n=tea.quantity)
        assert line in dict(letter(facts, language, head).rows), language
