"""A phrase on a cluster finds what it finds in plain lists, also where words go on."""

from random import Random
from uuid import uuid4

from whoosh.query import Phrase

from search import Item
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import documents
from search.opensearch.known import Known
from search.opensearch.mapping import index_body
from search.opensearch.translate import found
from search.text import Analyzer
from search.versions import whole
from tests.search.plain_documents import Document, in_a_row

WORDS = ("e-mail", "email", "mail", "e", "a-b-c", "abc", "a", "b", "c", "AC/DC", "acdc", "the", "x")
TEXTS, PHRASES = 500, 2_000


def test_phrases_are_found_as_in_plain_lists(cluster: Cluster, index: str) -> None:
    chance, analyzer = Random(20), Analyzer("none")
    cluster.ask("PUT", f"/{index}", index_body(analyzer, uuid4(), shards=2))
    plain: dict[str, Document] = {}
    with Bulk(cluster, index, is_gate=False) as bulk:
        for number in range(TEXTS):
            text = " ".join(chance.choices(WORDS, k=chance.randrange(9)))
            item = Item(id=str(number), title="", day=None, text=text)
            ((_, members),) = documents(whole(item), analyzer, 1, 1)
            bulk.index(item.id, members)
            plain[item.id] = Document(item, analyzer, (item,))
    cluster.ask("POST", f"/{index}/_refresh")
    told = Known(going_on=frozenset({"email", "abc", "acdc"}))
    terms = ("email", "e", "mail", "abc", "a", "b", "c", "ac", "dc", "acdc", "the", "x")
    phrases = [
        Phrase(
            "text",
            chance.choices(terms, k=chance.randrange(1, 5)),
            slop=chance.choice((1, 1, 2, 4)),
        )
        for _ in range(PHRASES)
    ]
    bodies: list[Json] = [
        {"query": {"bool": {"filter": [found(phrase, told)]}}, "size": TEXTS, "_source": False}
        for phrase in phrases
    ]
    some = 0
    for phrase, answer in zip(phrases, cluster.searches(index, bodies), strict=True):
        expected = {
            id
            for id, document in plain.items()
            if any(in_a_row(phrase.words, line, phrase.slop) for line in document.lines["text"])
        }
        assert {hit["_id"] for hit in answer["hits"]["hits"]} == expected, phrase
        some += bool(expected)
    assert some > PHRASES / 3
