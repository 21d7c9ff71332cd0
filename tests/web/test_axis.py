"""The numbers and days on axes are round, enough, and not too many."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.periods import UNITS, period_of
from web.axis import MAX_TICKS, ROOMS, DayLabel, day_labels, ticks


@pytest.mark.parametrize(
    ("highest", "least_step", "expected"),
    [
        (0, 1, [0, 1]),
        (1, 1, [0, 1]),
        (2, 1, [0, 1, 2]),
        (5, 1, [0, 2, 4, 6]),
        (62, 1, [0, 20, 40, 60, 80]),
        (455, 1, [0, 200, 400, 600]),
        (1_000_000, 1, [0, 500_000, 1_000_000]),
        (100, 0, [0, 50, 100]),
        (0.3, 0, [0, 0.1, 0.2, 0.3]),
        (0.0007, 0, [0, 0.0002, 0.0004, 0.0006, 0.0008]),
    ],
)
def test_numbers_are_round(highest: float, least_step: float, expected: list[float]) -> None:
    assert ticks(highest, least_step) == expected


@given(st.integers(1, 10**9))
def test_numbers_reach_the_highest_bar_and_not_far_above(highest: int) -> None:
    found = ticks(highest, least_step=1)
    assert found[-2] < highest <= found[-1]
    assert 2 <= len(found) <= MAX_TICKS + 1
    assert {later - earlier for earlier, later in pairwise(found)} == {found[1]}


MONTHS_AFTER = ["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def labelled(by: str, first: date, periods: int, room: str) -> list[str]:
    days = [period_of(by, first)[0]]
    while len(days) < periods and period_of(by, days[-1])[1] < date.max:
        days.append(period_of(by, days[-1])[1] + timedelta(1))
    return [
        f"{label.text} {label.year}".strip()
        for label in day_labels(by, days)
        if room in label.rooms
    ]


@pytest.mark.parametrize(
    ("by", "periods", "wide"),
    [
        ("day", 3, ["1 Jan 2026", "2 Jan", "3 Jan"]),
        ("day", 28, [f"{day} Jan" for day in range(1, 28, 2)]),
        ("day", 60, ["5 Jan 2026", "12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb",
                     "23 Feb"]),
        ("week", 3, ["29 Dec 2025", "5 Jan 2026", "12 Jan"]),
        ("month", 12, ["Jan 2026", *MONTHS_AFTER]),
        ("month", 30, ["Jan 2026", "Apr", "Jul", "Oct", "Jan 2027", "Apr", "Jul", "Oct",
                       "Jan 2028", "Apr"]),
        ("month", 120, [str(year) for year in range(2026, 2036)]),
        ("year", 28, ["2026", "2028", "2030", "2032", "2034"]),
        ("decade", 3, ["2020s", "2030s", "2040s"]),
        ("century", 2, ["2000s", "2100s"]),
    ],
)  # fmt: skip
def test_labels_are_those_that_readers_count_by(by: str, periods: int, wide: list[str]) -> None:
    found = labelled(by, date(2026, 1, 1), periods, "wide")
    assert [own.removesuffix(" 2026") for own in found][: len(wide)] == [
        own.removesuffix(" 2026") for own in wide
    ]


@given(st.sampled_from(UNITS), st.dates(date(1000, 1, 1), date(2200, 1, 1)), st.integers(1, 120))
def test_labels_have_room(by: str, first: date, periods: int) -> None:
    for room, most in ROOMS.items():
        assert 1 <= len(labelled(by, first, periods, room)) <= most + 1


def test_a_label_of_all_widths_is_there_once() -> None:
    assert list(day_labels("year", [date(2020, 1, 1)])) == [
        DayLabel(index=0, text="2020", year="", rooms=("wide", "narrow", "least"))
    ]
