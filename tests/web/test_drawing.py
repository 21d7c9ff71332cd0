"""A timeline is drawn to scale: each hit can be seen, and what is not held is hatched."""

import re
from datetime import date

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from search import SearchRequest
from tests.web.test_timeline import asked, by_day, drawn
from web.drawing import HEIGHT, bars, days, numbers, rows

__all__ = ["asked"]  # the fixture: links are made while a request is answered


def heights(*counts: int, share: bool = False, held: int = 1_000) -> list[float]:
    chart = drawn(by_day("2026-01-01", *counts, held=held), SearchRequest(share=share))
    tops = re.findall(r"M[\d.]+ 100V([\d.]+)h", str(bars(chart)))
    return [HEIGHT - float(top) for top in tops]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((1_000, 500, 0, 1), [100, 50, 1.5]),
        ((3, 2, 1), [100, 66.67, 33.33]),
        ((62,), [77.5]),
        ((0, 0), []),
    ],
)
def test_heights_follow_the_counts_and_no_hit_is_invisible(
    counts: tuple[int, ...], expected: list[float]
) -> None:
    assert heights(*counts) == pytest.approx(expected)


def test_shares_are_drawn_to_their_own_scale() -> None:
    assert heights(2, 1, share=True, held=2) == [100, 50]


def test_days_that_are_not_held_are_hatched_as_one() -> None:
    drawing = str(bars(drawn(by_day("2026-01-01", -1, -1, 0, 5, -1, *[1] * 5))))
    spans = re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%"', drawing)
    assert spans == [("0", "20"), ("40", "10")]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 28])
def test_bars_fill_the_width_and_a_few_are_not_too_wide(app: Flask, count: int) -> None:
    drawing = LexborHTMLParser(str(bars(drawn(by_day("2026-01-01", *[3] * count)))))
    assert drawing.css_first("svg.bars").attributes["viewBox"] == f"0 0 {count} {HEIGHT}"
    path = drawing.css_first("svg.bars path").attributes["d"] or ""
    found = [(float(at), float(wide)) for at, wide in re.findall(r"M([.\d]+) \S+h([.\d]+)V", path)]
    middles = [at + wide / 2 for at, wide in found]
    assert middles == pytest.approx([index + 0.5 for index in range(count)], abs=0.02)
    assert all(wide / count <= 0.8 / 7 + 0.01 for _, wide in found)


@pytest.mark.parametrize(
    ("by", "first", "expected"),
    [("day", "2025-12-30", ["40"]), ("day", "2026-01-05", [])],
)
def test_a_line_is_drawn_where_a_longer_period_begins(
    by: str, first: str, expected: list[str]
) -> None:
    drawing = str(bars(drawn(by_day(first, *[1] * 5), SearchRequest(by=by))))
    assert re.findall(r'class=begin x1="([\d.]+)%"', drawing) == expected


def test_the_axes_have_numbers_and_days() -> None:
    chart = drawn(by_day("2026-01-05", *[430] * 3))
    texts = LexborHTMLParser(f"<svg>{numbers(chart)}</svg>").css("text")
    assert [node.text() for node in texts] == ["0", "200", "400", "600"]
    texts = LexborHTMLParser(f"<svg>{days(chart)}</svg>").css(".wide text")
    assert [node.text() for node in texts] == ["5 Jan", "2026", "6 Jan", "7 Jan"]


@pytest.mark.parametrize(
    ("count", "held", "share"),
    [
        (0, 7, "0%"),
        (1, 1_000_000, "<0.01%"),
        (1, 1_000, "0.1%"),
        (1, 3, "33%"),
        (999, 1_000, ">99%"),
    ],
)
def test_a_share_does_not_read_as_nothing_or_all(count: int, held: int, share: str) -> None:
    table = f"<table>{rows(drawn(by_day('2026-01-05', count, held=held)))}</table>"
    assert LexborHTMLParser(table).css("td")[-1].text(strip=True) == share


def test_the_table_has_all_numbers() -> None:
    request = SearchRequest(since=date(2026, 1, 5), until=date(2026, 1, 5))
    table = f"<table>{rows(drawn(by_day('2026-01-05', 1, -1, 0, held=1_500), request))}</table>"
    found = [
        [cell.text(strip=True) for cell in row.css("th, td")]
        for row in LexborHTMLParser(table).css("tr")
    ]
    assert found == [
        ["5 January 2026", "1", "1,500", "0.067%"],
        ["6 January 2026", "–", "nothing", "–"],
        ["7 January 2026", "0", "1,500", "0%"],
    ]
