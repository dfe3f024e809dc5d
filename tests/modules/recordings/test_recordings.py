"""What is recorded, how it ends, and how long it stays."""

from datetime import UTC, datetime, timedelta

import pytest

from kaibo.modules.identity.contracts import Role
from kaibo.modules.recordings import facade, service
from kaibo.modules.recordings.contracts import Carried, DeletionCause, StorageState
from kaibo.modules.recordings.models import RecordingRow
from kaibo.modules.recordings.storage import GB, Kept, state_of, to_give_up
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once, settings_for
from tests.support.recordings import Recorder


@pytest.fixture
def recorder(shop: Shop) -> Recorder:
    return Recorder(shop)


def test_a_stream_is_recorded_while_its_show_is_on_air(recorder: Recorder) -> None:
    stream = recorder.push()
    recording = recorder.order(stream)
    assert recording.startswith("rec_")
    assert recorder.order(stream) == recording
    recorder.house.run(lambda uow: shows.close(uow, recorder.shop.show.id))
    answer = recorder.studio.tell("heartbeat", streams=[{"stream_id": stream}]).json()
    assert answer["record"] == []


def test_a_rehearsal_is_not_recorded_and_going_on_air_begins(shop: Shop) -> None:
    waiting = shop.house.show(on_air=False)
    recorder = Recorder(Shop(shop.house, shop.owner, shop.product, waiting))
    stream = recorder.push()
    beat = {"streams": [{"stream_id": stream}]}
    assert recorder.studio.tell("heartbeat", **beat).json()["record"] == []
    shop.owner.post(f"/shows/{waiting.id}/go-on-air")
    told = recorder.studio.tell("heartbeat", **beat).json()["record"]
    on_air = shop.owner.get(f"/shows/{waiting.id}").json()["on_air_at"]
    assert [order["stream_id"] for order in told] == [stream]
    assert datetime.fromtimestamp(told[0]["since_ms"] / 1000, UTC) == datetime.fromisoformat(on_air)


def test_a_recording_ends_when_it_is_as_long_as_it_may_be(recorder: Recorder) -> None:
    house = recorder.house
    house.context.settings = house.settings.model_copy(update={"recording_hours": 2.0})
    stream = recorder.push()
    beat = {"streams": [{"stream_id": stream}]}
    recorder.order(stream)
    house.pass_time(hours=1.9)
    assert len(recorder.studio.tell("heartbeat", **beat).json()["record"]) == 1
    house.pass_time(hours=0.2)
    answer = recorder.studio.tell("heartbeat", **beat).json()
    assert (answer["record"], answer["kick"]) == ([], [])


def test_asked_by_many_at_once_a_stream_has_one_recording(recorder: Recorder) -> None:
    carried = [Carried(recorder.push(), recorder.shop.show.id, "main")]
    told = at_once(8, lambda _: recorder.house.run(facade.begin, carried))
    assert len({order.recording_id for orders in told for order in orders}) == 1
    assert all(len(orders) == 1 for orders in told)


def test_the_report_of_a_recording_may_come_twice_and_late(recorder: Recorder) -> None:
    stream = recorder.push()
    recording = recorder.record(stream)
    recorder.end()
    for state in ("complete", "recovered"):
        recorder.report(recording, stream, 6000, state=state, problem="power cut")
    (seen,) = recorder.desk()["recordings"]
    assert (seen["id"], seen["state"], seen["duration_ms"]) == (recording, "recovered", 6000)
    assert seen["problem"] == "power cut"
    recorder.report("rec_unknown", stream, 6000)


def test_a_recording_can_be_deleted_once_the_show_is_over(recorder: Recorder) -> None:
    recording = recorder.record(recorder.push())
    refused = recorder.shop.owner.delete(f"/recordings/{recording}")
    assert (refused.status_code, refused.json()["code"]) == (409, "recordings.running")
    recorder.end()
    assert recorder.shop.owner.delete(f"/recordings/{recording}").status_code == 204
    recorder.house.work()
    assert not (recorder.house.settings.recordings_folder / recording).exists()
    desk = recorder.desk()
    (seen,) = desk["recordings"]
    assert (seen["state"], seen["deletion_cause"]) == ("deleted", "staff")
    assert (desk["duration_ms"], desk["ready"]) == (0, False)
    assert recorder.shop.owner.delete("/recordings/rec_unknown").status_code == 404


def test_all_recordings_of_a_show_are_erased_only_when_confirmed(recorder: Recorder) -> None:
    recording = recorder.record(recorder.push())
    recorder.end()
    path = f"/shows/{recorder.shop.show.id}/recordings"
    assert recorder.shop.owner.delete(f"{path}?confirm=yes").status_code == 422
    assert recorder.desk()["recordings"][0]["state"] == "complete"
    answer = recorder.shop.owner.delete(f"{path}?confirm={recorder.shop.show.slug}")
    assert answer.status_code == 204
    recorder.house.work()
    assert not (recorder.house.settings.recordings_folder / recording).exists()


