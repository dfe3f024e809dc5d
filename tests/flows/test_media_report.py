"""A media server's heartbeat, and what it must do in return."""

from typing import Any

import pytest

from kaibo.modules.media.contracts import Report
from kaibo.modules.media.ports import ReportListeners, ServerSettings
from kaibo.modules.media.servers import MediaServers
from kaibo.modules.quality.keeper import QualityKeeper
from tests.support.house import Caller, Shop
from tests.support.studio import Studio


@pytest.fixture
def studio(shop: Shop) -> Studio:
    return Studio(shop)


def beat(studio: Studio, *stream_ids: str, **more: Any) -> Any:  # noqa: ANN401 - JSON
    streams = [{"stream_id": stream_id, "video_kbps": 2500} for stream_id in stream_ids]
    answer = studio.tell("heartbeat", streams=streams, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_both_inputs_of_a_show_on_air_are_recorded(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    orders = beat(studio, main, backup)["record"]
    assert {order["stream_id"] for order in orders} == {main, backup}
    assert len({order["recording_id"] for order in orders}) == 2
    assert beat(studio, main, backup)["record"] == orders
    assert [one["recording"] for one in studio.picture()["inputs"]] == [True, True]


def test_a_rehearsal_is_not_recorded_and_going_on_air_begins_it(shop: Shop) -> None:
    show = shop.house.show(shop.product.id, on_air=False)
    studio = Studio(Shop(shop.house, shop.owner, shop.product, show))
    main = studio.on_air()
    assert beat(studio, main)["record"] == []
    on_air = shop.owner.post(f"/shows/{show.id}/go-on-air").json()["on_air_at"]
    (order,) = beat(studio, main)["record"]
    at = shop.house.clock.now()
    assert order["since_ms"] == round(at.timestamp() * 1000)
    assert on_air.startswith(f"{at:%Y-%m-%dT%H:%M:%S}")


def test_what_cannot_be_watched_yet_is_not_recorded(studio: Studio) -> None:
    stream_id = studio.publish().json()["stream_id"]
    assert beat(studio, stream_id) == {"kick": [], "record": [], "protected": []}


def test_the_shows_end_ends_its_recording(studio: Studio) -> None:
    main = studio.on_air()
    beat(studio, main)
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    assert beat(studio, main) == {"kick": [main], "record": [], "protected": []}


def test_each_server_is_told_to_record_what_it_carries(studio: Studio) -> None:
    other = Studio(studio.shop, "med_2")
    main, backup = studio.on_air(), other.backup()
    assert [order["stream_id"] for order in beat(studio, main)["record"]] == [main]
    assert [order["stream_id"] for order in beat(other, backup)["record"]] == [backup]


def test_a_server_that_cannot_record_is_not_said_to_record(studio: Studio) -> None:
    main = studio.on_air()
    beat(studio, main, server={"recording_failed": "No space left on device"})
    assert studio.status()["recording"] is False


def test_the_health_of_streams_and_servers_comes_through(studio: Studio) -> None:
    main = studio.on_air()
    told = {
        "stream_id": main,
        "video_kbps": 2500,
        "av_drift_ms": -12.5,
        "jitter_ms": 8,
        "silent_ms": 3,
        "part_late_ms": 0,
        "whep_viewers": 2,
        "keyframe_interval_ms": None,
    }
    studio.tell("heartbeat", streams=[told], server={"cpu_percent": 3.5, "whep_cap": 20})
    health = studio.status()["health"]
    assert (health["av_drift_ms"], health["jitter_ms"], health["whep_viewers"]) == (-12.5, 8, 2)
    assert health["keyframe_interval_ms"] == 0


def test_what_became_of_a_recording_is_taken(studio: Studio) -> None:
    main = studio.on_air()
    (order,) = beat(studio, main)["record"]
    answer = studio.tell(
        "recorded",
        recording_id=order["recording_id"],
        stream_id=main,
        state="complete",
        duration_ms=5000,
        bytes=100_000,
        started_at_ms=order["since_ms"],
    )
    assert answer.status_code == 204


def test_quality_hears_of_every_report(studio: Studio) -> None:
    main = studio.on_air()
    beat(studio, main, server={"cpu_percent": 3.5})
    stages = studio.shop.owner.get(f"/shows/{studio.show}/chain").json()["stages"]
    assert {stage["stage"]: stage["state"] for stage in stages}["encoder"] != "idle"


def test_a_show_closed_to_the_public_while_on_air_is_protected_from_then_on(
    studio: Studio,
) -> None:
    main = studio.on_air()
    assert beat(studio, main)["protected"] == []
    path = f"/shows/{studio.show}"
    studio.shop.owner.patch(path, {"access": "invited"})
    assert beat(studio, main)["protected"] == [main]
    studio.shop.owner.patch(path, {"access": "public"})
    assert beat(studio, main)["protected"] == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "-5", "1e308"])
