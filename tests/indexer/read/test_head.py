"""What the head of an HTML page says of its item."""

import pytest

from indexer.read.head import read_head


@pytest.mark.parametrize(
    ("elements", "values"),
    [
        (
            '<meta property="article:published_time" content="2026-01-09T10:00Z">',
            "2026-01-09T10:00Z",
        ),
        ("<META NAME='date' CONTENT='2026-01-09'/>", "2026-01-09"),
        ("<meta content=2026-01-09 name=DC.date>", "2026-01-09"),
        ('<meta itemprop="datePublished" content="9 January 2026" />', "9 January 2026"),
        ('<meta name="date" content="2026-02-02"><meta name=pubdate content="3">', "2026-02-02"),
        ('<meta name="dc.date" content="1"><meta name="date"\n content="a b">', "a b"),
        ('<!-- <meta name="date" content="1"> --><meta name="date" content="">', None),
        ('<meta charset="utf-8"><meta name="date">', None),
        (
            '<script type="application/ld+json">\n{"@type": "NewsArticle",\n'
            '"datePublished": "2026-01-09T10:00Z", "dateModified": "2026-01-10"}</script>',
            "2026-01-09T10:00Z",
        ),
        (
            '<SCRIPT id=x type=\'application/ld+json\'>[{"@graph": [{"@type": "WebPage", '
            '"datePublished": "1"}, {"@type": ["BlogPosting"], "datePublished": "2"}]}]</script>',
            "2",
        ),
        (
            '<meta name="date" content="3"><script type="application/ld+json">'
            '{"datePublished": "2"}</script>',
            "3",
        ),
        (
            '<script type="application/ld+json">{"datePublished": broken}</script>'
            '<script type="application/ld+json">{"dateCreated": "4"}</script>',
            "4",
        ),
        ('<script type="application/ld+json">{"datePublished": [{"a": 1}]}</script>', None),
        ('<script>{"datePublished": "5"}</script>', None),
    ],
)
def test_the_date_of_a_page(elements: str, values: str | None) -> None:
    page = f"<!DOCTYPE html><html><head>{elements}</head><body><p>Text</p></body></html>"
    assert read_head(page).values.get("date") == values


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (
            '<time class="dt-published" datetime="2026-01-09T10:00Z">x</time><time datetime="1">',
            "9",
        ),
        ("<meta itemprop=datePublished content=2026-01-09><time datetime=2025-01-01>y</time>", "9"),
        ('<abbr itemprop="datePublished" content="2026-01-09">x</abbr>', "9"),
        ('<article><time datetime="2026-01-09T10:00">x</time></article>', "9"),
        ('<time datetime="2026-01-09T10:00">x</time><time datetime="2026-01-09">y</time>', "9"),
        ('<time datetime="2026-01-09">x</time><time datetime="2026-01-10">y</time>', None),
        ("<time>9 January</time>", None),
    ],
)
def test_the_body_may_give_the_day(body: str, day: str | None) -> None:
    page = f"<html><head><title>x</title></head><body>{body}</body></html>"
    found = read_head(page).values.get("date")
    assert found is None if day is None else str(found).startswith(f"2026-01-0{day}")


def test_the_body_may_give_the_address() -> None:
    page = (
        "<html><head></head><body><a class='p-author h-card u-url' href='https://a.example/me'>A</a>"
        "<a class='p-canonical' href='https://a.example/1?a=1&amp;b=2'>x</a></body></html>"
    )
    assert read_head(page).values == {"canonical": "https://a.example/1?a=1&b=2"}
    in_head = page.replace("<head>", "<head><link rel=canonical href='https://b.example/2'>")
    assert read_head(in_head).values["canonical"] == "https://b.example/2"


@pytest.mark.parametrize(
    "page",
    ["", "<p>Text</p>", '<meta name="date" content="2026-01-09"> without end', "<body></body>"],
)
def test_a_page_without_a_head(page: str) -> None:
    assert read_head(page).values == {}


def test_much_that_is_never_closed_takes_no_time() -> None:
    for part in (
        "<meta name='date' ",
        "<meta name=",
        '<meta a="',
        "<!--",
        "<meta a='\"' ",
        "<script ld+json>[[",
    ):
        assert read_head(part * (60_000 // len(part)) + "</head>").values == {}


@pytest.mark.parametrize(
    ("page", "canonical"),
    [
        ('<!doctype html>\n<html lang=en>\n<!-- x --><link rel=canonical href="a"><p>b', "a"),
        ('<html><title>x <y></title><style>p{}</style><link rel=canonical href="a"><h1>b', "a"),
        ('<!DOCTYPE html><meta charset=utf-8>\n<p>b</p><link rel=canonical href="a">', None),
        ('<!DOCTYPE html><script>never closed <link rel=canonical href="a">', None),
        ('Words first. <html><link rel=canonical href="a">', None),
    ],
)
def test_a_head_ends_where_no_tag_says_so(page: str, canonical: str | None) -> None:
    assert read_head(page).values.get("canonical") == canonical


@pytest.mark.parametrize("content", ["Use <b> or > wisely", "Is 3 < 4?", "it's"])
def test_signs_of_html_in_a_description(content: str) -> None:
    page = f'<html><head><meta name="description" content="{content}"></head><body>a</body></html>'
    assert read_head(page).values["description"] == content
