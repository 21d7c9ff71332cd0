"""From a file to an item, and what the ledger says of it."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from indexer.ledger import Entry
from search import Headline, Item

#: Loads a text or bytes as a file of that id: the item, and the ledger.
Load = Callable[..., tuple[Item | None, list[Entry]]]
GOOGLE = "https://news.google.com/rss/topics/x"
ROW = '<a href="https://hub.example/1">{}</a>&nbsp;&nbsp;<font color="#6f6f6f">{}</font>'


@pytest.fixture
def good(load_file: Load) -> Callable[..., Item]:
    """Load what needs no repair."""

    def load_good(content: str, id: str = "item.md") -> Item:
        item, entries = load_file(content, id)
        assert item is not None
        assert entries == []
        return item

    return load_good


@pytest.fixture
def repaired(load_file: Load) -> Callable[..., Item]:
    """Load what needs just these repairs."""

    def load_repaired(content: str | bytes, *reasons: str, id: str = "item.md") -> Item:
        item, entries = load_file(content, id)
        assert [(entry.action, entry.reason) for entry in entries] == [
            ("repaired", reason) for reason in reasons
        ]
        assert item is not None
        return item

    return load_repaired


def matter(body: str = "", /, **values: str) -> str:
    """Write an item's file; `date` is given."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"date": "2026-01-03", **values}.items())
    return f"---\n{lines}---\n{body}"


def test_a_cluster(good: Callable[..., Item]) -> None:
    rows = [("Storm hits port", "Bloomberg.com"), ("Boats lost", "Harbour Post")]
    item = good(
        matter(
            "<ol>" + "".join(f"<li>{ROW.format(*row)}</li>" for row in rows) + "</ol>",
            title='"Storm hits port - Bloomberg.com"',
            description='"Storm hits port&nbsp;&nbsp;Bloomberg.comBoats lost&nbsp;&nbsp;Harb..."',
            link="'https://hub.example/1'",
            source=f"'{GOOGLE}'",
            categories="['news.google.com']",
            tags="['bloomberg', 'storm', 'port', 'storm']",
            draft="false",
        ),
        "2026/01/storm.md",
    )
    assert item == Item(
        id="2026/01/storm.md",
        title="Storm hits port",
        day=date(2026, 1, 3),
        text="",
        headlines=(
            Headline(text="Storm hits port", outlet="Bloomberg", link="https://hub.example/1"),
            Headline(text="Boats lost", outlet="Harbour Post", link="https://hub.example/1"),
        ),
        tags=("storm", "port"),
        categories=("news.google.com",),
        feed=GOOGLE,
        link="https://hub.example/1",
    )
    assert item.sources == ("Bloomberg", "Harbour Post")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>A <b>storm</b>.</p><p>Two boats.</p>", "A storm.\nTwo boats."),
        ("A storm. Two boats.", "A storm. Two boats."),
        ("", "A storm"),
    ],
)
def test_an_article_has_one_headline_which_is_its_title(
    good: Callable[..., Item], body: str, text: str
) -> None:
    item = good(
        matter(
            body,
            title="Storm hits port",
            description="A storm",
            link="https://www.aljazeera.com/1",
            source="https://aljazeera.com/rss",
        )
    )
    assert item.text == text
    assert item.headlines == (
        Headline(text="Storm hits port", outlet="Al Jazeera", link="https://www.aljazeera.com/1"),
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("![A crane at the port](a.png)", "A crane at the port"),
        ("<img src=a alt='A crane'> ![](b.png) ![[c.png|Two boats]]", "A crane\nTwo boats"),
        ("![A crane](a.png) Text.", "Text."),
    ],
)
def test_pictures_alone_have_their_texts(good: Callable[..., Item], body: str, text: str) -> None:
    assert good(matter(body, title="Storm")).text == text


def test_a_description_counts_before_the_text_of_a_picture(good: Callable[..., Item]) -> None:
    assert good(matter("![A crane](a.png)", title="Storm", description="A storm.")).text == (
        "A storm."
    )


def test_the_summary_stands_in_for_a_description(good: Callable[..., Item]) -> None:
    assert good(matter(title="Storm", description="null", summary="A storm.")).text == "A storm."


@pytest.mark.parametrize("key", ["excerpt", "deck", "dek", "standfirst", "subtitle", "abstract"])
def test_so_does_another_key_of_a_text(good: Callable[..., Item], key: str) -> None:
    assert good(matter(title="Storm", **{key: "A storm."})).text == "A storm."


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("a.md", "**A storm** hits [the port](https://a.example)", "A storm hits the port"),
        ("a.md", "a &lt;b&gt; c_d_e &amp;amp; more", "a <b> c_d_e &amp; more"),
        ("a.md", "#MeToo in 2026", "#MeToo in 2026"),
        ("a.html", "**A storm** <b>hits</b>", "**A storm** hits"),
    ],
)
def test_a_description_is_read_as_a_body_is(
    good: Callable[..., Item], name: str, written: str, text: str
) -> None:
    head = f"---\ntitle: Storm\ndate: 2026-01-03\ndescription: '{written}'\n---\n"
    assert good(head, name).text == text


def test_a_setting_is_no_text(good: Callable[..., Item]) -> None:
    assert good("---\ntitle: Storm\ndate: 2026-01-03\nexcerpt: true\n---\n").text == ""


def test_a_cluster_without_its_body(good: Callable[..., Item]) -> None:
    item = good(
        matter(
            title="Storm hits port - Harbour Post",
            description="Storm hits port&nbsp;&nbsp;Harbour PostBoats lost&nbsp;&nbsp;BBCOn&nb...",
            link="https://hub.example/1",
            source=GOOGLE,
        )
    )
    assert item.title == "Storm hits port"
    assert item.headlines == (
        Headline(text="Storm hits port", outlet="Harbour Post", link="https://hub.example/1"),
        Headline(text="Boats lost", outlet="BBC"),
    )
    assert item.text == "On"


