"""Checking an uploaded picture before it is ever served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from typing import Any

from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.errors import BadPictureError
from kaibo.platform.blobs import BlobStore
from kaibo.platform.http.bodies import whole
from kaibo.platform.pictures import LIMIT_BYTES, UnreadablePictureError, encode_anew, encode_in_turn

__all__ = ["LIMIT_BYTES", "LONGEST_SIDE", "UPLOAD_BODY", "normalise", "store"]

LONGEST_SIDE = 1600

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
    taken = await whole(upload, LIMIT_BYTES, BadPictureError(limit_mb=LIMIT_BYTES >> 20))
    try:
        picture = await encode_in_turn(taken, LONGEST_SIDE)
    except UnreadablePictureError as error:
        raise BadPictureError(limit_mb=LIMIT_BYTES >> 20) from error
    name = f"{new_id('pic')}.webp"
    await asyncio.to_thread(blobs.put, name, picture)
    return name


def normalise(upload: bytes) -> bytes:
    """Decode, scale to 1600 pixels at most and encode as WebP.

    Raises ``BadPictureError``. Takes up to a second: call it in a thread.
    """
    try:
        return encode_anew(upload, LONGEST_SIDE)
    except UnreadablePictureError as error:
        raise BadPictureError(limit_mb=LIMIT_BYTES >> 20) from error
