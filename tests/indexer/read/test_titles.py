"""The outlet leaves its own title and headline, under any of its names, and nothing else does."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets
from indexer.read.titles import without_outlet


@pytest.mark.parametrize(
    ("title", "outlet", "left"),
    [
        pytest.param("X | Daily Sabah - Daily Sabah", "Daily Sabah", "X", id="twice"),
        pytest.param("BBC | X", "BBC", "X", id="before-it"),
        pytest.param("BBC News – X", "BBC", "X", id="dash-before-it"),
        pytest.param("BBC NEWS | Sport | X", "BBC", "X", id="section-before-it"),
        pytest.param("BBC | X and Y | Z", "BBC", "X and Y | Z", id="no-section-before-it"),
        pytest.param("WSJ » X - WSJ", "The Wall Street Journal", "X", id="around-it"),
        pytest.param("www.harbourpost.com | X", "The Harbour Post", "X", id="site-before-it"),
        pytest.param("Acme - a report", "acme.example", "Acme - a report", id="of-itself"),
        pytest.param("NPR : X", "NPR", "X", id="colon-and-blanks-behind-it"),
        pytest.param("X ● Dawn", "Dawn", "X", id="large-bullet"),
        pytest.param("X ∣ Dawn", "Dawn", "X", id="another-bar"),
        pytest.param("BBC: X", "BBC", "BBC: X", id="who-says-so-before-it"),
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
        pytest.param("Vote soon : NPR", "NPR", "Vote soon", id="colon-and-blanks"),
        pytest.param("Vote : NHK", "Reuters", "Vote : NHK", id="another-said-so"),
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
        pytest.param("港口关闭--人民网", "人民网", "港口关闭", id="two-hyphens"),
        pytest.param("港口关闭--时政--人民网", "人民网", "港口关闭", id="two-hyphens-twice"),
        pytest.param("港口关闭——新华网", "Xinhua", "港口关闭", id="long-dash"),
        pytest.param("港湾閉鎖-NHK", "NHK", "港湾閉鎖", id="hyphen-behind-japanese"),
        pytest.param("港湾閉鎖｜NHK", "NHK", "港湾閉鎖", id="wide-bar"),
        pytest.param("港口关闭 ｜ 新华网", "Xinhua", "港口关闭", id="wide-bar-and-blanks"),
        pytest.param("港湾閉鎖 │ 毎日新聞", "毎日新聞", "港湾閉鎖", id="drawn-bar"),
        pytest.param("Port -- Reuters", "Reuters", "Port", id="two-hyphens-and-blanks"),
        pytest.param("Port--Reuters", "Reuters", "Port", id="two-hyphens-alone"),
        pytest.param("港口关闭 —— 新华网", "Xinhua", "港口关闭", id="long-dash-and-blanks"),
        pytest.param("港口关闭－新华网", "Xinhua", "港口关闭", id="wide-hyphen"),
        pytest.param("港口关闭 _ 新华网", "Xinhua", "港口关闭", id="underscore-and-blanks"),
        pytest.param("Порт закрыт / РБК", "РБК", "Порт закрыт", id="stroke"),
        pytest.param("Порт закрыт // Коммерсантъ", "Коммерсантъ", "Порт закрыт", id="strokes"),
        pytest.param("A and/or B", "B", "A and/or B", id="stroke-of-the-title"),
        pytest.param("항구 폐쇄 : 한겨레", "한겨레", "항구 폐쇄", id="colon-in-korean"),
        pytest.param("X - BBC News فارسی", "BBC Persian", "X", id="edition-in-its-script"),
        pytest.param("X - BBC News Русская служба", "BBC", "X", id="edition-of-two-words"),
        pytest.param("X - BBC Mundo", "BBC", "X", id="edition-in-latin-letters"),
        pytest.param("X - FAZ", "Frankfurter Allgemeine Zeitung", "X", id="known-initials"),
        pytest.param("X - HPT", "Harbour Post Today", "X", id="initials"),
        pytest.param("X - HP", "Harbour Post Today", "X - HP", id="other-initials"),
        pytest.param("X - Politik - SZ.de", "Süddeutsche Zeitung", "X", id="section-before-it"),
        pytest.param("X | World news | The Guardian", "The Guardian", "X", id="two-word-section"),
        pytest.param("X | Internacional | EL PAÍS", "El País", "X", id="section-in-spanish"),
        pytest.param("X - World | CNN", "CNN", "X - World", id="section-behind-another-sign"),
        pytest.param("Port shut- Harbour Post", "Harbour Post", "Port shut", id="blank-behind"),
        pytest.param("Pre- and post-war", "post-war", "Pre- and post-war", id="half-a-word"),
        pytest.param("X | Jane Doe | CNN", "CNN", "X | Jane Doe", id="no-section"),
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
