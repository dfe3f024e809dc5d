"""The proof that snapshot + events is a fresh snapshot, wherever the frames come from.

`prove` is given what two viewers were sent: one who was there from the start, and one who comes at
the end. `play` brings that from a room without a network; gateways, Redis and clients in other
languages bring their own, of the same `SAMPLES`. `fields` and `changed_by` tell what samples leave
out.
"""

import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET

from kaibo.modules.rooms.frames import (
    Announcement,
    AnnouncementChanged,
    Deal,
    DealChanged,
    DealOver,
    Event,
    Explaining,
    ExplainingChanged,
    Hello,
    HiddenChanged,
    Money,
    OrderPaid,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductCard,
    ProductChanged,
    ProductsChanged,
    RoomEvent,
    RoomSnapshot,
    ServerFrame,
    ShowChanged,
    Stock,
    Tick,
    Unpinned,
    VariantCard,
    You,
)
from kaibo.modules.rooms.state import apply, from_snapshot, to_snapshot
from tests.support.rooms import NOW, VIEWER, Stage, card, snapshot

LATE = You(id="vwr_late", name="Bo", role="viewer")
LIKES = 3
"""What the early viewer likes while it is played."""


def sized_card(product_id: str = "prd_1", *, stock_version: int = 3) -> ProductCard:
    """A product in two sizes, of which everything is said."""
    return ProductCard(
        id=product_id,
        title="Longjing",
        description="First flush",
        price=Money(9900, "TWD"),
        compare_at=Money(12000, "TWD"),
        compare_basis="List price",
        picture_url="/media/longjing.jpg",
        available=7,
        stock_version=stock_version,
        options=("Size",),
        variants=(
            VariantCard(
                id="var_s",
                values=("50 g",),
                price=Money(9900, "TWD"),
                available=3,
                compare_at=Money(12000, "TWD"),
                picture_url="/media/small.jpg",
            ),
            VariantCard(id="var_m", values=("100 g",), price=Money(18000, "TWD"), available=4),
        ),
        limit_per_buyer=2,
        return_class="none",
        compare_kind="paid",
        is_archived=True,
    )


def resized_card(*, stock_version: int = 4) -> ProductCard:
    """The same product, of which everything is said otherwise."""
    small, _ = sized_card().variants
    return ProductCard(
        id="prd_1",
        title="Longjing, new harvest",
        description="Second flush",
        price=Money(8800, "CNY"),
        compare_at=Money(9900, "CNY"),
        compare_basis="Price of last week",
        picture_url="/media/harvest.jpg",
        available=9,
        stock_version=stock_version,
        options=("Weight",),
        variants=(
            msgspec.structs.replace(
                small,
                values=("75 g",),
                price=Money(8800, "CNY"),
                available=2,
                compare_at=Money(9900, "CNY"),
                picture_url="/media/harvest-small.jpg",
            ),
            VariantCard(
                id="var_m",
                values=("100 g",),
                price=Money(18000, "CNY"),
                available=7,
                compare_at=Money(20000, "CNY"),
                picture_url="/media/harvest-middle.jpg",
            ),
        ),
        limit_per_buyer=5,
        return_class="seven_days",
        compare_kind="stated",
    )


def deal(version: int = 1, *, deal_id: str = "del_1") -> Deal:
    """A deal of the first product, for all of its variants."""
    return Deal(
        id=deal_id,
        product_id="prd_1",
        variant_id=None,
        price=Money(5000, "CNY"),
        compare_at={"var_1": 6800},
        total=10,
        left=10 - version,
        buyer_limit=1,
        announced_at=1_800_000_000_000,
        starts_at=1_800_000_010_000,
        ends_at=1_800_000_310_000,
        version=version,
    )


def other_deal(version: int, *, deal_id: str = "del_1", variant_id: str = "var_1") -> Deal:
    """A deal of which everything is said otherwise."""
    return Deal(
        id=deal_id,
        product_id="prd_2",
        variant_id=variant_id,
        price=Money(4000 + version, f"TW{version}"),
        compare_at={variant_id: 9900},
        total=20 + version,
        left=20,
        buyer_limit=1 + version,
        announced_at=NOW + version,
        starts_at=NOW + 10_000 + version,
        ends_at=NOW + 300_000 + version,
        version=version,
    )


_PICTURE = "http://media.test/live/str_1/"
_NO_LIMIT = msgspec.structs.replace(deal(version=4), buyer_limit=None)

