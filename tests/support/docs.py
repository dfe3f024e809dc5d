"""What the docs tell people to type: their fenced blocks, so that docs and tests cannot drift."""

import re
from textwrap import dedent

from tests.support.repository import ROOT

_FENCE = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def chapters(document: str) -> dict[str, list[str]]:
    """Give the shell blocks of docs/`document` by the heading (`## …`) that they stand under."""
    text = (ROOT / "docs" / document).read_text("utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {
        title: [dedent(block) for _, block in _FENCE.findall(body)]
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }
