"""The measure of relevance, and the set of hidden headlines that it is applied to."""

import math
from pathlib import Path

import pytest

from search import Headline, Item
from tests.benchmarks.judged import Judged, Judgements, collection, hidden_headlines

FIRST, SECOND = 1.0, 1 / math.log2(3)


@pytest.mark.parametrize(
    ("ids", "gain"),
    [
        pytest.param(["a", "b"], 1.0, id="best"),
        pytest.param(["b", "a"], (1 + 3 * SECOND) / (3 + SECOND), id="the lesser one first"),
        pytest.param(["x", "a"], 3 * SECOND / (3 + SECOND), id="one missing"),
        pytest.param([*"uvwxyzqrst", "a"], 0.0, id="behind the tenth"),
        pytest.param([], 0.0, id="nothing"),
    ],
)
def test_ndcg_weighs_grades_by_ranks(ids: list[str], gain: float) -> None:
    assert Judged("text", {"a": 3, "b": 1}).ndcg(ids) == pytest.approx(gain)


def test_recall_is_the_share_of_the_right_items() -> None:
    assert Judged("text", {"a": 3, "b": 1}).recall(["x", "b"]) == 0.5


def _cluster(id: str, *lines: tuple[str, str]) -> Item:
    headlines = tuple(Headline(text, outlet, "") for text, outlet in lines)
    return Item(id=id, title=headlines[0].text, day=None, headlines=headlines)


def test_one_headline_of_another_outlet_is_hidden_from_each_cluster() -> None:
    whole = _cluster("a", ("Port shut", "Post"), ("Docks close", "Herald"), ("It rains", "Post"))
    alike = _cluster("b", ("Port shut", "Post"), ("Port shut", "Herald"), ("Port shut", "Globe"))
    small = _cluster("c", ("Comet seen", "Post"), ("A comet", "Herald"))
    judged = hidden_headlines([whole, alike, small])
    assert judged.questions == [Judged("Docks close", {"a": 1})]
    assert [line.text for line in judged.items[0].headlines] == ["Port shut", "It rains"]
    assert judged.items[1:] == [alike, small]


def test_a_collection_is_read_with_the_grades_that_are_above_nought(tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text(
        '{"id": "1", "title": "Tide", "text": "High", "date": "1963-01-04"}\n'
        '{"id": "2", "title": "", "text": "Low", "date": "j. ae. scs., 1958"}\n'
    )
    (tmp_path / "queries.tsv").write_text("1\tWHAT TIDE ?\n2\tnobody judged\n")
    (tmp_path / "qrels.txt").write_text("1 0 1 4\n1 0 2 0\n")
    judged = collection(tmp_path)
    assert judged.questions == [Judged("WHAT TIDE ?", {"1": 4})]
    assert [(item.id, item.day and item.day.year) for item in judged.items] == [
        ("1", 1963),
        ("2", None),
    ]


def test_some_questions_are_drawn_always_alike() -> None:
    judged = Judgements([], [Judged(str(number), {"a": 1}) for number in range(100)])
    drawn = judged.some(10)
    assert len(drawn.questions) == 10
    assert drawn == judged.some(10)
    assert judged.some(100) is judged
