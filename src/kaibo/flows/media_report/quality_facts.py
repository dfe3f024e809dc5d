"""A report in the words of the quality module."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import Report, StreamFacts, StreamHealth
from kaibo.modules.quality import facade as quality
from kaibo.modules.quality.contracts import InputFacts, ProgramFacts, ServerFacts
from kaibo.platform.http.context import Context


def quality_listener(context: Context) -> Callable[[Report], None]:
    """Give what passes every report of a media server on to the chain."""
    board = context.port(quality.QualityBoard)

    def listen(report: Report) -> None:
        shown = {program.stream_id for program in report.programs}
        board.take_report(
            report.server_id,
            ServerFacts(**dataclasses.asdict(report.server)) if report.server else None,
            [
                _input(
                    stream,
                    report.health[stream.stream_id],
                    is_program=stream.stream_id in shown,
                    is_recording=media.is_recorded(context, stream.stream_id),
                )
                for stream in report.carried
            ],
            context.clock.now(),
            [
                ProgramFacts(
                    show_id=program.show_id, source=program.source, on_backup=program.on_backup
                )
                for program in report.programs
            ],
        )

    return listen


def _input(
    stream: StreamFacts, health: StreamHealth, *, is_program: bool, is_recording: bool
) -> InputFacts:
    video, audio = stream.video, stream.audio
    return InputFacts(
        show_id=stream.show_id,
        stream_id=stream.stream_id,
        role=stream.role,
        protocol=stream.protocol,
        is_program=is_program,
        is_playable=stream.playable,
        video_codec=video.codec if video else None,
        width=video.width if video else None,
        height=video.height if video else None,
        expected_frame_rate=video.frame_rate if video else None,
        b_frames=video.b_frames if video else False,
        audio_codec=audio.codec if audio else None,
        video_kbps=health.video_kbps,
        audio_kbps=health.audio_kbps,
        frame_rate=health.frame_rate,
        keyframe_interval_ms=health.keyframe_interval_ms,
        dropped_frames=health.dropped_frames,
        duration_ms=health.duration_ms,
        av_drift_ms=health.av_drift_ms,
        jitter_ms=health.jitter_ms,
        silent_ms=health.silent_ms,
        part_late_ms=health.part_late_ms,
        whep_viewers=health.whep_viewers,
        is_recording=is_recording,
    )
