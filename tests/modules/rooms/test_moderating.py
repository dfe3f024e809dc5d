"""The crew hides a line, holds one up, and lets a viewer not speak; each can be taken back."""

from typing import Any

import msgspec
import pytest

from kaibo.modules.rooms.frames import Danmaku, Hello, RoomSnapshot, You
from kaibo.modules.rooms.live import Declined, Taken
from kaibo.modules.rooms.room import Room
from tests.support.house import Shop
from tests.support.sockets import until


class Talk:
    """The room of a shop's show, with a viewer who speaks in it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.path = f"/rooms/{shop.show.id}"
        room = shop.house.await_(shop.house.core.hub.load(shop.show.id))
        assert room is not None
        self.room: Room = room
        viewer = shop.house.viewer()
        name = viewer.get("/viewers/me").json()["display_name"]
        self.you = You(viewer.id, name, "viewer")

    def say(self, text: str) -> Taken | Declined:
        """Say it, and wait until the room has shown it."""

        async def speak() -> Taken | Declined:
            answers: list[Taken | Declined] = []
            guest = self.room.arrive(self.you)
            self.room.hear(guest, text, answers.append)
            self.room.depart(guest)
            (answer,) = answers
            if isinstance(answer, Taken):
                await until(lambda: self.room.line(answer.danmaku_id) is not None)
            return answer

        return self.shop.house.await_(speak())

    def said(self, text: str) -> str:
        answer = self.say(text)
        assert isinstance(answer, Taken)
        return answer.danmaku_id

    def snapshot(self) -> RoomSnapshot:
        """What the room shows once the crew's word has come through."""
        self.shop.house.work()

        async def look() -> RoomSnapshot:
            return self.room.snapshot()

        return self.shop.house.await_(look())

    def entries(self, *kinds: str) -> list[dict[str, Any]]:
        asked = "&".join(f"kind={kind}" for kind in kinds)
        answer = self.shop.owner.get(f"/shows/{self.shop.show.id}/timeline?{asked}")
        return list(answer.json()["items"])


@pytest.fixture
def talk(shop: Shop) -> Talk:
    return Talk(shop)


