"""What is told of a show where its link is shared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShareCard:
    """A public show's card; ``pictures`` are names of stored files, of a cover or of products.

    ``version`` changes with what the picture shows.
    """

    slug: str
    title: str
    description: str
    store: str
    languages: tuple[str, ...]
    pictures: tuple[str, ...]
    version: str
