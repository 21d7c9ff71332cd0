"""Where an item comes from: feeds, links and outlets in front matter and in HTML pages."""

import pytest

from indexer.read.origin import is_article
from tests.indexer.read.conftest import Load

_ARTICLE = "https://www.bbc.co.uk/news/world-1"
_READ = ("Storm", "BBC", "a", "c")


def _of(load_file: Load, header: str) -> tuple[tuple[str, ...], str, str, list[str]]:
    item, entries = load_file(f"---\ntitle: Storm\ndate: 2026-01-09\n{header}\n---\nText.")
    assert item is not None
    assert {entry.reason for entry in entries} <= {"text-left-out"}
    return item.sources, item.feed, item.link, [entry.detail for entry in entries]


@pytest.mark.parametrize(
    ("header", "outlet", "feed", "link"),
    [
        (f"source: {_ARTICLE}", "BBC", "", _ARTICLE),
        ("source: www.bbc.co.uk/news/world-1", "BBC", "", _ARTICLE),
        (f"outlet: {_ARTICLE}", "BBC", "", _ARTICLE),
        ("publisher: https://www.bbc.co.uk", "BBC", "", ""),
        ("source: bbc.co.uk", "BBC", "", ""),
        ("source: https://feeds.bbci.co.uk/1/2-3", "BBC", "https://feeds.bbci.co.uk/1/2-3", ""),
        ("source: https://bbc.co.uk/n/2-3.xml", "BBC", "https://bbc.co.uk/n/2-3.xml", ""),
        ("source: https://www.bbc.co.uk/news", "BBC", "https://www.bbc.co.uk/news", ""),
        (
            f"source: {_ARTICLE}\nlink: https://t.co/a",
            "BBC",
            _ARTICLE,
            "https://t.co/a",
        ),
        *((f"{key}: {_ARTICLE}", "BBC", "", _ARTICLE) for key in ("origin", "via", "href", "web")),
        (f"links:\n- title: Original\n  href: {_ARTICLE}", "BBC", "", _ARTICLE),
        (f"links: {{url: '{_ARTICLE}'}}", "BBC", "", _ARTICLE),
        (f"links: [{_ARTICLE}]\nvia: https://a.example/1", "a.example", "", "https://a.example/1"),
        (f"sources:\n- name: Dune Daily\n  url: {_ARTICLE}", "Dune Daily", "", _ARTICLE),
        (f"sources: [DW, '{_ARTICLE}']", "DW", "", _ARTICLE),
        (f"sources: ['{_ARTICLE}']", "BBC", "", _ARTICLE),
        (f"url: https://a.example/1\nlink: {_ARTICLE}", "BBC", "", _ARTICLE),
    ],
)
def test_addresses_of_articles_are_links(
    load_file: Load, header: str, outlet: str, feed: str, link: str
) -> None:
    outlets, *addresses, _ = _of(load_file, header)
    assert (outlets, *addresses) == ((outlet,), feed, link)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "via: Hacker News",
            "'via' was left out, as it leads to no page on the web: 'Hacker News'",
        ),
        (f"links: ['{_ARTICLE}', 'https://a.example/2']", "'https://a.example/2'"),
        (f"link: {_ARTICLE}\norigin: Newswire", "'Newswire'"),
        ("sources: [DW, BBC]", "2 sources; the first was read"),
        (f"from: {_ARTICLE}\noriginal_url: https://a.example/2", "'original_url' was left out"),
        (f"link: {_ARTICLE}\nurl: https://a.example/2", "has one link: 'https://a.example/2'"),
        (f"links: ['{_ARTICLE}']", ""),
    ],
)
def test_what_is_no_link_is_told(load_file: Load, header: str, told: str) -> None:
    details = _of(load_file, header)[3]
    if "links" not in header or told:
        assert told in details[-1]
    else:
        assert details == []


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://a.example/", False),
        ("https://a.example/world/", False),
        ("https://a.example/rss/1-2", False),
        ("https://a.example/x?format=rss", False),
        ("https://a.example/feedback-on-2026", True),
        ("https://a.example/?p=12", True),
        ("https://a.example/2026/01/storm/", True),
        ("https://a.example/storm.html", True),
    ],
)
def test_which_addresses_are_of_articles(address: str, is_one: bool) -> None:
    assert is_article(address) is is_one


@pytest.mark.parametrize(
    ("head", "heading", "title", "outlet"),
    [
        ("<title>Storm hits port - WSJ</title>", "", "Storm hits port", "The Wall Street Journal"),
        ("<title>Port | BBC News</title>", "<h1>Storm hits port</h1>", "Storm hits port", "BBC"),
        ("<title>Storm hits port - Bay</title>", "<h1>Storm hits port</h1>", "Storm hits port", ""),
        ("<title>Storm hits port</title>", "<nav><h2>Menu</h2></nav>", "Storm hits port", ""),
        ('<meta property="og:title" content="Storm &amp; port">', "", "Storm & port", ""),
        (
            '<title>Storm | Dune Daily</title><meta property="og:site_name" content="Dune Daily">',
            "",
            "Storm",
            "Dune Daily",
        ),
    ],
)
def test_a_page_has_its_title_without_the_outlet(
    load_file: Load, head: str, heading: str, title: str, outlet: str
) -> None:
    page = f"<html><head>{head}</head><body>{heading}<p>It rained. It blew.</p></body></html>"
    item, entries = load_file(page, "a.html")
    assert item is not None
    assert (item.title, item.sources) == (title, (outlet,) if outlet else ())
    assert "no-title" not in {entry.reason for entry in entries}


@pytest.mark.parametrize(
    ("header", "title", "outlet", "tags", "categories"),
    [
        ("og:title: Storm\nog:site_name: BBC\narticle:tag: a\narticle:section: c", *_READ),
        ("dc.title: Storm\ndc.publisher: BBC\ndc.subject: a\ncategory: c", *_READ),
        ("headline: Storm\npublisher: {name: BBC}\nkeywords: a\narticleSection: c", *_READ),
        ("post_title: Storm\nsource: BBC\npost_tag: [a]\npost_category: [c]", *_READ),
        ("titulo: Storm\nfuente: BBC\netiquetas: a\ncategoría: c", *_READ),
        ("заголовок: Storm\nисточник: BBC\nтеги: a\nрубрика: c", *_READ),
        ("标题: Storm\n来源: BBC\n标签: [a]\n分类: c", *_READ),
    ],
)
def test_keys_of_other_programs_and_languages(
    load_file: Load, header: str, title: str, outlet: str, tags: str, categories: str
) -> None:
    item, entries = load_file(f"---\n{header}\ndate: 2026-01-09\n---\nText.")
    assert item is not None
    assert (item.title, item.sources, item.tags, item.categories) == (
        title,
        (outlet,),
        (tags,),
        (categories,),
    )
    assert entries == []
