"""The times of commits go on, and a wrong clock does not count."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.find.clocks import believed_times

DAY = 86_400


def test_times_in_order_stay() -> None:
    assert believed_times([1, 5, 9]) == [1, 5, 9]
    assert believed_times([]) == []


def test_each_commit_has_a_second_of_its_own() -> None:
    assert believed_times([5, 5, 5, 3, 9]) == [5, 6, 7, 8, 9]
    assert believed_times([-5, -5]) == [0, 1]


def test_a_clock_far_ahead_of_the_later_ones_is_wrong() -> None:
    days = [1, 900, 31, 59, 60]
    assert believed_times([day * DAY for day in days]) == [
        *(1 * DAY, 31 * DAY, 31 * DAY + 1, 59 * DAY, 60 * DAY)
    ]
    assert believed_times([900 * DAY, 1 * DAY, 2 * DAY]) == [DAY, DAY + 1, 2 * DAY]


def test_a_single_clock_that_stepped_back_is_the_wrong_one() -> None:
    assert believed_times([1 * DAY, 90 * DAY, 2 * DAY]) == [DAY, 90 * DAY, 90 * DAY + 1]
    assert believed_times([1 * DAY, 0, 3 * DAY, 4 * DAY]) == [DAY, DAY + 1, 3 * DAY, 4 * DAY]


@given(st.lists(st.integers(-3, 2**40), max_size=30))
def test_times_always_go_on(times: list[int]) -> None:
    found = believed_times(times)
    assert len(found) == len(times)
    if all(0 <= time <= 2**37 for time in times):
        assert all(before < after for before, after in pairwise(found))
