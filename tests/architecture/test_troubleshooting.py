"""What docs/operations.md quotes as a symptom is said somewhere, in just these words."""

import json
import re
from collections.abc import Iterator

from tests.support.repository import ROOT

# What others say: nginx, the browser, SQLite.
OF_OTHERS = {
    "502 Bad Gateway",
    "413 Request Entity Too Large",
    "socket() [::]:80 failed … Address family not supported",
    "Your connection is not private",
    "Content Security Policy",
    "not yet valid",
    "database or disk is full",
}


def symptoms() -> list[str]:
    """Give what stands in italics in the first column of the tables."""
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    _, _, after = text.partition("\n## When something is wrong\n")
    chapter = re.split(r"^## ", after, flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (.+?) \|", chapter, re.MULTILINE)
    return [quoted for row in rows for quoted in re.findall(r"\*([^*]+)\*", row)]


def sentences() -> Iterator[str]:
    """Give every English text of the product, with a … where a value goes."""
    catalogs = (
        *ROOT.glob("src/kaibo/**/catalogs/en.json"),
        *ROOT.glob("web/src/**/messages/en/*.json"),
        *ROOT.glob("web/src/**/messages/en.json"),
    )
    for path in catalogs:
        for text in _leaves(json.loads(path.read_text("utf-8"))):
            yield re.sub(r"\{\w+\}", "…", text)


def _leaves(within: object) -> Iterator[str]:
    if isinstance(within, dict):
        for value in within.values():
            yield from _leaves(value)
    elif isinstance(within, str):
        yield within


def test_symptoms_in_italics_are_texts_of_the_product_or_named_as_others() -> None:
    quoted = symptoms()
    assert len(quoted) > 15
    said = list(sentences())
    unknown = [
        one for one in quoted if one not in OF_OTHERS and not any(one in text for text in said)
    ]
    assert unknown == []
    assert set(quoted) >= OF_OTHERS
