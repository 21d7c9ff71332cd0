"""A cluster answers random requests about random archives as a plain reading of every item does.

python -m tests.search.opensearch.test_cluster_engine --node 127.0.0.1:9200 --pairs 10000
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from math import inf
from random import Random

import pytest

from search import Archive
from search.opensearch import facets, searcher
from search.opensearch.address import SHARDS_VARIABLE
from tests.search import random_archives
from tests.search.opensearch.conftest import removed
from tests.search.plain_engine import ARCHIVES
from tests.search.test_engines import Pair, plain_engine

SEEDS, REQUESTS_OF_A_SEED = range(5), 13


@contextmanager
def as_large() -> Iterator[None]:
    """Have small archives be asked as large ones are: facets in parts, the best hits in two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "FEW_VALUES", 0)
        patch.setattr(facets, "LISTED_BY_SHARDS", 1)
        patch.setattr(searcher, "expected", lambda *_: inf)
        yield


@contextmanager
def made(node: str, steps: list[random_archives.Step], shards: int = 1) -> Iterator[Pair]:
    """Make an archive on a cluster, and the plain one, by the same commits."""
    places = (f"opensearch://{node}/compared", "plain://compared")
    with plain_engine(), pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARDS_VARIABLE, str(shards))
        removed(places[0])
        ARCHIVES.pop(places[1], None)
        try:
            with Archive.create(places[0]) as first, Archive.create(places[1]) as second:
                archives = list(zip((first, second), places, strict=True))
                told = [random_archives.make(own, place, steps) for own, place in archives]
                assert told[0] == told[1]
                yield Pair(first, second)
        finally:
            removed(places[0])


def compare(node: str, seed: int, requests: int, shards: int = 1, most: int = 60) -> Counter[str]:
    """Compare one archive, and the answers to random requests; return what there was of each."""
    chance = Random(seed)
    found: Counter[str] = Counter()
    asking = as_large() if seed % 2 else nullcontext()
    with asking, made(node, random_archives.changes(chance, most), shards) as pair:
        pair.check_items(chance)
        for number in range(requests):
            try:
                page = pair.check_request(Random(f"{seed}/{number}"))
            except Exception as error:
                shown = random_archives.request(Random(f"{seed}/{number}"))
                raise AssertionError(f"seed {seed}, request {number}: {shown}") from error
            found["requests"] += 1
            found["with hits"] += page.total > 0
            found["as of a day"] += page.request.as_of is not None
    return found


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_cluster_answers_as_plain_lists_do(node: str, seed: int, shards: int) -> None:
    compare(node, seed, REQUESTS_OF_A_SEED, shards)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", required=True, help="HOST:PORT")
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    while total["requests"] < options.pairs:
        total += compare(options.node, options.seed, 50, 1 + 2 * (options.seed % 2))
        options.seed += 1
        print(options.seed, dict(total), flush=True)