def test_an_aggregators_title_tells_its_outlet_where_nothing_else_does(
    good: Callable[..., Item],
) -> None:
    item = good(matter("Text.", title="Storm hits port - BBC News", source=GOOGLE))
    assert (item.title, item.sources) == ("Storm hits port", ("BBC",))
    item = good(matter("Text.", title="Storm hits port - north", source=GOOGLE))
    assert (item.title, item.headlines) == ("Storm hits port - north", ())


@pytest.mark.parametrize(
    ("values", "outlet", "feed", "link"),
    [
        pytest.param({"source": "harbour post"}, "harbour post", "", "", id="a name"),
        pytest.param({"source": "BBC News"}, "BBC", "", "", id="an alias"),
        pytest.param(
            {"source": '""', "source_url": "https://www.post.example/1"},
            "post.example",
            "",
            "https://www.post.example/1",
            id="a link",
        ),
        pytest.param(
            {"source": "['https://bbc.com/rss']"}, "BBC", "https://bbc.com/rss", "", id="a list"
        ),
        pytest.param({"source": "null", "link": "~"}, "", "", "", id="nothing"),
        pytest.param({"source": "{name: bbc}"}, "BBC", "", "", id="a mapping"),
        pytest.param(
            {"source": "{url: 'https://a.example/1', name: BBC}"},
            "BBC",
            "",
            "https://a.example/1",
            id="an outlet and an address",
        ),
        *(
            pytest.param({"source": written}, "BBC", "", "https://a.example/1", id=written)
            for written in (
                "'[bbc](https://a.example/1)'",
                """'[BBC News](<https://a.example/1> "title")'""",
                """'<a href="https://a.example/1" rel=x>BBC&nbsp;News</a>'""",
                "<A class=x HREF=https://a.example/1>BBC</A>",
            )
        ),
        pytest.param({"source": "'[[BBC]]'"}, "BBC", "", "", id="a link in a wiki"),
        *(
            pytest.param({key: written}, "BBC", "", "", id=f"{key} {written}")
            for key in ("outlet", "publisher", "publication", "source_name", "siteName")
            for written in ("bbc", "['[[BBC]]']", "{'@type': Organization, name: BBC News}")
        ),
        pytest.param({"source": "dw", "publisher": "DW"}, "DW", "", "", id="one outlet twice"),
        pytest.param(
            {"publisher": "https://a.example", "newspaper": "bbc"}, "BBC", "", "", id="an address"
        ),
        pytest.param(
            {"source": "{url: 'https://a.example/1'}"},
            "a.example",
            "",
            "https://a.example/1",
            id="an address",
        ),
        *(
            pytest.param(
                {key: "https://a.example/1"}, "a.example", "", "https://a.example/1", id=key
            )
            for key in (
                "from",
                "original",
                "original_url",
                "canonical",
                "canonicalUrl",
                "external-url",
                "url",
                "source_url",
            )
        ),
        pytest.param(
            {"original": "{title: x, link: 'https://a.example/1'}"},
            "a.example",
            "",
            "https://a.example/1",
            id="a mapping of the original",
        ),
        pytest.param(
            {"url": "/storm", "canonical": "true", "from": "ana@a.example", "original": "file:a"},
            "",
            "",
            "",
            id="none leads to the web",
        ),
        *(
            pytest.param(values, outlet, feed, link, id=str(values))
            for outlet, feed, link, *given in (
                (
                    *("a.example", "", "https://a.example/1"),
                    {"original": "See https://a.example/1."},
                    {"link": "'The Post: <https://a.example/1>, and https://b.example/2'"},
                    {"canonical": "'The Post: [one](https://a.example/1)'"},
                    {"seo": "{canonical: 'https://a.example/1'}"},
                    {"meta": "{canonical_url: 'https://a.example/1'}"},
                    {"og": "{url: 'https://a.example/1'}"},
                    {"seo": "{title: x, og: {url: 'https://a.example/1'}}"},
                    {"head": "[[link, {rel: canonical, href: 'https://a.example/1'}]]"},
                    {"meta": "[{property: 'og:url', content: 'https://a.example/1'}]"},
                    {"source": "'See: https://a.example/1'"},
                ),
                (
                    *("Harbour Post", "", "https://a.example/1_(a)"),
                    {"source": "Harbour Post (https://a.example/1_(a))"},
                    {"source": "Harbour Post – https://a.example/1_(a)"},
                ),
                (
                    *("", "", ""),
                    {"seo": "{canonical: /storm, image: {url: 'https://a.example/1.png'}}"},
                    {"meta": "[{name: author, content: 'https://a.example/ana-1'}]"},
                ),
                (
                    "a.example",
                    "https://a.example/rss",
                    "",
                    {"source": "'Feed: https://a.example/rss'"},
                ),
            )
            for values in given
        ),
    ],
)
def test_outlet_feed_and_link(
    good: Callable[..., Item], values: dict[str, str], outlet: str, feed: str, link: str
) -> None:
    item = good(matter("Text.", title="Storm", **values))
    assert (item.sources, item.feed, item.link) == ((outlet,) if outlet else (), feed, link)


