"""The demo's sentences, one JSON file a language beside this code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kaibo.platform.i18n import Language


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Give all the demo's sentences of a language, by dotted key."""
    file = files("kaibo.apps.demo").joinpath("catalogs", f"{language}.json")
    sentences: dict[str, str] = json.loads(file.read_text("utf-8"))
    return sentences
