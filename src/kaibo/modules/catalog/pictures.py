"""Checking an uploaded picture before it is ever served."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterable
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.errors import BadPictureError
from kaibo.platform.blobs import BlobStore

LIMIT_BYTES = 5 << 20
LIMIT_PIXELS = 40_000_000
LONGEST_SIDE = 1600
_FORMATS = ("PNG", "JPEG", "WEBP")
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


UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/png", "image/jpeg", "image/webp")
        },
    }
}
"""What OpenAPI says of a route whose body is a picture."""


async def store(blobs: BlobStore, upload: AsyncIterable[bytes]) -> str:
    """Check a picture as it comes, encode it anew and keep it; give its file's name.

    Raises ``BadPictureError``.
    """
    taken = bytearray()
    async for chunk in upload:
        taken += chunk
        if len(taken) > LIMIT_BYTES:
            raise BadPictureError(limit_mb=LIMIT_BYTES >> 20)
    picture = await asyncio.to_thread(normalise, bytes(taken))
    name = f"{new_id('pic')}.webp"
    await asyncio.to_thread(blobs.put, name, picture)
    return name


def normalise(upload: bytes) -> bytes:
    """Decode, scale to 1600 pixels at most and encode as WebP.

    Encoding anew drops whatever else the file carried (location data, scripts in
    comments). Raises ``BadPictureError``. Takes up to a second: call it in a thread.
    """
    if len(upload) > LIMIT_BYTES:
        raise BadPictureError(limit_mb=LIMIT_BYTES >> 20)
    try:
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as picture:
            if picture.width * picture.height > LIMIT_PIXELS:
                raise BadPictureError(limit_mb=LIMIT_BYTES >> 20)
            # Phones store the picture as the sensor saw it and note how to turn it; the note
            # goes with the rest of the file's data.
            upright = ImageOps.exif_transpose(picture)
            mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
            flat = upright.convert(mode)
    except _UNREADABLE as error:
        raise BadPictureError(limit_mb=LIMIT_BYTES >> 20) from error
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    encoded = io.BytesIO()
    flat.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()
