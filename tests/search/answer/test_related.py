"""Related items share an article, or at least two telling words, and are of about the same time."""

from collections.abc import Callable
from datetime import date

import pytest

from search import Archive, Headline, Item
from search.compared import MAX_COMPARED_CHARACTERS, compared_words
from search.errors import ItemNotFound
from search.text import Analyzer

#: Items about nothing in common with others, so that words of two items are rare.
OTHERS = [
    Item(id=f"other-{number}", title=f"word{number} speaks of thing{number}", day=date(2026, 1, 5))
    for number in range(12)
]


def _item(id: str, title: str, day: int | None = 5, **more: object) -> Item:
    return Item(id=id, title=title, day=date(2026, 1, day) if day else None, **more)


def _related(archive: Archive, id: str) -> list[str]:
    return [hit.id for hit in archive.related(id)]


@pytest.mark.parametrize(
    ("title", "related"),
    [
        ("Elephant attack kills villagers", []),
        ("Train strike ends", []),
        ("Derailment of a train in Mexico", ["asked"]),
        ("Mexico: train derails", ["asked"]),
        ("Wholly unlike", []),
    ],
    ids=["a common word", "one telling word", "telling words", "their forms", "nothing"],
)
def test_two_telling_words_or_none(
    make: Callable[..., Archive], title: str, related: list[str]
) -> None:
    asked = _item("asked", "Train derailment kills thirteen in Mexico")
    archive = make([*OTHERS, asked, _item("it", title), _item("b", "A storm kills two")])
    assert _related(archive, "it") == related


@pytest.mark.parametrize(
    "line",
    [
        Headline("Quite other words", "BBC", "https://news.example/2026/derailment-in-mexico"),
        Headline("Thirteen are dead after it left the rails", "CNN", "https://cnn.example/9"),
    ],
    ids=["a link", "a headline"],
)
def test_an_article_is_enough_and_comes_first(make: Callable[..., Archive], line: Headline) -> None:
    headlines = (
        Headline("Train derails", "BBC", "http://www.news.example/2026/derailment-in-mexico/"),
        Headline("Thirteen are dead after it left the rails", "Reuters", "https://r.example/1"),
    )
    archive = make(
        [
            *OTHERS,
            _item("asked", "Train derails", headlines=headlines),
            _item("words", "Train derails in Mexico"),
            _item("article", "A summary", day=30, headlines=(line,)),
        ]
    )
    assert _related(archive, "asked") == ["article", "words"]


def test_of_items_as_alike_the_nearer_in_time_comes_first(make: Callable[..., Archive]) -> None:
    days = {"near": 6, "far": 25, "same": 5, "undated": None}
    archive = make([*OTHERS, *(_item(id, "Train derailment", day) for id, day in days.items())])
    assert _related(archive, "same") == ["near", "undated", "far"]


def test_ties_are_in_the_order_of_ids(make: Callable[..., Archive]) -> None:
    archive = make([*OTHERS, *(_item(id, "Train derailment") for id in "cdab")])
    assert _related(archive, "c") == ["a", "b", "d"]


def test_an_item_without_words_or_alone_has_none(make: Callable[..., Archive]) -> None:
    archive = make([_item("empty", ""), _item("the", "the the the")])
    assert _related(archive, "empty") == _related(archive, "the") == []
    with pytest.raises(ItemNotFound, match="holds no item 'nosuch'"):
        archive.related("nosuch")


def test_the_start_of_a_text_is_compared_and_the_title_of_a_cluster_once() -> None:
    lines = (Headline("Port strike", "BBC"),)
    item = Item(id="a", title="Port strike", day=None, headlines=lines, text="bay " * 10_000)
    words = compared_words(item, Analyzer("english"))
    assert words["port"] == words["strike"] == 1
    assert 0 < words["bay"] <= MAX_COMPARED_CHARACTERS // len("bay ")


def test_common_words_and_numbers_make_nothing_related(make: Callable[..., Archive]) -> None:
    many = [_item(f"many-{at}", f"13 people killed in city{at}") for at in range(40)]
    elephant = _item("asked", "1 elephant killed 13 people in a week")
    fire = _item("fire", "Fire kills 13 people in town")
    dogs, fest = _item("dogs", "Dogs of a festive season"), _item("fest", "A fest for dogs")
    herd = _item("herd", "Elephants and one elephant: people killed by the elephant")
    everything = [_item(f"other-{at}", f"word{at} thing{at}") for at in range(150)]
    archive = make([*everything, *many, elephant, fire, herd, dogs, fest])
    assert _related(archive, "asked") == ["herd"]
    assert _related(archive, "fire") == []


def test_rare_words_of_a_title_count_however_long_the_text(make: Callable[..., Archive]) -> None:
    text = " ".join(f"only{at}" for at in range(30))
    asked = _item("asked", "Dockers speak of fraud", text=text)
    other = _item("it", "Fraud of dockers", text="Dockers, fraud, fraud, dockers")
    archive = make([*OTHERS, asked, other])
    assert _related(archive, "asked") == ["it"]
