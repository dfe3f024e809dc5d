"""Reading what ``rtmp_stat`` of nginx-rtmp tells."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from kaibo.modules.media.contracts import AudioInfo, Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream


def read_statistics(text: bytes, application: str) -> list[CarriedStream]:
    """Give the inputs that an application carries. Raises ``ValueError``."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - told by the operator's own server
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    return [
        _carried(stream)
        for found in root.iter("application")
        if found.findtext("name") == application
        for stream in found.iter("stream")
        if stream.find("publishing") is not None
    ]


def _carried(stream: ET.Element) -> CarriedStream:
    publisher = next(_publishers(stream), None)
    video, audio = _video(stream.find("meta/video")), _audio(stream.find("meta/audio"))
    health = StreamHealth(
        video_kbps=_number(stream, "bw_video") / 1000,
        audio_kbps=_number(stream, "bw_audio") / 1000,
        frame_rate=video.frame_rate or 0 if video else 0,
        duration_ms=_number(stream, "time"),
        received_bytes=int(_number(stream, "bytes_in")),
        dropped_frames=int(_number(publisher, "dropped")),
        av_drift_ms=_number(publisher, "avsync"),
    )
    return CarriedStream(stream.findtext("name", ""), health, Playable(video, audio))


def _publishers(stream: ET.Element) -> Iterator[ET.Element]:
    return (client for client in stream.iter("client") if client.find("publishing") is not None)


def _video(meta: ET.Element | None) -> VideoInfo | None:
    if meta is None or not _number(meta, "width"):
        return None
    codec = meta.findtext("codec", "H264")
    width, height = int(_number(meta, "width")), int(_number(meta, "height"))
    return VideoInfo(codec, width, height, _number(meta, "frame_rate") or None)


def _audio(meta: ET.Element | None) -> AudioInfo | None:
    if meta is None or not _number(meta, "sample_rate"):
        return None
    codec, channels = meta.findtext("codec", "AAC"), int(_number(meta, "channels")) or 2
    return AudioInfo(codec, int(_number(meta, "sample_rate")), channels)


def _number(element: ET.Element | None, name: str) -> float:
    try:
        return float(element.findtext(name, "0") if element is not None else 0)
    except ValueError:
        return 0.0
