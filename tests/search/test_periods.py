"""Spans of days are divided into whole periods, and nothing is counted twice or left out."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.periods import (
    AUTO,
    FAR_OFF,
    MAX_BARS,
    UNITS,
    Division,
    Spread,
    divided,
    period_number,
    period_of,
)

DAYS = st.dates() | st.dates(date(2025, 11, 1), date(2026, 3, 1))
MONDAY = 0


def division(spread: Spread, *days: str, held: tuple[str, str] | None = None) -> Division:
    """Divide for one hit on each of the days, in an archive of these days, or those held."""
    of_days = Counter(date.fromisoformat(day).toordinal() for day in days)
    own = sorted(of_days)
    ends = (own[0], own[-1]) if own else None
    if held:
        ends = (date.fromisoformat(held[0]).toordinal(), date.fromisoformat(held[1]).toordinal())
    return divided(spread, own, [of_days[day] for day in own], ends)


def shown(found: Division) -> tuple[str, int, str, str]:
    """Return the unit, the number of periods, and the first and the last day of all."""
    ends = date.fromordinal(found.edges[0]), date.fromordinal(found.edges[-1] - 1)
    return found.by, len(found.edges) - 1, *map(str, ends)


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("day", "2026-01-01", "2026-01-01"),
        ("week", "2025-12-29", "2026-01-04"),
        ("month", "2026-01-01", "2026-01-31"),
        ("year", "2026-01-01", "2026-12-31"),
        ("decade", "2020-01-01", "2029-12-31"),
        ("century", "2000-01-01", "2099-12-31"),
    ],
)
def test_a_day_is_in_one_period_of_each_unit(by: str, first: str, last: str) -> None:
    assert tuple(map(str, period_of(by, date(2026, 1, 1)))) == (first, last)


@pytest.mark.parametrize("by", UNITS)
def test_the_calendar_begins_and_ends_in_a_period(by: str) -> None:
    assert period_of(by, date.min)[0] == date.min
    assert period_of(by, date.max)[1] == date.max


@given(st.sampled_from(UNITS), DAYS)
def test_periods_follow_each_other(by: str, day: date) -> None:
    first, last = period_of(by, day)
    assert first <= day <= last
    if last < date.max:
        following = period_of(by, last + timedelta(1))
        assert following[0] == last + timedelta(1)
        assert period_number(by, following[1]) == period_number(by, day) + 1
    if by == "week":
        assert first.weekday() == MONDAY
        assert {first.isocalendar()[:2]} == {last.isocalendar()[:2]}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-01-28", ("day", 28, "2026-01-01", "2026-01-28")),
        ("2026-01-01", "2026-01-01", ("day", 1, "2026-01-01", "2026-01-01")),
        ("2026-01-01", "2026-04-30", ("day", 120, "2026-01-01", "2026-04-30")),
        ("2026-01-01", "2026-05-01", ("week", 18, "2025-12-29", "2026-05-03")),
        ("2020-01-01", "2026-01-28", ("month", 73, "2020-01-01", "2026-01-31")),
        ("1996-03-01", "2026-01-28", ("year", 31, "1996-01-01", "2026-12-31")),
        ("1000-05-05", "2026-01-28", ("decade", 103, "1000-01-01", "2029-12-31")),
        ("0001-01-01", "9999-12-31", ("century", 100, "0001-01-01", "9999-12-31")),
    ],
)
def test_the_finest_unit_that_fits_is_taken(
    first: str, last: str, expected: tuple[str, int, str, str]
) -> None:
    assert shown(division(Spread(), first, last)) == expected


@pytest.mark.parametrize(
    ("by", "most", "expected"),
    [
        ("day", 120, ("year", 31, "1996-01-01", "2026-12-31")),
        ("day", MAX_BARS, ("week", 1562, "1996-02-26", "2026-02-01")),
        ("month", MAX_BARS, ("month", 359, "1996-03-01", "2026-01-31")),
        ("year", 120, ("year", 31, "1996-01-01", "2026-12-31")),
        ("century", 120, ("century", 2, "1900-01-01", "2099-12-31")),
        ("century", 1, ("century", 1, "2000-01-01", "2099-12-31")),
    ],
)
def test_a_unit_that_is_asked_for_is_taken_if_it_fits(
    by: str, most: int, expected: tuple[str, int, str, str]
) -> None:
    found = division(Spread(by=by, most=most), "1996-03-01", "2026-01-28")
    assert shown(found) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-05", "2026-01-09", ("day", 5, "2026-01-05", "2026-01-09")),
        ("2025-12-20", "2026-01-09", ("day", 21, "2025-12-20", "2026-01-09")),
        ("2026-01-01", "2026-12-31", ("day", 27, "2026-01-02", "2026-01-28")),
        ("1900-01-01", None, ("day", 27, "2026-01-02", "2026-01-28")),
        (None, "2026-01-09", ("day", 8, "2026-01-02", "2026-01-09")),
        ("2027-01-01", "2027-12-31", ("week", 53, "2027-01-01", "2027-12-31")),
        ("2027-01-01", None, ("day", 1, "2027-01-01", "2027-01-01")),
        (None, "1999-01-01", ("day", 1, "1999-01-01", "1999-01-01")),
    ],
)
@pytest.mark.parametrize("found", [True, False], ids=["hits", "nothing found"])
def test_chosen_days_stay_even_if_nothing_is_found(
    first: str | None, last: str | None, expected: tuple[str, int, str, str], found: bool
) -> None:
    held = "2026-01-02", "2026-01-28"
    spread = Spread(
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
    )
    within = [day for day in held if (first or day) <= day <= (last or day)]
    if found and last and not first:
        within.append(last)  # hits end where they end, if no end is chosen
    assert shown(division(spread, *(within if found else []), held=held)) == expected


def test_there_is_nothing_to_divide_without_hits_and_chosen_days() -> None:
    assert division(Spread(by="week")) == Division(by="week")
    assert not division(Spread(), held=("2026-01-01", "2026-01-28")).edges
    assert not division(Spread(first=date(2026, 2, 1), last=date(2026, 1, 1)), "2026-01-01").edges


MONTH = [f"2026-01-{day:02}" for day in range(1, 29)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["1000-01-01", *MONTH * 10], ("day", 28, "2026-01-01", "2026-01-28")),
        (["1970-01-01", *MONTH * 10], ("day", 28, "2026-01-01", "2026-01-28")),
        (["1970-01-01", *MONTH * 20, "2106-02-07"], ("day", 28, "2026-01-01", "2026-01-28")),
        # Too many to be passed over, too near, or nothing is gained.
        (["1970-01-01"] * 3 + MONTH * 10, ("year", 57, "1970-01-01", "2026-12-31")),
        (["1970-01-01", *MONTH], ("year", 57, "1970-01-01", "2026-12-31")),
        (["2025-09-25", *MONTH * 10], ("week", 19, "2025-09-22", "2026-02-01")),
        (["2025-12-01", *MONTH * 10], ("day", 59, "2025-12-01", "2026-01-28")),
    ],
    ids=["1000", "epoch", "both-ends", "several", "few-hits", "near", "fits"],
)
def test_a_wrong_day_far_off_does_not_flatten_the_rest(
    days: list[str], expected: tuple[str, int, str, str]
) -> None:
    assert shown(division(Spread(), *days)) == expected


@given(
    st.lists(DAYS, max_size=300),
    st.sampled_from((AUTO, *UNITS)),
    st.integers(1, 130),
    st.none() | DAYS,
    st.none() | DAYS,
)
def test_periods_are_whole_bounded_and_leave_out_few(
    days: list[date], by: str, most: int, first: date | None, last: date | None
) -> None:
    days = [day for day in days if (first or day) <= day <= (last or day)]
    spread = Spread(by=by, most=most, first=first, last=last)
    edges = (found := division(spread, *map(str, days))).edges
    if not edges:
        assert not days or (first and last and first > last)
        assert not (first or last) or (first and last and first > last)
        return
    assert 1 <= len(edges) - 1 <= most
    assert by == AUTO or UNITS.index(found.by) >= UNITS.index(by)
    for begin, end in pairwise(edges):
        period = period_of(found.by, date.fromordinal(begin))
        assert begin < end
        assert begin in (period[0].toordinal(), edges[0])
        assert end in (period[1].toordinal() + 1, edges[-1])
    assert (first or date.min).toordinal() <= edges[0]
    assert edges[-1] <= (last or date.max).toordinal() + 1
    left_out = sum(not edges[0] <= day.toordinal() < edges[-1] for day in days)
    assert left_out <= len(days) // FAR_OFF or found.by == UNITS[-1]
