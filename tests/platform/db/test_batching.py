"""Batches of commands: replayed one by one, unless nobody knows what became of them."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from kaibo.platform.db import Batcher


async def submit_all(batcher: Batcher[int, int], count: int) -> list[int | BaseException]:
    return await asyncio.gather(
        *(batcher.submit(number) for number in range(count)), return_exceptions=True
    )


def test_a_bad_command_harms_no_other() -> None:
    async def run(commands: Sequence[int]) -> list[int]:
        if 1 in commands:
            raise ValueError
        return [number * 10 for number in commands]

    first, second, third = asyncio.run(submit_all(Batcher(run), 3))

    assert (first, third) == (0, 20)
    assert isinstance(second, ValueError)


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_batch_whose_commit_nobody_heard_of_is_not_run_again(is_lost: bool) -> None:
    batches: list[Sequence[int]] = []

    async def run(commands: Sequence[int]) -> list[int]:
        batches.append(commands)
        if len(batches) == 1:
            raise OperationalError("COMMIT", {}, Exception(), connection_invalidated=is_lost)
        return list(commands)

    answers = asyncio.run(submit_all(Batcher(run), 2))

    if is_lost:
        assert batches == [[0, 1]]
        assert all(isinstance(answer, OperationalError) for answer in answers)
    else:
        assert answers == [0, 1]
