"""Bodies that are read as they come, and no further than they may be long."""

from __future__ import annotations

from collections.abc import AsyncIterable

from kaibo.kernel.errors import KaiboError


async def whole(parts: AsyncIterable[bytes], limit: int, too_large: KaiboError) -> bytes:
    """Put a body together; raise ``too_large`` once it has more than ``limit`` bytes."""
    taken = bytearray()
    async for part in parts:
        taken += part
        if len(taken) > limit:
            raise too_large
    return bytes(taken)
