"""The server's message catalogs: one JSON file a language, keyed by dotted code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Language = Literal["en", "zh-CN", "zh-TW"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "en"

LANGUAGE_NAMES: dict[Language, str] = {
    "en": "English",
    "zh-CN": "简体中文",
    "zh-TW": "繁體中文",
}
"""Each language by its own name; names of languages are not translated."""

# Regions and scripts that read Traditional characters.
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


class _Lenient(dict[str, Any]):
    """Leaves an unknown placeholder standing, rather than failing to tell of an error."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def match_language(tag: str) -> Language | None:
    """Give the catalog that serves a BCP 47 tag (``zh-HK`` → ``zh-TW``), if any."""
    wanted = tag.strip().replace("_", "-").lower()
    if wanted.startswith(_TRADITIONAL):
        return "zh-TW"
    primary = wanted.split("-", 1)[0]
    return {"zh": "zh-CN", "en": "en"}.get(primary)  # type: ignore[return-value]


def choose_language(accept_language: str | None) -> Language:
    """Choose by an ``Accept-Language`` header (RFC 9110, 12.5.4); English when none fits."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate((accept_language or "").split(",")[:20]):
        tag, _, parameters = part.partition(";")
        ranked.append((-_quality(parameters), position, tag))
    for negative, _, tag in sorted(ranked):
        if negative < 0 and (found := match_language(tag)):
            return found
    return DEFAULT


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@cache
def catalog(language: Language) -> Mapping[str, str]:
    """Give all sentences of a language."""
    text = files(__package__).joinpath("catalogs", f"{language}.json").read_text("utf-8")
    sentences: dict[str, str] = json.loads(text)
    return sentences


def translate(code: str, language: Language, **params: object) -> str:
    """Give the sentence for ``code``; the code itself when no catalog has it."""
    sentence = catalog(language).get(code) or catalog(DEFAULT).get(code) or code
    return sentence.format_map(_Lenient(params))
