"""HTTP: the contract that media servers speak, built in or external.

Heartbeats are taken by ``flows/media_report``: their answer tells what to record, too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from kaibo.modules.media import contracts, service
from kaibo.modules.media.contracts import (
    AudioInfo,
    Ending,
    EndReason,
    Protocol,
    Published,
    VideoInfo,
)
from kaibo.modules.media.errors import AlreadyPublishingError, ShowOverError
from kaibo.modules.media.refusals import note_refused
from kaibo.modules.media.speakers import MediaSpeaker
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/media", tags=["media server"])

ServerId = Annotated[str, Field(min_length=1, max_length=80)]
StreamId = Annotated[str, Field(min_length=1, max_length=40)]
Word = Annotated[str, Field(max_length=200)]


class Started(BaseModel):
    """A media server has started and carries nothing."""

    server_id: ServerId


class PublishRequest(BaseModel):
    """An encoder asks to push."""

    server_id: ServerId
    app: str = Field(default="", max_length=80)
    stream_key: str = Field(max_length=200)
    client_addr: str = Field(max_length=80)
    encoder: str | None = Field(default=None, max_length=200)
    protocol: Protocol = Protocol.RTMP


class RefusedRequest(BaseModel):
    """An encoder was turned away."""

    server_id: ServerId
    stream_key: str = Field(max_length=200)


class Playable(BaseModel):
    """The first parts of a stream can be fetched, or its form has changed.

    ``whep``: it can be watched by WHEP, too; ``renditions`` names those beside the source.
    """

    server_id: ServerId
    stream_id: StreamId
    video: VideoInfo | None = None
    audio: AudioInfo | None = None
    whep: bool = False
    renditions: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=10)


class Stalled(BaseModel):
    """Nothing has come for ``silent_ms`` milliseconds; 0 when data flows again."""

    server_id: ServerId
    stream_id: StreamId
    silent_ms: float = Field(ge=0, le=86_400_000)


class Unpublish(BaseModel):
    """A stream has ended.

    ``code`` names a sentence of the catalogs (``media.refusal.<code>``), ``params`` fill it;
    ``detail`` is what the encoder was told.
    """

    server_id: ServerId
    stream_id: StreamId
    reason: EndReason
    code: str | None = Field(default=None, pattern=r"^[a-z0-9_.]{1,40}$")
    params: dict[Annotated[str, Field(max_length=40)], Word | int | float] | None = Field(
        default=None, max_length=10
    )
    detail: str | None = Field(default=None, max_length=1000)


@router.post("/started", status_code=status.HTTP_204_NO_CONTENT)
async def started(ctx: Ctx, speaker: MediaSpeaker, data: Started) -> None:
    """Forget the streams this server carried before it started."""
    speaker.require(data.server_id)
    await ctx.db.run(service.server_started, data.server_id)


@router.post("/publish")
async def publish(ctx: Ctx, speaker: MediaSpeaker, data: PublishRequest) -> Published:
    """Ask whether an encoder may push."""
    speaker.require(data.server_id)
    asked = contracts.Publish(data.server_id, data.stream_key, data.client_addr, data.protocol)
    take_over = ctx.settings.second_publisher == "take_over"
    try:
        return await ctx.db.run(service.publish, asked, take_over=take_over)
    except (AlreadyPublishingError, ShowOverError) as error:
        await note_refused(ctx, data.stream_key, error)
        raise


@router.post("/refused", status_code=status.HTTP_204_NO_CONTENT)
async def refused(ctx: Ctx, speaker: MediaSpeaker, data: RefusedRequest) -> None:
    """Tell that a second encoder with a key in use was turned away, without asking first."""
    speaker.require(data.server_id)
    await note_refused(ctx, data.stream_key, AlreadyPublishingError())


@router.post("/playable", status_code=status.HTTP_204_NO_CONTENT)
async def playable(ctx: Ctx, speaker: MediaSpeaker, data: Playable) -> None:
    """Tell that viewers can watch, and what."""
    speaker.require(data.server_id)
    what = contracts.Playable(data.video, data.audio, data.whep, tuple(data.renditions))
    await ctx.db.run(service.playable, data.server_id, data.stream_id, what)


@router.post("/stalled", status_code=status.HTTP_204_NO_CONTENT)
async def stalled(ctx: Ctx, speaker: MediaSpeaker, data: Stalled) -> None:
    """Tell that an input has fallen silent, or flows again."""
    speaker.require(data.server_id)
    silent = timedelta(milliseconds=data.silent_ms)
    await ctx.db.run(service.stalled, data.server_id, data.stream_id, silent)


@router.post("/unpublish", status_code=status.HTTP_204_NO_CONTENT)
async def unpublish(ctx: Ctx, speaker: MediaSpeaker, data: Unpublish) -> None:
    """Tell that a stream has ended, and why."""
    speaker.require(data.server_id)
    ending = Ending(data.reason, data.detail, data.code, data.params)
    await ctx.db.run(service.unpublish, data.server_id, data.stream_id, ending)
