"""The outlet leaves its own title and headline, under any of its names, and nothing else does."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets
from indexer.read.titles import without_outlet


@pytest.mark.parametrize(
    ("title", "outlet", "left"),
    [
        pytest.param("X | Daily Sabah - Daily Sabah", "Daily Sabah", "X", id="twice"),
        pytest.param("X - WSJ", "The Wall Street Journal", "X", id="short-name"),
        pytest.param("X | Iran International", "Iran International", "X", id="bar"),
        pytest.param("X — The Guardian", "The Guardian", "X", id="long-dash"),
        pytest.param("X – guardian", "The Guardian", "X", id="without-the"),
        pytest.param("X · DW", "DW", "X", id="middle-dot"),
        pytest.param("X • Deutsche Welle", "DW", "X", id="bullet"),
        pytest.param("X « BBC News", "BBC", "X", id="angle-quotes-to-the-left"),
        pytest.param("X :: Reuters", "Reuters", "X", id="two-colons"),
        pytest.param("X: Reuters", "Reuters", "X: Reuters", id="who-says-so"),
        pytest.param("X » BBC News", "BBC", "X", id="angle-quotes"),
        pytest.param("X - reuters.com", "Reuters", "X", id="domain"),
        pytest.param("X | www.bbc.co.uk", "BBC", "X", id="domain-in-the-table"),
        pytest.param("X - harbourpost.com", "The Harbour Post", "X", id="domain-of-an-unknown-one"),
        pytest.param("X - HARBOUR POST", "Harbour Post", "X", id="upper-case"),
        pytest.param("X - Opinion | Reuters", "Reuters", "X - Opinion", id="a-section-stays"),
        pytest.param("X - AP News | AP", "AP News", "X", id="two-names"),
        pytest.param("X|Reuters", "Reuters", "X", id="bar-without-blanks"),
        pytest.param("Reuters", "Reuters", "Reuters", id="the-outlet-alone"),
        pytest.param("Reuters | Reuters", "Reuters", "Reuters", id="the-outlet-twice-alone"),
        pytest.param("“ ” - Reuters", "Reuters", "“ ” - Reuters", id="no-word-left"),
        pytest.param(
            "Politics - The Guardian view",
            "The Guardian",
            "Politics - The Guardian view",
            id="more-than-the-outlet",
        ),
        pytest.param("Vote soon: NHK", "NHK", "Vote soon: NHK", id="who-said-so"),
        pytest.param("Catch - NYT", "Ukrainska Pravda", "Catch - NYT", id="another-outlet"),
        pytest.param("Coup-Reuters", "Reuters", "Coup-Reuters", id="hyphen"),
        pytest.param("X - The", "The", "X", id="an-outlet-called-the"),
        pytest.param("X - ", "", "X - ", id="no-outlet"),
        pytest.param("X - +", "++", "X - +", id="signs-alone"),
    ],
)
def test_without_outlet(title: str, outlet: str, left: str) -> None:
    assert without_outlet(title, outlet, Outlets()) == left


def test_each_headline_of_a_cluster_is_without_its_own_outlet() -> None:
    rows = [("Rally on the bridge | Daily Sabah", "Daily Sabah"), ("Catch - NYT", "Pravda")]
    items = "".join(
        f'<li><a href="https://x.example/1">{text}</a>&nbsp;&nbsp;<font>{outlet}</font></li>'
        for text, outlet in rows
    )
    body = read_body(f"<ol>{items}</ol>", Outlets(), is_markdown=False)
    assert [line.text for line in body.headlines] == ["Rally on the bridge", "Catch - NYT"]
