"""A name goes on to the end of the words and quotations behind it, if a value is called so."""

from collections.abc import Callable

import pytest

from search import Archive, Headline, Item

TAGS = {
    "whole": "Газета «Завтра»",
    "paper": "Газета",
    "cjk": "日本 「朝日」",
    "curly": "The “Squad”",
    "plain": 'The "Squad"',
    "low": "Zeitung „Morgen“",
    "first": "The",
    "sign": 'a "b" c',
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
        ("-tag:Газета «Завтра» -tag:The “Squad”", "paper cjk plain low first sign"),
        ("(tag:The “Squad”) OR tag:日本 「朝日」", "curly cjk"),
        ('tag:"a \\"b\\" c"', "sign"),
        ('-tag:"a \\"B\\" c" -tag:The*', "whole paper cjk low"),
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


OUTLETS = ("BBC", "Fox News", "The New York Times", "Radio-Canada", "Law and Order", "Channel 4")


@pytest.fixture
def outlets(make: Callable[..., Archive]) -> Archive:
    return make(
        Item(id=name, title="T", headlines=[Headline("News of the Times", name)], day=None)
        for name in OUTLETS
    )


@pytest.mark.parametrize(
    ("query", "names", "said"),
    [
        ("source:Fox News", "Fox News", "Read “Fox News” as one name."),
        ("source:fox news, times", "Fox News", "Read “fox news,” as one name, Fox News."),
        ("source:New York Times", "The New York Times", "Times” as one name, The New York Times."),
        ("source:BBC News", "BBC", "Read “BBC News” as one name, BBC."),
        ("source:radio canada news", "Radio-Canada", "as one name, Radio-Canada."),
        ("source:Law and Order times", "Law and Order", "Read “Law and Order” as one name."),
        ("source:Channel 4 times", "Channel 4", "Read “Channel 4” as one name."),
        ("source:BBC News OR source:Fox News", "BBC|Fox News", "Read “Fox News” as one name."),
        ("source:(BBC News OR Fox News)", "BBC|Fox News", "Read “Fox News” as one name."),
        ("source: Fox News", "Fox News", "Read “Fox News” as one name."),
        ("source:'Fox News'", "Fox News", "Read “'Fox News'” as “\"Fox News\"”."),
        ("source:BBC times", "BBC", ""),
        ('source:"Fox" News', "Fox News", "No outlet is called “Fox”; took Fox News."),
        (
            "source:Fox Times",
            "Fox News",
            "Only “Fox” was read as a name, and what follows it as words; "
            'source:"Fox Times" is one name.',
        ),
    ],
)
def test_names_of_several_words(outlets: Archive, query: str, names: str, said: str) -> None:
    page = outlets.search(query)
    assert {hit.id for hit in page.hits} == set(names.split("|"))
    assert said in " ".join(page.notes) if said else not page.notes
    left_out = outlets.search(f"-({query})")
    assert {hit.id for hit in left_out.hits} == set(OUTLETS) - set(names.split("|"))
