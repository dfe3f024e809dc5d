"""The demo says the same in every language."""

import re

import pytest

from kaibo.apps.demo.texts import texts
from kaibo.platform.i18n import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language: Language) -> None:
    assert texts(language).keys() == texts("en").keys()
    assert all(text.strip() for text in texts(language).values())


def test_english_stays_within_ascii_for_terminals_that_can_show_no_more() -> None:
    assert [text for text in texts("en").values() if not text.isascii()] == []


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_chinese_uses_its_own_punctuation(language: Language) -> None:
    beside = re.compile(r"[\u4e00-\u9fff][,:;()?!]|[,:;()?!][\u4e00-\u9fff]")
    assert [text for text in texts(language).values() if beside.search(text)] == []
