"""A well-known outlet is found by each of its names, wherever a name is asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from search import Archive, Headline, Item, SearchRequest
from search.errors import WrongType
from search.known_outlets import WELL_KNOWN, KnownOutlets
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
    assert {WELL_KNOWN.called(name) for name in (outlet, *OUTLETS[outlet])} == {outlet}


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
    assert "DW" not in WELL_KNOWN.starting("com")
    assert WELL_KNOWN.starting("") == WELL_KNOWN.starting("–") == ()


OWN = {"Harbour Post": "Порт", "Reuters": "Agency R", "theguardian.com": "Guardian Weekly"}


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("harbour post", "Порт"),
        ("Reuters", "Agency R"),
        ("Thomson Reuters", "Agency R"),
        ("Guardian", "The Guardian"),
        ("theguardian.com", "Guardian Weekly"),
        ("harbourpost.com", "Порт"),
        ("Kommersant", "Коммерсантъ"),
        ("Quay Times", ""),
    ],
)
def test_an_archives_own_names_go_before_the_well_known_ones(name: str, outlet: str) -> None:
    assert KnownOutlets(OWN).called(name) == outlet


def test_an_archive_finds_outlets_by_the_names_it_was_given(archive: Archive) -> None:
    own = {"Harbour Post": "DW", "Deutsche Welle": "Kommersant UK"}
    with archive.change() as change:
        change.name_outlets(own)
    dw = {"DW"}

    def found(query: str = "", **limits: Any) -> set[str]:
        return {hit.headlines[0].outlet for hit in archive.search(query, **limits).hits}

    assert archive.outlet_names == own
    assert found('source:"harbour post"') == found("source:Harbour Post strike") == dw
    assert found("source:harb*") == found(sources=["harbour post"]) == dw
    assert found('source:"Deutsche Welle"') == {"Kommersant UK"}
    assert [own.value for own in archive.facet("sources", prefix="harb")[0]] == ["DW"]
    assert [own.name for own in archive.outlets(prefix="harb").outlets] == ["DW"]
    assert archive.outlet("Harbour Post").outlet.name == "DW"
    assert [own.text for own in archive.suggest("source:Harb")] == ["DW"]
    with archive.change() as change:
        change.name_outlets({})
    assert not found('source:"harbour post"')


@pytest.mark.parametrize(
    "others", [{"a": ""}, {" ": "a"}, {"a": "b" * 257}, {str(own): "a" for own in range(10_001)}]
)
def test_names_that_nobody_could_type_are_refused(archive: Archive, others: dict[str, str]) -> None:
    with pytest.raises(WrongType), archive.change() as change:
        change.name_outlets(others)
    assert archive.outlet_names == {}
