"""HTTP: heartbeats of media servers, and what became of recordings."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import ServerReport, StreamHealth
from kaibo.modules.media.errors import UnknownServerError
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.recordings.contracts import RecordingReport, RecordingState, RecordOrder
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/media", tags=["media server"])

_LONGEST_MS = 366 * 86_400_000


class StreamReport(BaseModel):
    """Health of one stream, measured over the last seconds; see ``StreamHealth``."""

    stream_id: Annotated[str, Field(min_length=1, max_length=40)]
    received_bytes: int = 0
    video_kbps: float = 0
    audio_kbps: float = 0
    frame_rate: float = 0
    keyframe_interval_ms: float | None = 0
    dropped_frames: int = 0
    duration_ms: float = 0
    av_drift_ms: float | None = 0
    jitter_ms: float | None = 0
    silent_ms: float | None = 0
    part_late_ms: float | None = 0
    whep_viewers: int = 0

    def health(self) -> StreamHealth:
        """Give it as others know it; what could not be measured is 0."""
        told = self.model_dump(exclude={"stream_id"})
        return StreamHealth(**{name: value or 0 for name, value in told.items()})


class Heartbeat(BaseModel):
    """What a media server carries now, and how it does."""

    server_id: Annotated[str, Field(min_length=1, max_length=80)]
    server: ServerReport | None = None
    streams: list[StreamReport] = Field(default=[], max_length=1000)


class Orders(BaseModel):
    """What the media server must do.

    Drop the encoders of ``kick``; ``record`` is everything to be recorded now, so what it
    leaves out is recorded no longer; ``protected`` are all that play at signed addresses only.
    """

    kick: list[str]
    record: list[RecordOrder]
    protected: list[str]


@router.post("/heartbeat")
async def heartbeat(ctx: Ctx, speaker: media.MediaSpeaker, data: Heartbeat) -> Orders:
    """Report health; learn which encoders to drop and which streams to record."""
    speaker.require(data.server_id)
    streams = {report.stream_id: report.health() for report in data.streams}
    reported = await media.report(ctx, data.server_id, streams, data.server)
    # Only the built-in server's recordings stand where the core can read them.
    is_builtin = speaker.external_id is None
    orders = await recordings.orders(ctx, reported.carried) if is_builtin else []
    media.note_recorded(ctx, data.server_id, [order.stream_id for order in orders])
    return Orders(kick=reported.kick, record=orders, protected=reported.protected)


class Recorded(BaseModel):
    """A recording was closed, or repaired when its media server came back."""

    server_id: Annotated[str, Field(min_length=1, max_length=80)]
    recording_id: Annotated[str, Field(min_length=1, max_length=40)]
    stream_id: Annotated[str, Field(min_length=1, max_length=40)]
    state: Literal["complete", "recovered", "failed"]
    duration_ms: int = Field(ge=0, le=_LONGEST_MS)
    bytes: int = Field(ge=0, le=2**53)
    started_at_ms: int | None = Field(default=None, ge=0, le=4_102_444_800_000)
    problem: str | None = Field(default=None, max_length=1000)


@router.post("/recorded", status_code=status.HTTP_204_NO_CONTENT)
async def recorded(ctx: Ctx, speaker: media.MediaSpeaker, data: Recorded) -> None:
    """Tell how a recording ended."""
    speaker.require(data.server_id)
    if speaker.external_id is not None:
        raise UnknownServerError
    told = data.model_dump(exclude={"server_id", "state"})
    report = RecordingReport(state=RecordingState(data.state), **told)
    await ctx.db.run(recordings.recorded, report)
