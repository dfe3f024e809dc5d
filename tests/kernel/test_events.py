"""Events travel as JSON and survive additions."""

import dataclasses
import json
import re
import sys
from datetime import UTC, datetime, timedelta

from kaibo.kernel.clock import FixedClock, SystemClock, epoch_ms
from kaibo.kernel.errors import KaiboError, NotFoundError
from kaibo.kernel.events import Event
from tests.support.repository import import_everything
from tests.support.work import Rang


def test_an_event_comes_back_as_it_was() -> None:
    event = Rang(bell="門")
    assert Rang.from_payload(json.loads(json.dumps(event.to_payload()))) == event


def test_fields_of_a_later_release_are_left_out() -> None:
    assert Rang.from_payload({"bell": "door", "loudness": 3}) == Rang(bell="door")


def every_event() -> list[type[Event]]:
    import_everything()
    # A dataclass with slots is made twice; the second is the one that its module knows.
    return [
        kind
        for kind in Event.__subclasses__()
        if kind.__module__.startswith("kaibo.")
        and getattr(sys.modules[kind.__module__], kind.__name__) is kind
    ]


def test_every_event_is_named_after_its_module_with_a_version() -> None:
    names = [kind.name for kind in every_event()]
    assert len(names) == len(set(names))
    for kind in every_event():
        module = kind.__module__.split(".")[2]
        assert re.fullmatch(rf"{module}\.[a-z_]+\.v\d+", kind.name), kind


def test_every_event_is_frozen_and_plain() -> None:
    for kind in every_event():
        assert dataclasses.is_dataclass(kind)
        assert {field.type for field in dataclasses.fields(kind)} <= {
            "str",
            "int",
            "bool",
            "list[str]",
        }


def test_clocks_tell_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
    clock = FixedClock()
    before = clock.now()
    clock.advance(timedelta(seconds=1))
    assert clock.now() - before == timedelta(seconds=1)
    assert epoch_ms(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1000


def test_an_error_tells_its_code_and_what_it_is_about() -> None:
    assert str(NotFoundError(show="tea")) == "not_found (show='tea')"
    assert str(KaiboError()) == "internal"
