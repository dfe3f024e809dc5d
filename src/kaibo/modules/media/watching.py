"""Everything about the pictures that run now, for whoever judges them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.modules.media import repository
from kaibo.modules.media.contracts import (
    AudioInfo,
    Choice,
    Protocol,
    Role,
    ServerReport,
    Source,
    StreamHealth,
    VideoInfo,
)
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.models import PictureRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.http.context import Context


@dataclass(frozen=True, slots=True)
class WatchedInput:
    """A running stream; ``health`` is what its server last said, if it has."""

    stream_id: str
    show_id: str
    role: Role
    protocol: Protocol
    server_id: str
    playable: bool
    video: VideoInfo | None
    audio: AudioInfo | None
    health: StreamHealth | None
    recording: bool


@dataclass(frozen=True, slots=True)
class WatchedProgram:
    """What viewers of a show get; ``on_backup`` when the backup took over by itself."""

    source: Source | None
    stream_id: str | None
    on_backup: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """A media server's last report of itself, and when it came."""

    at: datetime
    report: ServerReport | None


@dataclass(frozen=True, slots=True)
class Watched:
    """All running streams, the programs and shows on air by show, the servers by id."""

    inputs: list[WatchedInput]
    programs: dict[str, WatchedProgram]
    on_air: frozenset[str]
    beats: dict[str, Beat]


_Rows = tuple[list[WatchedInput], dict[str, WatchedProgram], frozenset[str]]


async def watched(context: Context) -> Watched:
    """Give what runs now: one reading of the records, and the last reports from memory."""
    inputs, programs, on_air = await context.db.read(_running)
    board = context.port(HealthBoard)
    told = [
        WatchedInput(
            one.stream_id,
            one.show_id,
            one.role,
            one.protocol,
            one.server_id,
            one.playable,
            one.video,
            one.audio,
            board.of(one.stream_id),
            board.is_recorded(one.stream_id),
        )
        for one in inputs
    ]
    beats = {name: Beat(at, board.server(name)) for name, at in board.beats().items()}
    return Watched(told, programs, on_air, beats)


def _running(session: Session) -> _Rows:
    # Those on air come first.
    open_shows = shows.open_shows(session, limit=500)
    on_air = frozenset(show.id for show in open_shows if show.state is ShowState.ON_AIR)
    rows = repository.all_running(session)
    inputs = [
        WatchedInput(
            row.id,
            row.show_id,
            Role(row.role),
            Protocol(row.protocol),
            row.server_id,
            row.playable,
            VideoInfo(**row.video) if row.video else None,
            AudioInfo(**row.audio) if row.audio else None,
            None,
            recording=False,
        )
        for row in rows
    ]
    pictures = repository.pictures(session, on_air | {row.show_id for row in rows})
    return inputs, {show_id: _program(row) for show_id, row in pictures.items()}, on_air


def _program(row: PictureRow) -> WatchedProgram:
    source = Source(row.source) if row.source else None
    on_backup = source is Source.BACKUP and row.choice == Choice.AUTO
    return WatchedProgram(source, row.stream_id, on_backup)
