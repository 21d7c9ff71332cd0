"""A feed that was saved as a file is read: its titles, texts and days."""

import pytest

from indexer.ledger import Entry, Repairs
from indexer.read.feed import read_feed
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ENTRY = (
    "<item><title>Storm &amp;amp; rain</title><link>https://a.example/1</link>"
    "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><category>port</category>"
    "<description>&lt;p&gt;The &lt;b&gt;port&lt;/b&gt; closes.&lt;/p&gt;</description></item>"
)
LONG = "<item><title>Two</title><content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{}</feed>'


def rss(entries: str) -> str:
    return f"{HEAD}<rss {CONTENT}><channel><title>Post</title>{entries}</channel></rss>"


def loaded(text: str, name: str) -> tuple[Item, list[Entry]]:
    class File:
        id = shown = name

        def read(self) -> bytes:
            return text.encode()

    entries: list[Entry] = []
    item = load(File(), entries.append, Outlets())
    assert item is not None
    return item, entries


@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.md"])
def test_one_entry_is_the_item(name: str) -> None:
    item, entries = loaded(rss(ENTRY), name)
    assert (item.title, item.text) == ("Storm & rain", "The port closes.")
    assert (str(item.day), item.link, item.tags) == ("2026-01-05", "https://a.example/1", ("port",))
    assert [entry.reason for entry in entries] == ["feed"]


def test_several_entries_are_one_item() -> None:
    item, entries = loaded(
        rss(f"<description>News.</description>{ENTRY}{LONG}</item>{LONG}"
            "<description>Some, of it.</description></item>"),
        "a.html",
    )  # fmt: skip
    assert item.title == "Post"
    lines = ["News.", "Storm & rain", "The port closes.", "Two", "All of it.", "Two"]
    assert item.text.split("\n") == [*lines, "Some, of it.", "All of it."]
    assert (str(item.day), item.tags) == ("2026-01-05", ("port",))
    assert [entry.detail for entry in entries] == [
        "It is a feed of 3 entries, which are one item; titles, texts, tags and the newest day "
        "were read, the entries' links not."
    ]


def test_an_export_of_wordpress_tells_categories_and_comments() -> None:
    comment = "<comment><comment_content>Well done</comment_content></comment>"
    kinds = '<category domain="category">News</category><category domain="post_tag">gale</category>'
    later = ENTRY.replace("05 Jan", "09 Jan").replace("</item>", f"{kinds}{comment}</item>")
    item, entries = loaded(rss(ENTRY + later + LONG + "</item>"), "a.xml")
    assert (str(item.day), item.tags, item.categories) == (
        "2026-01-09",
        ("port", "gale"),
        ("News",),
    )
    assert entries[1].detail == "1 comment of readers in it was left out."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<content type="html">&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content>', "a & b"),
        ('<content type="text">a &lt;b&gt; c</content>', "a <b> c"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div>'
            "</content>",
            "a\nb",
        ),
        ("<summary>a</summary><content>a b</content>", "a b"),
    ],
)
def test_texts_of_atom(content: str, text: str) -> None:
    entry = f"<entry><title>T</title><updated>2026-01-05T00:00:00Z</updated>{content}</entry>"
    item, _ = loaded(ATOM.format(entry), "a.html")
    assert (item.title, item.text, str(item.day)) == ("T", text, "2026-01-05")


BROKEN = ENTRY.removesuffix("</item>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(rss(ENTRY)[:-8], "The port closes.", id="cut off in an end tag"),
        pytest.param(f"<rss><channel>{BROKEN}", "The port closes.", id="cut off in an entry"),
        pytest.param(f"<rss>{BROKEN}<descr", "The port closes.", id="cut off in a tag"),
        pytest.param(
            f"<rss>{BROKEN}<content:encoded><![CDATA[<p>All & more", "The port closes.\nAll & more"
        ),
        pytest.param(
            f"<rss>{BROKEN}<x:y/><content:encoded>All</content:encoded></item></rss>",
            "The port closes.\nAll",
            id="prefixes without names",
        ),
        pytest.param(
            f"<rss>{BROKEN}<summary>a&nbsp;b &copy; c & d &mdash;</summary></item></rss>",
            "a b © c & d —\nThe port closes.",
            id="entities of HTML",
        ),
        pytest.param(
            f"<rss>{BROKEN}<excerpt:encoded>An excerpt</excerpt:encoded></item></rss>",
            "The port closes.\nAn excerpt",
            id="excerpt of WordPress",
        ),
        pytest.param(f"<rss>{BROKEN}<g><h></item></i></rss>", "The port closes.", id="end tags"),
        pytest.param(f"<rss>{BROKEN} 1 < 2\x01</item></rss>", "The port closes.", id="signs"),
    ],
)
def test_broken_feeds_are_mended(text: str, shown: str) -> None:
    item, entries = loaded(HEAD + text, "a.html")
    assert (item.title, item.text) == ("Storm & rain", shown)
    assert sum("broken" in entry.detail for entry in entries) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><feed>x</feed></body></html>",
        "<rss>",
        "<p>rss</p>",
        "<rss><channel><title>Post</title>",
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss></rss>',
        HEAD + '<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>',
        "<rss>" + "<!DOCTYPE" + "</rss>",
    ],
)
def test_other_texts_are_not_feeds(text: str) -> None:
    assert read_feed(text, Repairs("file")) is None


@pytest.mark.parametrize("part", ["<item>", "<?a?>", "<!--", "<!-- -->", "<rss>"])
def test_hostile_feeds_take_no_time(part: str) -> None:
    for begin in (HEAD, "<rss>"):
        read_feed(begin + part * 20_000, Repairs("file"))
    deep = "<a>" * 20_000 + "</a>" * 20_000
    read_feed(rss(f"<item><description>{deep}</description></item>"), Repairs("file"))
