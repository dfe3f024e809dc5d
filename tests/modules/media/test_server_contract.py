"""The contract that media servers speak."""

import threading
from typing import Any

import pytest

from kaibo.modules.media.contracts import Publish
from kaibo.modules.media.service import publish
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once, settings_for
from tests.support.studio import AUDIO, OFFLINE, VIDEO, Studio


@pytest.fixture
def studio(shop: Shop) -> Studio:
    return Studio(shop)


def test_an_encoder_with_the_shows_key_comes_on_air(studio: Studio) -> None:
    assert studio.status()["state"] == "offline"
    stream = studio.publish().json()
    assert stream["play_path"] == f"live/{stream['stream_id']}"
    assert studio.key not in stream["play_path"]
    assert studio.status()["state"] == "connecting"
    assert studio.playback() == OFFLINE

    studio.tell("playable", stream_id=stream["stream_id"], video=VIDEO, audio=None)

    status = studio.status()
    assert (status["state"], status["video"], status["audio"]) == ("live", VIDEO, None)
    assert studio.playback()["state"] == "live"


@pytest.mark.parametrize("key", ["sk_wrong", "x" * 200])
def test_an_unknown_key_is_refused_with_a_reason(studio: Studio, key: str) -> None:
    answer = studio.publish(key)
    assert (answer.status_code, answer.json()["code"]) == (403, "media.bad_stream_key")
    assert answer.json()["detail"]


def test_the_key_of_a_closed_show_opens_nothing(studio: Studio) -> None:
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    answer = studio.publish()
    assert (answer.status_code, answer.json()["code"]) == (403, "media.show_over")


def test_of_encoders_that_push_at_once_one_gets_in(studio: Studio) -> None:
    answers = at_once(5, lambda _: studio.publish())
    assert sorted(answer.status_code for answer in answers) == [200, 403, 403, 403, 403]
    codes = {answer.json().get("code") for answer in answers}
    assert codes == {None, "media.already_publishing"}


def test_a_show_that_is_not_on_air_yet_takes_the_picture(studio: Studio) -> None:
    """The host checks light and sound before the viewers may buy."""
    waiting = studio.shop.house.show(on_air=False)
    key = studio.shop.owner.get(f"/shows/{waiting.id}/stream-keys").json()["main"]["stream_key"]
    assert studio.publish(key).status_code == 200


def test_ending_twice_is_ending_once_and_the_reason_stays(studio: Studio) -> None:
    stream_id = studio.on_air()
    for reason in ("unsupported_codec", "ended"):
        answer = studio.tell("unpublish", stream_id=stream_id, reason=reason, detail="HEVC")
        assert answer.status_code == 204

    status = studio.status()
    assert (status["state"], status["hls_url"]) == ("offline", None)
    refusal = status["last_refusal"]
    assert (refusal["reason"], refusal["detail"]) == ("unsupported_codec", "HEVC")
    assert studio.playback() == OFFLINE
    assert studio.publish().status_code == 200


@pytest.mark.parametrize("reason", ["ended", "kicked"])
def test_an_end_that_was_meant_is_no_refusal(studio: Studio, reason: str) -> None:
    stream_id = studio.on_air()
    studio.tell("unpublish", stream_id=stream_id, reason=reason)
    assert studio.status()["last_refusal"] is None


def test_a_refusal_is_forgotten_when_the_picture_is_back(studio: Studio) -> None:
    stream_id = studio.on_air()
    studio.tell("unpublish", stream_id=stream_id, reason="bad_data", detail="x" * 1000)
    assert len(studio.status()["last_refusal"]["detail"]) == 300
    studio.on_air()
    assert studio.status()["last_refusal"] is None


def test_news_of_a_stream_count_only_from_the_server_that_carries_it(studio: Studio) -> None:
    stream_id = studio.on_air()
    other = Studio(studio.shop, "med_2")
    other.tell("unpublish", stream_id=stream_id, reason="ended")
    assert studio.status()["state"] == "live"


