"""Bodies are read no further than they may be long."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kaibo.kernel.errors import NotFoundError
from kaibo.platform.http.bodies import whole


def test_a_body_is_put_together_up_to_its_limit_and_read_no_further() -> None:
    read: list[int] = []

    async def parts() -> AsyncIterator[bytes]:
        for number in range(9):
            read.append(number)
            yield b"abc"

    assert asyncio.run(whole(parts(), 27, NotFoundError())) == b"abc" * 9
    read.clear()
    with pytest.raises(NotFoundError):
        asyncio.run(whole(parts(), 5, NotFoundError()))
    assert read == [0, 1]
