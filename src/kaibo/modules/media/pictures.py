"""Reading together what the crew and viewers see of a show's picture."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from kaibo.modules.media import repository
from kaibo.modules.media.addresses import Addresses
from kaibo.modules.media.contracts import (
    AudioInfo,
    Choice,
    CutCause,
    EndReason,
    Input,
    InputState,
    LiveStream,
    Picture,
    Playback,
    PlaybackState,
    Program,
    ProgramCut,
    ProgramFacts,
    Protocol,
    Refusal,
    Role,
    Source,
    StreamFacts,
    VideoInfo,
)
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.models import PictureRow, StreamRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Access, Show, ShowState
from kaibo.platform.i18n import Language, translate

OFFLINE = Playback(PlaybackState.OFFLINE, None, None)


def picture(
    session: Session, reference: str, addresses: Addresses, board: HealthBoard, language: Language
) -> Picture:
    """Give everything about a show's picture, for the crew."""
    show = shows.get_show(session, reference)
    row = repository.picture(session, show.id)
    streams = repository.running(session, show.id)
    protected = show.access is Access.INVITED

    def last_refusal(role: Role) -> Refusal | None:
        told = None
        if role not in streams:
            told = _refusal(repository.last_broken(session, show.id, role), language)
        refused = board.refused(show.id, role, addresses.now)
        if refused is None or (told is not None and told.at > refused.at):
            return told
        detail = translate(f"media.refusal.{refused.code}", language)
        return Refusal(EndReason.REFUSED, refused.code, {}, detail, refused.at)

    choice = Choice(row.choice) if row else Choice.AUTO
    return Picture(
        program=_program(row, streams, choice, addresses, protected=protected),
        choice=choice,
        outside_url=row.outside_url if row else None,
        server_id=(row.server_id if row else None) or addresses.servers.default_id,
        servers=addresses.servers.infos(),
        protected=protected,
        inputs=[
            replace(
                _running(streams[role], addresses, board, protected=protected)
                if role in streams
                else Input(role, InputState.OFFLINE),
                last_refusal=last_refusal(role),
            )
            for role in Role
        ],
    )


def playback(session: Session, show: Show, addresses: Addresses) -> Playback:
    """Give the picture as viewers may see it: before and after the show it is the crew's alone."""
    if show.state is not ShowState.ON_AIR:
        return OFFLINE
    row = repository.picture(session, show.id)
    if row is None or row.source is None:
        return OFFLINE
    if row.url is not None:
        return Playback(PlaybackState.LIVE, row.url, None)
    stream = repository.streams_by_id(session, [row.stream_id or ""]).get(row.stream_id or "")
    if stream is None:
        return OFFLINE
    hls_url, whep_url = addresses.of_stream(stream, protected=show.access is Access.INVITED)
    return Playback(PlaybackState.LIVE, hls_url, whep_url)


def live_streams(session: Session, server_id: str | None = None) -> list[LiveStream]:
    """Give the playable streams of shows that are on air, of one server or of all."""
    rows = [
        row
        for row in repository.all_running(session)
        if row.playable and server_id in {None, row.server_id}
    ]
    found = shows.of_ids(session, {row.show_id for row in rows})
    return [
        LiveStream(
            row.id, row.show_id, Role(row.role), row.server_id, row.started_at, show.on_air_at
        )
        for row in rows
        if (show := found.get(row.show_id)) is not None
        and show.state is ShowState.ON_AIR
        and show.on_air_at is not None
    ]


def streams(session: Session, show_id: str) -> list[StreamFacts]:
    """Give all streams of a show, oldest first."""
    return [to_facts(row) for row in repository.streams_of(session, show_id)]


def facts_of(session: Session, stream_ids: Collection[str]) -> dict[str, StreamFacts]:
    """Give these streams, by id."""
    found = repository.streams_by_id(session, stream_ids)
    return {stream_id: to_facts(row) for stream_id, row in found.items()}


def to_facts(row: StreamRow) -> StreamFacts:
    """Give a stream as others may know it."""
    return StreamFacts(
        stream_id=row.id,
        show_id=row.show_id,
        role=Role(row.role),
        server_id=row.server_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        playable=row.playable,
        protocol=Protocol(row.protocol),
        video=VideoInfo(**row.video) if row.video else None,
        audio=AudioInfo(**row.audio) if row.audio else None,
    )


def programs(session: Session, show_ids: Collection[str]) -> list[ProgramFacts]:
    """Give what viewers of these shows get, and of all that get a picture from outside."""
    return [
        ProgramFacts(
            row.show_id,
            Source(row.source) if row.source else None,
            row.stream_id,
            on_backup=row.choice == Choice.AUTO and row.source == Source.BACKUP,
        )
        for row in repository.pictures(session, show_ids)
    ]


def program_cuts(session: Session, show_id: str) -> list[ProgramCut]:
    """Give every change of what viewers of a show got, oldest first."""
    return [
        ProgramCut(row.at, row.stream_id, row.url, CutCause(row.cause))
        for row in repository.cuts(session, show_id)
    ]


def _program(
    row: PictureRow | None,
    streams: dict[Role, StreamRow],
    choice: Choice,
    addresses: Addresses,
    *,
    protected: bool,
) -> Program:
    if row is None or row.source is None:
        return Program(None, None, None, None, None, on_backup=False)
    source = Source(row.source)
    hls_url, whep_url = row.url, None
    for stream in streams.values():
        if stream.id == row.stream_id:
            hls_url, whep_url = addresses.of_stream(stream, protected=protected)
    return Program(
        source,
        row.stream_id,
        hls_url,
        whep_url,
        row.since,
        on_backup=choice is Choice.AUTO and source is Source.BACKUP,
    )


def _running(row: StreamRow, addresses: Addresses, board: HealthBoard, *, protected: bool) -> Input:
    state = InputState.CONNECTING
    hls_url = whep_url = None
    if row.playable:
        state = InputState.LIVE if row.stalled_at is None else InputState.STALLED
        hls_url, whep_url = addresses.of_stream(row, protected=protected)
    return Input(
        role=Role(row.role),
        state=state,
        stream_id=row.id,
        protocol=Protocol(row.protocol),
        server_id=row.server_id,
        hls_url=hls_url,
        whep_url=whep_url,
        video=VideoInfo(**row.video) if row.video else None,
        audio=AudioInfo(**row.audio) if row.audio else None,
        renditions=row.renditions or [],
        health=board.of(row.id),
        since=row.started_at,
        recording=board.is_recorded(row.id),
    )


def _refusal(row: StreamRow | None, language: Language) -> Refusal | None:
    if row is None or row.ended_at is None or row.end_reason is None:
        return None
    params = row.end_params or {}
    return Refusal(
        reason=EndReason(row.end_reason),
        code=row.end_code,
        params=params,
        detail=_sentence(row, params, language),
        at=row.ended_at,
    )


def _sentence(row: StreamRow, params: dict[str, str | int | float], language: Language) -> str:
    """Give why in the reader's language; a code without a sentence leaves the server's own."""
    told = row.end_detail or ""
    for code in (row.end_code, None if told else row.end_reason):
        if code is not None:
            key = f"media.refusal.{code}"
            sentence = translate(key, language, **params)
            if sentence != key:
                return sentence
    return told