def test_playable_after_the_end_does_not_bring_a_stream_back(studio: Studio) -> None:
    stream_id = studio.publish().json()["stream_id"]
    studio.tell("unpublish", stream_id=stream_id, reason="connection_lost")
    studio.tell("playable", stream_id=stream_id, video=VIDEO, audio=AUDIO)
    assert studio.playback()["state"] == "offline"


def test_a_server_that_starts_carries_nothing(studio: Studio) -> None:
    studio.on_air()
    assert studio.tell("started").status_code == 204
    assert studio.playback()["state"] == "offline"
    assert studio.publish().status_code == 200


def test_a_heartbeat_brings_health_and_kicks_what_is_unknown(studio: Studio) -> None:
    stream_id = studio.on_air()
    assert studio.beat(stream_id, "str_unknown") == ["str_unknown"]
    assert studio.status()["health"]["video_kbps"] == 2500
    assert studio.beat() == []
    assert studio.status()["health"] is None


def test_after_the_show_its_encoder_is_sent_away(studio: Studio) -> None:
    stream_id = studio.on_air()
    assert studio.beat(stream_id) == []
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    assert studio.beat(stream_id) == [stream_id]


def test_the_streams_of_a_killed_server_end_and_its_encoder_may_come_back(studio: Studio) -> None:
    """It told nobody, and the one started in its place has another name."""
    stream_id = studio.on_air()
    studio.beat(stream_id)
    fresh = Studio(studio.shop, "med_2")
    fresh.tell("started")
    fresh.beat()
    assert fresh.publish().json()["code"] == "media.already_publishing"

    studio.shop.house.pass_time(seconds=11)
    fresh.beat()
    studio.watch()

    assert studio.playback()["state"] == "offline"
    assert fresh.publish().status_code == 200


def test_a_stream_whose_end_was_never_told_ends_after_ten_seconds(studio: Studio) -> None:
    stream_id = studio.on_air()
    studio.beat(stream_id)
    studio.shop.house.pass_time(seconds=9)
    studio.beat()
    studio.watch()
    assert studio.playback()["state"] == "live"
    studio.shop.house.pass_time(seconds=2)
    studio.watch()
    assert studio.playback()["state"] == "offline"


def test_a_stream_lives_while_its_server_names_it(studio: Studio) -> None:
    stream_id = studio.on_air()
    for _ in range(4):
        studio.shop.house.pass_time(seconds=8)
        assert studio.beat(stream_id) == []
        studio.watch()
    assert studio.playback()["state"] == "live"


def test_a_fresh_stream_need_not_have_been_named_yet(studio: Studio) -> None:
    studio.beat()
    studio.shop.house.pass_time(seconds=60)
    studio.on_air()
    studio.beat()
    studio.watch()
    assert studio.playback()["state"] == "live"


def test_servers_without_the_token_are_not_listened_to(shop: Shop) -> None:
    for caller in (shop.house.anyone, shop.owner, shop.house.bearer("media-secret-not")):
        answer = caller.post("/media/started", {"server_id": "med_1"})
        assert (answer.status_code, answer.json()["code"]) == (401, "media.unknown_server")


def test_without_a_token_of_its_own_core_listens_to_no_server(shop: Shop) -> None:
    house = shop.house
    house.context.settings = settings_for(house.settings.data, "", media_token="")
    assert house.bearer("").post("/media/started", {"server_id": "m"}).status_code == 401


# Keys and addresses


def test_a_key_stays_until_it_is_replaced(studio: Studio) -> None:
    again = Studio(studio.shop)
    assert again.key == studio.key
    path = f"/shows/{studio.show}/stream-keys/main/rotate"
    fresh = studio.shop.owner.post(path).json()["stream_key"]
    assert fresh != studio.key
    assert studio.publish().status_code == 403
    assert studio.publish(fresh).status_code == 200
    answer = studio.shop.owner.post(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "media.key_in_use")


