"""Looking again at whom was erased.

What was under way in that moment, an order, a picture, or a line that the crew was hiding, may
have been written down right after. It is taken out as soon as it may be.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from kaibo.flows.buyer_data import service
from kaibo.modules.audience import facade as audience
from kaibo.modules.rooms import facade as rooms
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

AGAIN_JOB = service.AGAIN_JOB
LET_GO_JOB = "buyer_data.let_go"
# An order that slipped in waits for its money at first, and then for its parcel.
WHILE_OPEN = timedelta(hours=1)


def again(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Erase what came after an erasure; later once more, while an order of it is open.

    In one transaction with its successor: there is never a second chain of them.
    """
    remains, is_all = service.erase_traces(uow, [str(one) for one in payload["people"]])
    if not is_all:
        uow.enqueue(AGAIN_JOB, {"people": remains.people}, run_at=uow.now + WHILE_OPEN)
    told = asdict(remains)
    told["pictures"] += payload.get("pictures", [])
    uow.enqueue(LET_GO_JOB, told)


async def let_go_of(context: Context, payload: dict[str, Any]) -> None:
    """Let rooms, memory and files forget who was erased; a repeat finds it done."""
    await let_go(context, audience.Remains(**payload))


async def let_go(context: Context, remains: audience.Remains) -> None:
    """Send those who were erased out of the rooms, and delete their pictures."""
    audience.let_go(context.port(audience.SessionBook), remains)
    rooms.part_with(context, remains.people)
    for picture in remains.pictures:
        await asyncio.to_thread(context.blobs.delete, picture)
