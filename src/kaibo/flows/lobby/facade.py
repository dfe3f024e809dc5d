"""Reading together what the lobby shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from kaibo.flows.lobby.contracts import Lobby, LobbyShow
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Booking, EntryKind, Show, ShowState
from kaibo.platform.http.context import Context

# A tile shows so many pictures, of the first products that have one.
_PICTURES, _LOOKED_AT = 3, 6
_REPLAYS = 24


@dataclass(frozen=True, slots=True)
class _Around:
    pictures: Mapping[str, str]
    bookings: Mapping[str, int]
    mine: frozenset[str]
    lengths: Mapping[str, int]
    viewers: Mapping[str, int]


async def lobby(context: Context, viewer_id: str | None) -> Lobby:
    """Give the public shows, as this viewer sees them if there is one."""
    found = await context.db.read(_read, viewer_id)
    live = [replace(show, watching=rooms.watching(context, show.id)) for show in found.live]
    return replace(found, live=live)


def _read(session: Session, viewer_id: str | None) -> Lobby:
    open_shows = shows.open_shows(session)
    over = shows.closed_shows(session, limit=_REPLAYS)
    everything = [*open_shows, *over]
    ids = [show.id for show in everything]
    lengths = recordings.lengths_of(session, [show.id for show in over])
    around = _Around(
        pictures=_pictures(session, everything),
        bookings=shows.bookings_of(session, ids),
        mine=shows.booked_by(session, viewer_id, ids) if viewer_id else frozenset(),
        lengths=lengths,
        viewers=_viewers(session, lengths),
    )
    return Lobby(
        live=[_tile(show, around) for show in open_shows if show.state is ShowState.ON_AIR],
        upcoming=[_tile(show, around) for show in open_shows if show.state is ShowState.READY],
        replays=[_tile(show, around) for show in over if show.id in around.lengths],
    )


def _tile(show: Show, around: _Around) -> LobbyShow:
    pictures = [
        around.pictures[each] for each in show.product_ids[:_LOOKED_AT] if each in around.pictures
    ]
    return LobbyShow(
        id=show.id,
        slug=show.slug,
        title=show.title,
        description=show.description,
        host_name=show.host_name,
        state=show.state,
        starts_at=show.starts_at,
        on_air_at=show.on_air_at,
        closed_at=show.closed_at,
        pictures=[show.cover_url] if show.cover_url else pictures[:_PICTURES],
        products=len(show.product_ids),
        booking=Booking(show.id in around.mine, around.bookings.get(show.id, 0)),
        watching=None,
        viewers=around.viewers.get(show.id),
        replay_ms=around.lengths.get(show.id),
    )


def _pictures(session: Session, everything: list[Show]) -> dict[str, str]:
    wanted = {each for show in everything for each in show.product_ids[:_LOOKED_AT]}
    cards = catalog.cards(session, wanted) if wanted else {}
    return {each: card.picture_url for each, card in cards.items() if card.picture_url}


def _viewers(session: Session, show_ids: Collection[str]) -> dict[str, int]:
    last = shows.last_entries(session, show_ids, EntryKind.ATTENDANCE)
    return {show_id: int(entry.data.get("viewers", 0)) for show_id, entry in last.items()}
