"""Looking again at whom was erased.

What was under way in that moment, an order, or a line that the crew was hiding, may have been
written down right after. It is taken out as soon as it may be.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kaibo.flows.buyer_data import service
from kaibo.modules.rooms import facade as rooms
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

AGAIN_JOB = service.AGAIN_JOB
# An order that slipped in waits for its money at first, and then for its parcel.
WHILE_OPEN = timedelta(hours=1)


async def again(context: Context, payload: dict[str, Any]) -> None:
    """Erase what came after an erasure; later once more, while an order of it is open."""
    people = [str(one) for one in payload["people"]]
    await context.db.run(_again, people)
    rooms.part_with(context, people)


def _again(uow: UnitOfWork, people: list[str]) -> None:
    if not service.erase_traces(uow, people):
        uow.enqueue(AGAIN_JOB, {"people": people}, run_at=uow.now + WHILE_OPEN)
