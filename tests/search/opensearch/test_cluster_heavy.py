"""A query of many words, spellings and phrases finds on a cluster what it finds in plain lists."""

from collections.abc import Iterator
from itertools import permutations, product
from random import Random

import pytest

from search import Archive, Item
from search.errors import RequestInvalid
from search.opensearch import knowledge
from tests.search.opensearch.conftest import unused
from tests.search.plain_engine import ARCHIVES
from tests.search.test_engines import plain_engine

#: 2,000 words, 400 of which begin alike.
WORDS = [
    start + "".join(rest) for start in "stpqr" for rest in product("abcde", "fghi", "klmn", "opxyz")
]
SMALL = ("in", "to", "of", "the", "e-mail", "o'clock")
LONG_CHINESE = "东京新闻港口罢工结束工人返回岗位谈判继续进行" * 20


@pytest.fixture(scope="module")
def archives(node: str) -> Iterator[tuple[Archive, Archive]]:
    """Make an archive of many words on a cluster, and the plain one."""
    chance = Random(7)
    items = [
        Item(
            id=str(number),
            title=" ".join(chance.choices(WORDS, k=6)),
            day=None,
            text=" ".join(chance.choice((*SMALL, chance.choice(WORDS))) for _ in range(30)),
        )
        for number in range(150)
    ]
    items.append(Item(id="chinese", title=LONG_CHINESE[:60], day=None, text=LONG_CHINESE))
    places = "plain://heavy", f"opensearch://{node}/heavy"
    with plain_engine(), unused(node, "heavy"):
        ARCHIVES.pop(places[0], None)
        with Archive.create(places[0]) as first, Archive.create(places[1]) as second:
            for archive in (first, second):
                archive.add(items)
            yield first, second


@pytest.mark.parametrize(
    "query",
    [
        "s*",
        "s* t* p*",
        "s* OR t* OR p* OR q* OR r*",
        '"of the s*"',
        '"in to of the s*"~9',
        '"e-mail of s*" OR "the p*"~2',
        " OR ".join(f'"{word} s*"~4' for word in SMALL),
        " ".join(f"{word[:3]}~" for word in WORDS[::40]),
        " OR ".join(f'"of {word} the"~3' for word in WORDS[:48]),
        " OR ".join(f"-{word}" for word in WORDS[:60]),
        f'"{LONG_CHINESE[:200]}"',
        f'"{LONG_CHINESE[:200]}" OR "{LONG_CHINESE[10:210]}"~2',
        LONG_CHINESE[:200],
    ],
    ids=lambda query: query[:30],
)
@pytest.mark.parametrize("match", ["all", "most"])
def test_a_heavy_query(query: str, match: str, archives: tuple[Archive, Archive]) -> None:
    plain, own = (archive.search(query, match=match, per_page=100) for archive in archives)
    assert (own.total, own.facets, own.notes) == (plain.total, plain.facets, plain.notes)
    if own.total <= 100:
        assert {hit.id for hit in own.hits} == {hit.id for hit in plain.hits}


def test_the_order_of_phrases_is_left_open_and_said_where_they_are_too_many(
    archives: tuple[Archive, Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = " OR ".join(f'"{" ".join(words)}"~3' for words in permutations(SMALL[:4]))
    plain, own = (archive.search(query) for archive in archives)
    assert (own.total, own.notes) == (plain.total, ())
    monkeypatch.setattr(knowledge, "MAX_FOUND_CLAUSES", 100)
    loose = archives[1].search(query)
    assert loose.total > plain.total > 0
    assert any("in any order" in note for note in loose.notes)
    with pytest.raises(RequestInvalid, match="a cluster takes 100; ask for less"):
        archives[1].search(" OR ".join(WORDS[:60]) + ' OR "a b"' * 4)
