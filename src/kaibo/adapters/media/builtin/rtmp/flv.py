"""FLV tag bodies, which are what RTMP's audio and video messages carry.

Classic H.264 and AAC tags, and enhanced RTMP's FourCC tags: `avc1` and `mp4a` are read,
every other codec is named in a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.refusal import MediaRefusedError, refused

Body = bytes | bytearray

_VIDEO = {
    2: "Sorenson H.263", 3: "Screen video", 4: "VP6", 5: "VP6 with alpha",
    6: "Screen video 2", 12: "HEVC (H.265)", 13: "AV1",
}  # fmt: skip
_AUDIO = {
    0: "PCM", 1: "ADPCM", 2: "MP3", 3: "PCM", 4: "Nellymoser", 5: "Nellymoser",
    6: "Nellymoser", 7: "G.711 A-law", 8: "G.711 mu-law", 11: "Speex", 13: "Opus", 14: "MP3",
}  # fmt: skip
_FOURCC = {
    b"hvc1": "HEVC (H.265)", b"hev1": "HEVC (H.265)", b"av01": "AV1", b"vp09": "VP9",
    b"vp08": "VP8", b"vvc1": "VVC (H.266)", b"Opus": "Opus", b"fLaC": "FLAC", b"ac-3": "AC-3",
    b"ec-3": "E-AC-3", b".mp3": "MP3",
}  # fmt: skip
_OWN_CODE = {"HEVC (H.265)": "hevc", "AV1": "av1", "VP9": "vp9"}
_AVC, _AAC, _EXTENDED_AUDIO, _EXTENDED_VIDEO = 7, 10, 9, 0x80
_KEYFRAME, _COMMAND_FRAME = 1, 5


@dataclass(frozen=True, slots=True)
class Setup:
    """A decoder configuration record."""

    record: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """One coded picture in AVCC form, in decoding order."""

    keyframe: bool
    composition_ms: int
    """How much later than its decoding time it is shown; may be negative."""
    data: memoryview


@dataclass(frozen=True, slots=True)
class Sound:
    """One raw AAC access unit."""

    data: memoryview


def parse_video(body: Body) -> Setup | Picture | None:
    """Read a video tag; None when it carries nothing to show.

    `ValueError` when it is broken, `MediaRefusedError` when its codec is not H.264.
    """
    if len(body) < 2:
        return None
    first = body[0]
    if first & _EXTENDED_VIDEO:
        return _extended_video(body)
    codec = first & 15
    if first >> 4 == _COMMAND_FRAME:
        return None
    if codec != _AVC:
        raise _unsupported_video(_VIDEO.get(codec, f"codec {codec}"))
    _require(body, 5)
    kind = body[1]
    if kind == 0:
        return Setup(bytes(body[5:]))
    if kind != 1 or len(body) == 5:
        return None
    return Picture(first >> 4 == _KEYFRAME, _signed24(body, 2), memoryview(body)[5:])


def _extended_video(body: Body) -> Setup | Picture | None:
    frame, kind = (body[0] >> 4) & 7, body[0] & 15
    _require(body, 5)
    fourcc = bytes(body[1:5])
    if fourcc != b"avc1":
        raise _unsupported_video(_FOURCC.get(fourcc, repr(fourcc)[2:-1]))
    if frame == _COMMAND_FRAME:
        return None
    if kind == 0:
        return Setup(bytes(body[5:]))
    if kind == 1 and len(body) > 8:
        return Picture(frame == _KEYFRAME, _signed24(body, 5), memoryview(body)[8:])
    if kind == 3 and len(body) > 5:
        return Picture(frame == _KEYFRAME, 0, memoryview(body)[5:])
    return None


def parse_audio(body: Body) -> Setup | Sound | None:
    """Read an audio tag; None when it carries nothing to hear.

    `ValueError` when it is broken, `MediaRefusedError` when its codec is not AAC.
    """
    if len(body) < 2:
        return None
    codec = body[0] >> 4
    if codec == _EXTENDED_AUDIO:
        kind = body[0] & 15
        _require(body, 5)
        fourcc, rest = bytes(body[1:5]), memoryview(body)[5:]
        if fourcc != b"mp4a":
            raise _unsupported_audio(_FOURCC.get(fourcc, repr(fourcc)[2:-1]))
    elif codec == _AAC:
        kind, rest = body[1], memoryview(body)[2:]
    else:
        raise _unsupported_audio(_AUDIO.get(codec, f"codec {codec}"))
    if kind > 1 or not rest:
        return None
    return Sound(rest) if kind else Setup(bytes(rest))


def _require(body: Body, size: int) -> None:
    if len(body) < size:
        raise ValueError("a media tag ends too early")


def _signed24(body: Body, at: int) -> int:
    return int.from_bytes(body[at : at + 3], "big", signed=True)


def _unsupported_video(name: str) -> MediaRefusedError:
    known = _OWN_CODE.get(name)
    if known is not None:
        return refused("unsupported_codec", known)
    return refused("unsupported_codec", "video_codec", codec=name)


def _unsupported_audio(name: str) -> MediaRefusedError:
    return refused("unsupported_codec", "audio_codec", codec=name)
