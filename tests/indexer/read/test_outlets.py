"""What outlets are called."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.outlets import Outlets, OutletsInvalid
from search import BackfileError
from search.outlet_names import OUTLETS


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("DW", ["dw", "dw.com", "DW.com", "www.dw.com", "https://www.dw.com/", "Deutsche Welle"]),
        ("Politico", ["POLITICO", "politico.eu", "politico.com"]),
        ("Bloomberg", ["Bloomberg.com", "bloomberg"]),
        ("The New York Times", ["NYT", "nytimes.com", "the new york times", "New  York Times"]),
        ("BBC", ["bbc.com", "BBC News", "BBC.co.uk"]),
        ("ABC News", ["abcnews.go.com", "ABCNews"]),
        ("CBS News", ["cbsnews.com", "CBSNews"]),
        ("The Times", ["thetimes.com", "thetimes.co.uk"]),
        ("RTÉ", ["RTE.ie", "RTE", "rté"]),
        ("Semafor", ["https-//www.semafor.com"]),
        ("U.S. News & World Report", ["US News & World Report", "usnews.com"]),
        ("Le Monde", ["Le Monde.fr", "lemonde.fr"]),
        ("Мілітарний", ["militarnyi.com", "МІЛІТАРНИЙ"]),
    ],
)
def test_an_outlet_has_one_name(name: str, others: list[str]) -> None:
    outlets = Outlets()
    for other in (name, *others):
        assert outlets.name(other) == name
        assert outlets.knows(other)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Harbour Post", "Harbour Post"),
        ("  Harbour\xa0 Post ", "Harbour Post"),
        ("www.harbourpost.example", "harbourpost.example"),
        ("https://harbourpost.example/", "harbourpost.example"),
        ("- Harbour Post", "Harbour Post"),
        ("Harbour" + " " * 300 + "Post", "Harbour Post"),
        ("Harbour Post -", "Harbour Post"),
        ("Harbour Board (.gov)", "Harbour Board"),
        ("Harbour Post | Evening", "Harbour Post | Evening"),
        ("The Daily Star", "The Daily Star"),
        ("-", ""),
        ("", ""),
    ],
)
def test_an_unknown_outlet_keeps_its_name_without_ornaments(raw: str, name: str) -> None:
    assert Outlets().name(raw) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://aljazeera.com/xml/rss/all.xml", "Al Jazeera"),
        ("http://feeds.bbci.co.uk/news/world/rss.xml", "BBC"),
        ("https://feeds.foxnews.com/foxnews/latest", "Fox News"),
        ("https://rss.nytimes.com/x", "The New York Times"),
        ("https://www.harbourpost.example/a", "harbourpost.example"),
        ("https://blog.harbourpost.example:8080/a", "blog.harbourpost.example"),
        ("https://news.google.com/rss/topics/x", ""),
        ("no url", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_url_names_its_publisher(url: str, name: str) -> None:
    assert Outlets().of_url(url) == name


@pytest.mark.parametrize(
    ("feed", "link", "name"),
    [
        ("http://feeds.bbci.co.uk/rss.xml", "https://harbourpost.example/a", "BBC"),
        ("https://hub.example/rss", "https://www.bbc.com/news/1", "BBC"),
        ("https://hub.example/rss", "https://harbourpost.example/a", "harbourpost.example"),
        ("https://hub.example/rss", "", "hub.example"),
        ("https://news.google.com/rss", "https://news.google.com/articles/1", ""),
        ("https://news.google.com/rss", "https://www.reuters.com/1", "Reuters"),
        ("", "", ""),
    ],
)
def test_an_article_is_by_its_feeds_publisher_or_else_its_links(
    feed: str, link: str, name: str
) -> None:
    assert Outlets().publisher(feed, link) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ReutersTrain halted", "Reuters"),
        ("The Times of Israel“No comment”", "The Times of Israel"),
        ("BBC6.2-magnitude quake", "BBC"),
        ("BBC'No comment'", "BBC"),
        ("The Times's view", ""),
        ("RTE.ieStorm warning", "RTE.ie"),
        ("TimekeepersMeet", ""),
        ("Time Off PostStorm", ""),
        ("Harbour PostStorm", ""),
        ("Reuters", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_if_the_next_word_follows_without_a_blank(text: str, name: str) -> None:
    assert Outlets().leading(text) == name


def test_a_users_names_go_before_the_built_in_ones(tmp_path: Path) -> None:
    path = tmp_path / "outlets.json"
    names = {"harbourpost.example": "Harbour Post", "HP": "Harbour  Post", "BBC": "The Beeb"}
    path.write_text(json.dumps(names))
    outlets = Outlets.from_file(path)
    assert outlets.name("hp") == outlets.name("HarbourPost.example") == "Harbour Post"
    assert outlets.of_url("https://feeds.harbourpost.example/rss") == "Harbour Post"
    assert outlets.name("bbc.co.uk") == "The Beeb"
    assert outlets.name("Reuters") == "Reuters"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'["Harbour Post"]', "no JSON object"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe\xfd", "not JSON"),
        (b'{"HP": 7}', "'HP' stands for 7"),
        (b'{"HP": " "}', "'HP' stands for ' '"),
        (b'{"": "Harbour Post"}', "'' stands for"),
    ],
)
def test_an_unusable_file_of_names_is_an_error(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "outlets.json"
    path.write_bytes(content)
    with pytest.raises(OutletsInvalid, match=told) as raised:
        Outlets.from_file(path)
    assert str(path) in str(raised.value)
    assert isinstance(raised.value, BackfileError)


def test_a_missing_file_of_names_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutletsInvalid, match="No such file"):
        Outlets.from_file(tmp_path / "outlets.json")


def test_no_name_in_the_table_is_anothers_other_name() -> None:
    outlets = Outlets()
    assert [name for name in OUTLETS if outlets.name(name) != name] == []


@given(st.text())
def test_a_name_is_its_own_name(raw: str) -> None:
    name = Outlets().name(raw)
    assert Outlets().name(name) == name
