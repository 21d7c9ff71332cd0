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
        pytest.param("X - DER SPIEGEL - Politik", "Der Spiegel", "X", id="a-section"),
        pytest.param("X - NYT - Breaking News", "The New York Times", "X", id="two-words"),
        pytest.param("X | BBC | Sport", "BBC", "X", id="a-section-behind-a-bar"),
        pytest.param(
            "X - BBC - who won the race", "BBC", "X - BBC - who won the race", id="a-sentence"
        ),
        pytest.param("X - 朝日新聞デジタル", "朝日新聞", "X", id="edition-in-japanese"),
        pytest.param("X - SPIEGEL ONLINE", "spiegel.de", "X", id="edition-of-a-site"),
        pytest.param("X - El País Digital", "El País", "X", id="digital"),
        pytest.param("X - Online", "Harbour Post", "X - Online", id="online-alone"),
        pytest.param("X - Corriere", "corriere.it", "X", id="name-of-a-site"),
        pytest.param("X | Público", "publico.pt", "X", id="accent"),
        pytest.param("X - Expresso", "expresso.pt", "X", id="site-in-portugal"),
        pytest.param("X - Harbour Post", "harbourpost.co.uk", "X", id="site-of-two-suffixes"),
        pytest.param("X | DIE ZEIT", "zeit.de", "X", id="article"),
        pytest.param("X - Le Soir - Monde", "lesoir.be", "X", id="article-in-the-site"),
        pytest.param("X - Corriere", "post.it", "X - Corriere", id="another-site"),
        pytest.param("港口关闭_新华网", "Xinhua", "港口关闭", id="underscore"),
        pytest.param("港口关闭-中国新闻网", "中国新闻网", "港口关闭", id="hyphen-in-chinese"),
        pytest.param("港口-关闭", "新华网", "港口-关闭", id="hyphen-of-the-title"),
        pytest.param("Café_Reuters", "Reuters", "Café_Reuters", id="underscore-in-a-name"),
        pytest.param("港 | NHKニュース", "NHK", "港", id="news-in-japanese"),
        pytest.param("X - BBC Sport", "BBC", "X", id="section-in-the-name"),
        pytest.param("X - CBS News", "CBS News", "X", id="section-in-both-names"),
        pytest.param("X - Sport", "BBC", "X - Sport", id="section-alone"),
        pytest.param("X - РИА Новости, 09.01.2026", "ria.ru", "X", id="a-day"),
        pytest.param("X | الجزيرة نت", "Al Jazeera", "X", id="name-in-arabic"),
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
