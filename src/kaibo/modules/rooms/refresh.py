"""Bringing a room in line with the records after something changed.

A handler does not repeat an event's content into the room: it reads what is true now and
publishes the difference. So events may come late, twice or out of order, and many that
come at once cost one reading.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import msgspec

from kaibo.modules.rooms import frames
from kaibo.modules.rooms.hub import RoomHub

RoomLoader = Callable[[str], Awaitable[frames.RoomSnapshot | None]]


class RoomRefresher:
    """Refreshes rooms, one reading at a time for each."""

    def __init__(self, hub: RoomHub, load: RoomLoader) -> None:
        self._hub = hub
        self._load = load
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: set[str] = set()

    async def refresh(self, show_id: str) -> None:
        """Publish what differs between the room and the records.

        When it returns, a reading that began after the call has been published.
        """
        if show_id in self._waiting:
            # Somebody waits to begin a reading; it will see our change too. Wait for it, so that
            # the work item is only ticked off when the room knows.
            async with self._lock(show_id):
                return
        self._waiting.add(show_id)
        async with self._lock(show_id):
            self._waiting.discard(show_id)
            # A room that is being loaded may have read before our change.
            room = await self._hub.present(show_id)
            fresh = await self._load(show_id) if room is not None else None
            if room is None or fresh is None:
                return
            for event in differences(room.snapshot(), fresh):
                self._hub.publish(show_id, event)

    def _lock(self, show_id: str) -> asyncio.Lock:
        return self._locks.setdefault(show_id, asyncio.Lock())


def differences(old: frames.RoomSnapshot, new: frames.RoomSnapshot) -> Iterator[frames.RoomEvent]:
    """Give the events that turn ``old`` into ``new``; counters of the room itself stay out."""
    if new.show.state != old.show.state:
        yield frames.ShowChanged(new.show.state)
    if new.playback != old.playback:
        yield frames.PlaybackChanged(new.playback)
    yield from _product_differences(old, new)
    cards = {card.id: card for card in new.products}
    pinned = {pin.product_id for pin in new.pins}
    known = {pin.product_id: pin for pin in old.pins}
    for pin in old.pins:
        if pin.product_id not in pinned:
            yield frames.Unpinned(pin.product_id)
    # The newest pin comes first in a snapshot, so it must be published last.
    for pin in reversed(new.pins):
        if known.get(pin.product_id) != pin:
            yield frames.Pinned(pin, cards[pin.product_id])


def _product_differences(
    old: frames.RoomSnapshot, new: frames.RoomSnapshot
) -> Iterator[frames.RoomEvent]:
    if [card.id for card in old.products] != [card.id for card in new.products]:
        yield frames.ProductsChanged(new.products)
        return
    for before, after in zip(old.products, new.products, strict=True):
        if before == after:
            continue
        restocked = msgspec.structs.replace(
            before, available=after.available, stock_version=after.stock_version
        )
        if restocked == after:
            yield frames.Stock(after.id, after.available, after.stock_version)
        else:
            yield frames.ProductChanged(after)
