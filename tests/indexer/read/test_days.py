"""Which day a date in any of its forms is on."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.days import day_in_name, read_day


@pytest.mark.parametrize(
    "text",
    [
        "2011-02-12",
        "2011-2-12",
        "2011/02/12",
        "2011.02.12",
        "20110212",
        "2011-02-12 20:31:02+00:00",
        "2011-02-12 1:46:00 -0400",
        "2011-02-12T23:59:59Z",
        "2011-02-12T00:00:00.000+14:00",
        "Feb 12, 2011",
        "Feb. 12 2011",
        "February 12th, 2011",
        "Saturday, February 12, 2011 8:00 PM",
        "12 Feb 2011",
        "12 February 2011, late",
        "Sat, 12 Feb 2011 23:31:02 -0500",
    ],
)
def test_the_day_is_the_one_that_is_written(text: str) -> None:
    assert read_day(text) == read_day(f"  {text} ") == date(2011, 2, 12)


@pytest.mark.parametrize(
    "text",
    [
        "", "2011", "2011-02", "soon", "02/12/2011", "2011-02-30", "2011-13-01", "0000-00-00",
        "0001-01-01T00:00:00Z", "30 Feb 2011", "12 Fog 2011", "1297456262", "2011-02-123",
        "٢٠١١-٠٢-١٢",
    ],
)  # fmt: skip
def test_a_text_without_a_day_gives_none(text: str) -> None:
    assert read_day(text) is None


@given(
    st.datetimes(min_value=datetime(1000, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from([" ", "T"]),
)
def test_no_time_zone_moves_the_day(when: datetime, minutes: int, separator: str) -> None:
    zoned = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_day(zoned.isoformat(separator)) == when.date()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2011-02-12-title.md", date(2011, 2, 12)),
        ("2011-02-12.md", date(2011, 2, 12)),
        ("2011-02-30-title.md", None),
        ("2011-2-12-title.md", None),
        ("title-2011-02-12.md", None),
        ("2011-02-1234.md", None),
    ],
)
def test_a_day_in_a_file_name_stands_at_its_beginning(name: str, day: date | None) -> None:
    assert day_in_name(name) == day
