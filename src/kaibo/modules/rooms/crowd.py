"""What one device, and one network address, may do, over all its sockets.

A person's own limits are the room's and hold everywhere. These come on top, so that who makes many
viewers of one device, or of one machine, gains little. Each process counts its own sockets; lines
and likes that come from gateways are counted by the core too, together with its own. An address may
stand for a school or a whole mobile network: it is stopped only where no crowd of people would be,
and nobody is kept out of a room for the address they come from.

Used from the event loop's thread only; `now` is loop time in seconds.
"""

from typing import NamedTuple

from kaibo.modules.rooms.limits import RoomPolicy, TokenBucket

_REST = 15.0
"""Seconds for which what somebody used up is remembered after the last socket went: coming back
at once gives nothing back."""


class Keys(NamedTuple):
    """By which sockets come together; who has no device is one."""

    device: str
    address: str

    @classmethod
    def of(cls, device: str, address: str, person: str) -> "Keys":
        """Return those of a socket."""
        return cls(f"device {device}" if device else f"person {person}", f"address {address}")

    @property
    def plain_address(self) -> str:
        """The address itself."""
        return self.address.removeprefix("address ")


class Waits(NamedTuple):
    """Seconds until a device, and an address, may have a line said; 0: now."""

    device: float
    address: float

    @property
    def longest(self) -> float:
        """How long whoever is both must wait."""
        return max(self)

    @property
    def is_of_address(self) -> bool:
        """Whether it is the address that must wait, and not the device alone."""
        return self.address > self.device


class Rates(NamedTuple):
    """Lines at once and then a second, and likes a second, of all its sockets together."""

    say_burst: float
    say_rate: float
    likes_rate: float


class Group:
    """All sockets of one device, or of one address."""

    __slots__ = ("_likes", "_rates", "_say", "people", "sockets")

    def __init__(self, rates: Rates) -> None:
        self.sockets = 0
        self.people: dict[str, int] = {}
        self._rates = rates
        # Nearly all who watch only watch: buckets are made when they are needed.
        self._say: TokenBucket | None = None
        self._likes: TokenBucket | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was ever used of its limits."""
        return self._say is None and self._likes is None

    def say_wait(self, now: float) -> float:
        """Return the seconds until a line may be said; 0: now."""
        bucket = self._talk(now)
        return 0.0 if bucket.has(1, now) else bucket.wait(now)

    def take_say(self, now: float) -> None:
        """Count a line."""
        self._talk(now).take(now)

    def take_likes(self, wanted: int, now: float) -> int:
        """Take as many of these likes as there may be; return how many."""
        if self._likes is None:
            rate = self._rates.likes_rate
            self._likes = TokenBucket(burst=rate, rate=rate, now=now)
        return self._likes.take_up_to(wanted, now)

    def _talk(self, now: float) -> TokenBucket:
        if self._say is None:
            rates = self._rates
            self._say = TokenBucket(burst=rates.say_burst, rate=rates.say_rate, now=now)
        return self._say


class Share:
    """One socket's part in what its device and its address may do."""

    __slots__ = ("_crowd", "address", "device", "keys", "person")

    def __init__(self, crowd: "Crowd", keys: Keys, person: str) -> None:
        self._crowd = crowd
        self.keys = keys
        self.person = person
        self.device, self.address = crowd.groups(keys)
        for group in (self.device, self.address):
            group.sockets += 1
        self.device.people[person] = self.device.people.get(person, 0) + 1

    def say_waits(self, now: float) -> Waits:
        """Count a line if it may be said; return the seconds until it may."""
        return _say(self.device, self.address, now)

    def take_likes(self, wanted: int, now: float) -> int:
        """Take as many of these likes as device and address may give; return how many."""
        return self.address.take_likes(self.device.take_likes(wanted, now), now)

    def leave(self, now: float) -> None:
        """Take the socket out; once."""
        people = self.device.people
        people[self.person] -= 1
        if not people[self.person]:
            del people[self.person]
        for key, group in zip(self.keys, (self.device, self.address), strict=True):
            group.sockets -= 1
            if not group.sockets:
                self._crowd.rest(key, now)


def _say(device: Group, address: Group, now: float) -> Waits:
    waits = Waits(device.say_wait(now), address.say_wait(now))
    if not any(waits):
        device.take_say(now)
        address.take_say(now)
    return waits


class Crowd:
    """Everybody at this process, by device and by address."""

    def __init__(self, policy: RoomPolicy) -> None:
        self._device_sockets = policy.device_sockets
        self._rates = (
            Rates(policy.device_say_burst, policy.device_say_rate, policy.device_likes_rate),
            Rates(policy.address_say_burst, policy.address_say_rate, policy.address_likes_rate),
        )
        self._groups: dict[str, Group] = {}
        self._resting: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._groups)

    def enter(self, device: str, address: str, person: str, now: float) -> Share | None:
        """Count a socket in; None when its device has too many. Without device: the person's."""
        self._forget_rested(now)
        keys = Keys.of(device, address, person)
        known = self._groups.get(keys.device)
        if known is not None and known.sockets >= self._device_sockets:
            return None
        return Share(self, keys, person)

    def say_elsewhere(self, keys: Keys, now: float) -> Waits:
        """Count a line of a socket at a gateway, if it may be said; return how long until then."""
        self._forget_rested(now)
        waits = _say(*self.groups(keys), now)
        self._rest_without_sockets(keys, now)
        return waits

    def like_elsewhere(self, keys: Keys, wanted: int, now: float) -> int:
        """Take as many likes of a socket at a gateway as there may be; return how many."""
        self._forget_rested(now)
        device, address = self.groups(keys)
        count = address.take_likes(device.take_likes(wanted, now), now)
        self._rest_without_sockets(keys, now)
        return count

    def groups(self, keys: Keys) -> tuple[Group, Group]:
        """Return the sockets that come together: by device, and by address."""
        device, address = (
            self._group(key, rates) for key, rates in zip(keys, self._rates, strict=True)
        )
        return device, address

    def _group(self, key: str, rates: Rates) -> Group:
        self._resting.pop(key, None)
        known = self._groups.get(key)
        if known is None:
            known = self._groups[key] = Group(rates)
        return known

    def rest(self, key: str, now: float) -> None:
        """Forget those whose last socket went, some time after it did."""
        if self._groups[key].is_fresh:
            del self._groups[key]
        else:
            self._resting[key] = now + _REST

    def _rest_without_sockets(self, keys: Keys, now: float) -> None:
        for key in keys:
            if not self._groups[key].sockets:
                self.rest(key, now)

    def _forget_rested(self, now: float) -> None:
        # In the order of their going, so that only those to be forgotten are looked at.
        while self._resting:
            key, until = next(iter(self._resting.items()))
            if until > now:
                return
            del self._resting[key]
            del self._groups[key]
