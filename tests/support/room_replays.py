"""What a real room sends for every kind of event, kept for clients that are not in Python.

`web/packages/room-client/tests/replays.json` holds, for each kind, the frames of a viewer who was
there from the start, and the snapshot that one gets who comes at the end. A client is right when
the frames lead it to that snapshot. `python -m tests.support.room_replays` writes it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import msgspec

from kaibo.modules.rooms.frames import RoomEvent
from tests.support.replaying import play, prove
from tests.support.repository import ROOT
from tests.support.room_samples import all_samples, samples_of

FILE = ROOT / "web" / "packages" / "room-client" / "tests" / "replays.json"


def text() -> str:
    """Return what the file should hold."""
    replays = {
        kind.__struct_config__.tag: _replay(samples_of(kind)) for kind in get_args(RoomEvent)
    }
    replays["all of them"] = _replay(all_samples())
    return json.dumps(replays, indent=1, ensure_ascii=False) + "\n"


def _replay(events: Iterable[RoomEvent]) -> dict[str, Any]:
    played = play(events)
    end = prove(played.early, played.late)
    frames = [json.loads(payload) for payload in played.early]
    for frame in frames:
        # Rooms draw their epoch; a file that is compared needs one that stays.
        if "epoch" in frame:
            frame["epoch"] = "epoch-1"
    return {"frames": frames, "end": json.loads(msgspec.json.encode(end))}


def write(file: Path = FILE) -> None:
    """Write the file."""
    file.write_text(text())


if __name__ == "__main__":
    write()
