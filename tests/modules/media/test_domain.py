"""Which of a show's inputs viewers get."""

from itertools import product

import pytest

from kaibo.modules.media.contracts import Choice, Role, Source
from kaibo.modules.media.domain import NOTHING, Given, Running, choose

STATES = {"gone": None, "stalled": False, "flows": True}


def choice_of(
    main: str, backup: str, choice: Choice = Choice.AUTO, *, stays: bool = False
) -> Source | None:
    there = {Role.MAIN: STATES[main], Role.BACKUP: STATES[backup]}
    inputs = {
        role: Running(role, f"str_{role}", flows)
        for role, flows in there.items()
        if flows is not None
    }
    return choose(choice, None, inputs, stays_on_backup=stays).source


@pytest.mark.parametrize(
    ("main", "backup", "given", "given_when_it_stays"),
    [
        ("flows", "flows", "main", "backup"),
        ("flows", "stalled", "main", "main"),
        ("flows", "gone", "main", "main"),
        ("stalled", "flows", "backup", "backup"),
        ("stalled", "stalled", "main", "backup"),
        ("stalled", "gone", "main", "main"),
        ("gone", "flows", "backup", "backup"),
        ("gone", "stalled", "backup", "backup"),
        ("gone", "gone", None, None),
    ],
)
def test_the_main_input_is_given_while_it_flows_and_the_backup_when_not(
    main: str, backup: str, given: str | None, given_when_it_stays: str | None
) -> None:
    assert choice_of(main, backup) == given
    assert choice_of(main, backup, stays=True) == given_when_it_stays
    # By hand it is as if it stayed.
    assert choice_of(main, backup, Choice.BACKUP) == given_when_it_stays


def test_a_picture_from_outside_comes_before_all_inputs() -> None:
    url = "https://cdn.test/live.m3u8"
    main = {Role.MAIN: Running(Role.MAIN, "str_1", flows=True)}
    assert choose(Choice.OUTSIDE, url, main, stays_on_backup=False) == Given(
        Source.OUTSIDE, url=url
    )


def test_whatever_flows_is_given_before_what_does_not() -> None:
    for main, backup, choice, stays in product(STATES, STATES, Choice, (False, True)):
        source = choice_of(main, backup, choice, stays=stays)
        states = {Source.MAIN: main, Source.BACKUP: backup, None: "gone"}
        best = max((main, backup), key=list(STATES).index)
        assert (states[source] == "flows") == (best == "flows")
        assert (source is None) == (best == "gone")


def test_without_inputs_there_is_nothing() -> None:
    assert choose(Choice.AUTO, None, {}, stays_on_backup=True) == NOTHING
