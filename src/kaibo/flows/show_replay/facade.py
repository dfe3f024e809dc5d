"""Reading a show's replay together with everything around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kaibo.flows.show_replay import joining
from kaibo.flows.show_replay.contracts import (
    CaptionTrack,
    Chapter,
    DeskCaptions,
    PublicReplay,
    ReplayDesk,
)
from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.media import facade as media
from kaibo.modules.orders import facade as orders
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.recordings.contracts import Captions
from kaibo.modules.recordings.facade import Timeline
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.rooms.contracts import AttentionSample, Interval
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.auth import playurls
from kaibo.platform.http.context import Context

# Whom the address of a playlist, or of captions, is for: the crew always, viewers while the replay
# is published.
DESK, PUBLIC = "desk", "replay"


@dataclass(frozen=True, slots=True)
class _Around:
    published: bool
    shown: list[Interval]
    cards: dict[str, ProductCard]
    captions: list[Captions]


@dataclass(frozen=True, slots=True)
class _Attended:
    samples: Sequence[AttentionSample]
    paid: Sequence[datetime]


async def desk(context: Context, show: Show) -> ReplayDesk:
    """Give the replay as the crew sees it; before the show's end, as far as it is recorded."""
    timeline = await recordings.timeline_of(context, show)
    around = await context.db.read(_around, show)
    attended = await context.db.read(_attended, show)
    taken = await recordings.recordings_of(context, show.id)
    has_picture = bool(timeline.pieces)
    return ReplayDesk(
        duration_ms=timeline.duration_ms,
        bytes=timeline.bytes,
        published=around.published,
        ready=has_picture and show.state is ShowState.CLOSED,
        playlist_url=playlist_url(context, show, DESK) if has_picture else None,
        starts_at=datetime.fromtimestamp(timeline.wall_ms(0) / 1000, UTC) if has_picture else None,
        segments=timeline.boundaries,
        chapters=_chapters(timeline, show, around.shown, around.cards),
        attention=joining.attention(timeline, attended.samples, attended.paid),
        recordings=taken,
        captions=[
            DeskCaptions(
                one.language,
                one.label,
                captions_url(context, show, one, DESK),
                one.cues,
                one.ends_ms,
                one.bytes,
                one.changed_at,
                fits=one.replay_ms == timeline.duration_ms,
            )
            for one in around.captions
        ],
    )


async def public(context: Context, show: Show) -> PublicReplay:
    """Give the replay as viewers see it, or raise ``NotFoundError`` while there is none."""
    # Anybody may ask, so what costs something comes last.
    if show.state is not ShowState.CLOSED:
        raise NotFoundError(show=show.slug)
    around = await context.db.read(_around, show)
    timeline = await recordings.timeline_of(context, show) if around.published else None
    if timeline is None or not timeline.pieces:
        raise NotFoundError(show=show.slug)
    return PublicReplay(
        timeline.duration_ms,
        playlist_url(context, show, PUBLIC),
        _chapters(timeline, show, around.shown, around.cards),
        [
            CaptionTrack(one.language, one.label, captions_url(context, show, one, PUBLIC))
            for one in around.captions
        ],
    )


def playlist_url(context: Context, show: Show, audience: str) -> str:
    """Give the playlist's address, relative to the pages'; it opens for some hours."""
    return f"/api/v1/shows/{show.id}/replay.m3u8?opens={_opens(context, show, audience)}"


def captions_url(context: Context, show: Show, captions: Captions, audience: str) -> str:
    """Give the address of captions, relative to the pages'; it opens as the playlist's does."""
    opens = _opens(context, show, audience)
    return f"/api/v1/shows/{show.id}/captions/{captions.id}.vtt?opens={opens}"


async def playlist(context: Context, show: Show, opens: str, origin: str) -> str:
    """Give the playlist, if the address may open it; otherwise there is none."""
    await _must_open(context, show, opens)
    now = context.clock.now().timestamp()
    base = media.media_origin(context.settings, origin)

    def address(recording_id: str) -> str:
        path = f"recordings/{recording_id}"
        return f"{base}/{playurls.signed_path(_token(context), path, now)}"

    text = await recordings.playlist_of(context, show, address)
    if text is None:
        raise NotFoundError(show=show.slug)
    return text


async def captions(context: Context, show: Show, captions_id: str, opens: str) -> Path:
    """Give the file of captions, if the address may open it; otherwise there is none."""
    await _must_open(context, show, opens)
    file = await recordings.captions_file(context, show.id, captions_id)
    if file is None:
        raise NotFoundError(show=show.slug)
    return file


def _opens(context: Context, show: Show, audience: str) -> str:
    path = f"{audience}/{show.id}"
    return playurls.sign(_token(context), path, context.clock.now().timestamp())


async def _must_open(context: Context, show: Show, opens: str) -> None:
    now = context.clock.now().timestamp()
    if playurls.verify(_token(context), f"{DESK}/{show.id}", opens, now):
        return
    is_open = playurls.verify(_token(context), f"{PUBLIC}/{show.id}", opens, now)
    is_open = is_open and show.state is ShowState.CLOSED
    if not is_open or not await context.db.read(recordings.is_published, show.id):
        raise NotFoundError(show=show.slug)


def _around(session: Session, show: Show) -> _Around:
    shown = joining.shown(
        rooms.explained_intervals(session, show.id), rooms.pin_intervals(session, show.id)
    )
    return _Around(
        published=recordings.is_published(session, show.id),
        shown=shown,
        cards=catalog.cards(session, {interval.product_id for interval in shown}),
        captions=recordings.captions_of(session, show.id),
    )


def _attended(session: Session, show: Show) -> _Attended:
    return _Attended(rooms.attention(session, show.id), orders.paid_moments(session, show.id))


def _chapters(
    timeline: Timeline, show: Show, shown: list[Interval], cards: dict[str, ProductCard]
) -> list[Chapter]:
    if show.on_air_at is None:
        return []
    return joining.chapters(
        timeline,
        shown,
        cards,
        from_ms=epoch_ms(show.on_air_at),
        to_ms=epoch_ms(show.closed_at) if show.closed_at else None,
    )


def _token(context: Context) -> str:
    return context.settings.media_token.get_secret_value()
