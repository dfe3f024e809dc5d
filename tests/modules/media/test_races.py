"""Changes of the picture that happen in one moment, staged."""

import itertools
import threading
from collections.abc import Callable

import pytest

from kaibo.flows.end_show.routes import end_show
from kaibo.modules.media import service
from kaibo.modules.media.contracts import Choice, Ending, EndReason, Playable, Publish
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once
from tests.support.studio import Studio

LOST = Ending(EndReason.CONNECTION_LOST)


@pytest.fixture
def studio(shop: Shop) -> Studio:
    return Studio(shop)


def while_it_runs(
    studio: Studio, first: Callable[[UnitOfWork], object], second: Callable[[], object]
) -> None:
    """Run `second` while the transaction of `first` is not over; it must wait for its end."""
    inside, over = threading.Event(), threading.Event()

    def begin(uow: UnitOfWork) -> None:
        first(uow)
        inside.set()
        # It cannot be over before this transaction is; without the lock it would be.
        assert not over.wait(0.3)

    def follow() -> None:
        assert inside.wait(10)
        second()
        over.set()

    following = threading.Thread(target=follow)
    following.start()
    studio.shop.house.run(begin)
    following.join(20)
    assert over.is_set()


def test_of_two_encoders_with_one_key_one_gets_in(studio: Studio) -> None:
    answers = at_once(2, lambda _: studio.publish())
    assert sorted(answer.status_code for answer in answers) == [200, 403]


def test_if_so_set_the_last_encoder_with_a_key_takes_over(studio: Studio) -> None:
    house = studio.shop.house
    house.context.settings = house.settings.model_copy(update={"second_publisher": "take_over"})
    answers = at_once(4, lambda _: studio.publish())
    assert [answer.status_code for answer in answers] == [200] * 4
    streams = {answer.json()["stream_id"] for answer in answers}
    present = studio.status()["stream_id"]
    assert present in streams
    assert set(studio.beat(*streams)) == streams - {present}


def test_the_main_input_is_lost_while_the_backup_starts(studio: Studio) -> None:
    main = studio.on_air()
    backup = studio.publish(studio.backup_key).json()["stream_id"]
    while_it_runs(
        studio,
        lambda uow: service.playable(uow, "med_1", backup, Playable(None, None)),
        lambda: studio.end(main),
    )
    assert studio.program() == ("backup", backup, True)


def test_the_backup_starts_while_the_main_input_is_lost(studio: Studio) -> None:
    main = studio.on_air()
    backup = studio.publish(studio.backup_key).json()["stream_id"]
    while_it_runs(
        studio,
        lambda uow: service.unpublish(uow, "med_1", main, LOST),
        lambda: studio.tell("playable", stream_id=backup),
    )
    assert studio.program() == ("backup", backup, True)
    assert studio.cuts() == [(main, "started"), (None, "lost"), (backup, "started")]


def test_giving_back_while_the_main_input_is_lost_again(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(main)
    studio.stall(main, silent_ms=0)
    while_it_runs(
        studio,
        lambda uow: service.choose_source(uow, studio.show, Choice.AUTO, None),
        lambda: studio.end(main),
    )
    assert studio.program() == ("backup", backup, True)


def test_the_main_input_is_lost_while_it_is_given_back(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    studio.stall(main)
    studio.stall(main, silent_ms=0)
    while_it_runs(
        studio,
        lambda uow: service.unpublish(uow, "med_1", main, LOST),
        lambda: studio.choose("auto"),
    )
    assert studio.program() == ("backup", backup, True)


def test_the_show_ends_while_the_backup_takes_over(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    while_it_runs(
        studio,
        lambda uow: service.unpublish(uow, "med_1", main, LOST),
        lambda: studio.shop.owner.post(f"/shows/{studio.show}/end"),
    )
    assert studio.program() == (None, None, False)
    assert studio.cuts()[-1] == (None, "show_ended")
    assert studio.beat(backup) == [backup]


def test_the_backup_would_take_over_while_the_show_ends(studio: Studio) -> None:
    main, backup = studio.on_air(), studio.backup()
    while_it_runs(studio, lambda uow: end_show(uow, studio.show), lambda: studio.end(main))
    assert studio.program() == (None, None, False)
    assert studio.cuts()[-1] == (None, "show_ended")
    assert studio.beat(backup) == [backup]


def test_both_inputs_are_lost_at_once(studio: Studio) -> None:
    streams = [studio.on_air(), studio.backup()]
    at_once(2, lambda number: studio.end(streams[number]))
    assert studio.program() == (None, None, False)
    assert studio.cuts()[-1][0] is None


def test_two_who_choose_at_once_leave_one_choice_and_all_cuts(studio: Studio) -> None:
    studio.on_air()
    studio.backup()
    at_once(4, lambda number: studio.choose(("backup", "auto")[number % 2]))
    source, stream_id, _ = studio.program()
    assert studio.picture()["choice"] == ("backup" if source == "backup" else "auto")
    shown = [what for what, _ in studio.cuts()]
    assert shown[-1] == stream_id
    assert all(one != other for one, other in itertools.pairwise(shown))


def test_an_encoder_that_comes_while_another_takes_the_key_waits_for_it(studio: Studio) -> None:
    asked = Publish("med_1", studio.key, "10.0.0.1")
    answers: list[int] = []
    while_it_runs(
        studio,
        lambda uow: service.publish(uow, asked),
        lambda: answers.append(studio.publish().status_code),
    )
    assert answers == [403]
