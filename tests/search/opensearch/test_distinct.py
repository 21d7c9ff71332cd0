"""Different numbers are counted exactly on a node, however many, on several shards too."""

from random import Random

import pytest

from search.opensearch import distinct
from search.opensearch.client import Cluster, Json, as_lines

NUMBERS = 30_000
_FEW = 3


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("steps", [1_000, 500_000])
def test_numbers_are_counted(
    cluster: Cluster, index: str, shards: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distinct, "_STEPS", steps)
    settings = {"index": {"number_of_shards": shards, "number_of_replicas": 0}}
    fields = {"of": {"type": "long", "index": False}, "kind": {"type": "integer"}}
    cluster.ask("PUT", f"/{index}", {"settings": settings, "mappings": {"properties": fields}})
    chance = Random(shards)
    numbers = [chance.randrange(-(2**63), 2**63) or 1 for _ in range(NUMBERS)]
    found: dict[int, set[int]] = {kind: set() for kind in range(_FEW)}
    lines: list[Json] = []
    for document in range(300):
        kind = document % _FEW
        own = chance.choices(numbers if kind else numbers[:50], k=200 if kind else 5)
        found[kind].update(own)
        lines += [{"index": {}}, {"of": own, "kind": kind}]
    cluster.ask("POST", f"/{index}/_bulk", as_lines(lines), params={"refresh": "true"})
    for kind, expected in (*found.items(), (_FEW, set())):
        body: Json = {"query": {"term": {"kind": kind}}, "size": 0}
        body["aggs"] = {"n": distinct.distinct("of")}
        value = cluster.search(index, body)["aggregations"]["n"]["value"]
        assert int(value or 0) == len(expected)
