"""A cluster answers every node of a tree as all engines do: the same tests, of `test_nodes`."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from search import Item
from search.engine import Reading
from search.opensearch.engine import ClusterEngine
from tests.search.opensearch.conftest import removed
from tests.search.test_nodes import (
    ITEMS,
    _as_it_is,
    _cannot,
    _ignored,
    test_a_form_scores_how_rare_it_is,
    test_a_phrase_scores_as_all_of_its_words_do,
    test_all_hits_are_counted_over_time_however_few_are_scored_anew,
    test_by_day_nothing_is_scored_anew,
    test_every_engine_answers_every_node,
    test_every_engine_refuses_other_nodes,
    test_hits_that_equal_the_last_of_the_best_are_scored_anew_too,
    test_only_the_best_hits_are_scored_anew,
    test_scores_are_told_of_items_by_their_ids,
    test_what_is_no_word_scores_its_boost,
)

__all__ = [
    "test_a_form_scores_how_rare_it_is",
    "test_a_phrase_scores_as_all_of_its_words_do",
    "test_all_hits_are_counted_over_time_however_few_are_scored_anew",
    "test_by_day_nothing_is_scored_anew",
    "test_every_engine_answers_every_node",
    "test_every_engine_refuses_other_nodes",
    "test_hits_that_equal_the_last_of_the_best_are_scored_anew_too",
    "test_only_the_best_hits_are_scored_anew",
    "test_scores_are_told_of_items_by_their_ids",
    "test_what_is_no_word_scores_its_boost",
]


@pytest.fixture(scope="module")
def engine(node: str) -> Iterator[ClusterEngine]:
    """Hold ITEMS, with documents that stand no more; not to be changed."""
    address = f"opensearch://{node}/nodes"
    removed(address)
    engine = ClusterEngine.create(address, "english", uuid4())
    with engine.changing() as writer:
        for items in (ITEMS[::2], [*ITEMS[1::2], Item(id="5", title="Port", day=None)]):
            writer.add_read(Reading(items, _as_it_is, _ignored, _cannot))
            writer.commit()
        writer.remove(["5"])
    yield engine
    engine.close()
    removed(address)
