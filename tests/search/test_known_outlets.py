"""A well-known outlet is found by each of its names, wherever a name is asked for."""

from collections.abc import Callable

import pytest

from search import Archive, Headline, Item, SearchRequest
from search.known_outlets import known_outlet, outlets_starting
from search.outlet_names import OUTLETS

_NAMES = ("ایران اینترنشنال", "Коммерсантъ", "Kommersant UK", "DW", "The Guardian")


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    headlines = [Headline(text="Strike", outlet=name) for name in _NAMES]
    return make(
        Item(id=line.outlet, title="Strike", day=None, headlines=(line,)) for line in headlines
    )


@pytest.mark.parametrize("outlet", OUTLETS)
def test_each_name_of_the_table_is_of_its_outlet(outlet: str) -> None:
    assert {known_outlet(name) for name in (outlet, *OUTLETS[outlet])} == {outlet}


@pytest.mark.parametrize(
    ("query", "outlets"),
    [
        ('source:"Iran International"', {"ایران اینترنشنال"}),
        ("outlet:iranintl.com", {"ایران اینترنشنال"}),
        ("source:Kommersant", {"Коммерсантъ"}),
        ("source:(Коммерсант OR guardian)", {"Коммерсантъ", "The Guardian"}),
        ("source:Kommers*", {"Коммерсантъ", "Kommersant UK"}),
        ("source:Deutsche", {"DW"}),
        ("source:Deutsc", set()),
    ],
)
def test_a_query_names_an_outlet_by_any_name(
    archive: Archive, query: str, outlets: set[str]
) -> None:
    assert {hit.headlines[0].outlet for hit in archive.search(query).hits} == outlets


def test_a_limit_names_an_outlet_by_any_name(archive: Archive) -> None:
    page = archive.search(sources=["iran international", "DW News"])
    assert {hit.headlines[0].outlet for hit in page.hits} == {"ایران اینترنشنال", "DW"}
    assert page.notes[0] == "Took “ایران اینترنشنال” for “iran international”."
    without = archive.search(SearchRequest().with_excluded("sources", ("Kommersant",)))
    assert without.total == len(_NAMES) - 1


@pytest.mark.parametrize(
    ("typed", "outlets"),
    [
        ("Iran Inter", ["ایران اینترنشنال"]),
        ("komm", ["Kommersant UK", "Коммерсантъ"]),
        ("welle", ["DW"]),
    ],
)
def test_what_begins_any_name_is_completed(
    archive: Archive, typed: str, outlets: list[str]
) -> None:
    values, size = archive.facet("sources", prefix=typed)
    assert (sorted(own.value for own in values), size) == (outlets, len(outlets))
    assert [own.name for own in archive.outlets(prefix=typed, order="name").outlets] == outlets
    suggested = archive.suggest(f'source:"{typed}')
    assert sorted((own.text, own.count) for own in suggested) == [(name, 1) for name in outlets]


def test_of_addresses_only_the_begin_counts() -> None:
    assert "DW" not in outlets_starting("com")
    assert outlets_starting("") == outlets_starting("–") == ()
