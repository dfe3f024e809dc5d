"""Every folder of texts says the same in every language, and there is a text for each error."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kaibo.kernel.errors import KaiboError
from kaibo.modules.orders.contracts import OrderState
from tests.support.repository import ROOT, import_everything

SERVER = ROOT / "src/kaibo/platform/i18n/catalogs"
LANGUAGES = ("en", "zh-CN", "zh-TW")
FOLDERS = sorted(ROOT.glob("src/kaibo/**/catalogs"))

in_every_folder = pytest.mark.parametrize(
    "folder", [pytest.param(folder, id=folder.parent.name) for folder in FOLDERS]
)
in_chinese = pytest.mark.parametrize("language", LANGUAGES[1:])


@cache
def texts(folder: Path, language: str) -> dict[str, str]:
    read: dict[str, str] = json.loads((folder / f"{language}.json").read_text())
    return read


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_are_texts_for_the_server() -> None:
    assert SERVER in FOLDERS


@in_every_folder
@in_chinese
def test_every_language_has_the_same_texts(folder: Path, language: str) -> None:
    assert texts(folder, language).keys() == texts(folder, "en").keys()


@in_every_folder
@in_chinese
def test_every_language_fills_in_the_same_values(folder: Path, language: str) -> None:
    different = [
        key
        for key, text in texts(folder, "en").items()
        if placeholders(text) != placeholders(texts(folder, language).get(key, ""))
    ]
    assert different == []


@in_every_folder
@in_chinese
def test_chinese_texts_are_in_chinese(folder: Path, language: str) -> None:
    untranslated = [
        key
        for key, text in texts(folder, language).items()
        # Names, addresses and signs are the same everywhere; two words in a row are not.
        if re.search(r"[A-Za-z]+ [A-Za-z]+", re.sub(r"\{\w+\}", "", text))
        if not re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert untranslated == []


def test_every_error_has_a_text() -> None:
    import_everything()

    assert {error.code for error in all_errors(KaiboError)} - texts(SERVER, "en").keys() == set()


def all_errors(error: type[KaiboError]) -> Iterator[type[KaiboError]]:
    yield error
    for child in error.__subclasses__():
        if child.__module__.startswith("kaibo."):
            yield from all_errors(child)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_order_has_its_word(language: str) -> None:
    known = texts(SERVER, language)
    assert [state for state in OrderState if f"orders.state.{state}" not in known] == []
