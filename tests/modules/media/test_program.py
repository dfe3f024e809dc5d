"""What viewers get: taking over, giving back, and choosing by hand."""

import pytest

from tests.support.house import Shop
from tests.support.studio import OFFLINE, Studio

OUTSIDE = "https://cdn.test/tea.m3u8"


@pytest.fixture
def studio(shop: Shop) -> Studio:
    return Studio(shop)


def test_the_backup_takes_over_at_once_when_the_main_input_is_lost(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    assert studio.program() == ("main", main, False)

    studio.end(main)

    assert studio.program() == ("backup", backup, True)
    url = f"http://shop.test:8001/live/{backup}/main.m3u8"
    assert studio.playback() == {"state": "live", "hls_url": url, "whep_url": None}


def test_the_backup_takes_over_when_nothing_comes_from_the_main_input(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(main)
    assert studio.program() == ("backup", backup, True)
    assert [one["state"] for one in studio.picture()["inputs"]] == ["stalled", "live"]


def test_once_it_has_taken_over_the_backup_stays_until_it_is_given_back(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(main)
    studio.stall(main, silent_ms=0)
    assert studio.program() == ("backup", backup, True)

    assert studio.choose("auto").status_code == 200

    assert studio.program() == ("main", main, False)


def test_an_encoder_that_comes_back_does_not_take_the_program_from_the_backup(
    studio: Studio,
) -> None:
    studio.end(studio.on_air())
    backup, main = studio.backup(), studio.on_air()
    assert studio.program() == ("backup", backup, True)
    studio.choose("auto")
    assert studio.program() == ("main", main, False)


def test_when_the_backup_is_lost_the_main_input_returns_by_itself(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(main)
    studio.stall(main, silent_ms=0)
    studio.end(backup)
    assert studio.program() == ("main", main, False)


def test_without_a_backup_a_stall_leaves_viewers_where_they_are(studio: Studio) -> None:
    main = studio.on_air()
    before = studio.picture()["program"]
    studio.stall(main)
    assert studio.picture()["program"] == before
    assert studio.playback()["state"] == "live"


def test_when_both_fall_silent_the_one_that_speaks_first_is_given(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(backup)
    studio.stall(main)
    assert studio.program() == ("main", main, False)
    studio.stall(backup, silent_ms=0)
    assert studio.program() == ("backup", backup, True)


def test_in_a_rehearsal_the_main_input_returns_by_itself(shop: Shop) -> None:
    waiting = Shop(shop.house, shop.owner, shop.product, shop.house.show(on_air=False))
    studio = Studio(waiting)
    studio.backup()
    main = studio.on_air()
    assert studio.program() == ("main", main, False)
    assert studio.playback() == OFFLINE


def test_the_backup_can_be_chosen_by_hand_and_given_back(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    answer = studio.choose("backup")
    assert answer.json()["choice"] == "backup"
    assert studio.program() == ("backup", backup, False)
    studio.choose("auto")
    assert studio.program() == ("main", main, False)


def test_a_backup_chosen_by_hand_that_is_lost_leaves_the_main_input(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.choose("backup")
    studio.end(backup)
    assert studio.program() == ("main", main, False)


def test_a_backup_that_is_not_there_cannot_be_chosen(studio: Studio) -> None:
    main = studio.on_air()
    studio.publish(studio.backup_key)
    answer = studio.choose("backup")
    assert (answer.status_code, answer.json()["code"]) == (409, "media.no_backup")
    assert studio.program() == ("main", main, False)


def test_a_show_can_be_switched_to_an_outside_address_while_on_air(studio: Studio) -> None:
    main = studio.on_air()
    picture = studio.choose("outside", url=OUTSIDE).json()
    assert (picture["choice"], picture["outside_url"]) == ("outside", OUTSIDE)
    assert studio.playback() == {"state": "live", "hls_url": OUTSIDE, "whep_url": None}
    other = OUTSIDE.replace("tea", "tea2")
    studio.choose("outside", url=other)
    assert studio.playback()["hls_url"] == other
    studio.choose("auto")
    assert studio.program() == ("main", main, False)
    # The address is remembered.
    assert studio.choose("outside").json()["outside_url"] == other


@pytest.mark.parametrize(
    "url", ["", "not a url", "ftp://a.test/x", "javascript:alert(1)", "http://", "http://[x/a.m3u8"]
)
def test_an_outside_address_that_no_player_can_fetch_is_refused(studio: Studio, url: str) -> None:
    answer = studio.choose("outside", url=url)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "url"
    assert studio.picture()["choice"] == "auto"


def test_every_change_of_the_program_is_kept(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.end(main)
    second = studio.on_air()
    studio.choose("auto")
    studio.end(second, "ended")
    studio.end(backup)
    studio.choose("outside", url=OUTSIDE)
    studio.shop.owner.post(f"/shows/{studio.show}/end")

    assert studio.cuts() == [
        (main, "started"),
        (backup, "lost"),
        (second, "chosen"),
        (backup, "ended"),
        (None, "lost"),
        (OUTSIDE, "chosen"),
        (None, "show_ended"),
    ]


def test_the_cut_at_which_a_show_begins_names_what_viewers_got_then(shop: Shop) -> None:
    show = shop.house.show(shop.product.id, on_air=False)
    studio = Studio(Shop(shop.house, shop.owner, shop.product, show))
    stream_id = studio.on_air()
    for _ in range(2):
        shop.owner.post(f"/shows/{show.id}/go-on-air")
        shop.house.pass_time(seconds=1)
    assert studio.cuts() == [(stream_id, "started"), (stream_id, "show_began")]


def test_ending_a_show_takes_the_picture_away_and_sends_both_encoders_away(
    studio: Studio,
) -> None:
    main, backup = studio.on_air(), studio.backup()
    assert studio.beat(main, backup) == []
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    assert sorted(studio.beat(main, backup)) == sorted([main, backup])
    assert studio.program() == (None, None, False)
    assert studio.choose("auto").json()["code"] == "shows.closed"


def test_rooms_hear_of_the_new_picture(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    house = studio.shop.house
    house.work()
    snapshot = f"/rooms/{studio.show}/snapshot"
    assert main in house.anyone.get(snapshot).json()["playback"]["hls_url"]
    studio.end(main)
    house.work()
    url = f":8001/live/{backup}/main.m3u8"
    assert house.anyone.get(snapshot).json()["playback"]["hls_url"] == url


def test_a_stall_told_of_a_stream_that_is_over_changes_nothing(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.end(main)
    studio.stall(main)
    studio.stall(main, silent_ms=0)
    assert studio.program() == ("backup", backup, True)


def test_whep_is_offered_when_the_stream_can_be_watched_by_it(studio: Studio) -> None:
    stream_id = studio.on_air()
    studio.tell("playable", stream_id=stream_id, whep=True, renditions=["low"])
    base = f"http://shop.test:8001/live/{stream_id}"
    assert studio.playback()["whep_url"] == f"{base}/whep"
    assert studio.status()["whep_url"] == f"{base}/whep"
    assert studio.status()["renditions"] == ["low"]
