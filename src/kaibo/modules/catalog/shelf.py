"""Stock in the hands of one transaction: decided here, written by the repository.

Whoever changes stock holds its rows, decides in memory, and writes all of it at once; so one
order and a batch of hundreds are decided by the same lines. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kaibo.modules.catalog.contracts import MovementKind
from kaibo.modules.catalog.errors import SoldOutError, StockTooLowError

Draws = Iterable[tuple[str, int]]


@dataclass(slots=True)
class Level:
    """The stock of one item, in units; ``was`` is what others may still buy as it was read."""

    variant_id: str
    product_id: str
    on_hand: int
    reserved: int
    allocated: int
    low_at: int
    version: int
    was: int = field(init=False)

    def __post_init__(self) -> None:
        self.was = self.available

    @property
    def available(self) -> int:
        """Units that anyone may buy."""
        return self.on_hand - self.reserved - self.allocated


@dataclass(slots=True)
class Allotment:
    """Units that one show alone may sell; ``was`` is what of them was left as it was read."""

    show_id: str
    variant_id: str
    units: int
    remaining: int
    was: int = field(init=False)

    def __post_init__(self) -> None:
        self.was = self.remaining


@dataclass(frozen=True, slots=True)
class Movement:
    """A line for the ledger."""

    variant_id: str
    kind: MovementKind
    on_hand: int
    reserved: int
    allocated: int
    reference: str
    actor: str


class Shelf:
    """The stock items that a transaction holds, with what it does to them."""

    def __init__(self, levels: Iterable[Level], allotments: Iterable[Allotment] = ()) -> None:
        self.levels = {level.variant_id: level for level in levels}
        self.allotments = {(part.show_id, part.variant_id): part for part in allotments}
        self.movements: list[Movement] = []
        self.moved_allotments: set[tuple[str, str]] = set()

    @property
    def moved(self) -> list[Level]:
        """The items that changed, each once, in the order of their ids."""
        return [self.levels[item] for item in sorted({move.variant_id for move in self.movements})]

    def available(self, item: str, show_id: str | None) -> int:
        """Units of an item left in that show: of its own part where it has one, else of all."""
        part = self.allotments.get((show_id, item)) if show_id else None
        if part is not None:
            return part.remaining
        level = self.levels.get(item)
        return level.available if level else 0

    def pieces(self, draws: Draws, show_id: str | None) -> int:
        """How many pieces of something that draws on these items are left."""
        return max(0, min((self.available(item, show_id) // units for item, units in draws)))

    def reserve(self, units: Mapping[str, int], *, show_id: str | None, reference: str) -> None:
        """Reserve units by item, all or none; raises ``SoldOutError`` naming the item."""
        for item, wanted in units.items():
            if (left := self.available(item, show_id)) < wanted:
                raise SoldOutError(variant_id=item, available=max(0, left))
        for item, wanted in units.items():
            allocated = 0
            if show_id and (part := self.allotments.get((show_id, item))):
                allocated = -wanted
                self._draw(part, wanted)
            self._move(item, MovementKind.RESERVE, reference, reserved=wanted, allocated=allocated)

    def release(self, units: Mapping[str, int], *, show_id: str | None, reference: str) -> None:
        """Give reserved units back; what a show had drawn from its own part goes back there."""
        for item, given in units.items():
            allocated = 0
            if show_id and (part := self.allotments.get((show_id, item))):
                # Never more than was set aside: the order may be older than the allocation.
                allocated = min(given, part.units - part.remaining)
                self._draw(part, -allocated)
            self._move(item, MovementKind.RELEASE, reference, reserved=-given, allocated=allocated)

    def take(self, units: Mapping[str, int], *, reference: str) -> None:
        """Turn reserved units into sold ones."""
        for item, sold in units.items():
            self._move(item, MovementKind.TAKE, reference, on_hand=-sold, reserved=-sold)

    def give_back(self, units: Mapping[str, int], *, reference: str, actor: str = "") -> None:
        """Put sold units back on the shelf."""
        for item, returned in units.items():
            self._move(item, MovementKind.RETURN, reference, on_hand=returned, actor=actor)

    def adjust(self, item: str, delta: int, *, reason: str, actor: str) -> None:
        """Add or remove units by hand; raises ``StockTooLowError`` for what is held already."""
        left = self.levels[item].available
        if left + delta < 0:
            raise StockTooLowError(field="delta", available=left)
        self._move(item, MovementKind.ADJUST, reason, on_hand=delta, actor=actor)

    def set_aside(self, show_id: str, item: str, units: int, *, actor: str = "") -> None:
        """Have that show hold ``units`` of an item for itself, those it sold already included.

        Raises ``StockTooLowError`` when fewer are free, or more were sold than it would hold.
        """
        part = self.allotments.get((show_id, item)) or Allotment(show_id, item, 0, 0)
        sold = part.units - part.remaining
        more = units - part.units
        if units < sold or more > self.levels[item].available:
            raise StockTooLowError(
                field="units", available=part.units + self.levels[item].available
            )
        part.units, part.remaining = units, units - sold
        if not units:
            # Given up, which is not run out: the show sells of what all may have again.
            part.was = 0
        self.allotments[show_id, item] = part
        self.moved_allotments.add((show_id, item))
        kind = MovementKind.ALLOCATE if more >= 0 else MovementKind.DEALLOCATE
        if more:
            self._move(item, kind, show_id, allocated=more, actor=actor)

    def free(self, show_id: str) -> None:
        """Give what a show has not sold back to all."""
        for (holder, item), part in self.allotments.items():
            if holder != show_id:
                continue
            self.moved_allotments.add((holder, item))
            if left := part.remaining:
                part.units -= left
                # Given up, which is not run out.
                part.remaining = part.was = 0
                self._move(item, MovementKind.DEALLOCATE, show_id, allocated=-left)

    def _draw(self, part: Allotment, units: int) -> None:
        part.remaining -= units
        self.moved_allotments.add((part.show_id, part.variant_id))

    def _move(
        self,
        item: str,
        kind: MovementKind,
        reference: str,
        *,
        on_hand: int = 0,
        reserved: int = 0,
        allocated: int = 0,
        actor: str = "",
    ) -> None:
        level = self.levels[item]
        level.on_hand += on_hand
        level.reserved += reserved
        level.allocated += allocated
        if level.reserved < 0 or level.allocated < 0 or level.available < 0:
            msg = f"the ledger of {item} holds less than was asked back"
            raise AssertionError(msg)
        self.movements.append(Movement(item, kind, on_hand, reserved, allocated, reference, actor))
