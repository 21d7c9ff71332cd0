"""A comparison counts what its searches find, and each of its searches finds as many."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from math import log, sqrt
from random import Random
from typing import Any

import pytest

from search import Archive, Comparison, Headline, Item, RequestInvalid, SearchRequest
from search.answer import compare as answering
from search.answer.telling_words import LEAST_DEVIATIONS, LEAST_ITEMS, log_odds
from search.comparison import MAX_COMPARED, checked_queries
from search.query.said import with_facets_said
from tests.search import random_archives
from tests.search.test_engines import Pair, known_addresses

__all__ = ["known_addresses"]


def item(number: int, title: str, *outlets: str, day: int | None = None) -> Item:
    headlines = [Headline(title, outlet) for outlet in outlets]
    when = date(2026, 1, day) if day else None
    return Item(id=f"{number:02}.md", title=title, day=when, headlines=headlines, tags=("all",))


ITEMS = (
    item(1, "Port strike begins", "Harbour Post", "Coast News", day=2),
    item(2, "Port strike goes on", "Harbour Post", day=3),
    item(3, "Strike at the mill, dockers cheer", "Inland Times", day=3),
    item(4, "Dockers end the port strike", "Harbour Post", "Coast News", day=7),
    item(5, "Comet seen over the port", "Coast News", day=7),
    item(6, "Comet fades", "Inland Times", 'The "Odd" Sheet', day=8),
    item(7, "Comet returns in eighty years", "Inland Times"),
    item(8, "Mill closes", "Inland Times", day=9),
)


def ids(archive: Archive, search: SearchRequest) -> set[str]:
    return {found.id for found in archive.export(search)}


def check(archive: Archive, found: Comparison) -> None:
    """Check each number of a comparison against the items themselves."""
    of_each = [ids(archive, own.search) for own in found.searches]
    for own, hits in zip(found.searches, of_each, strict=True):
        items = [archive.item(id, own.search.as_of) for id in hits]
        assert own.total == len(hits) == archive.search(own.search).total
        assert own.total == sum(own.counts) + own.before + own.after + own.undated
        for bar, count in zip(
            found.timeline.bars if found.timeline else (), own.counts, strict=True
        ):
            days = own.search.with_days(bar.first, bar.last)
            assert count == sum(bool(one.day) and bar.first <= one.day <= bar.last for one in items)
            assert not count or archive.search(days).total == count
        for outlet, count in zip(found.outlets, own.outlets, strict=True):
            assert not count or archive.search(own.search.only("sources", outlet)).total == count
    together = set().union(*of_each)
    if found.timeline:
        sums = found.timeline.before + found.timeline.after + found.timeline.undated
        assert sum(bar.count for bar in found.timeline.bars) + sums == len(together)
    groups = [own.of for own in found.overlaps]
    pairs = list(combinations(range(len(of_each)), 2))
    assert groups == (pairs if len(of_each) < 3 else [*pairs, tuple(range(len(of_each)))])
    for overlap in found.overlaps:
        shared = set.intersection(*(of_each[own] for own in overlap.of))
        assert overlap.found.count == len(shared)
        if overlap.found.search:
            assert ids(archive, overlap.found.search) == shared
    for word in (*found.common_words, *(word for own in found.searches for word in own.words)):
        alone = archive.search(f'"{word.word}"', as_of=found.searches[0].search.as_of)
        assert alone.total >= max(entry.count for entry in word.found)
        for entry, own, hits in zip(word.found, found.searches, of_each, strict=True):
            assert 0 <= entry.count <= own.total
            if entry.search:
                of_word = ids(archive, entry.search)
                assert of_word <= hits
                assert len(of_word) == entry.count > 0


QUERIES: list[tuple[Sequence[str], dict[str, Any]]] = [
    (["strike", "comet"], {}),
    (["strike", "port", "mill"], {}),
    (["port source:post", "strike since:2026-01-03", "-comet", "tag:all", "dockers OR comet"], {}),
    (["strike", "nothing"], {}),
    (["strike zebra harbour", "comet"], {}),
    (["port strike", "comet years"], {"match": "most"}),
    (["port strike", "comet"], {"match": "any"}),
    (["strike", "comet"], {"sources": ("Coast News", "Inland Times")}),
    (["strike", "comet"], {"since": "2026-01-03", "until": "2026-01-07", "by": "day"}),
    (["strike", "comet"], {"as_of": "2026-01-05", "by": "week"}),
    (["strike (port", 'comet "over the'], {}),
    (["!!!", "OR strike"], {}),
    (["por*", "strke~"], {"month": "2026-01"}),
    (["strike", "STRIKE OR PORT AND MILL"], {"not_sources": "Inland Times"}),
    (["x" * 1_000, "strike " * 140], {}),
]


@pytest.mark.parametrize(("queries", "limits"), QUERIES, ids=lambda value: str(value)[:40])
def test_each_number_is_that_of_its_items(
    make: Callable[..., Archive], queries: Sequence[str], limits: dict[str, Any]
) -> None:
    archive = make(ITEMS)
    found = archive.compare(queries, **limits)
    assert [own.name for own in found.searches] == [query.strip() for query in queries]
    check(archive, found)


@pytest.mark.parametrize(
    ("query", "limits", "outlets"),
    [
        ("strike", {}, ["Harbour Post", "Coast News", "Inland Times"]),
        ("", {}, ["Inland Times", "Coast News", "Harbour Post", 'The "Odd" Sheet']),
        ("comet", {"sources": ("inland times", "Coast News")}, ["Inland Times", "Coast News"]),
        ("comet", {"sources": ("Inland Times", 'The "Odd" Sheet')}, None),
        ("zebra comet harbour", {}, ["Inland Times", "Coast News", 'The "Odd" Sheet']),
        ("nothing", {}, []),
    ],
)
def test_one_search_is_compared_in_outlets(
    make: Callable[..., Archive], query: str, limits: dict[str, Any], outlets: list[str] | None
) -> None:
    archive = make(ITEMS)
    found = archive.compare(query, by_outlet=True, **limits)
    assert outlets is None or [own.name for own in found.searches] == outlets
    assert found.outlets == ()
    check(archive, found) if found.searches else None


def test_what_two_searches_share_is_a_search(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).compare(["strike", "port", "comet"])
    told = [
        (own.of, own.found.count, own.found.search and own.found.search.query)
        for own in found.overlaps
    ]
    assert told == [
        ((0, 1), 3, "(strike) (port)"),
        ((0, 2), 0, None),
        ((1, 2), 1, "(port) (comet)"),
        ((0, 1, 2), 0, None),
    ]


def test_the_lines_of_all_have_the_same_days(make: Callable[..., Archive]) -> None:
    found = make(ITEMS).compare(["strike", "comet"], by="day")
    assert found.timeline
    assert [bar.first.day for bar in found.timeline.bars] == [2, 3, 4, 5, 6, 7, 8]
    assert [bar.held for bar in found.timeline.bars] == [1, 2, 0, 0, 0, 2, 1]
    assert [own.counts for own in found.searches] == [(1, 2, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1, 1)]
    assert [own.undated for own in found.searches] == [0, 1]


def test_words_tell_one_search_from_another_by_their_log_odds(make: Callable[..., Archive]) -> None:
    """By hand: of ten items each, all of one have "crane", and all of both have "harbour"."""
    others = [f"word{number}" for number in range(10)]
    items = [
        *(item(number, f"Strike harbour crane {others[number]}") for number in range(10)),
        *(item(50 + number, f"Comet harbour {others[number]}") for number in range(10)),
        *(item(70 + number, f"Other thing {number}") for number in range(80)),
    ]
    found = make(items).compare(["strike", "comet"])
    (crane,) = found.searches[0].words
    assert (crane.word, crane.read) == ("crane", (10, 0))
    assert [own.count for own in crane.found] == [10, 0]
    # Words of each: its own, "harbour", one of ten others, "crane" in the first.
    one, other, both = 40, 30, 70
    prior, priors = 0.25 * 10, 0.25 * both
    odds = log((10 + prior) / (one + priors - 10 - prior)) - log(prior / (other + priors - prior))
    assert crane.score == pytest.approx(odds / sqrt(1 / (10 + prior) + 1 / prior))
    assert found.searches[1].words == ()
    assert [word.word for word in found.common_words] == ["harbour"]


def test_log_odds_are_those_of_the_paper() -> None:
    own, others = (9, 10), (1, 10)
    assert log_odds(*own, *others) == pytest.approx(
        (log(11.5 / 3.5) - log(3.5 / 11.5)) / sqrt(1 / 11.5 + 1 / 3.5)
    )
    assert log_odds(*own, *others) == -log_odds(*others, *own)
    assert log_odds.__doc__ is not None
    assert f"{log_odds(*own, *others):.2g}" in log_odds.__doc__
    assert log_odds(1, 1, 2, 2) == 0


def test_no_more_items_are_read_than_is_said(
    make: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_READ", 4)
    archive = make(ITEMS)
    found = archive.compare(["strike", "comet"])
    assert [own.read for own in found.searches] == [2, 2]
    check(archive, found)
    for own in found.searches:
        for word in own.words:
            assert word.score is not None
            assert word.score >= LEAST_DEVIATIONS
            assert max(word.read) >= LEAST_ITEMS


@pytest.mark.parametrize(
    ("queries", "by_outlet", "limits", "problem"),
    [
        (["strike"], False, {}, "1 search; a comparison is of 2 to 5"),
        ([], False, {}, "0 searches"),
        ([*"abcdef"], False, {}, "6 searches"),
        (["strike", " "], False, {}, "an empty one"),
        (["strike", "strike "], False, {}, "given twice"),
        (["strike", "comet"], True, {}, "2 searches; outlets are compared in one"),
        ("strike", True, {"sources": "BBC"}, "1 outlet;"),
        ("strike", True, {"sources": [*"abcdef"]}, "6 outlets"),
        (["strike", 5], False, {}, "5 is not text"),
        (5, False, {}, "5 is not a list"),
        (["strike", "comet"], False, {"since": "x"}, "'x' is not a date"),
    ],
)
def test_what_cannot_be_compared_is_said(
    make: Callable[..., Archive], queries: Any, by_outlet: bool, limits: Any, problem: str
) -> None:
    with pytest.raises(RequestInvalid, match=problem):
        make(ITEMS).compare(queries, by_outlet=by_outlet, **limits)


def test_queries_are_checked_before_anything_is_asked() -> None:
    assert checked_queries(["comet", "strike "], (), by_outlet=False) == ("comet", "strike")
    assert len(checked_queries([*"abcde"], (), by_outlet=False)) == MAX_COMPARED


def test_an_empty_archive_has_nothing_to_compare(empty_archive: Archive) -> None:
    found = empty_archive.compare(["strike", "comet"])
    assert [own.total for own in found.searches] == [0, 0]
    assert found.common_words == ()
    assert empty_archive.compare("", by_outlet=True).searches == ()


def test_a_past_day_is_answered_as_the_archive_that_ended_then(
    make: Callable[..., Archive],
) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    seen = [
        replace(own, seen=datetime(2026, 1, number + 1, tzinfo=UTC))
        for number, own in enumerate(ITEMS)
    ]
    whole, part = make(seen), make(seen[:5])
    for by_outlet, queries in (False, ["strike", "comet"]), (True, ["port"]):
        one, other = (
            own.compare(queries, by_outlet=by_outlet, as_of="2026-01-05") for own in (whole, part)
        )
        assert one == other


@pytest.mark.parametrize(
    "search",
    [
        SearchRequest(query="strike", sources=("Harbour Post",)),
        SearchRequest(query="strike OR comet", sources=("Harbour Post", "inland times")),
        SearchRequest(query="OR strike", not_sources=("Coast News",), tags=("all",)),
        SearchRequest(query="port", year=("2026",), not_month=("2025-01",)),
        SearchRequest(sources=('The "Odd" Sheet',), since=date(2026, 1, 2)),
        SearchRequest(query="port strike", match="any", not_sources=('The "Odd" Sheet', "BBC")),
    ],
    ids=str,
)
def test_a_query_says_the_limits_of_a_search(
    make: Callable[..., Archive], search: SearchRequest
) -> None:
    archive, said = make(ITEMS), with_facets_said(search)
    assert ids(archive, said) == ids(archive, search)
    if search.query == "OR strike":  # another word before the OR would change what it joins
        assert said == search
        return
    left = [*said.included("sources"), *said.excluded("sources"), *said.included("tags")]
    assert all('"' in name or "BBC" in name for name in left)


@pytest.mark.parametrize("seed", range(3))
def test_engines_answer_alike_and_each_number_is_that_of_its_items(seed: int) -> None:
    chance = Random(seed)
    with Pair.made(list(random_archives.changes(chance, 40))) as pair:
        for _ in range(6):
            queries = list(
                {random_archives.query(chance).strip(): None for _ in range(chance.randint(2, 4))}
            )
            limits = {
                "as_of": random_archives.as_of(chance),
                "match": chance.choice(("all", "all", "most", "any")),
                "by": chance.choice(("auto", "day", "month")),
            }
            by_outlet = chance.random() < 0.3
            asked = queries[:1] if by_outlet else queries
            ask = partial(Archive.compare, queries=asked, by_outlet=by_outlet, **limits)
            found = pair.same(ask)
            if isinstance(found, Comparison) and found.searches:
                check(pair.folder, found)


def test_a_misspelt_query_tells_what_was_meant_as_its_page_does(
    make: Callable[..., Archive],
) -> None:
    archive = make(
        Item(id=f"{number}.md", title=title, day=date(2026, 1, 1 + number), headlines=lines)
        for number, (title, lines) in enumerate(
            [("Venezuela votes", [Headline("Venezuela votes", "Coast News")])] * 4
            + [("Comet over Caracas", [Headline("Comet", "Harbour Post")])] * 3
        )
    )
    found = archive.compare(["venzuela", "comet", "Caracsa comet"])
    for query, own in zip(["venzuela", "comet", "Caracsa comet"], found.spellings, strict=True):
        assert own == archive.search(query).spelling
    assert [own and own.text for own in found.spellings] == ["venezuela", None, "caracas comet"]
    assert [own and own.total for own in found.spellings] == [4, None, 3]
    found = archive.compare(["venzuela", "comet"], since="2026-01-03")
    assert found.spellings[0] == archive.search("venzuela", since="2026-01-03").spelling
    (own,) = archive.compare("venzuela", by_outlet=True).spellings
    assert (own.text, own.total) == ("venezuela", 4)
    assert archive.compare("venezuela OR comet", by_outlet=True).spellings == (None,)
