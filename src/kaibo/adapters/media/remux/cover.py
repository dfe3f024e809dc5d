"""One picture of a film."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from PIL import Image

WIDEST = 1280
QUALITY = 82


def cover(film: Path, at_ms: int) -> bytes:
    """Decode the picture shown at that moment, or the last before the end, as WebP."""
    with av.open(str(film)) as source:
        stream = source.streams.video[0]
        stream.thread_type = "AUTO"
        base = stream.time_base or Fraction(1, 1000)
        wanted = Fraction(at_ms, 1000)
        begins = (stream.start_time or 0) * base
        source.seek(int((wanted + begins) / base), stream=stream)
        chosen = None
        for frame in source.decode(stream):
            is_later = frame.pts is not None and frame.pts * base - begins > wanted
            if chosen is not None and is_later:
                break
            chosen = frame
        if chosen is None:
            msg = "no picture"
            raise av.error.InvalidDataError(0, msg)
        aspect = stream.sample_aspect_ratio or Fraction(1)
        picture = cast("Image.Image", cast("Any", chosen).to_image())
        return _webp(picture, aspect)


def _webp(picture: Image.Image, aspect: Fraction) -> bytes:
    wide = round(picture.width * aspect)
    scale = min(Fraction(1), Fraction(WIDEST, wide))
    size = (max(1, round(wide * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