def test_html_files_are_not_read_as_markdown(good: Callable[..., Item]) -> None:
    content = matter("<p>one</p>\n\n**two**", title="Storm")
    assert good(content, "item.html").text == "one\n**two**"
    assert good(content, "item.md").text == "one\ntwo"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2026", "2026"),
        ("No", "No"),
        ("'null'", "null"),
        ("None", "None"),
        ("2026-01-03", "2026-01-03"),
        ('"Storm &amp; <b>flood</b>"', "Storm & flood"),
        ('"&#8216;Storm&#8217;"', "‘Storm’"),
        ("' Storm \u200b hits\xa0port '", "Storm hits port"),
        ("Storm\n  hits port", "Storm hits port"),
        ("Storm hits port - Fox News", "Storm hits port"),
        ("Storm hits port | Fox News", "Storm hits port"),
        ("Storm hits port – foxnews.com", "Storm hits port"),
        ("Storm - flood - FOX News", "Storm - flood"),
        ("Storm hits port - 2026", "Storm hits port - 2026"),
        ("Storm hits port - Reuters", "Storm hits port - Reuters"),
        ("Storm-Fox News", "Storm-Fox News"),
        ("Fox News", "Fox News"),
    ],
)
def test_titles(good: Callable[..., Item], written: str, title: str) -> None:
    item = good(matter("Text.", title=written, source="https://feeds.foxnews.com/latest"))
    assert item.title == item.headlines[0].text == title


def test_another_key_gives_the_title_where_there_is_none(good: Callable[..., Item]) -> None:
    for key in ("headline", "post_title", "Subject", "linkTitle"):
        assert good(matter("Text.", **{key: "Storm &amp; sea"})).title == "Storm & sea"
        assert good(matter("Text.", title="Storm at sea", **{key: "Storm"})).title == "Storm at sea"
        assert good(matter("Text.", title="~", **{key: "Other"})).title == "Other"


@pytest.mark.parametrize(
    ("body", "title", "id"),
    [
        (f"<ol><li>{ROW.format('Storm', 'BBC')}</li></ol>", "Storm", "a.md"),
        ("Text.\n\n## Storm *hits*\n\nMore", "Storm hits", "a.md"),
        ("A storm hit. It rained.\n\nMore", "A storm hit.", "a.md"),
        ("word " * 100, "word " * 39 + "word…", "a.md"),
        ("![](storm.png)", "storm hits port", "a/storm-hits_port.md"),
        ("![](storm.png)", "storm", "a/storm/_index.md"),
        ("![](storm.png)", "index", "index.md"),
        ("A storm hit. It rained.", "Meeting with board", "a/Meeting with board.md"),
        ("A storm hit.\n\n## Attendees\n\nJane", "Met 2026-05-06", "Met 2026-05-06.md"),
        ("# Storm\n\nA storm hit.", "Storm", "Meeting with board.md"),
        ("A storm hit. It rained.", "A storm hit.", "2026-01-09-meeting-with-board.md"),
        ("", "Meeting with board", "Meeting with board.md"),
    ],
)
def test_a_missing_title_is_replaced(
    repaired: Callable[..., Item], body: str, title: str, id: str
) -> None:
    assert repaired(matter(body), "no-title", id=id).title == title
    assert repaired(matter(body, title="''"), "no-title", id=id).title == title


def test_a_title_too_long_is_cut_between_words_and_kept_before_the_text(
    repaired: Callable[..., Item],
) -> None:
    title = " ".join(f"word{number}" for number in range(200))
    item = repaired(matter("Text.", title=title, source="BBC"), "long-title")
    assert item.text == f"{title}\nText."
    assert len(item.title) <= 1000
    assert title.startswith(item.title.removesuffix("…") + " ")
    assert item.headlines[0].text == item.title
    assert repaired(matter("x", title="a" * 1001), "long-title").title == "a" * 999 + "…"


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"date": "2015-07-20 1:46:00 -0400"}, date(2015, 7, 20)),
        ({"date": "2011-02-12 20:31:02+00:00"}, date(2011, 2, 12)),
        ({"date": "'2011-02-12T23:31:02-05:00'"}, date(2011, 2, 12)),
        ({"date": '""', "published": "Jan 3, 2026"}, date(2026, 1, 3)),
        ({"date": "''", "pubDate": "Sat, 03 Jan 2026 23:59:00 -0800"}, date(2026, 1, 3)),
        ({"published": "2020-01-01"}, date(2026, 1, 3)),
    ],
)
def test_days(good: Callable[..., Item], values: dict[str, str], day: date) -> None:
    assert good(matter("Text.", title="Storm", **values), "2001-01-01-storm.md").day == day


@pytest.mark.parametrize("written", ["2026-01-03T23:30:00-05:00", "2026-01-03", '"2026-01-03"'])
def test_a_toml_day(good: Callable[..., Item], written: str) -> None:
    assert good(f'+++\ntitle = "Storm"\ndate = {written}\n+++\nText').day == date(2026, 1, 3)


def test_no_day_is_said(repaired: Callable[..., Item], load_file: Load) -> None:
    assert repaired(matter("x", title="Storm", date=""), "no-date").day is None
    assert repaired(matter("x", title="Storm", date="''", published="false"), "no-date").day is None
    assert repaired(matter("x", title="Storm", date="2026-02-30"), "bad-date").day is None
    _, (entry,) = load_file(matter("x", title="Storm", date="soon"))
    assert entry.detail == "Its date 'soon' is not a day; the item has no day."