SAMPLES: dict[type, list[RoomEvent]] = {
    Pinned: [
        Pinned(Pin("prd_2", NOW), card("prd_2", available=1, stock_version=9)),
        Pinned(Pin("prd_1", NOW + 1), card("prd_1")),
        Pinned(Pin("prd_new", NOW + 2), card("prd_new")),
        Pinned(Pin("prd_2", NOW + 3), sized_card("prd_2", stock_version=1)),
    ],
    Unpinned: [Unpinned("prd_1"), Unpinned("prd_1"), Unpinned("prd_unknown")],
    ExplainingChanged: [
        ExplainingChanged(Explaining("prd_1", NOW)),
        ExplainingChanged(Explaining("prd_2", NOW + 1)),
        ExplainingChanged(None),
        ExplainingChanged(Explaining("prd_2", NOW + 2)),
    ],
    HiddenChanged: [
        HiddenChanged(("epoch-1", "epoch-2")),
        HiddenChanged(("epoch-1", "epoch-2")),
        HiddenChanged(("epoch-2",)),
    ],
    AnnouncementChanged: [
        AnnouncementChanged(Announcement("epoch-1", "小明", "Gift with two", "viewer", NOW)),
        AnnouncementChanged(Announcement("epoch-2", "Host", "Two for one", "staff", NOW + 1)),
        AnnouncementChanged(None),
        AnnouncementChanged(Announcement("epoch-2", "Host", "Two for one", "staff", NOW + 2)),
    ],
    Stock: [
        Stock("prd_1", 4, 2),
        Stock("prd_1", 9, 1),
        Stock("prd_unknown", 1, 1),
        ProductChanged(sized_card()),
        Stock("prd_1", 6, 4, {"var_m": 1, "var_gone": 9}),
    ],
    ProductChanged: [
        ProductChanged(card("prd_1", available=99, stock_version=0)),
        ProductChanged(card("prd_3")),
        ProductChanged(sized_card()),
        ProductChanged(resized_card()),
        ProductChanged(sized_card(stock_version=5)),
        ProductChanged(card("prd_1", stock_version=6)),
    ],
    ProductsChanged: [
        ExplainingChanged(Explaining("prd_1", NOW)),
        ProductsChanged((card("prd_2"), sized_card("prd_1"))),
        ProductsChanged((card("prd_2"), card("prd_9"))),
        ProductsChanged(()),
    ],
    ShowChanged: [
        ShowChanged("on_air", title="Evening tea"),
        ShowChanged("on_air", host_name="Wang"),
        ShowChanged("on_air", title="Night tea", host_name=""),
        ShowChanged("closed"),
        ShowChanged("closed"),
    ],
    PlaybackChanged: [
        PlaybackChanged(Playback("live", f"{_PICTURE}index.m3u8", f"{_PICTURE}whep")),
        PlaybackChanged(Playback("live", f"{_PICTURE}other.m3u8", f"{_PICTURE}other")),
        PlaybackChanged(Playback("live", f"{_PICTURE}other.m3u8")),
        PlaybackChanged(Playback("offline", None)),
    ],
    DealChanged: [
        DealChanged(deal(version=1)),
        DealChanged(deal(version=1, deal_id="del_2")),
        DealChanged(other_deal(version=2)),
        DealChanged(other_deal(version=3, variant_id="var_2")),
        DealChanged(_NO_LIMIT),
        DealChanged(deal(version=5)),
    ],
    DealOver: [
        DealChanged(deal()),
        DealChanged(deal(deal_id="del_2")),
        DealOver("del_1"),
        DealOver("del_unknown"),
    ],
    OrderPaid: [OrderPaid("小*", "prd_1", 2)],
}


def samples_of(kind: type) -> list[RoomEvent]:
    """Return events that try one kind; a kind of `RoomEvent` without any is a fault."""
    assert SAMPLES.get(kind), f"{kind.__name__} needs a sample in tests/support/replaying.py"
    return SAMPLES[kind]


def all_samples() -> list[RoomEvent]:
    """Return all of them, one kind after the other."""
    return [event for events in SAMPLES.values() for event in events]


# The proof


def prove(early: Iterable[bytes], late: Iterable[bytes]) -> RoomSnapshot:
    """Prove that who was there from the start holds what one is told who comes at the end.

    Both are given as frames' payloads, beginning with a hello. Return what they hold.
    """
    *_, seen = states(early)
    *_, fresh = states(late)
    assert seen == fresh
    return fresh


def states(payloads: Iterable[bytes]) -> Iterator[RoomSnapshot]:
    """Give what a client knows after each frame; a number that is missing is a fault."""
    first, *rest = (msgspec.json.decode(payload, type=ServerFrame) for payload in payloads)
    assert isinstance(first, Hello)
    state, seq = from_snapshot(first.snapshot), first.seq
    likes, watching = first.snapshot.likes, first.snapshot.watching
    yield first.snapshot
    for frame in rest:
        if isinstance(frame, Event):
            assert (frame.epoch, frame.seq) == (first.epoch, seq + 1)
            state, seq = apply(state, frame.e), frame.seq
        elif isinstance(frame, Tick):
            likes = likes if frame.likes is UNSET else frame.likes
            watching = watching if frame.watching is UNSET else frame.watching
        yield to_snapshot(state, likes=likes, watching=watching)