class Screen:
    """A connection that keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def watch(self, changed: object, /) -> None:
        """Never behind."""

    def send_frame(self, frame: bytes, /, *, ephemeral: bool = False) -> bool:
        self.sent.append(frame)
        return True

    def deliver(self, whole: bytes, kept: bytes, /) -> bool:
        return True

    def close(self, code: int, reason: str = "", /) -> None:
        """Nothing to close."""


def recent_of_a_newcomer(talk: Talk, you: You | None = None) -> list[Danmaku]:
    screen = Screen()

    async def enter() -> None:
        talk.room.greet(screen, you or talk.you)  # type: ignore[arg-type] # greets are all it is asked for

    talk.shop.house.await_(enter())
    payload = screen.sent[0][screen.sent[0].index(b"{") :]
    return list(msgspec.json.decode(payload, type=Hello).recent)


def test_a_hidden_line_is_lost_to_all_and_to_those_who_come_later(talk: Talk) -> None:
    kept, bad = talk.said("hello"), talk.said("buy at my shop instead")
    assert [line.id for line in recent_of_a_newcomer(talk)] == [kept, bad]
    answer = talk.shop.owner.put(f"{talk.path}/hidden-lines/{bad}")
    assert answer.status_code == 204
    assert talk.snapshot().hidden == (bad,)
    assert [line.id for line in recent_of_a_newcomer(talk)] == [kept]
    (entry,) = talk.entries("danmaku_hidden")
    assert (entry["subject"], entry["data"]["text"]) == (bad, "buy at my shop instead")
    assert entry["data"]["by"] == talk.shop.owner.get("/staff/me").json()["id"]


def test_the_crew_still_sees_a_hidden_line_after_a_reload_and_can_bring_it_back(talk: Talk) -> None:
    kept, bad = talk.said("hello"), talk.said("buy at my shop instead")
    crew = You("stf_1", "Floor", "staff")
    for hidden in ((), (bad,), ()):
        change = talk.shop.owner.put if hidden else talk.shop.owner.delete
        change(f"{talk.path}/hidden-lines/{bad}")
        assert talk.snapshot().hidden == hidden
        assert [line.id for line in recent_of_a_newcomer(talk, crew)] == [kept, bad]
        seen = [line.id for line in recent_of_a_newcomer(talk)]
        assert seen == [line for line in (kept, bad) if line not in hidden]


def test_a_hidden_line_comes_back(talk: Talk) -> None:
    line = talk.said("hello")
    talk.shop.owner.put(f"{talk.path}/hidden-lines/{line}")
    talk.snapshot()
    talk.shop.owner.delete(f"{talk.path}/hidden-lines/{line}")
    assert talk.snapshot().hidden == ()
    assert [one.id for one in recent_of_a_newcomer(talk)] == [line]
    kinds = [entry["kind"] for entry in talk.entries("danmaku_hidden", "danmaku_restored")]
    assert kinds == ["danmaku_hidden", "danmaku_restored"]


def test_what_is_hidden_stays_so_when_the_room_is_loaded_anew(talk: Talk) -> None:
    line = talk.said("hello")
    for _ in range(2):
        talk.shop.owner.put(f"{talk.path}/hidden-lines/{line}")
    assert len(talk.entries("danmaku_hidden")) == 1
    talk.snapshot()
    fresh = talk.shop.house.anyone.get(f"{talk.path}/snapshot").json()
    assert fresh["hidden"] == [line]


def test_a_muted_viewer_is_told_and_others_speak_on(talk: Talk) -> None:
    answer = talk.shop.owner.put(f"{talk.path}/mutes/{talk.you.id}", {"minutes": 5})
    assert answer.status_code == 200
    talk.snapshot()
    assert talk.say("hello") == Declined("rooms.muted", {"minutes": 5})
    other = Talk(talk.shop)
    assert isinstance(other.say("hello"), Taken)
    talk.shop.house.pass_time(seconds=301)
    assert isinstance(talk.say("hello"), Taken)


def test_a_mute_to_the_end_of_the_show_is_taken_back(talk: Talk) -> None:
    talk.shop.owner.put(f"{talk.path}/mutes/{talk.you.id}", {"minutes": None})
    talk.snapshot()
    assert talk.say("hello") == Declined("rooms.muted_for_show")
    moderation = talk.shop.owner.get(f"{talk.path}/moderation").json()
    assert [mute["viewer_id"] for mute in moderation["mutes"]] == [talk.you.id]
    talk.shop.owner.delete(f"{talk.path}/mutes/{talk.you.id}")
    talk.snapshot()
    assert isinstance(talk.say("hello"), Taken)
    assert [entry["kind"] for entry in talk.entries("muted", "unmuted")] == ["muted", "unmuted"]


def test_a_mute_that_was_made_longer_comes_back_with_what_was_left_of_it(talk: Talk) -> None:
    path = f"{talk.path}/mutes/{talk.you.id}"
    before = talk.shop.owner.put(path, {"minutes": 5}).json()["until"]
    talk.shop.house.pass_time(seconds=200)
    talk.shop.owner.put(path, {})
    assert talk.shop.owner.put(path, {"until": before}).json()["until"] == before
    talk.snapshot()
    assert talk.say("hello") == Declined("rooms.muted", {"minutes": 2})
    talk.shop.house.pass_time(seconds=101)
    assert isinstance(talk.say("hello"), Taken)


@pytest.mark.parametrize("body", [{"minutes": 5, "until": "2036-01-01T00:00:00Z"}, {"minutes": 7}])
def test_a_mute_has_one_end_of_those_that_there_are(talk: Talk, body: dict[str, object]) -> None:
    answer = talk.shop.owner.put(f"{talk.path}/mutes/{talk.you.id}", body)
    assert answer.status_code == 422


def test_one_line_is_held_up_at_a_time_and_falls_when_it_is_hidden(talk: Talk) -> None:
    first, second = talk.said("two for one"), talk.said("free delivery")
    for line in (first, second):
        answer = talk.shop.owner.put(f"{talk.path}/announcement", {"danmaku_id": line})
        assert answer.status_code == 204
    held = talk.snapshot().announcement
    assert held is not None
    assert (held.id, held.text, held.name) == (second, "free delivery", talk.you.name)
    talk.shop.owner.put(f"{talk.path}/hidden-lines/{second}")
    assert talk.snapshot().announcement is None
    kinds = [entry["kind"] for entry in talk.entries("danmaku_pinned", "danmaku_unpinned")]
    assert kinds == ["danmaku_pinned", "danmaku_unpinned"] * 2


def test_a_line_that_the_room_has_forgotten_is_not_held_up(talk: Talk) -> None:
    answer = talk.shop.owner.put(f"{talk.path}/announcement", {"danmaku_id": "long-ago"})
    assert (answer.status_code, answer.json()["code"]) == (404, "rooms.line_gone")
