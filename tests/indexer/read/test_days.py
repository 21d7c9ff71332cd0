"""Which day an item has: by its keys, or by its path."""

from collections.abc import Mapping
from datetime import date

import pytest

from indexer.ledger import Repairs
from indexer.read.days import read_dated
from indexer.read.keys import fold_key

DAY = date(2011, 2, 12)


def read(values: Mapping[str, object], item_id: str = "a.md") -> tuple[date | None, list[str]]:
    """Return the day, and the reasons and details of the ledger."""
    repairs = Repairs("a.md")
    day = read_dated(values, item_id, repairs)
    return day, [f"{entry.reason}: {entry.detail}" for entry in repairs.entries]


@pytest.mark.parametrize(
    "key",
    [
        "date", "published", "publishdate", "pubdate", "created", "createdat", "publishedat",
        "datepublished", "timestamp", "lastmod", "modified", "updated", "lastmodifiedat",
        "pubdatetime", "updateddate", "publisheddate", "postdate", "moddatetime", "lastupdate",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["2011-02-12T10:00:00Z", 1297468800, DAY, ["2011-02-12"]])
def test_a_key_says_the_day(key: str, value: object) -> None:
    assert read({key: value}) == (DAY, [])


def test_when_an_item_was_published_goes_before_when_it_was_changed() -> None:
    keys = [
        "date", "published", "publishdate", "pubdate", "created", "createdat", "publishedat",
        "datepublished", "lastmod", "modified", "updated",
    ]  # fmt: skip
    values = {key: f"2011-02-{12 + rank}" for rank, key in enumerate(keys)}
    for rank, key in enumerate(keys):
        assert read(dict(reversed(values.items())))[0] == date(2011, 2, 12 + rank)
        del values[key]


def test_a_key_that_says_no_day_gives_way_to_the_next() -> None:
    assert read({"published": "true", "updated": "2011-02-12"}) == (DAY, [])
    assert read({"data": "x.json", "updated": "2011-02-12"}) == (DAY, [])
    assert read({"date": "2011-02-12", "updated": "soon"}) == (DAY, [])


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"date": "soon", "created": DAY}, "'soon' is not a day; the key 'created'"),
        ({"published": "soon", "updated": DAY}, "'soon' is not a day; the key 'updated'"),
        ({"date": ["?"], "fecha": DAY}, "'?' is not a day; the key 'fecha'"),
        (
            {"date": "03/04/2011", "published": DAY},
            "'03/04/2011' can be read as more than one day; the key 'published'",
        ),
        (
            {"created": "0001-01-01", "lastmod": DAY},
            "'0001-01-01' is not between the years 1000 and 2200; the key 'lastmod'",
        ),
    ],
)
def test_a_date_that_cannot_be_read_is_said_though_another_can(
    values: Mapping[str, object], problem: str
) -> None:
    assert read(values) == (DAY, [f"bad-date: Its date {problem} gives 2011-02-12."])


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "no-date: It has no date; the item has no day."),
        ({"date": "null"}, "no-date: It has no date; the item has no day."),
        ({"published": "false"}, "no-date: It has no date; the item has no day."),
        ({"date": "soon"}, "bad-date: Its date 'soon' is not a day; the item has no day."),
        (
            {"date": "03/04/2026"},
            "bad-date: Its date '03/04/2026' can be read as more than one day; the item "
            "has no day.",
        ),
        (
            {"updated": "2569-01-07"},
            "bad-date: Its date '2569-01-07' is not between the years 1000 and 2200; "
            "the item has no day.",
        ),
    ],
)
def test_no_day_is_said(values: Mapping[str, object], line: str) -> None:
    assert read(values) == (None, [line])


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2011-02-12-title.md", DAY),
        ("2011-02-12.md", DAY),
        ("2011-2-12-title.md", DAY),
        ("2011_2_12_0926.html", DAY),
        ("2011.02.12 title.md", DAY),
        ("20110212-x.md", DAY),
        ("20110212.md", DAY),
        ("20110212093000-x.md", DAY),
        ("20110212T0930-x.md", DAY),
        ("news/2011-02-12-bundle/index.md", DAY),
        ("news/2011-02-12/pages/index.md", DAY),
        ("2011/02/12/x.md", DAY),
        ("news/2011/2/12/x.md", DAY),
        ("2011-02/12/x.md", DAY),
        ("/2011/02/12/x/", DAY),
        ("2010-01-01-year/2011-02-12-x.md", DAY),
        ("2011-02-12-x/2011-02-31.md", DAY),
        ("12-02-2011-x.md", None),
        ("13-02-2011-x.md", date(2011, 2, 13)),
        ("2011年2月12日.md", DAY),
        ("2011/feb/12/x.md", DAY),
        ("12-Feb-2011-x.md", DAY),
        ("12_februar_2011.md", DAY),
        ("February 12th, 2011.md", DAY),
        ("Feb 12th, 2011 storm.md", DAY),
        ("12 Feb 2011.md", DAY),
        ("12th of February 2011.md", DAY),
        ("12. Februar 2011.md", DAY),
        ("12 de febrero de 2011.md", DAY),
        ("notes/2011 02 12 x.md", DAY),
        ("2011 Feb 12.md", DAY),
        ("february-12-2011.md", DAY),
        ("12. Fe\u0301vrier 2011.md", DAY),
        ("Sat 12 Feb 2011.md", DAY),
        ("Sat, 12 February 2011.md", DAY),
        ("Samedi_12_février_2011.html", DAY),
        ("notes/Saturday, February 12, 2011.md", DAY),
        ("(Sat) 12 Feb 2011 storm.md", DAY),
        ("2011/02-feb/12-title.md", DAY),
        ("2011/02 - February/12 title.md", DAY),
        ("news/2011/02_feb/12.md", DAY),
        ("2011/2. Februar/12/index.md", DAY),
        ("2011/02-notes/12-title.md", None),
        ("10 years 2011.md", None),
        ("Notes of 12 Feb 2011.md", None),
        ("1000 02 12 x.md", None),
        ("2011/notes/12/x.md", None),
        ("2011-02-30-title.md", None),
        ("2011-02-1234.md", None),
        ("12011-02-12.md", None),
        ("12345678-x.md", None),
        ("20261301.md", None),
        ("2011/02/x.md", None),
        ("2011.2.12-release.md", None),
        ("31.12.2011 x.md", date(2011, 12, 31)),
        ("20110212T0930.md", DAY),
        ("2011-W06-6 x.md", DAY),
        ("2011-W06.md", None),
        ("05-03-2011-x.md", None),
        ("0001-01-01-x.md", None),
        ("3011-01-01-x.md", None),
        ("", None),
    ],
)
def test_a_day_stands_at_the_beginning_of_a_name(path: str, day: date | None) -> None:
    assert read({}, path)[0] == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("title-2011-02-12.md", DAY),
        ("title_20110212.md", DAY),
        ("notes/title 2011.02.12.html", DAY),
        ("title (2011-02-12).md", DAY),
        ("title_20110212_0930.md", DAY),
        ("title-2011-02-12T09:30Z.md", DAY),
        ("/news/title-2011-02-12/", DAY),
        ("news/title-2011-02-12/index.en.md", DAY),
        ("2011/02/title-2011-02-12.md", DAY),
        ("2011-02-12-review-2010-12-31.md", DAY),
        ("Journal 2011-02-12 (Saturday).md", DAY),
        ("Journal 2011-02-12 (Sa.).md", DAY),
        ("Journal 2011-02-12 Sat.md", DAY),
        ("journal_2011-02-12_(sat)/index.md", DAY),
        ("Journal 2011-02-12, Samstag.md", DAY),
        ("title2011-02-12.md", None),
        ("title-2011-0212.md", None),
        ("title-12011-02-12.md", None),
        ("title-2011-02-30.md", None),
        ("title-20110212093011.md", None),
        ("title-2011-02-12-part.md", None),
        ("title-2011-02-12/part.md", None),
        ("title-110212.md", None),
        ("title-31.12.2011.md", date(2011, 12, 31)),
        ("title (05-03-2011).md", None),
    ],
)
def test_else_a_day_stands_at_the_end_of_a_path(path: str, day: date | None) -> None:
    assert read({}, path)[0] == day


