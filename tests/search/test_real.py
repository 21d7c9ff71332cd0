"""On thousands of real items, every count is what following it finds."""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Archive, SearchRequest
from search.query.nodes import WordNode
from search.query.parser import parse
from search.query.plain import as_plain_words
from search.request import FACETS
from tests.conftest import QUICK_SHARE


@pytest.fixture(scope="module")
def real(real_index: Path) -> Iterator[Archive]:
    with Archive.open(real_index) as archive:
        yield archive


def test_every_file_is_an_item(real: Archive, newsstore: Path, thorough: bool) -> None:
    files = len([*newsstore.rglob("*.md")][:: 1 if thorough else QUICK_SHARE])
    assert real.info().items == real.search(facets=()).total == files


#: Step between the titles that are asked, of those in which nothing is read as a sign.
PLAIN_TITLES_APART = 500


@pytest.mark.thorough
def test_a_pasted_title_finds_its_item_or_says_what_it_left_out(
    real: Archive, thorough: bool
) -> None:
    asked = 0
    for item in islice(real.items(), 0, None, 1 if thorough else 4):
        for title in dict.fromkeys([item.title, *(line.text for line in item.headlines)]):
            query = parse(title)
            is_plain = all(isinstance(part.node, WordNode) for part in query.parts)
            asked += 1
            if (is_plain and asked % PLAIN_TITLES_APART) or not query.parts:
                continue
            asked_for = f'({title}) id:"{item.id}"' if is_plain else title
            page = real.search(asked_for, facets=(), per_page=100)
            if is_plain:
                assert page.total == 1, title
                continue
            # All hits: what a title finds may be much.
            pages = [
                real.search(asked_for, facets=(), per_page=100, page=number + 1)
                for number in range(page.pages)
            ]
            found = {hit.id for page in pages for hit in page.hits}
            if item.id not in found:
                assert query.notes, title
                plain = as_plain_words(title)
                assert item.id in {hit.id for hit in real.search(plain, facets=()).hits}, title
    assert asked > (15_000 if thorough else 1_000)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("zelenskyy", "Zelenskyy's"),
        ("zelenskyy", "ZELENSKYY’S"),
        ("zelenskyy", "Zelenskyy"),
        ("ELECTIONS", "elections"),
        ("u.s.", "U.S"),
        ('"white house"', "“White House”"),
        ("trump -biden", "trump NOT biden"),
        ("ukraine OR gaza", "gaza | ukraine"),
        ("source:bbc", "outlet:BBC"),
        ("title:climate", "TITLE:climate"),
    ],
)
def test_two_ways_to_say_it(real: Archive, query: str, same: str) -> None:
    one, other = real.search(query, per_page=100), real.search(same, per_page=100)
    assert one.total == other.total > 0
    assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]


@pytest.mark.parametrize("query", ["zelenskyy", "climate change", '"supreme court"', "earthquake*"])
def test_hits_show_why_they_were_found(real: Archive, query: str) -> None:
    page = real.search(query, per_page=50)
    assert page.total > 1
    for hit in page.hits:
        matched = any(headline.matched for headline in hit.headlines)
        assert hit.title_marks or hit.snippet_marks or matched


@pytest.mark.parametrize(
    "query",
    ["trump", "ukraine OR gaza", "-trump", '"of the"', "climat* -trump", "source:Reuters", ""],
)
def test_narrower_is_never_more(real: Archive, query: str) -> None:
    total = real.search(query, facets=()).total
    assert real.search(f"({query}) police" if query else "police", facets=()).total <= total
    assert real.search(query, sources="BBC", facets=()).total <= total
    assert real.search(query, until="2025", facets=()).total <= total
    with_it = real.search(f"({query}) police", facets=()).total if query else 0
    without = real.search(f"({query}) -police", facets=()).total if query else total
    assert with_it + without == total


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_cover_all_hits_once(real: Archive, sort: str) -> None:
    request = SearchRequest(query="climate OR weather", sort=sort, per_page=20, facets=())
    first = real.search(request)
    ids = [hit.id for n in range(first.pages) for hit in real.search(request.at_page(n + 1)).hits]
    assert len(ids) == len(set(ids)) == first.total > 40


WORDS = [
    *(
        "trump",
        "ukraine",
        "climate",
        "police",
        "election*",
        '"white house"',
        "source:BBC",
        "-trump",
    ),
    *("gaza OR israel", "title:court", "date:2025", "zelenskyy's", "(storm OR flood) -rain", "说"),
]


@settings(
    max_examples=settings.default.max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_following_any_value_gives_as_many_hits_as_it_says(
    real: Archive, data: st.DataObject
) -> None:
    """From a random search, by a few random clicks, and then by every value in turn."""
    words = data.draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))
    request = SearchRequest(query=" ".join(words))
    for _ in range(data.draw(st.integers(0, 3))):
        page = real.search(request)
        listed = [
            (facet, entry.value)
            for facet in FACETS
            for entry in page.facets[facet][:12]
            if not entry.selected
        ]
        if not listed:
            break
        facet, value = data.draw(st.sampled_from(listed))
        step = data.draw(
            st.sampled_from([SearchRequest.add, SearchRequest.exclude, SearchRequest.only])
        )
        request = step(request, facet, value)
    page = real.search(request)
    chance = random.Random(len(page.request.to_params()))
    for facet in FACETS:
        values = page.facets[facet]
        for entry in chance.sample(values, min(len(values), 6)):
            assert real.search(request.only(facet, entry.value), facets=()).total == entry.count


@pytest.mark.parametrize("facet", FACETS)
def test_the_counts_of_the_whole_archive_add_up(real: Archive, facet: str) -> None:
    values, total = real.facet(facet)
    assert total == len(values)
    assert len({entry.value for entry in values}) == total
    for entry in [*values[:3], *values[-3:]]:
        found = real.search("", facets=(), **{facet: entry.value})  # type: ignore[arg-type]
        left = real.search("", facets=(), **{f"not_{facet}": entry.value})  # type: ignore[arg-type]
        assert found.total == entry.count
        assert found.total + left.total == real.info().items


def test_related_items_are_of_the_story(real: Archive) -> None:
    hit = next(hit for hit in real.search("zelenskyy").hits if len(hit.headlines) > 2)
    related = [other.id for other in real.related(hit.id, limit=5)]
    story = {
        other.id
        for page in (1, 2, 3, 4)
        for other in real.search("zelensk* OR ukrain*", per_page=100, page=page).hits
    }
    assert hit.id not in related
    assert story.intersection(related)


@pytest.mark.parametrize("typed", ["ukr", "new y", "b", "climate"])
def test_suggestions_find_what_they_say(real: Archive, typed: str) -> None:
    suggestions = real.suggest(typed)
    assert suggestions
    for suggestion in suggestions:
        assert real.search(suggestion.query, facets=()).total == suggestion.count > 0
