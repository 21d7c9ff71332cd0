"""A name goes on to the end of the quotation behind it, if a value is spelt so."""

from collections.abc import Callable

import pytest

from search import Archive, Item

TAGS = {
    "whole": "Газета «Завтра»",
    "paper": "Газета",
    "cjk": "日本 「朝日」",
    "curly": "The “Squad”",
    "plain": 'The "Squad"',
    "low": "Zeitung „Morgen“",
    "first": "The",
}


@pytest.fixture
def news(make: Callable[..., Archive]) -> Archive:
    return make(Item(id=id, title="Squad Завтра", tags=[tag], day=None) for id, tag in TAGS.items())


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("tag:Газета «Завтра»", "whole"),
        ("tag:газета «завтра»", "whole"),
        ("tag:Газета «Завтра» squad", "whole"),
        ("tag:日本 「朝日」", "cjk"),
        ("tag:The “Squad”", "curly"),
        ('tag:The "Squad"', "plain"),
        ("tag:Zeitung „Morgen“", "low"),
        ("-tag:Газета «Завтра» -tag:The “Squad”", "paper cjk plain low first"),
        ("(tag:The “Squad”) OR tag:日本 「朝日」", "curly cjk"),
        # No value is spelt so: the name, and a phrase behind it.
        ("tag:The «Squad»", "first"),
        ("tag:Газета «Squad»", "paper"),
        ('tag:The "Squad"~3', "first"),
        ('tag:The "squ*', "first"),
        ('tag:"The" “Squad”', "first"),
        ("-tag:Газета «Squad» tag:The", "first"),
    ],
)
def test_which_name_is_meant(news: Archive, query: str, ids: str) -> None:
    page = news.search(query)
    assert {hit.id for hit in page.hits} == set(ids.split())
    assert page.asked == query
    assert page.spelling is None


def test_it_is_said(news: Archive) -> None:
    assert 'Read “The "Squad"” as one name.' in news.search('tag:The "Squad"').notes