@pytest.mark.parametrize(
    ("values", "item_id", "place"),
    [
        ({}, "2011-02-12-x.md", "the file's path"),
        ({"lastmod": "2020-01-01"}, "2011-02-12-x.md", "the file's path"),
        ({"path": "/2011/02/12/x/"}, "x.md", "the key 'path'"),
        ({"permalink": "https://post.example/2011/02/12/x.html"}, "x.md", "the key 'permalink'"),
        ({"slug": "2011-02-12-x"}, "x.md", "the key 'slug'"),
        ({"url": "/2011/2/12/x"}, "x.md", "the key 'url'"),
        ({"permalink": "http://[", "url": "/2011/2/12/x"}, "x.md", "the key 'url'"),
    ],
)
def test_a_day_in_a_path_is_said(values: Mapping[str, object], item_id: str, place: str) -> None:
    line = f"date-from-name: It has no date; {place} gives 2011-02-12."
    assert read(values, item_id) == (DAY, [line])


def test_a_date_of_several_parts_is_said() -> None:
    line = "bad-date: Its date \"{'from': '2011-02-12'}\" is not a day; the item has no day."
    assert read({"date": {"from": "2011-02-12"}}) == (None, [line])


@pytest.mark.parametrize("key", ["date", "$date", "iso"])
def test_a_mapping_may_hold_the_day(key: str) -> None:
    assert read({"lastupdate": {key: DAY, "author": "x"}}) == (DAY, [])


