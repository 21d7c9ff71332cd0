"""Which month a name means."""

from collections import defaultdict

import pytest

from search.language import month_names
from search.language.month_names import month_of
from search.text import fold


def test_each_language_has_twelve_months() -> None:
    assert {len(language.split(" / ")) for language in month_names._NAMES} == {12}


def test_no_name_means_two_months() -> None:
    months = defaultdict(set)
    for language in month_names._NAMES:
        for month, names in enumerate(language.split(" / "), start=1):
            for name in names.split():
                months[fold(name)].add(month)
    assert {name: found for name, found in months.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "month"),
    [("march", 3), ("MARZ", 3), ("März", 3), ("lip", 7), ("may", 5), ("m", None), ("", None)],
)
def test_a_name_is_folded(name: str, month: int | None) -> None:
    assert month_of(name) == month
