"""The proof that snapshot + events is a fresh snapshot, wherever the frames come from.

`prove` is given what two viewers were sent: one who was there from the start, and one who comes at
the end. `play` brings that from a room without a network; gateways, Redis and clients in other
languages bring their own, of the samples in `room_samples.py`. `fields` and `changed_by` tell what
those leave out.
"""

import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET

from kaibo.modules.rooms.frames import (
    Event,
    Hello,
    RoomEvent,
    RoomSnapshot,
    ServerFrame,
    Tick,
    You,
)
from kaibo.modules.rooms.state import apply, from_snapshot, to_snapshot
from tests.support.rooms import VIEWER, Stage, snapshot

LATE = You(id="vwr_late", name="Bo", role="viewer")
LIKES = 3
"""What the early viewer likes while it is played."""


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