def test_numbers_that_cannot_be_harm_nobody(studio: Studio, number: str) -> None:
    main = studio.on_air()
    server = studio.shop.house.media_server
    rates = ("video_kbps", "frame_rate", "duration_ms", "jitter_ms", "keyframe_interval_ms")
    stream = ", ".join(f'"{name}": {number}' for name in rates)
    body = (
        f'{{"server_id": "med_1", "streams": [{{"stream_id": "{main}", {stream}}}],'
        f' "server": {{"cpu_percent": {number}, "loop_lag_ms": {number}}}}}'
    )
    told = server.request(
        "POST", "/api/v1/media/heartbeat", body.encode(), content_type="application/json"
    )
    assert told.status_code == 200
    assert [order["stream_id"] for order in told.json()["record"]] == [main]
    assert studio.status()["health"]["video_kbps"] in {0, 2**53}
    keeper = studio.shop.house.context.port(QualityKeeper)
    studio.shop.house.await_(keeper.tick())
    chain = studio.shop.owner.get(f"/shows/{studio.show}/chain")
    assert chain.status_code == 200
    assert "null" not in str(chain.json()["stages"][0]["figures"].get("video_kbps"))


def test_a_listener_that_stumbles_keeps_no_order_from_the_server(studio: Studio) -> None:
    def stumble(_report: Report) -> None:
        raise RuntimeError

    main = studio.on_air()
    studio.shop.house.context.port(ReportListeners).insert(0, stumble)
    assert [order["stream_id"] for order in beat(studio, main)["record"]] == [main]


def other_server(studio: Studio) -> Caller:
    """An external server of this installation, which holds a token of its own."""
    house = studio.shop.house
    settings = ServerSettings(
        id="edge", kind="other", name="Edge", token="edge-secret-token", rtmp_url="rtmp://edge/live"
    )
    servers = house.context.port(MediaServers)
    house.context.provide(MediaServers, MediaServers(servers.default_id, [settings]))
    return house.bearer(settings.token)


def test_only_who_records_tells_what_became_of_it(studio: Studio) -> None:
    main = studio.on_air()
    (order,) = beat(studio, main)["record"]
    told = {
        "server_id": "edge",
        "recording_id": order["recording_id"],
        "stream_id": main,
        "state": "failed",
        "duration_ms": 0,
        "bytes": 0,
    }
    assert other_server(studio).post("/media/recorded", told).status_code == 401
    told |= {"server_id": "med_1", "stream_id": "str_of_another"}
    assert studio.shop.house.media_server.post("/media/recorded", told).status_code == 204
    (row,) = studio.shop.owner.get(f"/shows/{studio.show}/replay").json()["recordings"]
    assert row["state"] == "recording"


@pytest.mark.parametrize("field", ["duration_ms", "bytes"])
def test_a_recording_of_absurd_size_is_refused(studio: Studio, field: str) -> None:
    main = studio.on_air()
    (order,) = beat(studio, main)["record"]
    told = {"recording_id": order["recording_id"], "stream_id": main, "state": "complete"}
    told |= {"duration_ms": 1, "bytes": 1, "started_at_ms": 1} | {field: 10**20}
    assert studio.tell("recorded", **told).status_code == 422


def test_a_server_speaks_for_its_own_streams_only(studio: Studio) -> None:
    main = studio.on_air()
    beat(studio, main)
    said = [{"stream_id": main, "video_kbps": 1}]
    answer = other_server(studio).post("/media/heartbeat", {"server_id": "edge", "streams": said})
    assert answer.json()["kick"] == [main]
    assert studio.status()["health"]["video_kbps"] == 2500
