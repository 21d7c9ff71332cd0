"""What does the façade cost over a cluster? A page beside a request by hand to the same node.

The requests by hand go to an index of their own, with the fields, analyzers and scores that
OpenSearch brings. They ask for the hits of a page, the total, the first values of each facet and
bars for a timeline; with sizes also for how many values there are, which OpenSearch estimates.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from search import Archive, Item
from search.opensearch.address import ClusterAddress
from search.opensearch.client import Cluster, Json
from search.settings import processes
from tests.benchmarks.archives import Archives
from tests.benchmarks.backfile import Backfile
from tests.benchmarks.engine import FACET_VALUES
from tests.benchmarks.items import items
from tests.benchmarks.measure import Times, geometric_mean, in_turns, timed
from tests.benchmarks.questions import Question
from tests.benchmarks.tables import ratio, show
from tests.opensearch.node import missing, running

BY_HAND, WITH_SIZES, FACADE, FOLDER = "by hand", "by hand, with sizes", "a page", "a page, folder"
#: Documents of a request that fills the index by hand.
FILLED_AT_A_TIME = 1_000
_FIELDS = ("title^2", "headlines^3", "text")
_KEYWORDS = ("sources", "tags", "categories", "feed", "year", "month")


def compare(archives: Archives, count: int, runs: int, folder: Path) -> None:
    """Fill a cluster and ask it every question in three ways, and the folder; print the ratios."""
    if reason := missing():
        print(f"\nthe cluster is left out: {reason}")
        return
    with running(folder / "opensearch") as node, _archive(node, count) as archive:
        cluster = Cluster(ClusterAddress.parsed(f"opensearch://{node}/benchmark-{count}-hand"))
        _fill(cluster, count)
        there, here = Backfile(archive), Backfile.open(archives.path("backfile", count))
        taken: list[dict[str, Times]] = []
        lines: list[list[object]] = []
        for question in archives.questions(count):
            calls: dict[str, Any] = {
                name: partial(_asked, cluster, _request(question, with_sizes))
                for name, with_sizes in ((BY_HAND, False), (WITH_SIZES, True))
            }
            calls |= {FACADE: partial(there.page, question), FOLDER: partial(here.page, question)}
            pages = there.page(question), here.page(question)
            if (pages[0].total, pages[0].counts) != (pages[1].total, pages[1].counts):
                print(f"WARNING {question.kind}: the cluster and the folder differ")
            taken.append(in_turns(calls, runs))
            lines += _rows(question.kind, pages[0].total, taken[-1])
        here.close()
        cluster.close()
    columns = ("kind", "hits", "asked", "ms", "min", "max", "by hand", "by hand, with sizes")
    show(f"{count:,} items on one node: ratios are by the requests by hand", columns, lines)
    means = {
        name: geometric_mean(own[FACADE].median / own[name].median for own in taken)
        for name in (BY_HAND, WITH_SIZES, FOLDER)
    }
    rows = [[f"a page by “{name}”", ratio(mean)] for name, mean in means.items()]
    show("  geometric means over the kinds", ("what", "ratio"), rows)


def _rows(kind: str, hits: int, times: dict[str, Times]) -> Iterator[list[object]]:
    for number, (name, own) in enumerate(times.items()):
        ratios = [ratio(own.median / times[hand].median) for hand in (BY_HAND, WITH_SIZES)]
        milliseconds = [1e3 * seconds for seconds in (own.median, own.least, own.most)]
        yield [*((kind, hits) if not number else ("", "")), name, *milliseconds, *ratios]


@contextmanager
def _archive(node: str, count: int) -> Iterator[Archive]:
    """Give the archive on a cluster, made anew unless it is there whole."""
    address = f"opensearch://{node}/benchmark-{count}"
    cluster = Cluster(ClusterAddress.parsed(address))
    try:
        with Archive.open(address) as archive:
            if archive.info().items == count:
                yield archive
                return
    except Exception:
        pass
    for index in cluster.ask("GET", f"/benchmark-{count}-*/_settings"):
        cluster.ask("DELETE", f"/{index}", allowed=[404])
    cluster.close()
    with Archive.create(address) as archive:
        seconds = timed(lambda: archive.add(items(count), jobs=processes(0)))
        print(f"made {address}: {count / seconds:,.0f} items/s, items drawn meanwhile", flush=True)
        yield archive


def _fill(cluster: Cluster, count: int) -> None:
    """Have the index of the requests by hand be there."""
    index = cluster.address.name
    told = cluster.ask("GET", f"/{index}/_count", allowed=[404])
    if told.get("count") == count:
        return
    cluster.ask("DELETE", f"/{index}", allowed=[404])
    text = {"type": "text", "analyzer": "english"}
    fields: Json = {name: text for name in ("title", "headlines", "text")}
    fields |= {name: {"type": "keyword"} for name in _KEYWORDS} | {"day": {"type": "date"}}
    body = {"settings": {"number_of_replicas": 0}, "mappings": {"properties": fields}}
    cluster.ask("PUT", f"/{index}", body)
    drawn = iter(items(count))
    while some := list(islice(drawn, FILLED_AT_A_TIME)):
        cluster.ask("POST", f"/{index}/_bulk", "".join(_lines(some)))
    cluster.ask("POST", f"/{index}/_refresh")


def _lines(some: Iterable[Item]) -> Iterator[str]:
    for item in some:
        day = item.day.isoformat() if item.day else None
        members = {
            "title": item.title,
            "headlines": [line.text for line in item.headlines],
            "outlets": [line.outlet for line in item.headlines],
            "links": [line.link for line in item.headlines],
            "text": item.text,
            **{name: list(getattr(item, name)) for name in ("sources", "tags", "categories")},
            **{"feed": item.feed, "link": item.link, "day": day},
            **({"year": day[:4], "month": day[:7]} if day else {}),
        }
        yield f'{{"index":{{"_id":{json.dumps(item.id)}}}}}\n{json.dumps(members)}\n'


def _request(question: Question, with_sizes: bool) -> Json:
    """Return what somebody who knows OpenSearch would ask for the page of a question."""
    facets: Json = {
        name: {"terms": {"field": name, "size": 1_000 if name == "month" else FACET_VALUES}}
        for name in question.facets
    }
    facets["bars"] = {"date_histogram": {"field": "day", "calendar_interval": "month"}}
    if with_sizes:
        facets |= {
            f"{name} size": {"cardinality": {"field": name, "precision_threshold": 40_000}}
            for name in question.facets
        }
    held: list[Json] = []
    if question.since and question.until:
        days = {"gte": question.since.isoformat(), "lte": question.until.isoformat()}
        held = [{"range": {"day": days}}]
    query = {"bool": {"must": [_query(question)], "filter": held}}
    return {"query": query, "size": question.per_page, "track_total_hits": True, "aggs": facets}


def _query(question: Question) -> Json:
    words = " ".join(question.words)
    if question.join in ("phrase", "prefix"):
        kind = {"phrase": "phrase", "prefix": "phrase_prefix"}[question.join]
        return {"multi_match": {"query": words, "fields": _FIELDS, "type": kind}}
    operator = "or" if question.join == "any" else "and"
    own = {"query": words, "fields": _FIELDS, "type": "cross_fields", "operator": operator}
    return {"multi_match": own}


def _asked(cluster: Cluster, body: Json) -> Json:
    # Whoever asks again gets what a cluster keeps of the same request, as the façade does not.
    path = f"/{cluster.address.name}/_search"
    return cluster.ask("POST", path, body, params={"request_cache": "false"})
