"""Languages: which one a reader wants, and the sentences the server itself speaks."""

from kaibo.platform.i18n.catalog import (
    LANGUAGE_NAMES,
    LANGUAGES,
    Language,
    choose_language,
    translate,
)

__all__ = ["LANGUAGES", "LANGUAGE_NAMES", "Language", "choose_language", "translate"]
