"""Who is in the room. People are counted, not connections."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kaibo.modules.rooms.fanout import Subscriber
from kaibo.modules.rooms.frames import You
from kaibo.modules.rooms.limits import RoomPolicy, TokenBucket


@dataclass(slots=True)
class Guest:
    """One person in the room, over all their tabs; limits are theirs together."""

    you: You
    say: TokenBucket
    likes: TokenBucket
    connections: int = 0


class Presence:
    """The people in a room. `watching` counts viewers; staff work here."""

    def __init__(self, policy: RoomPolicy) -> None:
        self._policy = policy
        self._guests: dict[tuple[str, str], Guest] = {}
        self.watching = 0

    def __len__(self) -> int:
        return len(self._guests)

    @property
    def people(self) -> tuple[You, ...]:
        """Everybody who is here."""
        return tuple(guest.you for guest in self._guests.values())

    def enter(self, you: You, now: float) -> tuple[Guest, bool]:
        """Count one more connection of `you`; return the guest and whether it is their first."""
        key = (you.role, you.id)
        guest = self._guests.get(key)
        is_first = guest is None
        if guest is None:
            policy = self._policy
            guest = Guest(
                you=you,
                say=TokenBucket(burst=policy.say_burst, rate=policy.say_rate, now=now),
                likes=TokenBucket(burst=policy.likes_per_frame, rate=policy.likes_rate, now=now),
            )
            self._guests[key] = guest
            self.watching += you.role == "viewer"
        guest.connections += 1
        return guest, is_first

    def leave(self, guest: Guest) -> bool:
        """Count one connection less; return whether it was the last of that person."""
        guest.connections -= 1
        if guest.connections:
            return False
        del self._guests[(guest.you.role, guest.you.id)]
        self.watching -= guest.you.role == "viewer"
        return True


def sockets_of(here: Mapping[Subscriber, You], viewer_ids: Collection[str]) -> list[Subscriber]:
    """Give the sockets of these viewers."""
    return [
        connection
        for connection, you in here.items()
        if you.role == "viewer" and you.id in viewer_ids
    ]
