"""Counting different people: exactly, then within a bound, and never twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.distinct import EXACT, DistinctCount

STANDARD_ERROR = 1.04 / 128


def names(count: int, start: int = 0) -> list[str]:
    return [f"vwr_{number}" for number in range(start, start + count)]


@given(st.lists(st.text(max_size=3)))
def test_while_they_are_few_the_count_is_exact(people: list[str]) -> None:
    counted = DistinctCount(people)
    assert (counted.count(), counted.is_estimated) == (len(set(people)), False)


def test_at_the_bound_it_is_still_exact_and_one_more_makes_it_an_estimate() -> None:
    counted = DistinctCount(names(EXACT))
    assert (counted.count(), counted.is_estimated) == (EXACT, False)
    counted.add("one more")
    assert counted.is_estimated
    assert counted.count() == pytest.approx(EXACT + 1, rel=3 * STANDARD_ERROR)


@pytest.mark.parametrize("count", [5_000, 20_000, 41_000, 60_000, 200_000])
def test_the_estimate_is_within_three_standard_errors(count: int) -> None:
    assert DistinctCount(names(count)).count() == pytest.approx(count, rel=3 * STANDARD_ERROR)


def test_the_mean_error_over_many_crowds_is_the_stated_one() -> None:
    size, crowds = 10_000, 12
    errors = [
        DistinctCount(names(size, crowd * size)).count() / size - 1 for crowd in range(crowds)
    ]
    spread = (sum(error**2 for error in errors) / crowds) ** 0.5
    assert spread < 1.6 * STANDARD_ERROR
    assert abs(sum(errors)) / crowds < STANDARD_ERROR


@pytest.mark.parametrize(("one", "other"), [(100, 200), (6_000, 200), (200, 6_000), (9_000, 9_000)])
def test_a_merged_count_is_that_of_everybody_counted_once(one: int, other: int) -> None:
    # Half of the others were there too.
    first, second = names(one), names(other, one - min(one, other) // 2)
    merged = DistinctCount(first)
    merged.merge(DistinctCount(second))
    together = DistinctCount([*first, *second])
    assert (merged.count(), merged.is_estimated) == (together.count(), together.is_estimated)
