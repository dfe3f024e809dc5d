"""What core and gateways say to each other, as MessagePack. Both run the same release.

Frames travel as the JSON bytes that sockets get, encoded once in the core.
"""

from dataclasses import dataclass

import msgspec
from msgspec import Struct

from kaibo.modules.rooms.crowd import Keys
from kaibo.modules.rooms.frames import Danmaku, RoomSnapshot, You
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.rooms.signals import Signal

TO_CORE = "core"
"""The channel that the core hears."""
TO_ALL = "all"
"""The channel that every gateway hears, and the core's own echo."""


def to_gateway(gateway: str) -> str:
    """Return the channel of one gateway."""
    return f"gateway.{gateway}"


def of_room(room_id: str) -> str:
    """Return the channel of a room's frames."""
    return f"room.{room_id}"


# From the core, to all


class Beat(Struct, frozen=True, array_like=True, tag="beat"):
    """The core lives."""


class TellAll(Struct, frozen=True, array_like=True, tag="tell"):
    """The core may have missed something (it has just come, or come back): tell it everything."""


class Bye(Struct, frozen=True, array_like=True, tag="bye"):
    """The core stops."""


class Parted(Struct, frozen=True, array_like=True, tag="parted"):
    """These viewers were erased: send them away, and let them in no more."""

    viewers: tuple[str, ...]


# From the core, to a room's channel


class Sequenced(Struct, frozen=True, array_like=True, tag="ev"):
    """`payload` is event number `seq` of `epoch`, as sockets get it."""

    room: str
    epoch: str
    seq: int
    payload: bytes


class Ticked(Struct, frozen=True, array_like=True, tag="tick"):
    """`payload` is a tick, as sockets get it."""

    room: str
    epoch: str
    payload: bytes


class Mark(Struct, frozen=True, array_like=True, tag="mark"):
    """Where the room is: whoever holds anything else has missed something."""

    room: str
    epoch: str
    seq: int
    likes: int
    watching: int


class Muted(Struct, frozen=True, array_like=True, tag="muted"):
    """Who may not speak; a gateway minds it while it cannot ask the core."""

    room: str
    mutes: Mutes


# From the core, to one gateway


class Copy(Struct, frozen=True, array_like=True, tag="copy"):
    """The whole of a room, at (epoch, seq)."""

    room: str
    epoch: str
    seq: int
    snapshot: RoomSnapshot
    recent: tuple[Danmaku, ...]
    mutes: Mutes = {}


class NoCopy(Struct, frozen=True, array_like=True, tag="none"):
    """The room could not be given: there is no such show, or it could not be read just now."""

    room: str
    is_gone: bool


class LineTaken(Struct, frozen=True, array_like=True, tag="taken"):
    """The line was taken."""

    line: str


class LineDeclined(Struct, frozen=True, array_like=True, tag="declined"):
    """The line was not taken; `code` and `params` as in `live.Declined`."""

    line: str
    code: str
    params: dict[str, int]


FromCore = (
    Beat
    | TellAll
    | Bye
    | Parted
    | Sequenced
    | Ticked
    | Mark
    | Muted
    | Copy
    | NoCopy
    | LineTaken
    | LineDeclined
)


# From a gateway


class Here(Struct, frozen=True, array_like=True, tag="here"):
    """The gateway lives; unless `is_met`, it has not heard the core since its link came up."""

    gateway: str
    is_met: bool


class Leaving(Struct, frozen=True, array_like=True, tag="leaving"):
    """The gateway stops; its visitors are sent away."""

    gateway: str


class Ask(Struct, frozen=True, array_like=True, tag="ask"):
    """Give a copy of the room; its channel is subscribed to already."""

    gateway: str
    room: str


class Roster(Struct, frozen=True, array_like=True, tag="roster"):
    """Everybody at this gateway, by room; rooms that are not named have nobody."""

    gateway: str
    rooms: dict[str, tuple[You, ...]]


class Move(Struct, frozen=True, array_like=True):
    """A person's first connection to a gateway came, or the last one went."""

    you: You
    is_here: bool


class Likes(Struct, frozen=True, array_like=True):
    """A person's likes of a short while, through sockets of these keys; staff's have none."""

    you: You
    count: int
    keys: Keys | None = None


class Batch(Struct, frozen=True, array_like=True, tag="batch"):
    """What happened at the gateway's part of a room, in a fraction of a second.

    Or, if `is_overdue`, while the core could not be reached.
    """

    gateway: str
    room: str
    moves: tuple[Move, ...] = ()
    likes: tuple[Likes, ...] = ()
    beats: tuple[You, ...] = ()
    signals: tuple[Signal, ...] = ()
    is_overdue: bool = False


class Spoken(Struct, frozen=True, array_like=True, tag="spoken"):
    """Somebody said something; the gateway has named the line already, and awaits an answer.

    `keys` are those of the socket; staff's have none.
    """

    gateway: str
    room: str
    line: str
    you: You
    text: str
    keys: Keys | None = None


class Overdue(Struct, frozen=True, array_like=True, tag="overdue"):
    """What was said, and shown at the gateway, while the core could not be reached."""

    gateway: str
    room: str
    lines: tuple[Danmaku, ...]


FromGateway = Here | Leaving | Ask | Roster | Batch | Spoken | Overdue

encode = msgspec.msgpack.Encoder().encode
decode_from_core = msgspec.msgpack.Decoder(FromCore).decode
decode_from_gateway = msgspec.msgpack.Decoder(FromGateway).decode


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """The numbers of the conversation; times in seconds."""

    beat: float = 2.0
    """How often each side says that it lives."""
    core_silence: float = 6.0
    """A gateway that has not heard the core for so long goes on by itself."""
    gateway_silence: float = 10.0
    """A gateway that was not heard for so long is gone, and its visitors with it."""
    batch: float = 0.2
    """How long joins, leaves and likes wait for company."""
    ask_patience: float = 5.0
    """How long a newcomer to an unknown room waits for its copy."""
    overdue: int = 1000
    """Lines of one room that are kept for the core while it cannot be reached."""
    signals: int = 1000
    """Signals of one room that wait for the core; the oldest go first."""
    greeted_at_once: int = 250
    greet_pause: float = 0.025
    """After a gap so many sockets are greeted anew, then the next so many after the pause."""
