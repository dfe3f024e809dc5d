"""Reading offers and writing answers (SDP), and refusing what cannot be carried, with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from aiortc import RTCIceCandidate, RTCRtpTransceiver
from aiortc.codecs import get_capabilities
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpCodecCapability
from aiortc.sdp import MediaDescription, SessionDescription, candidate_from_sdp

from kaibo.adapters.media.builtin.webrtc.feedback import FEEDBACK, SEQUENCE_URI

_PROFILES = {"42": "Baseline", "4d": "Main", "58": "Extended", "64": "High"}
_FORMAT_LINE = re.compile(r"^(a=fmtp:\d+ .*profile-level-id=[0-9a-fA-F]{4})([0-9a-fA-F]{2})(.*)$")
_HOST_CANDIDATE = re.compile(r"^(a=candidate:\S+ 1 udp \d+ )(\S+)( \d+ typ host.*)$")
_LEVEL_4_2 = "2a"
"""Up to 1080p at 60 frames: what we may be sent, not what we send."""
_FRAGMENT_FIELDS = ("ice-ufrag", "ice-pwd")


Kind = Literal["audio", "video"]


class OfferRefusedError(Exception):
    """An offer or fragment that cannot be accepted; `detail` is a sentence for people."""

    def __init__(self, status: HTTPStatus, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that can be answered."""

    sdp: str
    kinds: tuple[Kind, ...]
    """Its tracks, the one first whose transport the others share: aiortc wants that order."""
    ufrag: str
    """The ICE user name of its first track; a fragment with another one wants a restart."""


@dataclass(frozen=True, slots=True)
class BitRates:
    """What a browser is told about its encoder, in kbit/s."""

    start: int = 2500
    least: int = 300
    most: int = 6000


def read_offer(body: bytes, *, sending: bool) -> Offer:
    """Read an offer whose H.264 we can take (or, if `sending`, that can take ours).

    Raises `OfferRefusedError`: 400 when it cannot be read, 406 when it has no H.264 in a profile
    that every browser shares.
    """
    text, description = _parse(body)
    videos = [media for media in description.media if media.kind == "video" and media.port]
    if not videos:
        raise OfferRefusedError(
            HTTPStatus.NOT_ACCEPTABLE, "media.no_video_offered", "The offer has no video."
        )
    kinds = [media.kind for media in description.media]
    if len(kinds) > len(set(kinds)) or not set(kinds) <= {"audio", "video"}:
        raise OfferRefusedError(
            HTTPStatus.NOT_ACCEPTABLE,
            "media.too_many_tracks",
            "Offer one video track, at most one audio track, and nothing else.",
        )
    _require_h264(videos[0].rtp.codecs, sending=sending)
    sounds = [media for media in description.media if media.kind == "audio" and media.port]
    opus = any(codec.mimeType.lower() == "audio/opus" for m in sounds for codec in m.rtp.codecs)
    if sounds and not opus:
        raise OfferRefusedError(
            HTTPStatus.NOT_ACCEPTABLE, "media.opus_only", "The offer's sound is not Opus."
        )
    ice = description.media[0].ice
    ufrag = str(ice.usernameFragment if ice is not None else "")
    return Offer(_without_names(text), _in_order(description), ufrag)


def _in_order(description: SessionDescription) -> tuple[Kind, ...]:
    bundles = [group.items for group in description.group if group.semantic == "BUNDLE"]
    order = [str(mid) for items in bundles for mid in items]
    found = sorted(
        description.media,
        key=lambda media: order.index(media.rtp.muxId) if media.rtp.muxId in order else len(order),
    )
    return tuple("video" if media.kind == "video" else "audio" for media in found)


def unanswerable() -> OfferRefusedError:
    """Refuse an offer that could be read, but makes no sense to aiortc."""
    return OfferRefusedError(
        HTTPStatus.NOT_ACCEPTABLE, "media.sdp_unanswerable", "The offer cannot be answered."
    )


def _parse(body: bytes) -> tuple[str, SessionDescription]:
    try:
        text = body.decode()
        description = SessionDescription.parse(text)
        readable = text.startswith("v=0") and all(map(_complete, description.media))
    except Exception as error:  # aiortc's parser meets surprises with any exception
        raise _unreadable() from error
    if not readable or not description.media:
        raise _unreadable()
    return text, description


def _complete(media: MediaDescription) -> bool:
    """Whether a track tells all that is needed to connect."""
    dtls, ice = media.dtls, media.ice
    if dtls is None or not dtls.fingerprints or ice is None:
        return False
    multiplexed = media.rtcp_mux or media.kind not in {"audio", "video"}
    return bool(ice.usernameFragment and ice.password and media.rtp.muxId and multiplexed)


def _unreadable() -> OfferRefusedError:
    return OfferRefusedError(
        HTTPStatus.BAD_REQUEST, "media.sdp_unreadable", "The session description cannot be read."
    )


