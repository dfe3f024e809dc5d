"""The server's texts say the same in every language, and there is one for each error."""

import json
import re
from collections.abc import Iterator

import pytest

from kaibo.kernel.errors import KaiboError
from tests.support.repository import ROOT, import_everything

FOLDER = ROOT / "src/kaibo/platform/i18n/catalogs"
Catalogs = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def catalogs() -> Catalogs:
    return {
        language: json.loads((FOLDER / f"{language}.json").read_text())
        for language in ("en", "zh-CN", "zh-TW")
    }


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_every_language_has_the_same_texts(catalogs: Catalogs, language: str) -> None:
    assert catalogs[language].keys() == catalogs["en"].keys()


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_every_language_fills_in_the_same_values(catalogs: Catalogs, language: str) -> None:
    different = [
        key
        for key, text in catalogs["en"].items()
        if placeholders(text) != placeholders(catalogs[language].get(key, ""))
    ]
    assert different == []


def test_simplified_and_traditional_are_not_copies_of_english(catalogs: Catalogs) -> None:
    untranslated = [
        (language, key)
        for language in ("zh-CN", "zh-TW")
        for key, text in catalogs[language].items()
        if not re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert untranslated == []


def test_every_error_has_a_text(catalogs: Catalogs) -> None:
    import_everything()

    assert {error.code for error in all_errors(KaiboError)} - catalogs["en"].keys() == set()


def all_errors(error: type[KaiboError]) -> Iterator[type[KaiboError]]:
    yield error
    for child in error.__subclasses__():
        if child.__module__.startswith("kaibo."):
            yield from all_errors(child)
