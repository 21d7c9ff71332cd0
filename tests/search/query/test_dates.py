"""Words for days mean the days that a person means. Today is Friday, 9 January 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.dates import is_past_month_end, is_undecidable, parse_period

TODAY = date(2026, 1, 9)

#: Days that their month does not have.
NONEXISTENT = {
    "2026-02-30": ("2026-02-28", "2026-02-28"),
    "2024-02-31": ("2024-02-29", "2024-02-29"),
    "2026/4/31": ("2026-04-30", "2026-04-30"),
    "31 February 2026": ("2026-02-28", "2026-02-28"),
    "31.06.2026": ("2026-06-30", "2026-06-30"),
    "02/31/2026": ("2026-02-28", "2026-02-28"),
    "20260230": ("2026-02-28", "2026-02-28"),
    "2026年2月30日": ("2026-02-28", "2026-02-28"),
    "٢٠٢٦-٠٢-٣٠": ("2026-02-28", "2026-02-28"),
    "30 Feb 2026 10:31": ("2026-02-28", "2026-02-28"),
}

PERIODS = {
    "2026": ("2026-01-01", "2026-12-31"),
    "2026-01": ("2026-01-01", "2026-01-31"),
    "2026-1": ("2026-01-01", "2026-01-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2026/02": ("2026-02-01", "2026-02-28"),
    "2026-01-03": ("2026-01-03", "2026-01-03"),
    "2026.1.3": ("2026-01-03", "2026-01-03"),
    "0001-01-01": ("0001-01-01", "0001-01-01"),
    "9999-12": ("9999-12-01", "9999-12-31"),
    "January 2026": ("2026-01-01", "2026-01-31"),
    "jan 2026": ("2026-01-01", "2026-01-31"),
    "3 January 2026": ("2026-01-03", "2026-01-03"),
    "3. Jan. 2026": ("2026-01-03", "2026-01-03"),
    "January 3, 2026": ("2026-01-03", "2026-01-03"),
    "may 2026": ("2026-05-01", "2026-05-31"),
    "März 2026": ("2026-03-01", "2026-03-31"),
    "marzo de 2026": ("2026-03-01", "2026-03-31"),
    "01/2026": ("2026-01-01", "2026-01-31"),
    "2026年1月": ("2026-01-01", "2026-01-31"),
    "2026年": ("2026-01-01", "2026-12-31"),
    "٢٠٢٦": ("2026-01-01", "2026-12-31"),
    "2026-Q1": ("2026-01-01", "2026-03-31"),
    "q4 2025": ("2025-10-01", "2025-12-31"),
    "2026-W02": ("2026-01-05", "2026-01-11"),
    "2026W01": ("2025-12-29", "2026-01-04"),
    # As other programs count from today.
    "now": ("2026-01-09", "2026-01-09"),
    "tomorrow": ("2026-01-10", "2026-01-10"),
    "7d": ("2026-01-03", "2026-01-09"),
    "7 days": ("2026-01-03", "2026-01-09"),
    "2w": ("2025-12-27", "2026-01-09"),
    "1m": ("2025-12-10", "2026-01-09"),
    "1 year": ("2025-01-10", "2026-01-09"),
    "past week": ("2026-01-03", "2026-01-09"),
    "past month": ("2025-12-10", "2026-01-09"),
    "NOW-7DAYS": ("2026-01-02", "2026-01-02"),
    "now-1M": ("2025-12-09", "2025-12-09"),
    # As files write them.
    "20260103": ("2026-01-03", "2026-01-03"),
    "2026-01-03T10:00": ("2026-01-03", "2026-01-03"),
    "2026-01-03T23:30:00-05:00": ("2026-01-03", "2026-01-03"),
    "Sat, 3 Jan 2026 10:30:00 GMT": ("2026-01-03", "2026-01-03"),
    "Sat Jan 3 10:30:00 UTC 2026": ("2026-01-03", "2026-01-03"),
    "January 3, 2026 at 8:00 PM": ("2026-01-03", "2026-01-03"),
    "7. Januar 2026": ("2026-01-07", "2026-01-07"),
    "18 de marzo de 2026": ("2026-03-18", "2026-03-18"),
    "2026年1月7日": ("2026-01-07", "2026-01-07"),
    "31/12/2026": ("2026-12-31", "2026-12-31"),
    "07.01.2026": ("2026-01-07", "2026-01-07"),
    "1767225600": ("2026-01-01", "2026-01-01"),
    "28 Feb 2026 10:30": ("2026-02-28", "2026-02-28"),
    **NONEXISTENT,
    "today": ("2026-01-09", "2026-01-09"),
    "Today": ("2026-01-09", "2026-01-09"),
    "yesterday": ("2026-01-08", "2026-01-08"),
    "friday": ("2026-01-09", "2026-01-09"),
    "last friday": ("2026-01-02", "2026-01-02"),
    "monday": ("2026-01-05", "2026-01-05"),
    "last monday": ("2026-01-05", "2026-01-05"),
    "Saturday": ("2026-01-03", "2026-01-03"),
    "this day": ("2026-01-09", "2026-01-09"),
    "last day": ("2026-01-08", "2026-01-08"),
    "this week": ("2026-01-05", "2026-01-11"),
    "last week": ("2025-12-29", "2026-01-04"),
    "LAST_WEEK": ("2025-12-29", "2026-01-04"),
    "this month": ("2026-01-01", "2026-01-31"),
    "last month": ("2025-12-01", "2025-12-31"),
    "this year": ("2026-01-01", "2026-12-31"),
    "last  year": ("2025-01-01", "2025-12-31"),
    "last 7 days": ("2026-01-03", "2026-01-09"),
    "past 1 day": ("2026-01-09", "2026-01-09"),
    "last 2 weeks": ("2025-12-27", "2026-01-09"),
    "last 3 months": ("2025-10-10", "2026-01-09"),
    "last 1 year": ("2025-01-10", "2026-01-09"),
    "3 days ago": ("2026-01-06", "2026-01-06"),
    "0 days ago": ("2026-01-09", "2026-01-09"),
    "a week ago": ("2026-01-02", "2026-01-02"),
    "an year ago": ("2025-01-09", "2025-01-09"),
    "2 months ago": ("2025-11-09", "2025-11-09"),
}

NONE = [
    "",
    " ",
    "garbage",
    "tomorrow never",
    "2026-13",
    "2026-13-45",
    "2026-00-01",
    "2026-01-00",
    "0000",
    "2026-01-03 strike",
    "3 January 2026 at the port",
    "01/02/2026",
    "12026",
    "32 February 2026",
    "3 Nonuary 2026",
    "99999 years ago",
    "last 99999 years",
    "2026-01-03..2026-01-09",
    "week",
    "3 January 4 2026",
    "last 0 days",
]


@pytest.mark.parametrize(("text", "days"), PERIODS.items(), ids=str)
def test_a_period(text: str, days: tuple[str, str]) -> None:
    period = parse_period(text, TODAY)
    assert period is not None
    assert tuple(day.isoformat() for day in period) == days
    assert is_past_month_end(text, period[1]) == (text in NONEXISTENT)


@pytest.mark.parametrize("text", NONE, ids=repr)
def test_no_period(text: str) -> None:
    assert parse_period(text, TODAY) is None


@pytest.mark.parametrize("text", ["01/02/2026", "3-4-2026", "2026010712"])
def test_what_can_be_read_as_several_days_is_none(text: str) -> None:
    assert parse_period(text, TODAY) is None
    assert is_undecidable(text)


@pytest.mark.parametrize("text", ["2026-01-03", "garbage", "", "2026", "31/12/2026"])
def test_what_can_be_read_as_one_day_or_none(text: str) -> None:
    assert not is_undecidable(text)


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2026, 3, 31), "a month ago", date(2026, 2, 28)),
        (date(2024, 2, 29), "a year ago", date(2023, 2, 28)),
        (date(2026, 1, 31), "1 month ago", date(2025, 12, 31)),
    ],
    ids=["short-month", "leap-day", "over-new-year"],
)
def test_the_day_is_cut_to_the_month(today: date, text: str, day: date) -> None:
    assert parse_period(text, today) == (day, day)


def test_today_is_the_days_own_unless_given() -> None:
    before = date.today()
    period = parse_period("today")
    assert period is not None
    assert before <= period[0] <= date.today()


@given(st.dates(), st.dates())
def test_a_date_is_read_as_it_is_written(day: date, today: date) -> None:
    assert parse_period(day.isoformat(), today) == (day, day)


@given(
    st.lists(
        st.sampled_from(
            [
                "last",
                "this",
                "past",
                "a",
                "an",
                "3",
                "0",
                "12",
                "2026",
                "99999",
                "jan",
                "may",
                "sunday",
                "day",
                "days",
                "weeks",
                "month",
                "year",
                "ago",
                "today",
                "-",
                ".",
                ",",
                "_",
            ]
        ),
        max_size=6,
    ).map(" ".join)
    | st.text(),
    st.dates(),
)
def test_any_text_is_read_and_a_period_never_ends_before_it_begins(text: str, today: date) -> None:
    period = parse_period(text, today)
    assert period is None or period[0] <= period[1]
