"""Files of captions: read as WebVTT or SubRip, written as plain WebVTT. Pure.

What is written holds times and texts and nothing else. Styles and places that a file asks for are
left out, because where captions stand and how they look is the player's business: only it knows
where its buttons are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaibo.modules.recordings.errors import (
    BadCaptionTimeError,
    CaptionBackwardsError,
    CaptionsEmptyError,
    CaptionsNotUtf8Error,
    CaptionTooLongError,
    NoCaptionGapError,
    NoCaptionsFileError,
)

LONGEST_TEXT = 500
"""Characters of one caption. What is longer is two that lost the empty line between them."""

_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_ARROW = "-->"
_TIME = r"(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*{_ARROW}\s*{_TIME}(?:\s.*)?", re.ASCII)
# Nothing that is shown; a tab is, and so are the ends of lines.
_CONTROLS = dict.fromkeys({*range(32), 127} - {9, 10, 13})

# What SubRip files hold beside text: tags as in HTML, and places in braces.
_PLACE = re.compile(r"\{\\[^{}]*\}")
_FONT = re.compile(r"</?font(?:\s[^<>]*)?>", re.IGNORECASE)
_KEPT_TAG = re.compile(r"&lt;(/?)([biu])&gt;", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption, shown from … to …; ``line`` is where its times stand in the file, from 1."""

    line: int
    starts_ms: int
    ends_ms: int
    text: str


def read(content: bytes) -> list[Cue]:
    """Read a file, earliest caption first; raise an error that names the line which is wrong."""
    lines = _END_OF_LINE.split(_decoded(content))
    is_webvtt = _HEADER.fullmatch(lines[0]) is not None
    blocks = list(_blocks(lines if is_webvtt else [line.strip() and line for line in lines]))
    if is_webvtt:
        _check_head(*blocks.pop(0))
    elif not blocks or not any(_ARROW in line for line in blocks[0][1][:2]):
        raise NoCaptionsFileError(line=blocks[0][0] if blocks else 1)
    found = (_cue(number, block, is_webvtt=is_webvtt) for number, block in blocks)
    cues = [cue for cue in found if cue is not None]
    if not cues:
        raise CaptionsEmptyError
    return sorted(cues, key=lambda cue: cue.starts_ms)


def write(cues: Iterable[Cue]) -> bytes:
    """Write captions as WebVTT."""
    parts = (f"{_clock(cue.starts_ms)} {_ARROW} {_clock(cue.ends_ms)}\n{cue.text}" for cue in cues)
    return ("\n\n".join(("WEBVTT", *parts)) + "\n").encode()


def _decoded(content: bytes) -> str:
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode().translate(_CONTROLS)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        raise CaptionsNotUtf8Error(line=len(_END_OF_LINE.findall(before)) + 1) from error


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give what stands between empty lines, with the number of its first line.

    In WebVTT a line of spaces is not empty.
    """
    block: list[str] = []
    for number, line in enumerate((*lines, ""), 1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _check_head(number: int, head: Sequence[str]) -> None:
    for below, line in enumerate(head):
        if _ARROW in line:
            raise NoCaptionGapError(line=number + below)


def _cue(number: int, block: Sequence[str], *, is_webvtt: bool) -> Cue | None:
    """Read a block that begins on that line; a comment, or a caption without text, is none."""
    if is_webvtt and _NO_CUE.fullmatch(block[0]):
        return None
    # Before the times there may be a name or a number.
    at = 0 if _ARROW in block[0] else min(1, len(block) - 1)
    times = _TIMES.fullmatch(block[at])
    if times is None:
        raise BadCaptionTimeError(line=number + at)
    starts_ms, ends_ms = _ms(times.groups()[:4]), _ms(times.groups()[4:])
    if ends_ms <= starts_ms:
        raise CaptionBackwardsError(line=number + at)
    _check_text(number + at + 1, block[at + 1 :], is_webvtt=is_webvtt)
    text = "\n".join(block[at + 1 :])
    text = (text if is_webvtt else _from_subrip(text)).strip()
    if len(text) > LONGEST_TEXT:
        raise CaptionTooLongError(line=number + at, limit=LONGEST_TEXT)
    return Cue(number + at, starts_ms, ends_ms, text) if text else None


def _check_text(number: int, lines: Sequence[str], *, is_webvtt: bool) -> None:
    for below, line in enumerate(lines):
        if _TIMES.fullmatch(line):
            raise NoCaptionGapError(line=number + below)
        # In SubRip an arrow is only an arrow; in WebVTT it is times that cannot be read.
        if is_webvtt and _ARROW in line:
            raise BadCaptionTimeError(line=number + below)


def _from_subrip(text: str) -> str:
    plain = _FONT.sub("", _PLACE.sub("", text))
    # A line that held nothing else is empty now, and would end the caption.
    plain = "\n".join(line for line in plain.split("\n") if line.strip())
    safe = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _KEPT_TAG.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}>", safe)


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"
