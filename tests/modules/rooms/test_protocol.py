"""What is published of the protocol is what the server speaks."""

import json
from pathlib import Path
from typing import get_args

import pytest

from kaibo.modules.rooms import frames
from kaibo.platform.realtime import wire
from tests.support import room_replays
from tests.support.repository import ROOT
from tools import room_protocol

UNIONS = room_protocol.UNIONS.values()


@pytest.mark.parametrize("path", room_protocol.files(), ids=lambda path: path.name)
def test_types_and_schema_are_those_of_the_servers_frames(path: Path) -> None:
    assert path.read_text() == room_protocol.files()[path], "run `make api`"


def test_the_replays_that_clients_are_held_to_are_of_this_server() -> None:
    assert room_replays.FILE.read_text() == room_replays.text(), "run `make api`"


def test_the_schema_names_every_frame() -> None:
    parts = json.loads(room_protocol.schema())["$defs"]
    for union in UNIONS:
        assert {kind.__name__ for kind in get_args(union)} <= parts.keys()
    assert {"Money", "RoomSnapshot"} <= parts.keys()
    assert json.loads(room_protocol.schema())["version"] == frames.PROTOCOL


def test_the_documentation_tells_of_every_frame_event_and_close_code() -> None:
    told = (ROOT / "docs" / "protocol.md").read_text()
    tags = [kind.__struct_config__.tag for union in UNIONS for kind in get_args(union)]
    assert [tag for tag in tags if f"`{tag}`" not in told and f'"t":"{tag}"' not in told] == []
    codes = (wire.TICKET_REFUSED, wire.NOT_FOUND, wire.VERSION_UNKNOWN, wire.TOO_SLOW)
    assert [code for code in codes if f"| {code} |" not in told] == []