def test_a_day_in_the_files_path(repaired: Callable[..., Item]) -> None:
    content = matter("Text.", title="Storm", date="''")
    day = date(2011, 2, 12)
    assert repaired(content, "date-from-name", id="a/2011-02-12-storm.md").day == day
    assert repaired(content, "date-from-name", id="2011-02-12/storm.md").day == day


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("[b, a, b]", ("b", "a")),
        ("[Storm, storm, STÖRM]", ("Storm", "STÖRM")),
        ("storm, port , ", ("storm", "port")),
        ("storm at sea", ("storm at sea",)),
        ("'a, b'", ("a", "b")),
        (
            "[1, 2.0, true, no, ~, '', null, [c, [d]]]",
            ("1", "2.0", "true", "no", "c", "d"),
        ),
        ("storm; port, sea", ("storm", "port", "sea")),
        ("新闻，体育、财经", ("新闻", "体育", "财经")),
        ("[新闻，体育]", ("新闻", "体育")),
        ("科技；经济", ("科技", "经济")),
        ("أخبار، رياضة؛ مال", ("أخبار", "رياضة", "مال")),
        ("[新闻，x, 体育]", ("新闻，x", "体育")),
        ("'#新闻，#体育'", ("新闻", "体育")),
        ("{main: '新闻、体育', other: c}", ("新闻", "体育", "c")),
        ("'R&amp;B; soul'", ("R&B", "soul")),
        (
            "[{name: Storm, id: 3}, {slug: port}, {Title: Sea}, {label: Bay}]",
            ("Storm", "port", "Sea", "Bay"),
        ),
        ("{name: Storm}", ("Storm",)),
        ("{storm: 3, port: {x: y}}", ("storm", "port")),
        ("""'["storm", "port"]'""", ("storm", "port")),
        ('''"[{'name': 'Storm'}, {'name': 'Port'}]"''', ("Storm", "Port")),
        ("""'{"storm": 1}'""", ("storm",)),
        ("'[storm'", ("[storm",)),
        ("'[storm, \"at sea\", port]'", ("storm", "at sea", "port")),
        ("'[storm]'", ("storm",)),
        ("'[a [b], c]'", ("[a [b]", "c]")),
        ("'{storm}'", ("{storm}",)),
        ("None", ()),
        ("'null'", ()),
        ("['R&amp;B', '<b>x</b>']", ("R&B", "x")),
        ("['a, b']", ("a, b",)),
        ("", ()),
        ("{a: b}", ("b",)),
        ("{main: a, other: [b, c]}", ("a", "b", "c")),
        ("{main: 'a, b', other: c}", ("a", "b", "c")),
        ("{storm: true, port: false, sea: yes, bay: no}", ("storm", "sea")),
        ("{storm: , port: ~, sea: 0.5}", ("storm", "port", "sea")),
        ("'<a> <b>'", ("<a> <b>",)),
        ("{storm: /tags/storm/, port: 'https://a.example/port'}", ("storm", "port")),
        ("{storm: '#ff0000', port: '#0af'}", ("storm", "port")),
        ("{storm: {name: Storm at sea}, port: {count: 2}}", ("Storm at sea", "port")),
        ("{1: {name: Storm}, 2: port}", ("Storm", "port")),
        ("['#storm', '#news/world', sea]", ("storm", "news/world", "sea")),
        ("'#storm, port'", ("storm", "port")),
        ("['#1', C#, '# x']", ("#1", "C#", "# x")),
        ("['[[Storm]]', '[[sea|The sea]]', '[[a', '[x]']", ("Storm", "The sea", "[[a", "[x]")),
        ("{main: [a, b], other: [c]}", ("a", "b", "c")),
        ("{en: [{name: a}], de: [b]}", ("a", "b")),
        ("{count: 2, items: [a, b]}", ("a", "b")),
        ("{1: storm, 2: port}", ("storm", "port")),
        ("{storm: 3, text: 2, name: 1}", ("storm", "text", "name")),
        ("[{value: VV}, {tag: x}, {text: y}, {category: z}]", ("VV", "x", "y", "z")),
        ("'#storm #port'", ("storm", "port")),
        ("'#storm, #port'", ("storm", "port")),
        ("'#storm port'", ("#storm port",)),
        ("':storm:port:'", ("storm", "port")),
    ],
)
def test_tags_and_categories(
    good: Callable[..., Item], written: str, tags: tuple[str, ...]
) -> None:
    item = good(matter("Text.", title="Storm", tags=written, Categories=written))
    assert item.tags == item.categories == tags


@pytest.mark.parametrize("group", ["taxonomies", "taxonomy", "extra", "params"])
def test_tags_and_categories_in_a_group(good: Callable[..., Item], group: str) -> None:
    item = good(matter("x", title="Storm", **{group: "{Tags: [a, b], categories: [c]}"}))
    assert (item.tags, item.categories) == (("a", "b"), ("c",))
    item = good(f'+++\ntitle = "Storm"\ndate = 2026-01-03\n[{group}]\ntags = ["a"]\n+++\nText.')
    assert item.tags == ("a",)


@pytest.mark.parametrize(
    ("keys", "tags", "categories"),
    [
        (
            "tags: [a, b]\ntaxonomies: {tags: [c, A], categories: [d]}\ncategories: e",
            "a b c",
            "d e",
        ),
        ("tag: b\ntags: [a]\ncategories: [y, X]\ncategory: x", "b a", "y X"),
        ("params: {tag: p}\ntags: a\nextra: {category: q, categories: [r]}", "p a", "q r"),
        ("taxonomies: {category: [c], categories: [d], tag: [e]}\nhugo_tags: f", "e f", "c d"),
        ("extra: {taxonomies: {tags: [a], category: c}}\ntags: b", "a b", "c"),
        ("taxonomies.tags: [a]\ntags: [b]\nother.tags: [c]", "a b", ""),
        ("tags: []\ntaxonomies: {tags: [a]}", "a", ""),
    ],
)
def test_tags_and_categories_of_several_keys_are_all_kept(
    good: Callable[..., Item], keys: str, tags: str, categories: str
) -> None:
    item = good(f"---\ntitle: Storm\ndate: 2026-01-03\n{keys}\n---\nText.")
    assert (" ".join(item.tags), " ".join(item.categories)) == (tags, categories)


