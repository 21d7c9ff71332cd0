"""What was meant is offered for a misspelt word or name, with its total, and for nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Archive, Headline, Item, Page, SearchRequest
from search.answer import spelling as trying
from search.answer.doubts import TIMES_AS_FREQUENT

#: Title -> how many items have it.
TITLES = {
    "Venezuela frees prisoners": 60,
    "Government headline in New York": 20,
    "Port strike goes on": 20,
    "A sport for all": 12,
    "Tariffs on accommodation": 12,
    "A pirate sailed": 4,
    "A private party": 60,
    "He is out of Macon": 3,
    "venzuela": 1,
}


@pytest.fixture(scope="module")
def news(
    tmp_path_factory: pytest.TempPathFactory, address: Callable[[Path], str]
) -> Iterator[Archive]:
    titles = [title for title, count in TITLES.items() for _ in range(count)]
    with Archive.create(address(tmp_path_factory.mktemp("news") / "index")) as archive:
        archive.add(
            Item(
                id=f"{number:03}.md",
                title=title,
                day=date(2026, 1, 1 + number % 28),
                headlines=[Headline("", "Reuters" if number % 3 else "The Harbour Post")],
                tags=["strike" if "strike" in title else "Café life"],
            )
            for number, title in enumerate(titles)
        )
        yield archive


def meant(page: Page) -> str | None:
    """Return the query of what was meant, None if nothing is offered."""
    return page.spelling and page.spelling.search.query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("venezuella", "venezuela", id="added"),
        pytest.param("venezela", "venezuela", id="left-out"),
        pytest.param("vemezuela", "venezuela", id="changed"),
        pytest.param("venezeula", "venezuela", id="swapped"),
        pytest.param("benezuela", "venezuela", id="first-letter"),
        pytest.param("enezuela", "venezuela", id="first-letter-left-out"),
        pytest.param("bemezuela", "venezuela", id="two-steps-of-a-long-word"),
        pytest.param("accomodtion", "accommodation", id="two-left-out"),
        pytest.param("tarrifs", "tariffs", id="doubled-another"),
        pytest.param("Venezeula", "venezuela", id="capital"),
        pytest.param("VENEZEULA!", "venezuela!", id="sign-behind"),
        pytest.param("venzuela", "venezuela", id="rare-beside-frequent"),
        pytest.param("prot", "port", id="swapped-likelier-than-another"),
        pytest.param("teh strike", None, id="no-near-word"),
        pytest.param("prot strkie", "port strike", id="two-words"),
        pytest.param("venezeula prisnoers frees", "venezuela prisoners frees", id="some-of-three"),
        pytest.param("venzuela prisoners zzzqq", "venezuela prisoners zzzqq", id="beside-nothing"),
        pytest.param("venzuela prisoners z9z", "venezuela prisoners z9z", id="beside-no-letters"),
        pytest.param('"prot strike" zzzqq', '"port strike"', id="phrase-beside-nothing"),
        pytest.param("source:ruters zzzqq", "source:Reuters", id="name-beside-nothing"),
        pytest.param('"prot strike"', '"port strike"', id="phrase"),
        pytest.param('"port strkie"~5', '"port strike"~5', id="loose-phrase"),
        pytest.param("title:venezeula", "title:venezuela", id="field"),
        pytest.param('title:"prot strike" OR x', 'title:"port strike" OR x', id="field-of-phrase"),
        pytest.param("port NEAR/3 strkie", "port NEAR/3 strike", id="near"),
        pytest.param("venezuela -prisnoers", None, id="nothing-is-left"),
        pytest.param("goes -venezeula", "goes -venezuela", id="minus"),
        pytest.param("(venezeula OR prot) -x", "(venezuela OR port) -x", id="parentheses"),
        pytest.param("newyork", '"new york"', id="run-together"),
        pytest.param('"in newyork"', '"in new york"', id="run-together-in-a-phrase"),
        pytest.param("head line", "headline", id="in-pieces"),
        pytest.param("govern ment york", "government york", id="in-pieces-neither-of-which-is"),
        pytest.param("source:ruters", "source:Reuters", id="name"),
        pytest.param("source:harbuor-post", 'source:"The Harbour Post"', id="name-of-words"),
        pytest.param("source:harbuor post", 'source:"The Harbour Post"', id="name-with-its-blank"),
        pytest.param(
            "venezeula source:harbuor psot",
            'venezuela source:"The Harbour Post"',
            id="both-words-of-a-name",
        ),
        pytest.param(
            "source:ruters port strike", "source:Reuters port strike", id="name-and-words"
        ),
        pytest.param("-tag:strkie port", None, id="nothing-is-left-without-a-name"),
        pytest.param("tag:cafe-lief", 'tag:"Café life"', id="name-with-accent"),
        pytest.param("venezuela", None, id="right"),
        pytest.param("macon", None, id="rare-beside-nothing"),
        pytest.param("venez", None, id="part-of-a-word"),
        pytest.param("venezeula…", None, id="cut-word"),
        pytest.param("strike venezeula...", None, id="cut-word-with-dots"),
        pytest.param("port … venezeula", "port … venezuela", id="dots-apart"),
        pytest.param("venezeul*", None, id="prefix"),
        pytest.param("venez?ula", None, id="pattern"),
        pytest.param("venezeula~", None, id="asked-for-near-words"),
        pytest.param('source:"ruters"', None, id="quoted-name"),
        pytest.param("source:ruter*", None, id="prefix-of-a-name"),
        pytest.param("date:2027 venezuela", None, id="date"),
        pytest.param("link:ruters.example", None, id="link"),
        pytest.param("https://venezeula.example/strkie", None, id="address"),
        pytest.param("id:venezeula", None, id="id"),
        pytest.param("2206", None, id="number"),
        pytest.param("ot", None, id="short"),
        pytest.param("北京", None, id="chinese"),
        pytest.param("", None, id="empty"),
    ],
)
def test_what_was_meant(news: Archive, typed: str, expected: str | None) -> None:
    page = news.search(typed)
    assert meant(page) == expected
    if page.spelling:
        assert page.spelling.text == expected
        assert page.spelling.total == news.search(page.spelling.search).total > 0
        assert page.request.query == typed, "nothing is changed silently"


@pytest.mark.parametrize(
    ("limits", "changed"),
    [
        ({"sources": "ruters"}, {"sources": ("Reuters",)}),
        ({"sources": ["Reuters", "harbour psot"]}, {"sources": ("Reuters", "The Harbour Post")}),
        ({"tags": "strkie", "since": "2026-01-02"}, {"tags": ("strike",)}),
        ({"not_sources": "ruters"}, {"not_sources": ("Reuters",)}),
    ],
    ids=lambda value: "-".join(value),
)
def test_a_name_among_the_limits(
    news: Archive, limits: dict[str, Any], changed: dict[str, tuple[str, ...]]
) -> None:
    page = news.search("port", page=2, **limits)
    assert page.spelling is not None
    expected = page.request.at_page(1).with_limits(**changed)  # type: ignore[arg-type]
    assert page.spelling.search == expected
    assert page.spelling.text == next(iter(changed.values()))[-1]
    assert page.spelling.total == news.search(expected).total > 0


def test_limits_hold_for_what_is_offered(news: Archive) -> None:
    page = news.search("venezeula", sources="Reuters", until="2026-01-09")
    assert page.spelling is not None
    assert page.spelling.search == page.request.with_query("venezuela")
    assert 0 < page.spelling.total < 60
    assert news.search("venezeula", since="2027").spelling is None, "nothing is offered for nothing"


#: Word -> how many of 6,000 items have it.
CHANCES = {"izz": 1, "cuba": 1, "peru": 40, "violon": 1, "greenland": 1, "other": 40, "the": 40}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    words = [word for word, count in CHANCES.items() for _ in range(count)]
    words += ["comet"] * (6000 - len(words))
    with Archive.create(tmp_path_factory.mktemp("large") / "index") as archive:
        archive.add(Item(id=str(n), title=word, day=None) for n, word in enumerate(words))
        yield archive


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("zzz", None, id="short-beside-a-rare-word"),
        pytest.param("cuga", None, id="short-beside-a-rare-word-of-letters"),
        pytest.param("pedu", "peru", id="short-beside-a-frequent-word"),
        pytest.param("violin", None, id="changed-beside-a-rare-word"),
        pytest.param("greenlnd", "greenland", id="left-out-in-a-long-word"),
        pytest.param("otter", None, id="stop-word-changed"),
        pytest.param("teh", "the", id="stop-word-swapped"),
        pytest.param("her", None, id="typed-stop-word"),
        pytest.param("comet OR preu", "comet OR peru", id="beside-what-finds-much"),
    ],
)
def test_what_is_near_by_chance_is_not_offered(
    large: Archive, typed: str, expected: str | None
) -> None:
    assert meant(large.search(typed)) == expected


def test_a_rare_word_is_in_doubt_beside_an_alternative(news: Archive) -> None:
    assert meant(news.search("party OR venzuela")) == "party OR venezuela"
    assert meant(news.search("title:(venzuela OR party)")) == "title:(venezuela OR party)"


def test_a_title_that_an_item_has_is_left_alone(news: Archive) -> None:
    assert [title for title in TITLES if meant(news.search(title))] == ["venzuela"]


def test_words_and_counts_are_those_of_the_day(make: Callable[..., Archive]) -> None:
    archive = make(
        Item(id=str(day), title=title, day=None, seen=datetime(2026, 1, day, tzinfo=UTC))
        for day, title in ((1, "harbor"), (2, "harbour"), (3, "harbour"), (4, "arbour"))
    )
    offered = [archive.search("harbuor", as_of=date(2026, 1, day)).spelling for day in range(1, 5)]
    assert [own and (own.text, own.total) for own in offered] == [
        ("harbor", 1),
        ("harbour", 1),
        ("harbour", 2),
        ("harbour", 2),
    ]
    assert archive.search("harbuor", as_of="2025-12-31").spelling is None


def test_a_word_stays_that_is_not_far_rarer(make: Callable[..., Archive]) -> None:
    few = ["macron"] * (TIMES_AS_FREQUENT - 1) + ["macon", *"abc"]
    items = [Item(id=str(number), title=title, day=None) for number, title in enumerate(few)]
    archive = make(items)
    assert meant(archive.search("macon")) is None
    archive.add([Item(id="more", title="macron", day=None)])
    assert meant(archive.search("macon")) == "macron"


#: Title -> how many items have it, of words of which several are near to what is typed.
BESIDE = {
    "Brigitte Bardot dies": 5,
    "A bright day": 40,
    "Kim Jong Un speaks": 6,
    "Kim is young": 40,
    "Anthony Joshua fights": 12,
    "Antony of Padua": 1,
    "Guantanamo Bay closes": 3,
    "A base for all": 40,
    "Khamenei rules Iran": 60,
    "Khameini": 1,
    "Iran is great": 60,
}


@pytest.fixture(scope="module")
def beside(
    tmp_path_factory: pytest.TempPathFactory, address: Callable[[Path], str]
) -> Iterator[Archive]:
    titles = [title for title, count in BESIDE.items() for _ in range(count)]
    with Archive.create(address(tmp_path_factory.mktemp("beside") / "index")) as archive:
        archive.add(Item(id=str(n), title=title, day=None) for n, title in enumerate(titles))
        yield archive


@pytest.mark.parametrize(
    ("typed", "expected", "match"),
    [
        pytest.param("brigit bardot", "brigitte bardot", "all", id="two-letters-away"),
        pytest.param("kim yong un", "kim jong un", "all", id="not-the-most-frequent"),
        pytest.param("guantanamo bae", "guantanamo bay", "all", id="not-the-likeliest-slip"),
        pytest.param("antony joshua", "anthony joshua", "all", id="not-so-much-rarer"),
        pytest.param("khameini", "khamenei", "all", id="vowels-of-a-rare-word"),
        pytest.param("greta thunburg", None, "all", id="beside-what-no-item-has"),
        pytest.param("greta bardot", None, "all", id="no-item-has-both"),
        pytest.param("khamnei xyzzq joshua", "khamenei xyzzq joshua", "most", id="clear-by-itself"),
        pytest.param("guantanamo bardot", None, "all", id="right"),
    ],
)
def test_what_was_meant_is_told_by_the_words_beside_it(
    beside: Archive, typed: str, expected: str | None, match: str
) -> None:
    page = beside.search(typed)
    assert meant(page) == expected
    if page.spelling:
        assert page.spelling.search.match == match
        assert page.spelling.total == beside.search(page.spelling.search).total
    most = beside.search(typed, match="most")
    assert meant(most) == expected, "what all words find tells it, also where most are asked for"
    if most.spelling:
        assert most.spelling.search.match == "most"
        assert most.spelling.total == beside.search(most.spelling.search).total


@given(query=st.text("abeno vuzl\"'()-:*~ORNT", max_size=24))
def test_what_is_offered_finds_what_it_says(archive: Archive, query: str) -> None:
    spelling = archive.search(query).spelling
    if spelling:
        assert archive.search(spelling.search).total == spelling.total > 0
        assert spelling.search != SearchRequest(query=query)


def test_of_a_long_query_only_the_likeliest_correction_is_tried(news: Archive) -> None:
    many = " OR ".join(["venezuela"] * 30)
    assert meant(news.search(f"{many} OR strkie")) == f"{many} OR strike"


def test_the_words_of_a_phrase_make_a_query_long(
    news: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[SearchRequest] = []
    changed = trying._changed

    def counted(*given: Any) -> SearchRequest:
        tried.append(changed(*given))
        return tried[-1]

    monkeypatch.setattr(trying, "_changed", counted)
    words = "strkie OR priate OR venzuela"
    news.search(words)
    assert len(tried) > 1
    tried.clear()
    news.search(f'"{"port " * 30}" OR {words}')
    assert len(tried) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("venezuela -strkie", "venezuela -strike", id="minus"),
        pytest.param("private -pivate", None, id="everything-left-out"),
        # As many letters away, but far more frequent: what excludes least is not meant.
        pytest.param("venezuela -priate", "venezuela -private", id="most-frequent"),
        pytest.param("venezuela NOT priate", "venezuela NOT private", id="not"),
        pytest.param('venezuela -"strkie"', 'venezuela -"strike"', id="phrase"),
        pytest.param("venezuela -title:priate", "venezuela -title:private", id="field"),
        pytest.param("venezuela -(priate OR x)", "venezuela -(private OR x)", id="parentheses"),
        pytest.param("private -venzueal", "private -venezuela", id="not-what-is-misspelt-itself"),
        pytest.param("private -venzuela", "private -venezuela", id="few-have-it"),
        pytest.param("venezuela -source:reutres", "venezuela -source:Reuters", id="outlet"),
        pytest.param("venzuela -strkie", "venezuela -strike", id="both"),
    ],
)
def test_of_what_is_left_out_the_most_frequent_is_offered(
    news: Archive, typed: str, expected: str | None
) -> None:
    page = news.search(typed)
    assert meant(page) == expected
    if page.spelling:
        assert page.spelling.total == news.search(page.spelling.search).total


def test_a_limit_that_leaves_out_is_offered_too(news: Archive) -> None:
    page = news.search("venezuela", not_sources="Reutres")
    assert page.spelling
    assert page.spelling.search.not_sources == ("Reuters",)