@pytest.mark.parametrize(
    "key",
    [
        "dc.date",
        "dcterms:created",
        "article:published_time",
        "posted",
        "isoDate",
        "dc_date",
        "dcterms_issued",
    ],
)
def test_keys_of_other_vocabularies(key: str) -> None:
    assert read({fold_key(key): "2011-02-12"}) == (DAY, [])


@pytest.mark.parametrize(
    "key",
    [
        "webPublicationDate", "first_publication_date", "post_date_gmt", "date_gmt", "fecha",
        "datum", "дата", "发布日期", "Fecha de publicación", "公開日", "data",
    ],
)  # fmt: skip
def test_keys_of_other_programs_and_languages(key: str) -> None:
    assert read({fold_key(key): "2011-02-12"}) == (DAY, [])


def test_data_that_is_no_day_is_none() -> None:
    line = "no-date: It has no date; the item has no day."
    assert read({"data": "data/a.json"}) == (None, [line])


@pytest.mark.parametrize("text", ["1404/10/17", "1404-10-17", "1447-07-18", "17/10/1404"])
def test_a_day_of_another_calendar_is_said(text: str) -> None:
    line = (
        f"bad-date: Its date {text!r} may be of the Iranian or the Islamic calendar; the item has "
        "no day."
    )
    assert read({"date": text}) == (None, [line])
    assert read({"date": text}, "2026-01-07-x.md")[0] == date(2026, 1, 7)
    assert read({}, f"{text}/x.md")[0] is None
    assert read({"date": "1215-06-15"})[0] == date(1215, 6, 15)


def test_a_day_in_a_path_stands_in_for_a_date_that_is_none() -> None:
    line = "date-from-name: Its date 'soon' is not a day; the file's path gives 2011-02-12."
    assert read({"date": "soon"}, "2011/02/12/x.md") == (DAY, [line])


@pytest.mark.parametrize(
    "value",
    [["2011", "2", "12"], [2011, 2, 12], {"year": 2011, "month": 2, "day": 12}],
)
def test_a_day_may_be_in_parts(value: object) -> None:
    assert read({"date": value}) == (DAY, [])


def test_the_parts_of_a_day_may_have_keys_of_their_own() -> None:
    assert read({"year": "2011", "month": "02", "day": "12"}) == (DAY, [])
    assert read({"year": "2011", "month": "02", "date": "2011-02-12"}) == (DAY, [])
    assert read({"year": "2011"})[0] is None


@pytest.mark.parametrize("value", [["2011", "2"], ["2", "12", "2011"], {"year": "2011"}])
def test_other_parts_are_not_a_day(value: object) -> None:
    assert read({"date": value})[0] is None


@pytest.mark.parametrize("item_id", ["05-03-2011-x.md", "a/05.03.2011 x.md", "x_05_03_2011.md"])
def test_a_path_that_may_tell_two_days_tells_none_and_is_said(item_id: str) -> None:
    repairs = Repairs(item_id)
    assert read_dated({}, item_id, repairs) is None
    (entry,) = repairs.entries
    assert (entry.reason, entry.detail) == (
        "bad-date",
        "'05-03-2011' in the file's path can be read as more than one day; the item has no day.",
    )