@pytest.mark.parametrize(
    ("id", "keys", "categories"),
    [
        ("_posts/2026-01-03-welcome.md", "", ("jekyll", "update")),
        ("2026-01-03-welcome.md", "layout: post\n", ("jekyll", "update")),
        ("_posts/welcome.md", "layout: post\n", ("jekyll update",)),
        ("2026-01-03-welcome.md", "", ("jekyll update",)),
    ],
)
def test_names_in_a_post_of_jekyll_are_parted_at_blanks(
    load_file: Load, id: str, keys: str, categories: tuple[str, ...]
) -> None:
    written = f"---\ntitle: Storm\ndate: 2026-01-03\ncategories: jekyll update\n{keys}---\nText."
    item, entries = load_file(written, id)
    assert item is not None
    assert item.categories == categories
    assert [entry.reason for entry in entries] == ["tags-parted"] * (len(categories) - 1)
    item, entries = load_file(written.replace("jekyll update", "jekyll update, b"), id)
    assert item is not None
    assert (item.categories, entries) == (("jekyll update", "b"), [])


def test_tags_that_are_not_read_are_said(repaired: Callable[..., Item]) -> None:
    item = repaired(matter("x", title="Storm", tags="[{e: f}]"), "broken-front-matter")
    assert item.tags == ("e: f",)
    assert repaired(matter("x", title="Storm", categories="true"), "unread-tags").categories == ()
    item = repaired(matter("x", title="Storm", tags="[a, {id: 3, rank: 4}]"), "unread-tags")
    assert item.tags == ("a",)
    item = repaired(matter("x", title="Storm", tags="[{id: 5}, {value: VV}]"), "unread-tags")
    assert item.tags == ("VV",)


def test_groups_may_be_lists(good: Callable[..., Item]) -> None:
    written = "[{tags: [a]}, {categories: [c]}, {tags: [b]}]"
    item = good(matter("x", title="Storm", taxonomies=written))
    assert (item.tags, item.categories) == (("a", "b"), ("c",))


@pytest.mark.parametrize("key", ["raw-content", "content", "body", "html", "text"])
def test_text_in_a_key_stands_in_for_an_empty_body(repaired: Callable[..., Item], key: str) -> None:
    values = {"title": "Storm", key: "'<p>A storm.</p><p>Two boats.</p>'", "description": "Boats."}
    assert repaired(matter("", **values), "text-from-key").text == "A storm.\nTwo boats."
    assert repaired(matter("A storm.", **values), "text-from-key").text == "A storm.\nTwo boats."
    item = repaired(matter("A flood.", **values), "text-from-key")
    assert item.text == "A flood.\nA storm.\nTwo boats."


@pytest.mark.parametrize("key", ["description", "summary", "abstract"])
def test_a_cluster_in_a_description_has_its_headlines(
    repaired: Callable[..., Item], key: str
) -> None:
    rows = f"<ol><li>{ROW.format('Storm hits port', 'BBC')}</li></ol>"
    for body in ("", "A storm."):
        item = repaired(matter(body, **{"title": "Storm", key: f"'{rows}'"}), "text-from-key")
        assert item.headlines == (Headline("Storm hits port", "BBC", "https://hub.example/1"),)
        assert item.text == body


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ('content: {rendered: "<p>Two boats.</p>", protected: false}', "Two boats."),
        ("body: [First words., Second words.]", "First words.\nSecond words."),
        ("body: [{type: p, text: One two}, {type: p, text: Three}]", "One two\nThree"),
        ("text: Strike.", "Strike."),
        ("text: 罢工", "罢工"),
        ("html: <p>Strike</p>", "Strike"),
        (
            "text: Short first words.\nbody: Other second words.",
            "Other second words.\nShort first words.",
        ),
        ("html: <p>A storm at sea</p>\ntext: A storm at sea", "A storm at sea"),
        *(
            (f"{key}: A <b>storm</b> hit.", "A storm hit.")
            for key in ("content_html", "article", "article_body", "articleBody", "full_text")
        ),
    ],
)
def test_text_in_keys_of_any_form(repaired: Callable[..., Item], lines: str, text: str) -> None:
    content = f"---\ntitle: Storm\ndate: 2026-01-03\n{lines}\n---\n"
    assert repaired(content, "text-from-key").text == text


def test_text_of_keys_that_is_left_out_is_said(repaired: Callable[..., Item]) -> None:
    values = {"title": "Storm", "html": "A storm hit ports", "text": "A storm hit boats"}
    item = repaired(matter("", **values), "text-left-out", "text-from-key")
    assert item.text == "A storm hit ports"
    values = {"title": "Storm", "content": "{en: Storm hits port, de: Sturm}"}
    item = repaired(matter("", **values), "text-left-out", "text-from-key")
    assert item.text == "Storm hits port"


def test_templates_in_keys_are_said(repaired: Callable[..., Item]) -> None:
    lines = "'A storm hit {{ port }}.'"
    item = repaired(matter("", title="Storm", description=lines), "text-left-out")
    assert item.text == "A storm hit ."
    item = repaired(matter("", title="Storm", text=lines), "text-from-key", "text-left-out")
    assert item.text == "A storm hit ."


def test_text_in_a_key_of_a_group(repaired: Callable[..., Item]) -> None:
    item = repaired(matter("", title="Storm", params="{Content: 'One. Two.'}"), "text-from-key")
    assert item.text == "One. Two."


def test_text_in_a_key_that_is_not_read_is_said_if_there_is_no_other(
    good: Callable[..., Item], repaired: Callable[..., Item]
) -> None:
    words = "A strike of dockers halts all trains between the port and the town."
    assert repaired(matter("", title="Storm", lead=words), "text-left-out").text == ""
    sections = f"[{{heading: Port, body: {words!r}}}]"
    assert repaired(matter("", title="Storm", sections=sections), "text-left-out").text == ""
    assert good(matter("Text.", title="Storm", lead=words)).text == "Text."
    assert good(matter("", title="Storm", lead=words, summary="Text.")).text == "Text."


