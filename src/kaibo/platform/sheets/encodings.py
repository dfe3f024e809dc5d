"""Which encoding a CSV is in. Nothing in the file says so, except for a byte order mark."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Literal, TypeAlias

from kaibo.platform.sheets.errors import BadEncodingError

Legacy: TypeAlias = Literal["gb18030", "cp950"]
"""What Excel writes as plain CSV on a computer set to Simplified or Traditional Chinese."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 17
_PIECE = 1 << 20
_ENOUGH = 0.5

# A character of two bytes; GB 18030 has some of four.
_CHARACTER = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\xfe])")
# Both standards are ordered by use: signs, then what is written daily, then the rest.
_DAILY = {
    "gb18030": re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]"),
    "cp950": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}


def find_encoding(file: BinaryIO, prefer: Legacy = "gb18030") -> str:
    """Name the codec of a file, which is read to its end and set back to its beginning.

    ``prefer`` decides if the characters do not. Raises ``BadEncodingError``.
    """
    head = file.read(4)
    file.seek(0)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return _valid(file, codec)
    if _decodes(file, "utf-8"):
        return "utf-8"
    candidates = [codec for codec in _DAILY if _decodes(file, codec)]
    sample = file.read(_SAMPLE)
    file.seek(0)
    shares = {codec: _share(sample, codec) for codec in candidates}
    best = max(shares, key=lambda codec: (shares[codec], codec == prefer), default=None)
    if best is None or shares[best] < _ENOUGH:
        raise BadEncodingError
    return best


def _valid(file: BinaryIO, codec: str) -> str:
    if not _decodes(file, codec):
        raise BadEncodingError
    return codec


def _decodes(file: BinaryIO, codec: str) -> bool:
    """Say whether the whole file is right in this encoding; sets it back to its beginning."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    else:
        return True
    finally:
        file.seek(0)


def _share(sample: bytes, codec: str) -> float:
    """Give how many of the characters are such as are written daily, from 0 to 1."""
    characters = _CHARACTER.findall(sample)
    if not characters:
        return 0.0
    daily = _DAILY[codec]
    return sum(1 for character in characters if daily.fullmatch(character)) / len(characters)
