"""Streams whose media server is gone end, though nobody says so."""

from datetime import timedelta

import pytest

from tests.support.house import Shop
from tests.support.studio import Studio


@pytest.fixture
def studio(shop: Shop) -> Studio:
    return Studio(shop)


def test_when_every_media_server_was_killed_the_stream_ends(studio: Studio) -> None:
    """No report comes any more from anybody."""
    studio.beat(studio.on_air())
    studio.watch()
    studio.shop.house.pass_time(seconds=10)
    studio.watch()
    assert studio.playback()["state"] == "live"

    studio.shop.house.pass_time(seconds=1)
    studio.watch()

    assert studio.playback()["state"] == "offline"
    refusal = studio.status(accept_language="zh-TW")["last_refusal"]
    assert (refusal["reason"], refusal["detail"]) == ("connection_lost", "與編碼器的連線已中斷。")
    assert studio.publish().status_code == 200


def test_a_core_that_starts_anew_waits_for_the_media_servers_first(studio: Studio) -> None:
    """The picture goes on while the core is away, so its silence then says nothing."""
    stream_id = studio.on_air()
    studio.shop.house.pass_time(hours=1)
    for _ in range(5):
        studio.watch()
        studio.shop.house.pass_time(seconds=2)
    assert studio.beat(stream_id) == []
    studio.watch()
    assert studio.playback()["state"] == "live"


def test_a_core_that_starts_when_its_media_server_is_gone_notices_by_itself(
    studio: Studio,
) -> None:
    studio.on_air()
    studio.watch()
    studio.shop.house.pass_time(seconds=11)
    studio.watch()
    assert studio.playback()["state"] == "offline"


def test_the_backup_on_another_server_takes_over_when_the_mains_is_killed(
    studio: Studio,
) -> None:
    other = Studio(studio.shop, "med_2")
    main, backup = studio.on_air(), other.backup()
    studio.beat(main)
    studio.watch()
    for _ in range(6):
        studio.shop.house.pass_time(seconds=2)
        other.beat(backup)
        studio.watch()
    assert studio.program() == ("backup", backup, True)


def test_a_killed_servers_last_figures_are_forgotten(studio: Studio) -> None:
    stream_id = studio.on_air()
    studio.beat(stream_id)
    assert studio.status()["health"]["video_kbps"] == 2500
    studio.shop.house.pass_time(seconds=11)
    studio.watch()
    again = studio.on_air()
    assert studio.status()["stream_id"] == again
    assert studio.status()["health"] is None


@pytest.mark.parametrize("minutes", [60, -60])
def test_a_machine_whose_clock_is_set_has_not_been_silent(studio: Studio, minutes: int) -> None:
    stream_id = studio.on_air()
    studio.beat(stream_id)
    studio.watch()
    studio.shop.house.clock.step(timedelta(minutes=minutes))
    studio.watch()
    assert studio.playback()["state"] == "live"
    assert studio.beat(stream_id) == []

    studio.shop.house.pass_time(seconds=11)
    studio.watch()
    assert studio.playback()["state"] == "offline"
