"""Asking LiveKit by its server API, over sockets."""

from typing import Any

import jwt
import pytest

from kaibo.adapters.media.livekit.names import ingress_name
from kaibo.adapters.media.livekit.server import LivekitServer
from kaibo.modules.media.ports import PushAddress
from tests.support.media_api import PLAYLIST, Asked, MediaApi, ask

SECRET = "livekits-api-secret-of-32-letters"
INGRESS, EGRESS = "/twirp/livekit.Ingress", "/twirp/livekit.Egress"


class Rooms:
    """What a LiveKit remembers of its ingresses."""

    def __init__(self, api: MediaApi) -> None:
        self.ingresses: list[dict[str, Any]] = []
        self.egresses: list[dict[str, Any]] = []
        api.answers["POST", f"{INGRESS}/ListIngress"] = self._list
        api.answers["POST", f"{INGRESS}/CreateIngress"] = self._create
        api.answers["POST", f"{INGRESS}/DeleteIngress"] = self._delete
        api.answers["POST", f"{EGRESS}/ListEgress"] = lambda _: {"items": self.egresses}
        api.answers["POST", f"{EGRESS}/StartParticipantEgress"] = self._start

    def _list(self, asked: Asked) -> dict[str, Any]:
        room = asked.body.get("room_name")
        found = [one for one in self.ingresses if room in {None, one["room_name"]}]
        return {"items": found}

    def _create(self, asked: Asked) -> dict[str, Any]:
        number = len(self.ingresses) + 1
        is_rtmp = asked.body["input_type"] == "RTMP_INPUT"
        made: dict[str, Any] = asked.body | {
            "ingress_id": f"IN_{number}",
            "stream_key": f"own-{number}",
            "url": "rtmp://edge.test:1935/x" if is_rtmp else "https://whip.test/w",
            "reusable": True,
            "state": {"status": "ENDPOINT_INACTIVE", "video": None, "audio": None},
        }
        self.ingresses.append(made)
        return made

    def _delete(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON or a status
        found = [one for one in self.ingresses if one["ingress_id"] == asked.body["ingress_id"]]
        for one in found:
            self.ingresses.remove(one)
        return found[0] if found else 404

    def _start(self, asked: Asked) -> dict[str, Any]:
        self.egresses.append({"egress_id": "EG_1", **asked.body})
        return self.egresses[0]


@pytest.fixture
def rooms(api: MediaApi) -> Rooms:
    return Rooms(api)


def server_of(api: MediaApi, **options: Any) -> LivekitServer:  # noqa: ANN401 - any option
    more = {"api_key": "APIkaibo", **options}
    return LivekitServer(
        api.settings("livekit", token=SECRET, options=more, play_url=f"{api.url}/{{name}}.m3u8")
    )


def test_an_ingress_is_made_when_the_address_is_asked_for_and_only_once(
    api: MediaApi, rooms: Rooms
) -> None:
    server = server_of(api)

    async def ask_twice() -> list[PushAddress | None]:
        return [await server.push_address("shw_1", "sk_1") for _ in range(2)]

    first, second = ask(server, ask_twice())
    assert first == second == PushAddress("rtmp://edge.test:1935/x", "own-1", None)
    (made,) = rooms.ingresses
    assert made["name"] == ingress_name(SECRET, "shw_1", "sk_1")
    assert (made["room_name"], made["participant_identity"]) == ("shw_1", "shw_1")
    assert "sk_1" not in str(made)  # the show's own key is nothing that LiveKit must know


def test_with_whip_there_are_two(api: MediaApi, rooms: Rooms) -> None:
    server = server_of(api, whip=True)
    found = ask(server, server.push_address("shw_1", "sk_1"))
    assert found is not None
    assert found.whip_url == "https://whip.test/w/own-2"


def test_a_key_that_was_replaced_opens_nothing_any_more(api: MediaApi, rooms: Rooms) -> None:
    server = server_of(api)

    async def rotate() -> PushAddress | None:
        await server.push_address("shw_1", "sk_old")
        return await server.push_address("shw_1", "sk_new")

    found = ask(server, rotate())
    (left,) = rooms.ingresses
    assert left["name"] == ingress_name(SECRET, "shw_1", "sk_new")
    assert found is not None
    assert found.stream_key == left["stream_key"]


def test_calls_are_signed_with_the_grants_they_need(api: MediaApi, rooms: Rooms) -> None:
    server = server_of(api)
    ask(server, server.streams())
    given = api.asked[0].headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(given, SECRET, algorithms=["HS256"], issuer="APIkaibo")
    assert claims["video"] == {"ingressAdmin": True, "roomRecord": True}
    assert claims["exp"] - claims["nbf"] < 120


def test_it_tells_who_pushes(api: MediaApi, rooms: Rooms) -> None:
    state = {
        "status": "ENDPOINT_PUBLISHING",
        "video": {
            "mime_type": "video/h264",
            "average_bitrate": 2500000,
            "width": 1280,
            "height": 720,
            "framerate": 30.0,
        },
        "audio": {
            "mime_type": "audio/aac",
            "average_bitrate": 128000,
            "channels": 2,
            "sample_rate": 48000,
        },
        "started_at": "1780000000",
    }
    named = {"ingress_id": "IN_1", "room_name": "shw_1"}
    rooms.ingresses = [
        named | {"name": ingress_name(SECRET, "shw_1", "sk_1"), "state": state},
        named
        | {"name": ingress_name(SECRET, "shw_2", "sk_2"), "state": {"status": "ENDPOINT_INACTIVE"}},
        named | {"name": "somebody else's", "state": state},
    ]
    server = server_of(api)
    (one,) = ask(server, server.streams())
    health = one.health
    assert (one.name, health.video_kbps, health.frame_rate) == ("shw_1", 2500, 30)
    assert health.received_bytes == 0  # it does not count them, so it is never thought silent
    assert one.playable is not None
    assert one.playable.video is not None
    assert one.playable.audio is not None
    assert (one.playable.video.codec, one.playable.audio.codec) == ("h264", "aac")


def test_an_encoder_is_sent_away_and_its_ingress_deleted_when_it_comes_again(
    api: MediaApi, rooms: Rooms
) -> None:
    """Somebody of whom Kaibo did not hear may come again, and is heard of then."""
    remove = "/twirp/livekit.RoomService/RemoveParticipant"
    api.answers["POST", remove] = {}
    server = server_of(api)

    async def push_and_kick() -> list[int]:
        await server.push_address("shw_1", "sk_1")
        await server.push_address("shw_2", "sk_2")
        for ingress in rooms.ingresses:
            ingress["state"]["status"] = "ENDPOINT_PUBLISHING"
        left = []
        for _ in range(3):
            await server.kick("shw_1")
            left.append(len(rooms.ingresses))
        return left

    assert ask(server, push_and_kick()) == [2, 1, 1]
    assert {one["room_name"] for one in rooms.ingresses} == {"shw_2"}
    (removed,) = [one for one in api.asked if one.path == remove]
    assert removed.body == {"room": "shw_1", "identity": "shw_1"}
    given = removed.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(given, SECRET, algorithms=["HS256"])
    assert (claims["video"]["roomAdmin"], claims["video"]["room"]) == (True, "shw_1")


def test_hls_is_cut_of_it_once_if_so_configured(api: MediaApi, rooms: Rooms) -> None:
    server = server_of(api, egress=True)

    async def looks() -> list[bool]:
        found = [await server.is_playable("shw_1")]
        api.answers["GET", "/shw_1.m3u8"] = PLAYLIST
        return [*found, await server.is_playable("shw_1")]

    assert ask(server, looks()) == [False, True]
    (egress,) = rooms.egresses
    assert (egress["room_name"], egress["identity"]) == ("shw_1", "shw_1")
    (output,) = egress["segment_outputs"]
    assert output["live_playlist_name"] == "shw_1/live.m3u8"


@pytest.mark.parametrize("answer", [500, 401, b"<html>", [1]])
def test_an_answer_that_is_none_is_silence(api: MediaApi, answer: Any) -> None:  # noqa: ANN401 - anything
    server = server_of(api)
    api.answers["POST", f"{INGRESS}/ListIngress"] = answer
    with pytest.raises(OSError, match=r"\S"):
        ask(server, server.streams())
