"""What a device and an address may do, over all their sockets."""

from kaibo.modules.rooms.crowd import Crowd, Keys, Share
from kaibo.modules.rooms.limits import RoomPolicy

POLICY = RoomPolicy(
    device_say_burst=2,
    device_say_rate=1.0,
    device_likes_rate=10.0,
    device_sockets=3,
    address_say_burst=5,
    address_say_rate=1.0,
    address_likes_rate=25.0,
)


def come(crowd: Crowd, person: str, device: str = "", address: str = "203.0.113.7") -> Share:
    share = crowd.enter(device, address, person, 0.0)
    assert share is not None
    return share


def test_viewers_of_one_device_share_its_limit() -> None:
    crowd = Crowd(POLICY)
    one, other = come(crowd, "vwr_1", "dev_1"), come(crowd, "vwr_2", "dev_1")
    assert [one.say_waits(0.0).longest, other.say_waits(0.0).longest] == [0.0, 0.0]
    assert 0.0 < one.say_waits(0.0).longest <= 1.0
    assert come(crowd, "vwr_3", "dev_2").say_waits(0.0).longest == 0.0
    assert (one.take_likes(8, 0.0), other.take_likes(8, 0.0)) == (8, 2)


def test_a_line_that_the_address_refuses_costs_the_device_nothing() -> None:
    crowd = Crowd(POLICY)
    for number in range(5):
        assert come(crowd, f"vwr_{number}", f"dev_{number}").say_waits(0.0).longest == 0.0
    late = come(crowd, "vwr_9", "dev_9")
    assert late.say_waits(0.0).longest > 0
    assert [late.say_waits(2.0).longest, late.say_waits(2.0).longest] == [0.0, 0.0]


def test_many_behind_one_address_like_within_its_limit() -> None:
    crowd = Crowd(POLICY)
    granted = [
        come(crowd, f"vwr_{number}", f"dev_{number}").take_likes(10, 0.0) for number in range(4)
    ]
    assert granted == [10, 10, 5, 0]


def test_coming_back_at_once_gives_nothing_back_and_coming_back_late_does() -> None:
    crowd = Crowd(POLICY)
    first = come(crowd, "vwr_1")
    assert [first.say_waits(0.0).longest, first.say_waits(0.0).longest] == [0.0, 0.0]
    first.leave(0.0)
    again = come(crowd, "vwr_1")
    assert again.say_waits(0.0).longest > 0
    again.leave(0.0)

    assert crowd.enter("", "198.51.100.1", "vwr_2", 60.0) is not None
    assert len(crowd) == 2


def test_who_only_watches_leaves_nothing_behind() -> None:
    crowd = Crowd(POLICY)
    shares = [come(crowd, f"vwr_{number}", f"dev_{number}") for number in range(10)]
    for share in shares:
        share.leave(0.0)
    assert len(crowd) == 0


def test_a_device_has_only_so_many_sockets_and_an_address_any_number() -> None:
    crowd = Crowd(POLICY)
    shares = [come(crowd, "vwr_1", "dev_1") for _ in range(3)]
    assert crowd.enter("dev_1", "203.0.113.7", "vwr_1", 0.0) is None
    shares.pop().leave(0.0)
    come(crowd, "vwr_1", "dev_1")
    for number in range(1000):
        come(crowd, f"vwr_{number}", f"dev_{number + 10}")


def test_the_people_of_a_device_are_counted_not_their_sockets() -> None:
    crowd = Crowd(POLICY)
    share = come(crowd, "vwr_1", "dev_1")
    come(crowd, "vwr_1", "dev_1")
    assert len(share.device.people) == 1
    other = come(crowd, "vwr_2", "dev_1")
    assert len(share.device.people) == 2
    other.leave(0.0)
    assert len(share.device.people) == 1


def test_what_comes_from_gateways_is_counted_with_the_sockets_that_are_here() -> None:
    crowd = Crowd(POLICY)
    here, keys = come(crowd, "vwr_1", "dev_1"), Keys.of("dev_1", "203.0.113.7", "vwr_2")
    assert not any(crowd.say_elsewhere(keys, 0.0))
    assert not any(here.say_waits(0.0))
    waits = crowd.say_elsewhere(keys, 0.0)
    assert (waits.device > 0, waits.address, waits.is_of_address) == (True, 0.0, False)
    assert (crowd.like_elsewhere(keys, 8, 0.0), here.take_likes(8, 0.0)) == (8, 2)
    here.leave(0.0)
    assert crowd.say_elsewhere(keys, 0.5).device > 0


def test_who_spoke_at_a_gateway_is_forgotten_when_it_makes_no_difference() -> None:
    crowd = Crowd(POLICY)
    for number in range(100):
        crowd.say_elsewhere(Keys.of("", f"203.0.113.{number}", f"vwr_{number}"), 0.0)
    assert len(crowd) == 200
    crowd.say_elsewhere(Keys.of("", "203.0.113.7", "vwr_7"), 60.0)
    assert len(crowd) == 2
