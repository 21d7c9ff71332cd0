"""Items as documents of a cluster: a term where the plain engine has it, and all comes back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Headline, Item
from search.errors import IndexDamaged, IndexOutdated
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import (
    STANDING,
    as_sent,
    day_of,
    documents,
    item_of,
    positions,
)
from search.opensearch.mapping import (
    BEHIND_KEY,
    CLUSTER_SCHEMA,
    OF_ONE_POSITION,
    check_analysis,
    check_mapping,
    index_body,
)
from search.packed import NEVER
from search.query.tree import LINK_FIELD, TEXT_FIELDS
from search.text import Analyzer
from search.versions import whole
from tests.search import random_archives
from tests.search.plain_documents import Document
from tests.search.plain_documents import positions as plain_positions

ENGLISH = Analyzer("english")


def members(item: Item) -> Json:
    ((_, found),) = documents(whole(item), ENGLISH, 1, 1)
    return found


def parted(sent: str) -> list[list[str]]:
    """Return the terms at each position, as the cluster reads what it is sent."""
    return [own.split(OF_ONE_POSITION) for own in sent.split(" ")] if sent else []


@pytest.mark.parametrize("language", ["english", "none", "arabic", "turkish", "persian", "french"])
def test_any_text_is_sent_as_its_terms(language: str) -> None:
    analyzer = Analyzer(language)

    @given(st.text(max_size=40) | st.lists(st.sampled_from(random_archives.WORDS)).map(" ".join))
    def same(text: str) -> None:
        rows = positions(analyzer.tokens(text))
        assert rows == plain_positions(analyzer, text)
        assert parted(as_sent(rows)) == rows
        # A term with what Java takes for a blank would become two.
        assert not any(set(map(chr, range(33))) & set(term) for row in rows for term in row)

    same()


@pytest.mark.parametrize("seed", range(5))
def test_a_document_holds_what_the_plain_engine_has(seed: int) -> None:
    chance = Random(seed)
    for number in range(20):
        states = whole(random_archives.states(chance, f"{number}.md"))
        for state, (_, sent) in zip(states, documents(states, ENGLISH, 1, 1), strict=True):
            plain = Document(state, ENGLISH, (state,))
            for field in (*TEXT_FIELDS, LINK_FIELD):
                lines = [line for line in plain.lines[field] if line]
                assert list(map(parted, sent[field])) == lines
            assert (sent["length"], sent["day"]) == (plain.length, plain.day)
            assert set(sent["forms"]) == set(plain.values["words"])
            for field in ("sources", "tags", "categories", "feed"):
                assert set(sent[field]) == set(plain.values[field])
                written = dict(one.split(BEHIND_KEY) for one in sent[f"{field}_written"])
                assert written == plain.values[field]
            for field in ("year", "month"):
                assert set(sent.get(field, ())) == set(plain.values[field])
            assert sent["outlets"] == len(plain.values["sources"])


def test_states_stand_one_after_the_other() -> None:
    first, second = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
    states = [
        Item(id="a", title="One", day=None, seen=first),
        Item(id="a", title="Two", day=date(2026, 3, 4), seen=second, gone=date(2026, 3, 9)),
    ]
    (old_id, old), (new_id, new) = documents(whole(states), ENGLISH, 7, 5)
    assert (old_id[-4:], new_id[-4:]) == ("-0-7", "-1-7")
    days = [day.toordinal() for day in (first.date(), second.date())]
    assert (old["stood_from"], old["stood_until"], old["gone_on"]) == (*days, NEVER)
    assert (new["stood_from"], new["stood_until"]) == (days[1], NEVER)
    assert day_of(new["gone_on"]) == date(2026, 3, 9)
    assert day_of(new["stood_until"]) is None
    assert {(own["made"], own["unmade"], own["came"]) for own in (old, new)} == {(7, STANDING, 5)}
    assert item_of(new, with_versions=True) == whole(states)[1]
    assert item_of(new).versions == ()
    with pytest.raises(IndexDamaged):
        item_of({"item": "[}"})


def test_the_cluster_cuts_as_we_mean(cluster: Cluster, index: str) -> None:
    archive_id = uuid4()
    cluster.ask("PUT", f"/{index}", index_body(ENGLISH, archive_id))
    check_analysis(cluster, index)
    mapping = cluster.ask("GET", f"/{index}/_mapping")[index]["mappings"]
    assert check_mapping("here", mapping) == ("english", archive_id)
    item = Item(
        id="a",
        title="The e-mail came, présidée",
        day=date(2026, 3, 4),
        headlines=[Headline("C++ 北京市 U.S.", "BBC", "https://bbc.example/a?b=c")],
    )
    cluster.ask("PUT", f"/{index}/_doc/1", members(item), params={"refresh": "true"})
    found = cluster.search(index, {"query": {"match_phrase": {"title": "e mail came"}}})
    assert item_of(found["hits"]["hits"][0]["_source"]) == item


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (lambda body: body["mappings"].pop("_meta"), IndexDamaged),
        (lambda body: body["mappings"]["_meta"].pop("id"), IndexDamaged),
        (lambda body: body["mappings"]["_meta"].update(schema=CLUSTER_SCHEMA + 1), IndexOutdated),
        (lambda body: body["mappings"]["_meta"].update(analyzer="00000000"), IndexOutdated),
        (lambda body: body["mappings"]["properties"].pop("outlets"), IndexOutdated),
        (
            lambda body: body["mappings"]["properties"]["text"].update(analyzer="words"),
            IndexOutdated,
        ),
    ],
)
def test_an_index_made_otherwise_is_refused(
    changed: Callable[[Json], object], error: type[Exception]
) -> None:
    body = index_body(ENGLISH, uuid4())
    changed(body)
    with pytest.raises(error):
        check_mapping("here", body["mappings"])


def test_a_field_that_is_not_known_is_refused(cluster: Cluster, index: str) -> None:
    cluster.ask("PUT", f"/{index}", index_body(ENGLISH, uuid4()))
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        cluster.ask("PUT", f"/{index}/_doc/1", {"other": 1})


def test_another_analysis_is_found_out(cluster: Cluster, index: str) -> None:
    body = index_body(ENGLISH, uuid4())
    body["settings"]["index"]["analysis"]["analyzer"]["terms"]["filter"] = ["lowercase", "strokes"]
    cluster.ask("PUT", f"/{index}", body)
    with pytest.raises(IndexOutdated):
        check_analysis(cluster, index)
