"""Checking an uploaded picture before it is ever served."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from kaibo.modules.catalog.errors import BadPictureError

LIMIT_BYTES = 5 << 20
LIMIT_PIXELS = 40_000_000
LONGEST_SIDE = 1600
_FORMATS = ("PNG", "JPEG", "WEBP")


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
            mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
            flat = picture.convert(mode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadPictureError(limit_mb=LIMIT_BYTES >> 20) from error
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    encoded = io.BytesIO()
    flat.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()
