"""What a timeline shows and where it leads: complete, readable, each bar finds what it counts."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search import Archive, ArchiveInfo, Bar, Item, Page, SearchRequest, Timeline
from tests.web.test_pages import pressed, read, total, words
from web import create_app
from web.search_links import Links
from web.timeline import MAX_PAGE_BARS, Chart, bounded, chart


@pytest.fixture(autouse=True)
def asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def info(first: str, last: str) -> ArchiveInfo:
    return ArchiveInfo(
        items=1,
        generation=1,
        language="english",
        schema=1,
        outlets=1,
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        has_history=False,
        bytes=0,
        segments=1,
        deleted=0,
        parts={},
    )


def shown(
    timeline: Timeline | None,
    request: SearchRequest,
    held: tuple[str, str] = ("2025-12-21", "2026-01-17"),
) -> Chart | None:
    page = Page(
        request=request,
        total=0,
        hits=(),
        facets={},
        facet_sizes={},
        notes=(),
        generation=1,
        timeline=timeline,
    )
    return chart(page, Links(page.request), info(*held))


def by_day(first: str, *counts: int, held: int = 100, **more: Any) -> Timeline:
    begin = date.fromisoformat(first)
    bars = tuple(
        Bar(
            first=begin + timedelta(number),
            last=begin + timedelta(number),
            count=max(count, 0),
            held=held if count >= 0 else 0,
            days_held=int(count >= 0),
        )
        for number, count in enumerate(counts)
    )
    return Timeline(by="day", bars=bars, **{"before": 0, "after": 0, "undated": 0} | more)


def drawn(timeline: Timeline, request: SearchRequest | None = None) -> Chart:
    found = shown(timeline, request or SearchRequest(query="strike"))
    assert found
    return found


@pytest.mark.parametrize("timeline", [None, by_day("2026-01-01")])
def test_without_bars_there_is_nothing_to_draw(timeline: Timeline | None) -> None:
    assert shown(timeline, SearchRequest()) is None


def test_a_bar_with_hits_is_a_step() -> None:
    found = drawn(by_day("2026-01-05", 3, 0, 2), SearchRequest(query="strike"))
    assert [column.is_step for column in found.columns] == [True, False, True]


def test_a_bar_whose_days_are_chosen_leads_nowhere() -> None:
    request = SearchRequest(since=date(2026, 1, 5), until=date(2026, 1, 5))
    assert not drawn(by_day("2026-01-05", 3), request).columns[0].is_step


def test_a_page_draws_no_more_bars_than_it_can() -> None:
    assert bounded(SearchRequest(bars=2_000)).bars == MAX_PAGE_BARS
    assert bounded(SearchRequest(bars=7)).bars == 7


def test_shares_are_those_of_what_is_held() -> None:
    request = SearchRequest(query="strike", share=True)
    found = drawn(by_day("2026-01-05", 3, 0, -1, held=12), request)
    assert [column.share for column in found.columns] == [25, 0, None]
    assert [column.value for column in found.columns] == [25, 0, 0]
    assert found.has_gaps
    assert [(own.text, own.value) for own in found.measures] == [
        ("Count", "count"),
        ("Share", None),
    ]


def test_a_search_that_finds_everything_has_no_shares() -> None:
    assert not drawn(by_day("2026-01-05", 4, 4, held=4)).measures
    assert drawn(by_day("2026-01-05", 4, 3, held=4)).measures


@pytest.mark.parametrize(
    ("days", "units"),
    [
        (1, []),
        (3, []),
        (5, ["Day", "Week"]),
        (40, ["Day", "Week", "Month"]),
        (120, ["Day", "Week", "Month"]),
    ],
)
def test_the_units_that_can_be_chosen_make_several_bars(days: int, units: list[str]) -> None:
    found = drawn(by_day("2026-01-01", *[1] * days))
    assert [own.text for own in found.units] == units
    assert [own.value for own in found.units[1:2]] == ["week"] * bool(units)


@pytest.mark.parametrize(
    ("since", "until", "wider"),
    [
        (None, None, []),
        ("2026-01-05", None, ["All days"]),
        ("2026-01-05", "2026-01-09", ["January 2026", "All days"]),
        ("2026-01-01", "2026-01-31", ["All days"]),
        ("2025-12-30", "2026-01-02", ["All days"]),
        ("2024-03-01", "2024-03-02", ["All days"]),
    ],
)
def test_a_chosen_span_can_be_widened(
    since: str | None, until: str | None, wider: list[str]
) -> None:
    request = SearchRequest.parse("strike", since=since, until=until, by="day")
    found = drawn(by_day("2026-01-05", 1, 2), request)
    assert [own.text for own in found.wider] == wider
    if wider:
        assert found.wider[-1].url == "/?q=strike"
    if len(wider) > 1:
        assert found.wider[0].url == "/?q=strike&since=2026-01-01&until=2026-01-31"


def test_years_are_on_the_way_out_of_a_month() -> None:
    request = SearchRequest.parse("strike", since="2019-03", until="2019-03")
    found = shown(by_day("2019-03-01", 1, 1), request, held=("2001-01-01", "2026-01-01"))
    assert found
    assert [own.text for own in found.wider] == ["2019", "2010 to 2019", "All days"]


def test_what_is_far_off_is_a_link() -> None:
    found = drawn(by_day("2026-01-05", 300, 2, before=1, after=2))
    assert [(own.text, own.url) for own in found.outside] == [
        ("1 earlier item", "/?q=strike&until=2026-01-04"),
        ("2 later items", "/?q=strike&since=2026-01-07"),
    ]


# -- on a page


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/?q=strike&share=1",
        "/?q=strike&by=week",
        "/?q=council&by=week&since=2025-09-03&until=2025-09-20",
        "/?by=month&month=2025-09&month=2025-12",
        "/?by=year&source=BBC",
        "/?by=decade",
        "/?q=port+OR+comet&year=2026&not_tag=ballot",
        "/?q=zebra&since=2026-01-01&until=2026-01-05",
        "/?as_of=2026-01-02&by=week",
        "/?bars=3",
    ],
)
def test_each_bar_finds_what_it_says(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    buttons = page.css(".spans button")
    rows = page.css(".counts tbody tr")
    listed = [row for row in rows if row.css_first("button")]
    for button, row in zip(buttons, listed, strict=True):
        goal, count = pressed(client, button), words(row.css_first("td")).partition(" ")[0]
        assert pressed(client, row.css_first("button")) == goal
        assert total(read(client, goal)) == int(count.replace(",", ""))
    for choice in page.css(".choices button"):
        shown = read(client, pressed(client, choice)).css(".choices [aria-current]")
        assert words(choice) in map(words, shown)
    for link in page.css(".around a"):
        assert client.get(link.attributes["href"] or "").status_code == 200


def test_a_bar_leads_to_its_days_on_the_first_page_by_any_unit(client: FlaskClient) -> None:
    url = "/?q=strike&tag=strike&since=2025-12-01&share=1&by=day&page=2"
    goal = pressed(client, read(client, url).css_first(".spans button"))
    assert re.fullmatch(r"/\?q=strike&tag=strike&since=([\d-]+)&until=\1&share=1", goal)


def test_days_that_cannot_be_leave_the_search_as_it_is(client: FlaskClient) -> None:
    for days in ("", "x", "2026-01-05..x", "2026-02-30", "..", "2026-01-01..2026-01-02..y"):
        answer = client.get("/", query_string={"q": "strike", "tag": "port", "days": days})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/?q=strike&tag=port")


def test_the_chosen_span_stays_where_nothing_is_found(client: FlaskClient) -> None:
    page = read(client, "/?q=zebra&since=2026-01-04&until=2026-01-07")
    rows = [[words(cell) for cell in row.css("th, td")] for row in page.css(".counts tbody tr")]
    assert rows == [
        ["4 January 2026", "0", "1", "0%"],
        ["5 January 2026", "0", "1", "0%"],
        ["6 January 2026", "–", "nothing", "–"],
        ["7 January 2026", "–", "nothing", "–"],
    ]
    assert page.css("rect[fill='url(#gap)']")
    assert not page.css(".spans button")


def test_a_period_that_is_held_in_part_says_so(client: FlaskClient) -> None:
    page = read(client, "/?q=strike&by=month")
    assert words(page.css(".counts tbody tr")[-1]) == "January 2026 2 5 on 5 of 31 days 40%"


def test_a_unit_that_does_not_fit_is_told_of(client: FlaskClient) -> None:
    assert "so it is by week" in client.get("/?by=day&bars=2000").text
    assert "so it is by" not in client.get("/?by=week").text


def test_undated_items_are_told_of(client: FlaskClient) -> None:
    assert "1 item without a day" in words(read(client, "/").css_first(".around"))


def test_a_page_without_a_timeline(client: FlaskClient) -> None:
    assert not read(client, "/?by=none").css(".timeline")
    assert not read(client, "/?q=zebra").css(".timeline")


# -- of archives that differ


def served(items: list[Item], path: Path) -> FlaskClient:
    archive = Archive.create(path / "index")
    archive.add(items)
    return create_app({"ARCHIVE": archive, "TESTING": True}).test_client()


def dated(number: int, day: date | None, **more: Any) -> Item:
    return Item(id=f"{number}.md", title=f"Item {number}", day=day, **more)


def test_thirty_years_and_ten_items(tmp_path: Path) -> None:
    client = served([dated(own, date(1996 + 3 * own, 5, 5)) for own in range(10)], tmp_path)
    page = read(client, "/?q=item")
    assert len(page.css(".counts tbody tr")) == 28
    assert len(page.css(".spans button")) == 10
    assert words(page.css_first("figcaption")) == "1996 to 2023"


def test_a_day_in_the_year_1000_beside_a_month(tmp_path: Path) -> None:
    month = [dated(own, date(2026, 1, 1 + own % 28)) for own in range(280)]
    client = served([*month, dated(999, date(1000, 3, 4))], tmp_path)
    page = read(client, "/")
    assert len(page.css(".spans button")) == 28
    earlier = page.css_first(".around a")
    assert words(earlier) == "1 earlier item"
    old = read(client, earlier.attributes["href"] or "")
    assert total(old) == 1
    assert words(old.css_first("figcaption")) == "4 March 1000"


def test_a_day_in_the_year_1000_beside_few(tmp_path: Path) -> None:
    client = served([dated(1, date(1000, 3, 4)), dated(2, date(2026, 1, 1))], tmp_path)
    page = read(client, "/")
    assert len(page.css(".counts tbody tr")) == 103
    first, last = page.css(".spans button")
    assert first.attributes["value"] == "1000-01-01..1009-12-31"
    assert last.attributes["value"] == "2020-01-01..2029-12-31"
    rows = [words(row) for row in page.css(".counts tbody tr")]
    assert rows[0] == "1000 to 1009 1 on 1 of 3,652 days"
    assert rows[-1] == "2020 to 2029 1 on 1 of 3,653 days"


def test_hits_that_are_all_items_are_not_compared_with_all_items(client: FlaskClient) -> None:
    heads = ["Items", "Held in all", "Share"]
    for url, shown in (("/", heads[:1]), ("/?q=strike", heads)):
        page = read(client, url)
        assert [words(node) for node in page.css(".counts thead th")][1:] == shown
        assert {len(row.css("td")) for row in page.css(".counts tbody tr")} == {len(shown)}


def test_an_archive_of_a_past_day(tmp_path: Path) -> None:
    seen = datetime(2026, 1, 3, tzinfo=UTC)
    late = dated(2, date(2026, 1, 4), seen=seen + timedelta(1))
    client = served([dated(1, date(2026, 1, 2), seen=seen), late], tmp_path)
    assert len(read(client, "/").css(".spans button")) == 2
    past = read(client, "/?as_of=2026-01-03")
    (button,) = past.css(".spans button")
    assert "as_of=2026-01-03" in pressed(client, button)
    assert [words(row) for row in past.css(".counts tbody tr")] == ["2 January 2026 1"]


def test_zooming_out_of_a_past_day_knows_no_later_days(tmp_path: Path) -> None:
    seen = datetime(2026, 1, 5, tzinfo=UTC)
    held = [dated(1, date(2026, 1, 2), seen=seen), dated(2, date(2026, 1, 3), seen=seen)]
    early = dated(3, date(2019, 1, 1), seen=seen + timedelta(1))
    address = "/?as_of=2026-01-05&since=2026-01-02&until=2026-01-02"
    ended, went_on = (
        words(read(served(items, tmp_path / str(len(items))), address).css_first(".around"))
        for items in (held, [*held, early])
    )
    assert ended == went_on == "Zoom out: All days"


def test_undated_items_alone_have_no_timeline(tmp_path: Path) -> None:
    assert not read(served([dated(1, None)], tmp_path), "/").css(".timeline")
