"""Ids sort by the time they were made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.kernel.ids import is_id, new_id, new_ids, new_secret

times = st.integers(0, 2**48 - 1)


@given(times, times)
def test_ids_sort_by_time(one: int, other: int) -> None:
    if one != other:
        first, second = sorted((one, other))
        assert new_id("ord", at_ms=first) < new_id("ord", at_ms=second)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id("ord", at_ms=1) for _ in range(1000)}) == 1000


def test_an_id_is_recognised_by_its_form_and_kind() -> None:
    made = new_id("ord")
    assert is_id(made, "ord")
    assert len(made) == 30
    for other in (f"{made}\n", made.upper(), made[:-1], made + "0", "ord_", ""):
        assert not is_id(other, "ord")
    assert not is_id(made, "pay")


def test_secrets_hold_the_bits_they_promise() -> None:
    made = {new_secret("kst") for _ in range(100)}
    assert len(made) == 100
    assert {len(secret) for secret in made} == {len("kst_") + 39}


def test_ids_made_at_once_sort_as_they_are_given_whatever_chance_began_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The last twenty bits overflow after the second.
    monkeypatch.setattr("secrets.randbits", lambda bits: (1 << bits) - (1 << 20) - 2)
    made = new_ids("ord", 5, at_ms=1)
    assert made == sorted(set(made))
    assert len(made) == 5
    assert all(is_id(each, "ord") for each in made)
    assert made[2][:-4] != made[1][:-4]