def test_recordings_are_the_crews_and_deleting_needs_the_right(recorder: Recorder) -> None:
    recording = recorder.record(recorder.push())
    recorder.end()
    path = f"/shows/{recorder.shop.show.id}/replay"
    assert recorder.house.anyone.get(path).status_code == 401
    assert recorder.house.viewer().get(path).status_code == 401
    warehouse = recorder.house.staff(Role.WAREHOUSE)
    assert warehouse.delete(f"/recordings/{recording}").status_code == 403


def test_what_nobody_reports_is_closed_by_what_stands_on_the_shelf(recorder: Recorder) -> None:
    stream = recorder.push()
    recording = recorder.record(stream)
    recorder.end()

    def forget(uow: UnitOfWork) -> None:
        row = uow.session.get(RecordingRow, recording)
        assert row is not None
        row.state, row.duration_ms, row.ended_at = "recording", 0, None

    recorder.house.run(forget)
    recorder.house.work()
    recorder.house.pass_time(hours=2)
    recorder.house.work()
    (seen,) = recorder.desk()["recordings"]
    assert (seen["state"], seen["duration_ms"]) == ("recovered", 6000)


def states(recorder: Recorder) -> list[tuple[str, str | None]]:
    """State and cause of each recording, as no session of staff lasts long enough to ask."""
    context, show = recorder.house.context, recorder.shop.show
    return [
        (recording.state.value, recording.deletion_cause and recording.deletion_cause.value)
        for recording in recorder.house.await_(facade.recordings_of(context, show.id))
    ]


def test_old_recordings_go_by_themselves(recorder: Recorder) -> None:
    house = recorder.house
    house.context.settings = house.settings.model_copy(update={"recording_retention_days": 30})
    recording = recorder.record(recorder.push())
    recorder.end()
    house.pass_time(days=29)
    house.work()
    assert states(recorder) == [("complete", None)]
    house.pass_time(days=2)
    house.work()
    assert states(recorder) == [("deleted", "retention")]
    assert not (house.settings.recordings_folder / recording).exists()


def test_the_oldest_recordings_make_room(recorder: Recorder) -> None:
    house = recorder.house
    recorder.record(recorder.push())
    recorder.end()
    house.context.settings = house.settings.model_copy(update={"recording_quota_gb": 1e-6})
    house.pass_time(hours=23)
    house.work()
    assert states(recorder) == [("complete", None)]
    house.pass_time(hours=2)
    house.work()
    assert states(recorder) == [("deleted", "quota")]
    storage = recorder.shop.owner.get("/recordings/storage").json()
    assert (storage["bytes"], storage["quota_bytes"]) == (0, 1000)


NOW = datetime(2026, 3, 1, tzinfo=UTC)


def kept(name: str, age: timedelta, *, held: bool = False, over: bool = True) -> Kept:
    ended = NOW - age
    return Kept(name, 10, ended - timedelta(hours=2), ended if over else None, held)


def test_what_goes_is_the_oldest_and_never_the_young_the_running_or_the_held() -> None:
    shelf = [
        kept("young", timedelta(hours=20)),
        kept("older", timedelta(days=3)),
        kept("oldest", timedelta(days=9)),
        kept("held", timedelta(days=20), held=True),
        kept("running", timedelta(days=20), over=False),
    ]

    def gone(usage: int, quota: int | None, days: int | None) -> list[tuple[str, DeletionCause]]:
        retention = None if days is None else timedelta(days=days)
        return to_give_up(shelf, now=NOW, usage=usage, quota=quota, retention=retention)

    assert gone(50, None, None) == []
    assert gone(50, 40, None) == [("oldest", DeletionCause.QUOTA)]
    assert gone(50, 0, None) == [("oldest", DeletionCause.QUOTA), ("older", DeletionCause.QUOTA)]
    assert gone(50, None, 5) == [("oldest", DeletionCause.RETENTION)]
    # What goes by age makes room, too.
    assert gone(50, 40, 5) == [("oldest", DeletionCause.RETENTION)]


@pytest.mark.parametrize(
    ("free_gb", "usage_gb", "state"),
    [
        (100, 0, StorageState.OK),
        (6.9, 0, StorageState.LOW),
        (2, 0, StorageState.FULL),
        (100, 91, StorageState.LOW),
    ],
)
def test_the_alarm_comes_before_the_disk_is_full(
    tmp_path: object, free_gb: float, usage_gb: float, state: StorageState
) -> None:
    settings = settings_for(tmp_path, "", recording_quota_gb=100)  # type: ignore[arg-type]
    assert state_of(settings, usage=round(usage_gb * GB), free=round(free_gb * GB)) is state


def test_a_report_that_comes_at_the_last_moment_counts(recorder: Recorder) -> None:
    """The shelf was read before; what its server says is better."""
    stream_id = recorder.push()
    recording_id = recorder.order(stream_id)
    recorder.end()
    recorder.report(recording_id, stream_id, 6_000)
    recorder.house.run(service.settle, recording_id, None)
    (row,) = recorder.desk()["recordings"]
    assert (row["state"], row["duration_ms"]) == ("complete", 6_000)