def test_two_who_ask_first_get_the_same_key(shop: Shop) -> None:
    answers = at_once(4, lambda _: shop.owner.get(f"/shows/{shop.show.id}/stream-keys"))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("settings", "host", "rtmp", "hls"),
    [
        ({}, "192.168.1.5:8000", "rtmp://192.168.1.5:1935/live", "http://192.168.1.5:8001"),
        ({}, "[fe80::1]:8000", "rtmp://[fe80::1]:1935/live", "http://[fe80::1]:8001"),
        ({}, "tea.test", "rtmp://tea.test:1935/live", "http://tea.test:8001"),
        (
            {"public_url": "https://tea.test/"},
            "10.0.0.1:8000",
            "rtmp://tea.test:1935/live",
            "https://tea.test:8001",
        ),
        (
            {"public_url": "https://tea.test", "media_url": "https://cdn.test/x/"},
            "10.0.0.1:8000",
            "rtmp://tea.test:1935/live",
            "https://cdn.test/x",
        ),
        (
            {"rtmp_port": 19350, "media_port": 18001},
            "10.0.0.1:8000",
            "rtmp://10.0.0.1:19350/live",
            "http://10.0.0.1:18001",
        ),
    ],
)
def test_addresses_follow_the_host_that_was_asked_or_the_settings(
    sqlite_shop: Shop, settings: dict[str, Any], host: str, rtmp: str, hls: str
) -> None:
    studio = Studio(sqlite_shop)
    stream_id = studio.on_air()
    house = sqlite_shop.house
    house.context.settings = settings_for(house.settings.data, "", **settings)

    key = sqlite_shop.owner.get(f"/shows/{studio.show}/stream-keys", host=host).json()["main"]

    assert key["rtmp_url"] == rtmp
    url = f"{hls}/live/{stream_id}/main.m3u8"
    assert studio.playback(host=host)["hls_url"] == url
    assert studio.status(host=host)["hls_url"] == url


def test_a_show_that_ends_while_its_encoder_comes_in_sends_it_away(studio: Studio) -> None:
    """Staged: the end begins while the encoder's transaction is not over."""
    house, show = studio.shop.house, studio.show
    inside, over = threading.Event(), threading.Event()
    published: list[str] = []

    def come_in(uow: UnitOfWork) -> None:
        asked = Publish("med_1", studio.key, "10.0.0.1")
        published.append(publish(uow, asked).stream_id)
        inside.set()
        # It cannot be over before this transaction is; without the lock it would be.
        assert not over.wait(0.3)

    def end() -> None:
        assert inside.wait(10)
        studio.shop.owner.post(f"/shows/{show}/end")
        over.set()

    ending = threading.Thread(target=end)
    ending.start()
    house.run(come_in)
    ending.join(20)

    assert studio.status()["state"] == "offline"
    assert studio.beat(*published) == published


def test_the_crew_sees_that_a_second_encoder_is_turned_away(studio: Studio) -> None:
    stream_id = studio.on_air()
    assert studio.status()["last_refusal"] is None
    assert studio.publish().status_code == 403
    told = studio.status(accept_language="en")
    assert (told["stream_id"], told["state"]) == (stream_id, "live")
    assert told["last_refusal"]["reason"] == "refused"
    assert told["last_refusal"]["detail"].startswith("Another encoder is using this stream key")
    assert studio.picture()["inputs"][1]["last_refusal"] is None

    studio.shop.house.pass_time(minutes=3)
    assert studio.status()["last_refusal"] is None
    assert studio.tell("refused", stream_key=studio.key).status_code == 204
    assert studio.status()["last_refusal"]["code"] == "key_in_use"


def test_the_crew_sees_that_an_encoder_comes_after_the_show(studio: Studio) -> None:
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    assert studio.publish().status_code == 403
    refusal = studio.status(accept_language="zh-TW")["last_refusal"]
    assert (refusal["reason"], refusal["code"]) == ("refused", "show_over")
    assert refusal["detail"] == "這組金鑰所屬的直播已結束，請建立新的直播。"


def test_a_key_that_opens_nothing_is_nobodys_news(studio: Studio) -> None:
    assert studio.tell("refused", stream_key="sk_none").status_code == 204
    assert [one["last_refusal"] for one in studio.picture()["inputs"]] == [None, None]
