"""Which headlines and which text a body holds."""

import pytest

from indexer.read.body import Body, read_body
from indexer.read.outlets import Outlets
from search import Headline

COVERAGE = (
    '<strong><a href="https://hub.example/more">View Full Coverage on Google News</a></strong>'
)


def row(text: str, outlet: str, link: str = "https://hub.example/1") -> str:
    return (
        f'<a href="{link}" target="_blank">{text}</a>&nbsp;&nbsp;<font color="#6f">{outlet}</font>'
    )


def read(body: str) -> Body:
    return read_body(body, Outlets(), is_markdown=True)


def line(text: str, outlet: str, link: str = "https://hub.example/1") -> Headline:
    return Headline(text=text, outlet=outlet, link=link)


def test_a_cluster_gives_its_headlines_in_order_and_no_text() -> None:
    body = read(
        "<ol>"
        + f"<li>{row('Storm &amp; flood', 'Bloomberg.com')}</li>"
        + f"<li>{row('<b>Two</b> boats<br>lost', 'Harbour Post', 'https://post.example/2')}</li>"
        + f"<li>{row('Storm &amp; flood', 'politico.eu')}</li>"
        + "</ol>"
    )
    assert body == Body(
        headlines=(
            line("Storm & flood", "Bloomberg"),
            line("Two boats lost", "Harbour Post", "https://post.example/2"),
            line("Storm & flood", "Politico"),
        ),
        text="",
        heading="",
        bad_links=(),
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(row("Storm", "BBC"), id="alone"),
        pytest.param(row("Storm", "BBC") + COVERAGE, id="with full coverage"),
        pytest.param(row("Storm", "BBC") + COVERAGE.upper(), id="in capitals"),
        pytest.param(COVERAGE + row("Storm", "BBC"), id="full coverage first"),
        pytest.param(f"<p>{row('Storm', 'BBC')}</p>", id="in a paragraph"),
        pytest.param(row("Storm", "BBC").replace("&nbsp;", "\xa0"), id="other no-break spaces"),
        pytest.param(row("Storm", "BBC").replace("&nbsp;&nbsp;", "\n"), id="nothing else to read"),
        pytest.param(row("Storm", "BBC").replace("font", "FONT"), id="tags in capitals"),
        pytest.param(f"\n\n  {row('Storm', 'BBC')}\n\n", id="blanks around it"),
        pytest.param(row("*Storm*", "BBC").replace("*Storm*", "Storm"), id="no Markdown"),
    ],
)
def test_a_single_headline(body: str) -> None:
    assert read(body).headlines == (line("Storm", "BBC"),)
    assert read(body).text == ""


def test_text_beside_a_cluster_is_kept() -> None:
    body = read(f"<p>Before</p><ol><li>{row('Storm', 'BBC')}</li><li>Other</li></ol><p>After</p>")
    assert body.headlines == (line("Storm", "BBC"),)
    assert body.text == "Before\nOther\nAfter"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            '<p>See <a href="/a">this</a> <font color="red">new</font> page.</p>',
            "See this new page.",
        ),
        ('<p>A story.</p><p><a href="/a">More</a> <font>here</font></p>', "A story.\nMore here"),
        ('<p>Text</p><a href="/a"></a>&nbsp;<font>red</font>', "Text\nred"),
        (f"<p>Text</p>{row('Storm', 'x' * 201)}", "Text\nStorm " + "x" * 201),
        (f"<p>A story.</p>{COVERAGE}", "A story."),
    ],
)
def test_a_link_beside_coloured_words_is_no_headline(body: str, text: str) -> None:
    assert read(body) == Body((), text, "", ())


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("https://hub.example/a?b=1&amp;c=2", "https://hub.example/a?b=1&c=2"),
        ("HTTP://hub.example/ a", "HTTP://hub.example/%20a"),
        ("  https://hub.example/a\n", "https://hub.example/a"),
        ("javascript:alert(1)", ""),
        ("jAvAscript&#58;alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//hub.example/a", ""),
        ("/a", ""),
        ("https://", ""),
        ("https://[hub", ""),
        ("https://hub.example/" + "a" * 9000, ""),
    ],
)
def test_only_links_to_the_web_are_kept(href: str, link: str) -> None:
    body = read(row("Storm", "BBC", href))
    assert body.headlines == (line("Storm", "BBC", link),)
    assert len(body.bad_links) == (not link)


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("<h1>Storm<br>hits</h1>", "Storm hits"),
        ("<H1>Storm<br>hits</h1>", "Storm hits"),
        ("text\n\n## One *two*\n\n# Three", "One two"),
        ("<p>text</p><h3>One</h3>", "One"),
        ("<html><head><title>One &amp; two</title></head><body>text</body></html>", "One & two"),
        ("<!-- a --><html><!-- b --><head><title>One</title></head>text</html>", "One"),
        ("<title>One</title><h2>Two</h2>", "Two"),
        ("text", ""),
    ],
)
def test_the_heading_is_the_first_or_a_pages_title(body: str, heading: str) -> None:
    assert read(body).heading == heading


def test_a_long_cluster_loses_no_headline() -> None:
    rows = [row(f"Storm {number}", "BBC", f"https://hub.example/{number}") for number in range(900)]
    body = read("<ol>" + "".join(f"<li>{text}</li>" for text in rows) + "</ol>")
    assert [headline.text for headline in body.headlines] == [f"Storm {n}" for n in range(900)]
    assert {headline.outlet for headline in body.headlines} == {"BBC"}
    assert body.text == ""
