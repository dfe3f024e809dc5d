"""What a real room sends for every kind of event, kept for clients that are not in Python.

`web/packages/room-client/tests/replays.json` holds, for each kind, the frames of a viewer who was
there from the start, and the snapshot that one gets who comes at the end. A client is right when
the frames lead it to that snapshot. `python -m tests.support.room_replays` writes it.
"""

import json
from pathlib import Path
from typing import Any, get_args

import msgspec

from kaibo.modules.rooms.frames import (
    Hello,
    Money,
    ProductChanged,
    RoomEvent,
    Stock,
    VariantCard,
)
from tests.support.repository import ROOT
from tests.support.rooms import SAMPLES, VIEWER, Stage, card, snapshot

FILE = ROOT / "web" / "packages" / "room-client" / "tests" / "replays.json"


def text() -> str:
    """Return what the file should hold."""
    replays = {kind.__struct_config__.tag: _replay(kind) for kind in get_args(RoomEvent)}
    replays["all of them"] = _replay_of([one for events in SAMPLES.values() for one in events])
    replays["stock of variants"] = _replay_of(_stock_of_variants())
    return json.dumps(replays, indent=1, ensure_ascii=False) + "\n"


def _replay(kind: type) -> dict[str, Any]:
    return _replay_of(SAMPLES[kind])


def _stock_of_variants() -> list[RoomEvent]:
    variants = tuple(
        VariantCard(id=f"var_{size}", values=(size,), price=Money(6800, "CNY"), available=3)
        for size in ("s", "m")
    )
    sized = msgspec.structs.replace(card("prd_1"), options=("Size",), variants=variants)
    return [ProductChanged(sized), Stock("prd_1", 4, 2, {"var_m": 1, "var_gone": 9})]


def _replay_of(events: list[RoomEvent]) -> dict[str, Any]:
    stage = Stage(snapshot())
    early = stage.join()
    for event in events:
        stage.room.publish(event)
        stage.time.turn()
    stage.room.like(VIEWER, 3)
    stage.time.advance(60)
    (hello,) = stage.join().of(Hello)
    frames = [json.loads(payload.decode()) for payload in early.sent]
    for frame in frames:
        # Rooms draw their epoch; a file that is compared needs one that stays.
        if "epoch" in frame:
            frame["epoch"] = "epoch-1"
    return {"frames": frames, "end": json.loads(msgspec.json.encode(hello.snapshot))}


def write(file: Path = FILE) -> None:
    """Write the file."""
    file.write_text(text())


if __name__ == "__main__":
    write()
