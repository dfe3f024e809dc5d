"""What other parts may ask and tell about a show's picture.

Adapters of external media servers tell by ``publish``, ``playable``, ``stalled``, ``unpublish``
(use cases for ``db.run``) and ``report``; they ask by ``may_play``.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.media import program, repository
from kaibo.modules.media.addresses import (
    Addresses,
    input_named,
    is_name_of,
    media_origin,
    stream_name,
)
from kaibo.modules.media.contracts import (
    CutCause,
    Report,
    ServerReport,
    StreamFacts,
    StreamHealth,
)
from kaibo.modules.media.health import HealthBoard, plausible
from kaibo.modules.media.pictures import (
    facts_of,
    live_streams,
    playback,
    program_cuts,
    programs,
    streams,
    to_facts,
)
from kaibo.modules.media.ports import ReportListeners
from kaibo.modules.media.refusals import note_refused
from kaibo.modules.media.servers import MediaServers
from kaibo.modules.media.service import cut_off, playable, publish, stalled, unpublish
from kaibo.modules.media.speakers import MediaSpeaker, Speaker
from kaibo.modules.media.watchdog import Watchdog
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Access, Show, ShowState
from kaibo.platform.auth import playurls
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

__all__ = [
    "Addresses",
    "MediaSpeaker",
    "Speaker",
    "Watchdog",
    "addresses",
    "begin_program",
    "cut_off",
    "external_names",
    "facts_of",
    "health_of",
    "is_recorded",
    "key_named",
    "live_streams",
    "may_play",
    "media_origin",
    "note_recorded",
    "note_refused",
    "playable",
    "playback",
    "program_cuts",
    "programs",
    "publish",
    "report",
    "running_named",
    "server_report",
    "sources",
    "stalled",
    "stream_name",
    "streams",
    "streams_named",
    "unpublish",
]

log = structlog.get_logger(__name__)


def sources(context: Context, request_origin: str) -> list[str]:
    """Give the addresses that a page at ``request_origin`` plays from and pushes to."""
    found = [media_origin(context.settings, request_origin)]
    for server in context.port(MediaServers).external:
        urls = (server.play_url, server.whep_url, server.whip_url)
        found += [url for url in urls if url]
    return found


def external_names(context: Context) -> list[tuple[str, bool | None]]:
    """Give the external media servers, and whether they report; none: they may simply be silent."""
    board = context.port(HealthBoard)
    return [
        (server.name, board.hears(server.id) or None)
        for server in context.port(MediaServers).external
    ]


def addresses(context: Context, request_origin: str | None) -> Addresses:
    """Give who makes addresses, as seen from a request (none: for everybody)."""
    servers = context.port(MediaServers)
    return Addresses(context.settings, servers, context.clock.now(), request_origin)


def begin_program(uow: UnitOfWork, show: Show) -> None:
    """Write down what viewers get as the show goes on air."""
    program.mark(uow, show, CutCause.SHOW_BEGAN)


async def report(
    context: Context,
    server_id: str,
    streams: Mapping[str, StreamHealth],
    server: ServerReport | None = None,
) -> Report:
    """Take what a media server carries now, by stream id; to be told every second or two.

    The answer names the encoders to send away (``kick``) and what is rightly carried.
    """
    health = {stream_id: plausible(told) for stream_id, told in streams.items()}
    server = None if server is None else plausible(server)
    taken = await context.db.read(_report, server_id, health, server)
    own = {facts.stream_id: health[facts.stream_id] for facts in taken.carried}
    context.port(HealthBoard).report(server_id, own, context.clock.steady(), server)
    for listener in context.port(ReportListeners):
        try:
            listener(taken)
        except Exception:
            # What is to be recorded must reach the server, whoever else stumbles.
            log.exception("report_listener_failed", server_id=server_id)
    return taken


def _report(
    session: Session,
    server_id: str,
    health: Mapping[str, StreamHealth],
    server: ServerReport | None,
) -> Report:
    # Each server speaks for its own streams only.
    running = {row.id: row for row in repository.all_running(session) if row.server_id == server_id}
    carried = [to_facts(running[stream_id]) for stream_id in health if stream_id in running]
    show_ids = {stream.show_id for stream in carried}
    found = shows.of_ids(session, show_ids)
    protected = [
        stream.stream_id
        for stream in carried
        if (show := found.get(stream.show_id)) is not None and show.access is Access.INVITED
    ]
    return Report(server_id, server, health, carried, programs(session, show_ids), protected)


def note_recorded(context: Context, server_id: str, stream_ids: list[str]) -> None:
    """Note what a media server was told to record; the crew sees it."""
    context.port(HealthBoard).recorded(server_id, stream_ids)


def health_of(context: Context, stream_id: str) -> StreamHealth | None:
    """Give what its media server last reported of a stream."""
    return context.port(HealthBoard).of(stream_id)


def is_recorded(context: Context, stream_id: str) -> bool:
    """Whether a stream is being recorded, as far as its media server has told."""
    return context.port(HealthBoard).is_recorded(stream_id)


def server_report(context: Context, server_id: str) -> ServerReport | None:
    """Give what a media server last reported of itself."""
    return context.port(HealthBoard).server(server_id)


def running_named(session: Session, server_id: str, name: str) -> StreamFacts | None:
    """Give the running stream of an input, by its name on that external server."""
    show_id, role = input_named(name)
    row = repository.running(session, show_id).get(role)
    if row is None or row.server_id != server_id or not is_name_of(name, row.show_id, role):
        return None
    return to_facts(row)


def streams_named(session: Session, server_id: str, name: str) -> list[StreamFacts]:
    """Give all streams of an input on an external server, by its name there, oldest first."""
    show_id, role = input_named(name)
    return [
        stream
        for stream in streams(session, show_id)
        if stream.server_id == server_id and stream.role is role
    ]


def key_named(session: Session, name: str) -> str | None:
    """Give the stream key of an input, by its name on external servers."""
    show_id, role = input_named(name)
    row = repository.key_of(session, show_id, role)
    return row.stream_key if row is not None and is_name_of(name, show_id, role) else None


def may_play(session: Session, context: Context, server_id: str, name: str, sig: str) -> bool:
    """Whether a viewer of an external server may watch the input of that name.

    ``sig`` is what the viewer's address brought along as ``{sig}``. Shows for invited viewers
    need it; a public show can be watched without, until it is over.
    """
    server = context.port(MediaServers).find(server_id)
    if server is None:
        return False
    if sig and playurls.verify(server.token, name, sig, context.clock.now().timestamp()):
        return True
    show_id, role = input_named(name)
    try:
        show = shows.get_show(session, show_id)
    except NotFoundError:
        return False
    if not is_name_of(name, show.id, role):
        return False
    return show.access is Access.PUBLIC and show.state is not ShowState.CLOSED
