"""What the page of the system's health says, and the dead letters beside it."""

from datetime import UTC, datetime
from pathlib import Path

from kaibo.apps.system import BackupState, SystemWatch, read_last_backup, write_last_backup
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.house import House, Shop


def test_it_tells_of_processes_database_work_disk_and_the_last_minutes(shop: Shop) -> None:
    watch = shop.house.context.port(SystemWatch)
    shop.house.await_(watch.sample())
    told = shop.owner.get("/system").json()
    kinds = {"SQLite", "PostgreSQL"}
    assert told["database"]["kind"].split()[0] in kinds
    assert told["database"]["size_bytes"] > 100_000
    assert told["database"]["revision"]
    assert {one["name"]: one["is_up"] for one in told["processes"]} == {
        "core": True,
        "media": False,
    }
    assert 0 < told["disk"]["free_bytes"] <= told["disk"]["total_bytes"]
    assert told["last_backup"] is None
    (sample,) = told["history"]
    assert sample["latency_ms"] >= 0


def test_due_work_is_told_with_how_long_it_has_waited(shop: Shop) -> None:
    shop.house.work()
    shop.house.run(_add_item, state="ready")
    shop.house.run(_add_item, state="dead")
    shop.house.pass_time(seconds=90)
    told = shop.owner.get("/system").json()["work"]
    assert (told["waiting"] >= 1, told["dead"], told["oldest_seconds"] >= 90) == (True, 1, True)
    queues = shop.owner.get("/work/queues").json()
    assert [one["due"] for one in queues if one["handler"] == "ring.bell"] == [1]


def test_dead_letters_tell_no_secret_and_are_tried_again_or_discarded(shop: Shop) -> None:
    ids = [shop.house.run(_add_item, state="dead") for _ in range(3)]
    letters = shop.owner.get("/work/dead-letters").json()["items"]
    assert letters[0]["payload"] == {"bell": "door", "token": "•••"}

    assert shop.owner.delete(f"/work/dead-letters/{ids[0]}").status_code == 204
    assert shop.owner.delete(f"/work/dead-letters/{ids[0]}").status_code == 404
    assert shop.owner.post("/work/dead-letters/replay", {"handler": "other"}).json()["count"] == 0
    assert shop.owner.post("/work/dead-letters/replay", {}).json()["count"] == 2
    assert shop.owner.get("/work/dead-letters").json()["items"] == []


def test_word_of_the_last_backup_is_read_back_and_nonsense_is_none(tmp_path: Path) -> None:
    state = BackupState(datetime(2026, 11, 27, tzinfo=UTC), 12_000, 345)
    write_last_backup(tmp_path, state)
    assert read_last_backup(tmp_path) == state
    (tmp_path / "last-backup.json").write_text("{")
    assert read_last_backup(tmp_path) is None


def test_the_watch_keeps_half_an_hour(sqlite_house: House) -> None:
    watch = sqlite_house.context.port(SystemWatch)
    for _ in range(125):
        sqlite_house.await_(watch.sample())
    assert len(watch.history) == 120


def _add_item(uow: UnitOfWork, state: str) -> str:
    number = len(uow.session.query(WorkItem).all())
    item = WorkItem(
        id=f"wrk_{number}",
        kind="job",
        name="bell",
        handler="ring.bell",
        payload={"bell": "door", "token": "kst_1"},
        state=state,
        run_at=uow.now,
        attempts=12,
        last_error="OSError",
        created_at=uow.now,
    )
    uow.session.add(item)
    return item.id
