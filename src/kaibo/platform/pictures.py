"""Checking an uploaded picture before it is ever served."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageOps, UnidentifiedImageError

LIMIT_BYTES = 5 << 20
LIMIT_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")
# Of 40 megapixels each takes a third of a gigabyte, and any buyer may send one.
_AT_WORK = ThreadPoolExecutor(max_workers=2, thread_name_prefix="kaibo-picture")
# What Pillow raises for files that are no pictures, broken, or far too large.
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    zlib.error,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
)


class UnreadablePictureError(ValueError):
    """The file is no picture that can be taken."""


def encode_anew(upload: bytes, longest_side: int, *, is_square: bool = False) -> bytes:
    """Decode, scale to ``longest_side`` pixels at most and encode as WebP.

    Encoding anew drops whatever else the file carried (location data, scripts in
    comments). ``is_square`` cuts it to its middle. Raises ``UnreadablePictureError``. Takes up to
    a second: call it in a thread.
    """
    if len(upload) > LIMIT_BYTES:
        raise UnreadablePictureError
    try:
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as picture:
            if picture.width * picture.height > LIMIT_PIXELS:
                raise UnreadablePictureError
            # Phones store the picture as the sensor saw it and note how to turn it; the note
            # goes with the rest of the file's data.
            upright = ImageOps.exif_transpose(picture)
            mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
            flat = upright.convert(mode)
    except _UNREADABLE as error:
        raise UnreadablePictureError from error
    if is_square:
        side = min(flat.size)
        flat = ImageOps.fit(flat, (side, side))
    flat.thumbnail((longest_side, longest_side))
    encoded = io.BytesIO()
    flat.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()


async def encode_in_turn(upload: bytes, longest_side: int, *, is_square: bool = False) -> bytes:
    """Do what ``encode_anew`` does in a thread, two pictures at a time; others wait."""
    return await asyncio.get_running_loop().run_in_executor(
        _AT_WORK, lambda: encode_anew(upload, longest_side, is_square=is_square)
    )