@dataclass(frozen=True)
class Played:
    """What two viewers of one room were sent."""

    early: list[bytes]
    late: list[bytes]


def play(events: Iterable[RoomEvent], start: RoomSnapshot | None = None) -> Played:
    """Have events, likes and a second viewer happen in a room without a network."""
    stage = Stage(start or snapshot())
    early = stage.join()
    for event in events:
        stage.room.publish(event)
        stage.time.turn()
    stage.room.like(VIEWER, LIKES)
    stage.time.advance(60)
    late = stage.join(LATE)
    stage.time.advance(60)
    assert msgspec.json.decode(late.sent[0], type=Hello).snapshot == stage.room.snapshot()
    return Played(early.sent, late.sent)


def assert_replay_equals_snapshot(
    events: Iterable[RoomEvent], start: RoomSnapshot | None = None
) -> RoomSnapshot:
    """Prove it of these events, in a room without a network."""
    played = play(events, start)
    return prove(played.early, played.late)


# What samples leave out

_KEYS = ("id", "product_id")
"""By which the things of a list are told apart; the first that they have."""


def fields(kind: type) -> set[str]:
    """Give every field of a frame's part, and of its parts, as `products[].price.amount`.

    `…[]` is which things are in a list, and in what order; `… is null` whether there is a value.
    Keys of things in lists are not among them: another key is another thing.
    """
    return set(_fields(kind, ""))


def changed(before: RoomSnapshot, after: RoomSnapshot) -> set[str]:
    """Give the fields (as `fields` names them) that differ in a thing that is in both."""
    old, new = (dict(_leaves(RoomSnapshot, it, "", ())) for it in (before, after))
    return {path for path, keys in old.keys() & new.keys() if old[path, keys] != new[path, keys]}


def changed_by(events: Iterable[RoomEvent]) -> set[str]:
    """Give the fields that change before the eyes of a viewer while these are played."""
    seen = pairwise(states(play(events).early))
    return {path for before, after in seen for path in changed(before, after)}


def _fields(kind: type, path: str, key: str = "") -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        if name != key:
            yield from _fields_of(hint, f"{path}{name}")


def _fields_of(hint: Any, path: str) -> Iterator[str]:  # noqa: ANN401 -- a type hint
    inner, item = _not_null(hint), _item(hint)
    if inner is not None:
        yield f"{path} is null"
        yield from _fields_of(inner, path)
    elif item is not None:
        yield f"{path}[]"
        yield from _fields(item, f"{path}[].", _key(item))
    elif _is_struct(hint):
        yield from _fields(hint, f"{path}.")
    else:
        yield path


_Leaf = tuple[tuple[str, tuple[str, ...]], object]


def _leaves(hint: Any, value: Any, path: str, keys: tuple[str, ...]) -> Iterator[_Leaf]:  # noqa: ANN401 -- any part
    inner, item = _not_null(hint), _item(hint)
    if inner is not None:
        yield (f"{path} is null", keys), value is None
        if value is not None:
            yield from _leaves(inner, value, path, keys)
    elif item is not None:
        key = _key(item)
        yield (f"{path}[]", keys), [getattr(each, key) for each in value]
        for each in value:
            yield from _leaves(item, each, f"{path}[]", (*keys, getattr(each, key)))
    elif _is_struct(hint):
        for name, part in get_type_hints(hint).items():
            yield from _leaves(part, getattr(value, name), f"{path}.{name}".lstrip("."), keys)
    else:
        yield (path, keys), value


def _not_null(hint: Any) -> Any:  # noqa: ANN401 -- a type hint
    """Give what a hint allows besides null; None when it does not allow null."""
    if get_origin(hint) not in {Union, types.UnionType} or type(None) not in get_args(hint):
        return None
    (inner,) = (each for each in get_args(hint) if each is not type(None))
    return inner


def _item(hint: Any) -> type | None:  # noqa: ANN401 -- a type hint
    """Give the struct that a list is of, if it is one."""
    arguments: Sequence[Any] = get_args(hint) if get_origin(hint) is tuple else ()
    return arguments[0] if arguments and _is_struct(arguments[0]) else None


def _is_struct(hint: Any) -> bool:  # noqa: ANN401 -- a type hint
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _key(item: type) -> str:
    return next(name for name in _KEYS if name in get_type_hints(item))
