"""Pictures as people upload them."""

import io

from PIL import Image


def jpeg(size: tuple[int, int]) -> bytes:
    """A red JPEG of that width and height, which tells where it was taken."""
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, "JPEG", exif=b"Exif\x00\x00secret place")
    return file.getvalue()