def test_the_ledger_names_keys_as_they_are_written(load_file: Load) -> None:
    long = "A strike of dockers halts all trains between the port and the town for a week."
    for body, key, line in (
        ("", "raw-content", "Its body is empty; its text was taken from the key 'raw-content'."),
        (
            "One. Two. Three.",
            "Raw_Content",
            "Text in the key 'Raw_Content' was left out, as the body has a text of its own: "
            "'A strike of dockers halts all trains between the port and…'.",
        ),
        ("x", "TAGS", "A part was left out of the key 'TAGS', as no name can be read from it."),
    ):
        value = "[a, {id: 3, rank: 4}]" if key == "TAGS" else long
        _, entries = load_file(matter(body, title="Storm", date="2026-01-03", **{key: value}))
        assert [entry.detail for entry in entries] == [line]


def test_a_title_of_several_parts(good: Callable[..., Item], repaired: Callable[..., Item]) -> None:
    assert good(matter("x", title="[Live, Breaking]")).title == "Live, Breaking"
    assert good(matter("x", title='{rendered: "Storm &amp; flood"}')).title == "Storm & flood"
    written = "{en: Strike ends, de: Streik endet}"
    assert repaired(matter("x", title=written), "text-left-out").title == "Strike ends"
    assert good(matter(title="x", excerpt='{rendered: "<p>Storm</p>"}')).text == "Storm"


def test_a_body_with_more_to_say_is_the_text(good: Callable[..., Item]) -> None:
    item = good(matter("A storm. A flood.", title="Storm", content="Two boats."))
    assert item.text == "A storm. A flood."
    assert (
        good(matter("A storm.", title="Storm", content="article", text="true")).text == "A storm."
    )


@pytest.mark.parametrize("key", ["content", "articleBody", "text"])
def test_a_long_text_in_a_key_beside_the_body_is_said(
    good: Callable[..., Item], repaired: Callable[..., Item], key: str
) -> None:
    other = " ".join(f"word{number}" for number in range(12))
    item = repaired(matter("One. Two.", title="Storm", **{key: f"'{other}'"}), "text-left-out")
    assert item.text == "One. Two."
    again = repaired(
        matter("One. Two.", title="Storm", **{key: f"[<p>{other}</p>]"}), "text-left-out"
    )
    assert again == item
    assert good(matter(f"One. {other}.", title="Storm", **{key: f"<p>{other}"})).text
    assert good(matter("One. Two.", title="Storm", **{key: "Seven other words."})) == item


@pytest.mark.parametrize("written", ["null", "~", "Null"])
def test_null_is_no_title(repaired: Callable[..., Item], written: str) -> None:
    assert repaired(matter("A storm. A flood.", title=written), "no-title").title == "A storm."


def test_topics_stand_in_for_tags(good: Callable[..., Item]) -> None:
    assert good(matter("x", title="Storm", topics="[a]", tags="[]")).tags == ("a",)
    assert good(matter("x", title="Storm", labels="[a]", subjects="b, c")).tags == ("a", "b", "c")
    assert good(matter("x", title="Storm", subject="a")).tags == ("a",)
    assert good(matter("x", title="Storm", section="a")).categories == ("a",)
    assert good(matter("x", title="Storm", tag_list="a", labels="A")).tags == ("a",)


def test_a_mapping_gives_all_of_its_names(good: Callable[..., Item]) -> None:
    assert good(matter("x", title="Storm", tags="{term: [a, b]}")).tags == ("a", "b")
    assert good(matter("x", title="Storm", tags="[{name: [a, b], slug: c}, d]")).tags == (
        *("a", "b", "d"),
    )


@pytest.mark.parametrize("key", ["topics", "labels", "subject", "keywords"])
def test_beside_tags_what_others_have_is_said(load_file: Load, key: str) -> None:
    item, entries = load_file(matter("x", title="Storm", tags="[b]", **{key: "[a, B]"}))
    assert item is not None
    assert item.tags == ("b",)
    (entry,) = entries
    assert entry.detail == f"Text in the key {key!r} was left out, as 'tags' counts: 'a'."


def test_beside_categories_a_section_is_said(repaired: Callable[..., Item]) -> None:
    values = {"title": "Storm", "section": "Harbour", "category": "News"}
    assert repaired(matter("x", **values), "text-left-out").categories == ("News",)


def test_a_subject_that_is_the_title_is_no_tag(good: Callable[..., Item]) -> None:
    item = good(matter("x", subject="Storm"))
    assert (item.title, item.tags) == ("Storm", ())


@pytest.mark.parametrize(
    ("title", "outlet", "written", "tags"),
    [
        ("Storm hits port", "The Guardian", "guardian, storm", ("storm",)),
        ("Storm hits port", "The New York Times", "times, storm, york, port", ("storm", "port")),
        ("Storm hits Times Square", "The New York Times", "times, square", ("times", "square")),
        ("Moscow storm", "The Moscow Times", "moscow, times", ("moscow",)),
        ("Storm", "Bloomberg.com", "bloomberg, com, bloomberg.com", ()),
        ("Storm", "EL PAÍS English", "english, pa, País, storm", ("storm",)),
        ("Storm", "Українська правда", "правда, storm", ("storm",)),
    ],
)
def test_tags_drop_what_leaked_from_the_outlet(
    good: Callable[..., Item], title: str, outlet: str, written: str, tags: tuple[str, ...]
) -> None:
    body = ROW.format(title, outlet)
    assert good(matter(body, title=f'"{title} - {outlet}"', tags=written)).tags == tags


