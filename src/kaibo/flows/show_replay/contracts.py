"""The replay as the crew and as viewers see it. Times in ms on the replay's time line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.modules.recordings.contracts import Recording
from kaibo.platform.i18n import Language


@dataclass(frozen=True, slots=True)
class Chapter:
    """A product was held up from ``at_ms``; to the end when ``end_ms`` is null."""

    at_ms: int
    end_ms: int | None
    product_id: str
    title: str
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class AttentionPoint:
    """What happened in the step that begins at ``at_ms``; ``watching`` is the most at once."""

    at_ms: int
    watching: int
    danmaku: int
    likes: int
    orders: int


@dataclass(frozen=True, slots=True)
class Attention:
    """The attention a show got, in steps of ``step_ms``."""

    step_ms: int
    points: list[AttentionPoint]


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """Captions to choose; ``label`` is the language's own name, ``url`` opens for some hours."""

    language: Language
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class DeskCaptions:
    """Captions as the crew sees them.

    ``fits`` is false when the replay has another length now than when they came: their times
    may be others.
    """

    language: Language
    label: str
    url: str
    cues: int
    ends_ms: int
    bytes: int
    changed_at: datetime
    fits: bool


@dataclass(frozen=True, slots=True)
class ReplayDesk:
    """The replay as the crew sees it.

    ``ready``: the show is over and there is a picture. ``published``: what staff decided, or
    what will be without a decision. ``starts_at`` is when the first picture was filmed.
    ``segments`` are the moments at which clips can begin or end, the end of the replay included.
    """

    duration_ms: int
    bytes: int
    published: bool
    ready: bool
    playlist_url: str | None
    starts_at: datetime | None
    segments: list[int]
    chapters: list[Chapter]
    attention: Attention
    recordings: list[Recording]
    captions: list[DeskCaptions]


@dataclass(frozen=True, slots=True)
class PublicReplay:
    """The replay as viewers see it."""

    duration_ms: int
    playlist_url: str
    chapters: list[Chapter]
    captions: list[CaptionTrack]
