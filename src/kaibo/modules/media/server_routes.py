"""HTTP: the contract that media servers speak, built in or external."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Request, status
from pydantic import BaseModel, Field

from kaibo.modules.media import service
from kaibo.modules.media.contracts import AudioInfo, EndReason, StreamHealth, VideoInfo
from kaibo.modules.media.errors import UnknownServerError
from kaibo.modules.media.health import HealthBoard
from kaibo.platform.http.context import Ctx


async def require_media_server(request: Request, ctx: Ctx) -> None:
    """Let through who holds the media token."""
    expected = ctx.settings.media_token.get_secret_value()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    known = bool(expected) and hmac.compare_digest(given.strip().encode(), expected.encode())
    if scheme.lower() != "bearer" or not known:
        raise UnknownServerError


router = APIRouter(
    prefix="/media", tags=["media server"], dependencies=[Depends(require_media_server)]
)

ServerId = Annotated[str, Field(min_length=1, max_length=80)]
StreamId = Annotated[str, Field(min_length=1, max_length=40)]


class Started(BaseModel):
    """A media server has started and carries nothing."""

    server_id: ServerId


class PublishRequest(BaseModel):
    """An encoder asks to push."""

    server_id: ServerId
    app: str = Field(max_length=80)
    stream_key: str = Field(max_length=200)
    client_addr: str = Field(max_length=80)
    encoder: str | None = Field(default=None, max_length=200)


class Playable(BaseModel):
    """The first parts of a stream can be fetched."""

    server_id: ServerId
    stream_id: StreamId
    video: VideoInfo
    audio: AudioInfo | None = None


class StreamReport(BaseModel):
    """Health of one stream, measured over the last seconds."""

    stream_id: StreamId
    received_bytes: int = 0
    video_kbps: float = 0
    audio_kbps: float = 0
    frame_rate: float = 0
    keyframe_interval_ms: float | None = 0
    dropped_frames: int = 0
    duration_ms: float = 0


class Heartbeat(BaseModel):
    """What a media server carries now."""

    server_id: ServerId
    streams: list[StreamReport] = Field(default=[], max_length=1000)


class Orders(BaseModel):
    """What the media server must do: drop these streams' encoders."""

    kick: list[str]


class Unpublish(BaseModel):
    """A stream has ended."""

    server_id: ServerId
    stream_id: StreamId
    reason: EndReason
    detail: str | None = Field(default=None, max_length=1000)


@router.post("/started", status_code=status.HTTP_204_NO_CONTENT)
async def started(ctx: Ctx, data: Started) -> None:
    """Forget the streams this server carried before it started."""
    await ctx.db.run(service.server_started, data.server_id)


@router.post("/publish")
async def publish(ctx: Ctx, data: PublishRequest) -> service.Published:
    """Ask whether an encoder may push."""
    asked = service.Publish(data.server_id, data.stream_key, data.client_addr)
    return await ctx.db.run(service.publish, asked)


@router.post("/playable", status_code=status.HTTP_204_NO_CONTENT)
async def playable(ctx: Ctx, data: Playable) -> None:
    """Tell that viewers can watch."""
    await ctx.db.run(service.playable, data.server_id, data.stream_id, data.video, data.audio)


@router.post("/heartbeat")
async def heartbeat(ctx: Ctx, data: Heartbeat) -> Orders:
    """Report health; learn which encoders to drop.

    A stream that no server has named for ten seconds is over: its server was killed, or its
    end was never told.
    """
    streams = {
        report.stream_id: StreamHealth(
            video_kbps=report.video_kbps,
            audio_kbps=report.audio_kbps,
            frame_rate=report.frame_rate,
            keyframe_interval_ms=report.keyframe_interval_ms or 0,
            dropped_frames=report.dropped_frames,
            duration_ms=report.duration_ms,
            received_bytes=report.received_bytes,
        )
        for report in data.streams
    }
    board, now = ctx.port(HealthBoard), ctx.clock.now()
    board.report(data.server_id, streams, now)
    running = await ctx.db.read(service.running_streams)
    if lost := board.unheard(running, now):
        await ctx.db.run(service.lose, lost)
    return Orders(kick=[stream_id for stream_id in streams if stream_id not in running])


@router.post("/unpublish", status_code=status.HTTP_204_NO_CONTENT)
async def unpublish(ctx: Ctx, data: Unpublish) -> None:
    """Tell that a stream has ended, and why."""
    await ctx.db.run(service.unpublish, data.server_id, data.stream_id, data.reason, data.detail)
