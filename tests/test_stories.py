"""The measure of stories, and the articles that are hidden for it."""

from datetime import date

import pytest

from search import Headline, Item
from search.stories.threader import Told
from tests.benchmarks.hidden_articles import without_headlines, without_links
from tests.benchmarks.stories import chained, hide_articles, measured, ties


def _item(id: str, *links: str) -> Item:
    lines = tuple(Headline(f"{id} on {link}", "Globe", link) for link in links)
    return Item(id=id, title=id, day=date(2026, 1, 1), headlines=lines)


ITEMS = [_item("a", "x", "own"), _item("b", "x", "y"), _item("c", "y"), _item("d", "other")]


@pytest.mark.parametrize("seed", range(4))
def test_half_of_the_shared_articles_are_hidden(seed: int) -> None:
    left, pairs = hide_articles(ITEMS, seed, without_links)
    links = {link for item in left for link in item.links}
    assert links in ({"own", "other", "x"}, {"own", "other", "y"})
    assert pairs == ({("b", "c")} if "x" in links else {("a", "b")})


def test_of_a_pair_that_shares_another_article_nothing_is_asked() -> None:
    items = [_item("a", "x", "y"), _item("b", "x", "y")]
    assert hide_articles(items, 1, without_headlines)[1] == set()


def test_the_peer_chains_items_by_their_links() -> None:
    found = chained(ITEMS)
    assert found["a"] == found["b"] == found["c"] != found["d"]


def test_pairs_count_if_they_are_together_and_if_their_stories_are_tied() -> None:
    told = [
        Told(id="a", story="a"),
        Told(id="b", story="b", tied="a"),
        Told(id="c", story="c"),
        Told(id="d", story="a", tied="c"),
    ]
    continues = ties(told)
    assert continues == {"b": "a", "c": "a"}
    stories = {one.id: one.story for one in told}
    pairs = {("a", "d"), ("a", "b"), ("b", "c"), ("a", "c")}
    found = measured(stories, pairs, continues)
    assert (found.together, found.tied, found.largest) == (0.25, 1.0, 0.5)
    assert (found.pairs_of_items, found.stories) == (1, 3)
