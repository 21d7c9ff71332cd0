"""`changed:` asks a cluster for the items that it asks plain lists for, as of each day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from whoosh.query import And, Every, Not, Or, Query, Term

from search import Archive, Headline, Item
from search.engine import Question
from search.errors import RequestInvalid
from search.opensearch import reworded
from search.opensearch.address import SHARDS_VARIABLE
from search.opensearch.documents import line_number
from search.query.tree import CHANGED_FIELD, changed_term
from tests.search.opensearch.conftest import removed
from tests.search.plain_engine import ARCHIVES
from tests.search.test_changed import LINES, START, item
from tests.search.test_engines import plain_engine
from tests.search.test_stories import newest

FIRST_DAY = START.date()
SIDES = (
    "https://globe.example/{}",
    "https://www.globe.example/{}/?utm_source=x",
    "",
    "sea.example",
)


def state(random: Random, id: str, day: int) -> Item:
    """Return a state of an item: some headlines, or a title and a link alone."""
    links = [random.choice(SIDES).format(random.randrange(15)) for _ in range(3)]
    own = item(id, day, random.choice(LINES), links[0])
    if random.random() < 0.3:
        return replace(own, headlines=(), link=links[0])
    lines = [
        Headline(random.choice(LINES), "Globe", link) for link in links[: random.randint(1, 3)]
    ]
    return replace(own, headlines=lines)


def states(random: Random, id: str) -> list[Item]:
    """Return the states of an item; some have gone, some were never seen."""
    days = sorted(random.sample(range(20), random.choice([1, 1, 1, 2, 3])))
    own = [state(random, id, day) for day in days]
    if random.random() < 0.2:
        own[0] = replace(own[0], seen=None)
    if random.random() < 0.2:
        own[-1] = replace(own[-1], gone=FIRST_DAY + timedelta(days[-1] + random.randrange(3)))
    return own


@contextmanager
def pair(node: str, shards: int = 1) -> Iterator[tuple[Archive, Archive]]:
    """Make an archive on a cluster, and a plain one."""
    place = f"opensearch://{node}/changed"
    with plain_engine(), pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARDS_VARIABLE, str(shards))
        removed(place)
        ARCHIVES.pop("plain://changed", None)
        with Archive.create(place) as one, Archive.create("plain://changed") as other:
            yield one, other
        removed(place)


def changed(first: date | None = None, last: date | None = None) -> Query:
    return Term(CHANGED_FIELD, changed_term(first, last))


def trees(random: Random) -> list[Query]:
    first, last = sorted(FIRST_DAY + timedelta(random.randrange(20)) for _ in range(2))
    return [
        changed(),
        changed(first, last),
        changed(first, None),
        And([Term("title", "port"), changed(None, last)]),
        Or([changed(first, first), changed(last, last)]),
        And([Every(), Not(changed())]),
    ]


def test_a_cluster_finds_what_plain_lists_do(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("_LINED_AT_A_TIME", 7), ("_READ_AT_A_TIME", 3), ("_NAMED_TOGETHER", 2)):
        monkeypatch.setattr(reworded, name, number)
    random, some = Random(1), 0
    with pair(node, shards=3) as archives:
        for ids in (range(40), range(34, 46)):  # the second time some are other items
            added = [states(random, f"{number}.md") for number in ids]
            for archive in archives:
                archive.add(added)
        for day in (None, FIRST_DAY + timedelta(12)):
            for is_standing in (False, True):
                views = [newest(own).at(day) for own in archives]
                views = [own.standing() for own in views] if is_standing else views
                for tree in trees(random):
                    asked = Question(tree=tree, count=99)
                    one, other = (view.search(asked) for view in views)
                    assert one.total == other.total
                    ids = [sorted(own.id for own, _ in found.hits) for found in (one, other)]
                    assert ids[0] == ids[1]
                    some += one.total
        assert some
        monkeypatch.setattr(reworded, "MAX_NAMED_ITEMS", 1)
        with pytest.raises(RequestInvalid, match=r"items have .* on a cluster 1 can be"):
            archives[0].search("changed:yes")
        assert archives[0].search("changed:2025").total == 0
        monkeypatch.setattr(reworded, "MAX_LINED_DOCUMENTS", 7)
        with (
            Archive.open(f"opensearch://{node}/changed") as again,
            pytest.raises(RequestInvalid, match="up to 7 items; this one has more"),
        ):
            again.search("changed:yes")


def test_a_number_is_half_of_the_article_and_half_of_the_line() -> None:
    one, two = line_number("a b", "Port"), line_number("a b", "Bay")
    assert one >> 32 == two >> 32 != line_number("a c", "Port") >> 32
    assert one & 0xFFFFFFFF == line_number("a c", "Port") & 0xFFFFFFFF != two & 0xFFFFFFFF