def test_a_tag_stays_where_no_outlet_leaked(good: Callable[..., Item]) -> None:
    assert good(matter("Text.", title="Storm", tags="bbc", source="BBC")).tags == ("bbc",)


def test_tags_that_no_person_wrote_are_cut(repaired: Callable[..., Item]) -> None:
    many = "[" + ", ".join(f"t{number}" for number in range(1_300)) + "]"
    assert len(repaired(matter("x", title="Storm", tags=many), "tags-cut").tags) == 1_000
    long = f"[a, {'b' * 201}]"
    assert repaired(matter("x", title="Storm", tags=long), "tags-cut").tags == ("a",)


@pytest.mark.parametrize(
    "link", ["'javascript:alert(1)'", "'data:text/html,x'", "/2026/storm", "storm.html", "a/b.c/d"]
)
def test_a_link_that_leads_nowhere_is_left_out_and_said(
    repaired: Callable[..., Item], link: str
) -> None:
    assert repaired(matter("x", title="Storm", link=link), "bad-link").link == ""


@pytest.mark.parametrize("key", ["link", "source_url", "original_url", "canonical", "from"])
@pytest.mark.parametrize(
    "written",
    [
        "https://a.example/1",
        "//a.example/1",
        "a.example/1",
        "<https://a.example/1>",
        "'[text](https://a.example/1)'",
        "[{url: 'https://a.example/1'}]",
        "{href: //a.example/1}",
        "['', 'https://a.example/1']",
    ],
)
def test_an_address_in_other_forms(good: Callable[..., Item], key: str, written: str) -> None:
    assert good(matter("x", title="Storm", **{key: written})).link == "https://a.example/1"
    group = good(matter("x", title="Storm", params=f"{{{key}: {written}}}"))
    assert group.link == "https://a.example/1"


def test_an_address_as_html_writes_it(good: Callable[..., Item]) -> None:
    written = "https://a.example/1?a=1&amp;b=2"
    assert good(matter("x", title="S", link=written)).link == "https://a.example/1?a=1&b=2"


def test_an_html_page_says_in_its_head_what_front_matter_would(
    repaired: Callable[..., Item],
) -> None:
    page = (
        "<html><head><title>Storm</title>"
        '<meta property="article:published_time" content="2026-01-09T10:00:00Z">'
        '<meta property="article:tag" content="Storm &amp; sea">'
        '<meta property="article:tag" content="port">'
        '<meta property="article:section" content="News">'
        '<meta property="og:site_name" content="BBC News">'
        '<link rel="canonical" href="https://a.example/1?a=1&amp;b=2">'
        "</head><body><h1>Storm</h1><p>It rained.</p></body></html>"
    )
    item = repaired(page, "no-front-matter", id="a.html")
    assert (item.day, item.tags, item.categories) == (
        date(2026, 1, 9),
        ("Storm & sea", "port"),
        ("News",),
    )
    assert (item.link, item.sources) == ("https://a.example/1?a=1&b=2", ("BBC",))
    with_front_matter = f"---\ntitle: Flood\ndate: 2026-02-02\n---\n{page}"
    assert repaired(with_front_matter, id="a.html").day == date(2026, 2, 2)


def test_a_page_says_its_title_outlet_and_description(load_file: Load) -> None:
    head = (
        "<title>Storm over bay | The Guardian</title>"
        '<link rel="canonical" href="https://mirror.example/1">'
        '<meta name="description" content="Gales expected.">'
        '<meta property="og:description" content="It rained.">'
    )
    page = f"<html><head>{head}</head><body><h1>Menu</h1><p>It rained.</p></body></html>"
    item, entries = load_file(page, "a.html")
    assert item is not None
    assert (item.title, item.sources) == ("Storm over bay", ("The Guardian",))
    assert item.text == "Gales expected.\nMenu\nIt rained."
    assert entries[0].detail == (
        "It has no front matter; the page gives its title, address, description."
    )
    elsewhere = page.replace("mirror.example", "bbc.co.uk")
    item, _ = load_file(elsewhere, "a.html")
    assert item is not None
    assert (item.title, item.sources) == ("Storm over bay | The Guardian", ("BBC",))


@pytest.mark.parametrize(
    ("head", "kind", "title"),
    [
        ("", "NewsArticle", "Storm & rain"),
        ("<title>Post</title>", "Article", "Storm & rain"),
        ("<title>Flood in the bay</title>", "Article", "Flood in the bay"),
        ("", "WebSite", "Menu"),
    ],
)
def test_the_headline_in_json_ld_is_the_title_of_a_page_without_one(
    load_file: Load, head: str, kind: str, title: str
) -> None:
    script = f'{{"@type": "{kind}", "headline": "Storm &amp; rain"}}'
    head += f'<script type="application/ld+json">{script}</script>'
    item, _ = load_file(f"<html><head>{head}</head><body><h1>Menu</h1>A</body></html>", "a.html")
    assert item is not None
    assert item.title == title


def test_a_list_of_sources(good: Callable[..., Item], repaired: Callable[..., Item]) -> None:
    written = "{url: 'https://a.example/1', name: BBC}"
    item = good(matter("x", title="Storm", source=f"[{written}]"))
    assert (item.link, item.sources) == ("https://a.example/1", ("BBC",))
    again = repaired(
        matter("x", title="Storm", source=f"[{written}, {{name: DW}}]"), "text-left-out"
    )
    assert again == item


