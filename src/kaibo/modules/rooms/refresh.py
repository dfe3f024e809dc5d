"""Bringing a room in line with the records after something changed.

A handler does not repeat an event's content into the room: it reads what is true now and
publishes the difference. So events may come late, twice or out of order, and many that
come at once cost one reading.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec import UNSET

from kaibo.modules.rooms import frames
from kaibo.modules.rooms.hub import RoomHub

RoomLoader = Callable[[str], Awaitable[frames.RoomSnapshot | None]]


class RoomRefresher:
    """Refreshes rooms, one reading at a time for each."""

    def __init__(self, hub: RoomHub, load: RoomLoader) -> None:
        self._hub = hub
        self._load = load
        self._readings: dict[str, _Readings] = {}

    async def refresh(self, show_id: str) -> None:
        """Publish what differs between the room and the records.

        When it returns, a reading that began after the call has been published, by this
        call or by another that waited too.
        """
        readings = self._readings.setdefault(show_id, _Readings())
        wanted = readings.begun + 1
        async with readings.lock:
            if readings.published >= wanted:
                return
            readings.begun += 1
            this = readings.begun
            await self._publish_differences(show_id)
            readings.published = this

    async def _publish_differences(self, show_id: str) -> None:
        # A room that nobody visits needs no news; one that is being loaded may have read before
        # our change.
        room = await self._hub.present(show_id)
        fresh = await self._load(show_id) if room is not None else None
        if room is None or fresh is None:
            return
        room.mute(await self._hub.read_mutes(show_id))
        for event in differences(room.snapshot(), fresh):
            self._hub.publish(show_id, event)


@dataclass(slots=True)
class _Readings:
    """The readings of one room, by number. One that failed is begun and never published."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    begun: int = 0
    published: int = 0


def differences(old: frames.RoomSnapshot, new: frames.RoomSnapshot) -> Iterator[frames.RoomEvent]:
    """Give the events that turn ``old`` into ``new``; counters of the room itself stay out."""
    if new.show != old.show:
        yield frames.ShowChanged(
            new.show.state,
            title=UNSET if new.show.title == old.show.title else new.show.title,
            host_name=UNSET if new.show.host_name == old.show.host_name else new.show.host_name,
        )
    if new.playback != old.playback:
        yield frames.PlaybackChanged(new.playback)
    yield from _product_differences(old, new)
    yield from _deal_differences(old, new)
    cards = {card.id: card for card in new.products}
    pinned = {pin.product_id for pin in new.pins}
    for pin in old.pins:
        # What left the tray took its pin along.
        if pin.product_id in cards and pin.product_id not in pinned:
            yield frames.Unpinned(pin.product_id)
    if new.explaining != (old.explaining if _is_sold(old.explaining, cards) else None):
        yield frames.ExplainingChanged(new.explaining)
    if new.hidden != old.hidden:
        yield frames.HiddenChanged(new.hidden)
    if new.announcement != old.announcement:
        yield frames.AnnouncementChanged(new.announcement)
    # The newest pin comes first in a snapshot, so it must be published last.
    for pin in reversed(_moved_pins(old.pins, new.pins)):
        yield frames.Pinned(pin, cards[pin.product_id])


def _is_sold(explaining: frames.Explaining | None, cards: dict[str, frames.ProductCard]) -> bool:
    return explaining is not None and explaining.product_id in cards


def _moved_pins(old: tuple[frames.Pin, ...], new: tuple[frames.Pin, ...]) -> tuple[frames.Pin, ...]:
    """Give the pins to publish; those after them stand already, and in the right order."""
    standing = [pin for pin in old if pin in new]
    first_kept = len(new)
    while first_kept and new[first_kept - 1] in standing:
        first_kept -= 1
        del standing[standing.index(new[first_kept]) :]
    return new[:first_kept]


def _product_differences(
    old: frames.RoomSnapshot, new: frames.RoomSnapshot
) -> Iterator[frames.RoomEvent]:
    if [card.id for card in old.products] != [card.id for card in new.products]:
        yield frames.ProductsChanged(new.products)
        return
    for before, after in zip(old.products, new.products, strict=True):
        if before == after:
            continue
        stock = {variant.id: variant.available for variant in after.variants}
        restocked = msgspec.structs.replace(
            before,
            available=after.available,
            stock_version=after.stock_version,
            variants=tuple(
                msgspec.structs.replace(variant, available=stock.get(variant.id, 0))
                for variant in before.variants
            ),
        )
        if restocked == after:
            yield frames.Stock(after.id, after.available, after.stock_version, stock)
        else:
            yield frames.ProductChanged(after)


def _deal_differences(
    old: frames.RoomSnapshot, new: frames.RoomSnapshot
) -> Iterator[frames.RoomEvent]:
    known = {deal.id: deal for deal in old.deals}
    present = {deal.id for deal in new.deals}
    for deal_id in known:
        if deal_id not in present:
            yield frames.DealOver(deal_id)
    for deal in new.deals:
        if known.get(deal.id) != deal:
            yield frames.DealChanged(deal)