def _require_h264(codecs: Sequence[object], *, sending: bool) -> None:
    offered: list[str] = []
    profiles: list[str] = []
    for codec in codecs:
        name = str(getattr(codec, "mimeType", "")).partition("/")[2]
        parameters = getattr(codec, "parameters", {})
        if name.upper() != "H264":
            if name.lower() not in {"rtx", "red", "ulpfec", "flexfec-03"}:
                offered.append(name)
            continue
        profile = str(parameters.get("profile-level-id", "42e01f")).lower()
        if str(parameters.get("packetization-mode", "0")) == "1" and profile[:2] == "42":
            return
        profiles.append(_PROFILES.get(profile[:2], profile[:2]))
    if profiles:
        names = ", ".join(dict.fromkeys(profiles))
        advice = "It must take H.264" if sending else "Set the encoder to H.264"
        raise OfferRefusedError(
            HTTPStatus.NOT_ACCEPTABLE,
            "media.main_profile",
            f"The offer's H.264 ({names}) cannot be carried. {advice} Constrained Baseline "
            "(profile-level-id 42e01f) with packetization-mode 1.",
        )
    names = ", ".join(dict.fromkeys(offered)) or "nothing"
    raise OfferRefusedError(
        HTTPStatus.NOT_ACCEPTABLE,
        "media.no_h264",
        f"The offer has {names}, but no H.264, which is the only video that HLS viewers share.",
    )


def preferred(kind: str) -> list[RTCRtpCodecCapability]:
    """Give the codecs that a transceiver may negotiate: H.264 or Opus, with retransmission."""
    wanted = {"video": {"video/h264", "video/rtx"}, "audio": {"audio/opus"}}[kind]
    return [c for c in get_capabilities(kind).codecs if c.mimeType.lower() in wanted]


def promise_feedback(transceiver: RTCRtpTransceiver, offer: str) -> None:
    """Answer that arrival times are told, if the offer has numbers for them; before answering.

    aiortc reads those numbers, but offers nothing of the kind by itself.
    """
    videos = [media for media in SessionDescription.parse(offer).media if media.kind == "video"]
    offered = [
        extension
        for media in videos
        for extension in media.rtp.headerExtensions
        if extension.uri == SEQUENCE_URI
    ]
    wish = RTCRtcpFeedback(type=FEEDBACK)
    told = {
        codec.payloadType
        for media in videos
        for codec in media.rtp.codecs
        if wish in codec.rtcpFeedback
    }
    codecs = [codec for codec in transceiver._codecs if codec.payloadType in told]  # noqa: SLF001 - the answer is made of it
    if offered and codecs:
        transceiver._headerExtensions.append(offered[0])  # noqa: SLF001 - as above
        for codec in codecs:
            codec.rtcpFeedback = [f for f in codec.rtcpFeedback if f.type != "goog-remb"] + [wish]


def write_answer(sdp: str, *, rates: BitRates | None, addresses: Sequence[str]) -> str:
    """Finish an answer.

    `rates` are hints for a browser's encoder, which otherwise starts at 300 kbit/s and stays at
    what level 3.1 holds. `addresses` are announced beside each host candidate's own, for a
    machine behind one-to-one NAT.
    """
    lines: list[str] = []
    for line in sdp.splitlines():
        form = _FORMAT_LINE.match(line) if rates is not None else None
        if form is not None and rates is not None:
            line = (  # noqa: PLW2901 - the line is rewritten
                f"{form[1]}{_LEVEL_4_2}{form[3]};x-google-start-bitrate={rates.start}"
                f";x-google-min-bitrate={rates.least};x-google-max-bitrate={rates.most}"
            )
        lines.append(line)
        host = _HOST_CANDIDATE.match(line)
        if host is not None:
            lines += [f"{host[1]}{address}{host[3]}" for address in addresses]
    return "\r\n".join(lines) + "\r\n"


def read_fragment(body: bytes) -> tuple[list[RTCIceCandidate], bool, dict[str, str]]:
    """Read a trickle fragment (RFC 8840): candidates, whether they are all, ICE credentials.

    Raises `OfferRefusedError` (400).
    """
    candidates: list[RTCIceCandidate] = []
    fields: dict[str, str] = {}
    mid: str | None = None
    done = False
    try:
        for line in body.decode().splitlines():
            name, _, value = line.strip().removeprefix("a=").partition(":")
            if name == "mid":
                mid = value
            elif name == "end-of-candidates":
                done = True
            elif name in _FRAGMENT_FIELDS:
                fields[name] = value
            elif name == "candidate" and ".local " not in value and " tcp " not in value.lower():
                candidate = candidate_from_sdp(value)
                candidate.sdpMid = mid
                if mid is None:
                    candidate.sdpMLineIndex = 0
                candidates.append(candidate)
    except (ValueError, IndexError, AssertionError) as error:
        raise OfferRefusedError(
            HTTPStatus.BAD_REQUEST, "media.sdp_unreadable", "The candidates cannot be read."
        ) from error
    return candidates, done, fields


def _without_names(text: str) -> str:
    """Leave out mDNS candidates, which stand for addresses that a browser hides.

    The browser checks our candidates anyway, and shows its address by doing so.
    """
    kept = [
        line
        for line in text.splitlines()
        if not (line.startswith("a=candidate:") and ".local " in line)
    ]
    return "\r\n".join(kept) + "\r\n"