def test_bad_links_are_one_line_together(load_file: Load) -> None:
    row = ROW.replace("https://hub.example/1", "javascript:x").format("Storm", "BBC")
    item, (entry,) = load_file(
        matter(row * 3, title="Storm", link="'javascript:y'", source="'feed:z'")
    )
    assert item is not None
    assert [headline.link for headline in item.headlines] == ["", "", ""]
    assert item.feed == item.link == ""
    assert entry.reason == "bad-link"
    assert entry.detail.startswith("5 links")


def test_a_line_says_file_line_reason_and_what_was_done(load_file: Load, tmp_path: Path) -> None:
    _, entries = load_file(b"---\\ntitle: a: b\ndate: 2026-01-03\n---\nText.")
    assert [asdict(entry) for entry in entries] == [
        {
            "file": str(tmp_path / "item.md"),
            "action": "repaired",
            "reason": "literal-newline",
            "detail": "A backslash and an n stand for the end of the line; they were read as such.",
            "line": 1,
            "id": "",
        },
        {
            "file": str(tmp_path / "item.md"),
            "action": "repaired",
            "reason": "broken-front-matter",
            "detail": "Its front matter breaks its grammar (mapping values are not allowed in this "
            "context); it was read line by line.",
            "line": 1,
            "id": "",
        },
    ]


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "---\n---\n", "---\nweight: 1\nname: x\n---\n\n", "---\ntitle: '<i></i>'\n---\n"],
)
def test_a_file_without_title_and_text_is_refused(load_file: Load, content: str) -> None:
    item, entries = load_file(content)
    assert item is None
    assert [(entry.action, entry.reason) for entry in entries] == [("refused", "empty")]


def test_repairs_of_a_refused_file_are_not_reported(load_file: Load) -> None:
    _, entries = load_file(b"---\\nauthor: caf\xe9\n---\n")
    assert [entry.reason for entry in entries] == ["empty"]


@pytest.mark.parametrize("key", ["body", "content", "text", "html", "rawContent"])
def test_one_word_in_a_key_for_text_is_said_where_there_is_no_text(
    load_file: Load, key: str
) -> None:
    item, entries = load_file(f"---\ntitle: X\ndate: 2026-01-03\n{key}: quail\n---\n")
    assert item
    assert item.text == ""
    assert [(entry.reason, "'quail'" in entry.detail) for entry in entries] == [
        ("text-left-out", True)
    ]
    _, entries = load_file(f"---\ntitle: X\ndate: 2026-01-03\n{key}: quail\n---\nA storm.")
    assert entries == []


@pytest.mark.parametrize(
    "lines",
    [
        "Created: January 9, 2026 10:30 AM",
        "Created time: 9 January 2026\nTags: storm, port",
        "Owner: Ana Lima\nTags: storm, port\nPublished: 2026-01-09",
        "Status: done\nLast edited time: 2026/01/09 10:30",
        "Date: 2026-01-09\nURL: https://a.example/1",
    ],
)
def test_lines_below_a_heading_may_say_the_day_and_stay_text(load_file: Load, lines: str) -> None:
    item, _ = load_file(f"# Storm hits port\n\n{lines}\n\nA body.")
    assert item
    assert (item.title, item.day) == ("Storm hits port", date(2026, 1, 9))
    assert item.tags == (("storm", "port") if "Tags" in lines else ())
    for word in re.findall(r"\w+", f"{lines} A body"):
        assert word in item.text
    item, _ = load_file("# Storm hits port\n\nCreated: soon\nTags: a\n\nA body.")
    assert item
    assert (item.day, item.tags) == (None, ())


@pytest.mark.parametrize("key", ["permalink", "guid", "post_url", "canonicalLink", "pageUrl"])
def test_an_absolute_address_of_its_own_is_the_link(load_file: Load, key: str) -> None:
    head = "---\ntitle: X\ndate: 2026-01-03\n"
    item, entries = load_file(f"{head}{key}: https://a.example/x\n---\nA storm.")
    assert item
    assert (item.link, entries) == ("https://a.example/x", [])
    for other in ("/2026/x/", "x.html", "index.php/x"):
        item, entries = load_file(f"{head}permalink: {other}\n---\nA storm.")
        assert item
        assert (item.link, entries) == ("", [])
    item, _ = load_file(
        f"{head}permalink: https://own.example/1\nsource: {{url: 'https://a.example/x'}}\n---\nA."
    )
    assert item
    assert item.link == "https://a.example/x"


@pytest.mark.parametrize("body", ["Text.", ""])
def test_texts_of_sections_beside_a_text_are_told(load_file: Load, body: str) -> None:
    keys = "faq:\n- {q: One two three four five, a: six seven}\n- {a: eight nine ten eleven}"
    item, entries = load_file(f"---\ntitle: Storm\nsummary: Text.\n{keys}\n---\n{body}\n")
    assert item is not None
    assert item.text == "Text."
    assert "the key 'faq' was left out, as this key is not read" in entries[0].detail


@pytest.mark.parametrize(
    ("keys", "left_out"),
    [
        ("headline: Ports\nsubject: Ships", ["'subject'"]),
        ("title: Ports\nheadline: Ships\ntitel: Boats", ["'headline'", "'titel'"]),
        (
            "title: Ports\nsource: A\noutlet: Bee\npublisher: {name: Cee}",
            ["'outlet'", "'publisher'"],
        ),
        ("title: Big Ports\nheadline: Ports big\nsource: A\noutlet: a", []),
        ("title: Ports\nsubject: Ships", []),
    ],
)
def test_a_second_title_or_outlet_is_said(keys: str, left_out: list[str], load_file: Load) -> None:
    item, entries = load_file(f"---\ndate: 2026-01-03\n{keys}\n---\nBody")
    assert item
    assert ("Ports" in item.title, item.sources in ((), ("A",))) == (True, True)
    assert len(entries) == len(left_out)
    assert all(key in entry.detail for key, entry in zip(left_out, entries, strict=True))
