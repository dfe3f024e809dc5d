"""Pictures of shows for invited viewers play at signed addresses only."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kaibo.platform.auth import playurls
from tests.support.house import MEDIA_TOKEN, Shop, settings_for
from tests.support.studio import Studio

SIGNED = re.compile(r".*/(?P<prefix>~\d+\.[\w-]{22})/(?P<path>live/str_\w+)/(?P<file>.*)")


@pytest.fixture
def studio(shop: Shop) -> Studio:
    shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"})
    return Studio(shop)


def addresses(studio: Studio) -> Iterator[str]:
    snapshot = studio.shop.owner.get(f"/rooms/{studio.show}/snapshot").json()
    picture = studio.picture()
    public = studio.shop.owner.get(f"/shows/{studio.show}/public").json()
    places: list[dict[str, Any]] = [
        snapshot["playback"],
        public["playback"],
        picture["program"],
        picture["inputs"][0],
    ]
    for place in places:
        yield place["hls_url"]
        yield place["whep_url"]


def test_every_address_of_its_picture_is_signed(studio: Studio) -> None:
    stream_id = studio.on_air()
    studio.tell("playable", stream_id=stream_id, whep=True)
    now = studio.shop.house.clock.now().timestamp()
    found = [SIGNED.fullmatch(address) for address in addresses(studio)]
    for match in found:
        assert match is not None
        assert match["path"] == f"live/{stream_id}"
        assert playurls.verify(MEDIA_TOKEN, match["path"], match["prefix"], now)
    files = [match["file"] for match in found if match is not None]
    assert files == ["main.m3u8", "whep"] * 4


def test_its_media_server_is_told_to_ask_for_signatures(studio: Studio) -> None:
    assert studio.publish().json()["protected"] is True
    assert studio.picture()["protected"] is True


def test_a_public_show_has_plain_addresses(shop: Shop) -> None:
    studio = Studio(shop)
    assert studio.publish().json()["protected"] is False
    assert studio.picture()["protected"] is False


def test_rooms_tell_new_addresses_before_the_old_ones_expire(studio: Studio) -> None:
    studio.on_air()
    house = studio.shop.house
    house.work()
    studio.watch()

    def told() -> str:
        snapshot = studio.shop.owner.get(f"/rooms/{studio.show}/snapshot").json()
        url: str = snapshot["playback"]["hls_url"]
        return url

    first = told()
    house.pass_time(hours=1)
    studio.beat(studio.status()["stream_id"])
    studio.watch()
    house.work()
    assert told() != first
    house.context.settings = settings_for(house.settings.data, "", media_url="https://cdn.test")
    assert studio.picture()["program"]["hls_url"].startswith("https://cdn.test/~")
