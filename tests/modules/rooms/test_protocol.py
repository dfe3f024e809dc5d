"""What is published of the protocol is what the server speaks."""

import json
from pathlib import Path

import pytest

from kaibo.modules.rooms import frames
from tests.support import room_replays
from tools import room_protocol


@pytest.mark.parametrize("path", room_protocol.files(), ids=lambda path: path.name)
def test_types_and_schema_are_those_of_the_servers_frames(path: Path) -> None:
    assert path.read_text() == room_protocol.files()[path], "run `make api`"


def test_the_replays_that_clients_are_held_to_are_of_this_server() -> None:
    assert room_replays.FILE.read_text() == room_replays.text(), "run `make api`"


def test_the_schema_names_every_frame() -> None:
    parts = json.loads(room_protocol.schema())["$defs"]
    for union in room_protocol.UNIONS.values():
        assert {kind.__name__ for kind in union.__args__} <= parts.keys()
    assert {"Money", "RoomSnapshot"} <= parts.keys()
    assert json.loads(room_protocol.schema())["version"] == frames.PROTOCOL
