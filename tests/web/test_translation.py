"""The page speaks the language of its reader, wholly, and says of which language the items are."""

import re
import string
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import parse_qsl, unquote_plus

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.ledger import Reason
from search import Archive, SearchRequest
from search.messages import (
    ABOUT_FIELD,
    QUERY_TOO_LONG,
    SENTENCE,
    TOO_MANY_VALUES,
    Message,
    about,
    alternatives,
    counted_message,
    message,
)
from tests import translations
from tests.web.conftest import ITEMS
from web.held_files import LEDGER_WORDS
from web.translation import LANGUAGES, SOURCE_LANGUAGE, gettext, language, ngettext, said, speak
from web.words import counted, day_words, days_words, number, percentage, span_words

OTHERS = [tag for tag in LANGUAGES if tag != SOURCE_LANGUAGE]
STRIKE = "ports/port-strike-enters-second-week.md"
PAGES = (
    *("/", "/?q=strike", "/?q=strike&explain=1&share=1&by=day", "/?sort=oldest&page=2"),
    *("/?q=strike+comet+xyzzy", "/?q=xyzzy", "/?q=strike&since=2026-01-05&tag=comet", "/?page=99"),
    *("/?source=BBC&not_tag=port&since=2025-12-01&until=2026-01-31&match=any&q=strike+comet",),
    *(
        "/?as_of=2000-01-01&standing=1",
        "/?since=x&page=a&sort=b&sourc=x&until=01/02/2026&not_tag=",
    ),
    *("/?q=(a+-b)+OR+tag:nope+date:2026-13+“x+y”~2+p*+outlets:x+foo:bar+AND",),
    *(f"/item/{STRIKE}", f"/item/{STRIKE}?q=strike&hit=1", "/item/city/comet-seen-over-the-bay.md"),
    *("/facets/sources", "/facets/tags?prefix=s&order=name&tag=port", "/facets/month?page=9"),
    *("/archive", "/archive?month=2026-01", "/outlets", "/outlets?prefix=b&order=x&page=3"),
    *("/outlet/BBC", "/day/2026-01-03", "/day/1999-01-01", "/help", "/saved"),
    *(f"/story/{STRIKE}", f"/story/{STRIKE}?as_of=2026-01-03&x=y", "/stories?q=strike&group=x"),
    *("/stories?page=9", "/stories?q=zyzzyva", "/?q=strike&group=story", "/?story=x&sort=size"),
    *("/coverage?q=strike&source=BBC", "/coverage?page=9", "/take?q=strike", "/take?q=xyzzy"),
    *("/compare", "/compare?q=strike&q=comet&q=strike", "/compare?q=strike&by=sources"),
    *("/compare?q=!!!&q=strike+xyzzy", "/compare?by=sources&q=strike+xyzzy"),
    *(
        "/nothing",
        "/item/nothing",
        "/day/x",
        "/facets/x",
        "/outlet/nothing",
        "/story/x",
        "/export?format=x",
    ),
)
#: Searches of which something is said.
ODD = (
    *('q="a b', "q=(x", "q=x)", "q=port NEAR strike", "q=a*", "q=po?t x*x", "q=strike^3"),
    *("q=foo:bar", "q=outlets:x", "q=source:BBCX", "q=source:guard", "q=date:01/02/2026"),
    *("q=NOT", "q=a OR", "q=port or strike", "q=XOR", "q=/ab.*/", "q=2026-01-03"),
    *('q="port *strike* x"', "q=link:*", "q=strike~9", "q=strike~0.1"),
    *('q="port strike"~200', 'q="port strike"~.5', 'q=""~2 x', "q=()"),
    *("q=date:2026-02-30", "q=date:2026-01-09..2026-01-01", "q=outlets:5..2"),
    *("q=outlets>=2", "q=–port strike", "q=“port strike”", "q=ｐｏｒｔ：strike"),
    *("q=source:BBC~2", "q=tag:", "q=!!!", "q=Do NOT Touch", "q=--port", "q=NEAR/3 port"),
    *("q=port NEAR/3 (a b)", "q=title: port now then", "q=strike comet zebra", "q=zebra"),
    *("q=zebra comet&source=BBC", "q=zebra&standing=1"),
    *("q=zebra&as_of=2026-01-04&standing=1", "as_of=1999-01-01"),
    *("as_of=1999-01-01&standing=1", "q=strike zebra&match=any", "page=99", "page=x"),
    *("per_page=0", "sort=x", "match=x", "by=x", "since=x", "since=01/02/2026", "year=x"),
    *("month=x", "standing=x", "facets=x", "facets=source", "by=day&bars=2"),
    *("since=2026-01-05&until=2026-01-01", "source=bbc!", "source=the gard"),
    *(f"q={'x' * 1_001}", f"tag={'x' * 300}"),
    *("&".join(f"tag={number}" for number in range(70)), f"q={'(' * 20}x"),
    *(f"q={'x y ' * 40}",),
    *("q=not_tag:x",),
)
#: Reasons for which no file is repaired or refused: the page does not tell them.
SKIPPED = {"Hidden", "Other extension", "Read already"}
#: Attributes that readers read or hear.
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
#: What the sample's items hold.
SAMPLE = {
    text
    for item in ITEMS
    for text in (item.id, item.title, *item.tags, *item.categories, *item.sources)
}
#: What is the same in both languages: names, and words that German has, too.
SAME = re.compile(
    r"Backfile|English|Deutsch|JSON|JSON Lines|CSV|RIS|BibTeX|CSL-JSON|Markdown|SHA-256|"
    r"Text|Original|Lift|(?:\d+ )?Feeds?|Tag|Name|"
    r"(?:\d+\. )?(?:Jan|Feb|Apr|Jun|Jul|Aug|Sep|Nov)|"
    r"(?:April|August|September|November)(?: \d{4})?"
)


def in_german(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url, headers={"Accept-Language": "de"})
    return LexborHTMLParser(answer.get_data(as_text=True))


def in_english(client: FlaskClient, url: str) -> LexborHTMLParser:
    return LexborHTMLParser(client.get(url).get_data(as_text=True))


def own_texts(page: LexborHTMLParser) -> Iterator[str]:
    """Yield the texts of a page that are in its own language, not in that of items."""
    assert page.root is not None
    for node in page.root.traverse(include_text=True):
        parent = node.parent
        if node.is_text_node and parent is not None:
            if parent.tag not in ("script", "style", "code", "kbd", "pre") and is_own(parent):
                yield " ".join((node.text_content or "").split())
        elif node.is_element_node and is_own(node):
            for name in SPOKEN_ATTRIBUTES:
                yield " ".join((node.attributes.get(name) or "").split())


def is_own(node: LexborNode) -> bool:
    """Tell whether a node is in the language of the page: none around it says another one."""
    own: LexborNode | None = node
    while own is not None and own.tag != "html":
        if own.attributes.get("lang") is not None or own.tag in ("code", "kbd", "pre"):
            return False
        own = own.parent
    return True


@pytest.mark.parametrize("url", PAGES)
def test_no_text_of_a_german_page_is_english(client: FlaskClient, url: str) -> None:
    page = in_german(client, url)
    assert page.css_first("html").attributes["lang"] == "de"
    english = set(own_texts(in_english(client, url)))
    same = {
        text
        for text in own_texts(page)
        if text in english and re.search(r"[^\W\d_]{2}", text) and not SAME.fullmatch(text)
    }
    assert {text for text in same if not is_given(text, url)} == set()


def is_given(text: str, url: str) -> bool:
    """Tell whether a text comes from the sample's items, or from the address of the page."""
    plain = str.maketrans("“”&=", '""  ')
    typed = {*unquote_plus(url.partition("?")[2]).translate(plain).split()}
    is_typed = all(word.strip(",…") in typed for word in text.translate(plain).split())
    is_address = text.startswith("http://") or ".example/" in text
    return is_typed or is_address or text.removesuffix(" · Backfile") in SAMPLE


@pytest.mark.parametrize("tag", OTHERS)
def test_the_catalog_is_that_of_the_sources(tag: str) -> None:
    path = translations.TRANSLATIONS / tag / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=tag)
    ids = [entry.id if isinstance(entry.id, tuple) else (entry.id, "") for entry in catalog]
    assert Counter(filter(lambda own: own[0], ids)) == Counter(list(translations.sentences())), (
        "run: python -m tests.translations"
    )
    for entry in catalog:
        if entry.id:
            assert not entry.fuzzy, entry.id
            for text in forms(entry):
                assert text, entry.id
                assert placeholders(text) == placeholders(first(entry)), entry.id
                # A translation stands in HTML and in attributes as it is.
                assert {*'<>&"'} & {*text} <= {*first(entry)}, text


def first(entry: Entry) -> str:
    """Return the sentence for several things, which has all placeholders."""
    return entry.id[1] if isinstance(entry.id, tuple) else entry.id


def forms(entry: Entry) -> tuple[str, ...]:
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def placeholders(text: str) -> set[str]:
    """Return the names of the values of a sentence; the number may be written out."""
    named = set(re.findall(r"%(?:\((\w+)\)s|%)", text))
    braced = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return (named | braced) - {"count"}


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The sentences of all sources."""
    return {one for one, _ in translations.sentences()}


@pytest.mark.parametrize("query", ODD)
def test_whatever_is_said_of_a_search_can_be_said_in_german(
    archive: Archive, known: set[str], query: str
) -> None:
    search, problems = SearchRequest.from_params(parse_qsl(query))
    told = [*problems, *archive.search(search).notes]
    assert told
    for note in told:
        assert {*templates(note)} <= known | {
            ABOUT_FIELD,
            QUERY_TOO_LONG,
            SENTENCE,
            TOO_MANY_VALUES,
        }, note


def templates(note: object) -> Iterator[str]:
    """Yield the templates of which a note is made; of a text that is none, the text."""
    assert isinstance(note, Message), note
    yield note.template
    for value in note.values.values():
        if isinstance(value, Message):
            yield from templates(value)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    before = language().tag
    speak(tag)
    yield
    speak(before)


def test_what_is_counted_has_its_plural() -> None:
    with speaking("de"):
        assert [counted(n, "item") for n in (0, 1, 2, 1234)] == [
            *("0 Beiträge", "1 Beitrag", "2 Beiträge", "1.234 Beiträge"),
        ]
        assert ngettext("{count} hit", "{count} hits", 1) == "1 Treffer"
    assert counted(1234, "item") == "1,234 items"


@pytest.mark.parametrize("tag", OTHERS)
def test_numbers_and_days_are_written_as_is_usual(tag: str) -> None:
    first, last = date(2025, 12, 29), date(2026, 1, 4)
    assert tag == "de"
    with speaking(tag):
        assert number(1234567) == "1.234.567"
        assert percentage(12.5) == "12,5\u00a0%"
        assert day_words(last) == "4. Januar 2026"
        assert days_words(first, last) == "29. Dezember 2025 bis 4. Januar 2026"
        assert days_words(date(2026, 1, 3), last) == "3. bis 4. Januar 2026"
        assert days_words(date(2026, 1, 3), date(2026, 2, 4)) == "3. Januar bis 4. Februar 2026"
        assert span_words("month", date(2026, 1, 1), date(2026, 3, 31)) == (
            "Januar 2026 bis März 2026"
        )
    assert day_words(last) == "4 January 2026"


def test_a_message_is_said_with_all_that_is_in_it() -> None:
    given = message(
        "Left out {problem}.", problem=about("since", "{given} is neither 1 nor 0", given="'x'")
    )
    assert given == "Left out since: 'x' is neither 1 nor 0."
    names = alternatives(["BBC", "DW"])
    assert names == "BBC or DW"
    pages = counted_message(
        "The hits fill 1 page; page {page} is past the last.",
        "The hits fill {count} pages; page {page} is past the last.",
        2,
        page=1234,
    )
    assert pages == "The hits fill 2 pages; page 1,234 is past the last."
    with speaking("de"):
        assert said(names) == "BBC oder DW"
        assert said(pages) == "Die Treffer füllen 2 Seiten; Seite 1.234 liegt dahinter."
        assert said("strike") == "strike"
        assert gettext("{x} of nothing", x="{y}") == "{y} of nothing"


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("de_CH", "de"),
        ("DE", "de"),
        ("de;q=0.1,en", "en"),
        ("de;q=0", "en"),
        ("fr", "en"),
        ("fr, de;q=0.3", "de"),
        ("fr, de;q=0.3, en;q=0.2", "de"),
        ("*", "en"),
        ("den", "en"),
        ("x" * 500, "en"),
        (";;q=,,=;de-", "en"),
    ],
)
def test_the_language_is_that_of_the_browser(client: FlaskClient, accepted: str, tag: str) -> None:
    answer = client.get("/help", headers={"Accept-Language": accepted})
    page = LexborHTMLParser(answer.get_data(as_text=True))
    assert page.css_first("html").attributes["lang"] == tag
    assert {"Accept-Language", "Cookie"} <= {*answer.vary}
    assert language().tag == SOURCE_LANGUAGE  # once the request is over


def test_without_a_language_nothing_else_is_said_than_in_english(client: FlaskClient) -> None:
    assert client.get("/?q=strike").data == (
        client.get("/?q=strike", headers={"Accept-Language": "en-GB,en;q=0.9"}).data
    )


def test_a_reader_chooses_at_the_foot_of_a_page(client: FlaskClient) -> None:
    page = in_english(client, "/?q=strike")
    link = page.css_first("footer a[hreflang=de]")
    assert (link.text(), link.attributes["lang"]) == ("Deutsch", "de")
    answer = client.get(
        link.attributes["href"] or "", headers={"Referer": "http://localhost/?q=strike&page=1"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "http://localhost/?q=strike&page=1",
    )
    cookie = answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie
    chosen = client.get("/?q=strike", headers={"Accept-Language": "en"})
    german = LexborHTMLParser(chosen.get_data(as_text=True))
    assert german.css_first("html").attributes["lang"] == "de"
    back = german.css_first("footer a[hreflang=en]")
    assert back.text() == "English"
    client.get(back.attributes["href"] or "")
    assert in_german(client, "/").css_first("html").attributes["lang"] == "en"


@pytest.mark.parametrize(
    ("referer", "location"),
    [
        (None, "http://localhost/"),
        ("https://elsewhere.example/x", "http://localhost/"),
        ("http://localhost.elsewhere.example/x", "http://localhost/"),
        ("http://localhost//elsewhere.example/x", "http://localhost//elsewhere.example/x"),
        ("http://localhost/language/de", "http://localhost/"),
        ("javascript:alert(1)", "http://localhost/"),
        ("http://[", "http://localhost/"),
        ("http://localhost/day/2026-01-03?as_of=2026-01-04", None),
    ],
)
def test_a_choice_leads_back_and_nowhere_else(
    client: FlaskClient, referer: str | None, location: str | None
) -> None:
    answer = client.get("/language/de", headers={"Referer": referer} if referer else {})
    assert answer.status_code == 303
    assert answer.headers["Location"] == (location or referer)


def test_an_unknown_language_is_not_found(client: FlaskClient) -> None:
    assert client.get("/language/xx").status_code == 404
    assert client.get("/words/xx.js").status_code == 404
    client.set_cookie("language", "xx")
    assert in_german(client, "/").css_first("html").attributes["lang"] == "de"


def test_the_tag_of_a_page_names_its_language(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    english, other = client.get("/?q=strike"), client.get("/?q=strike", headers=german)
    assert english.headers["ETag"] != other.headers["ETag"]
    known = {"If-None-Match": english.headers["ETag"]}
    assert client.get("/?q=strike", headers=known).status_code == 304
    assert client.get("/?q=strike", headers={**known, **german}).status_code == 200
    again = client.get("/?q=strike", headers={"If-None-Match": other.headers["ETag"], **german})
    assert again.status_code == 304
    assert {"Accept-Language", "Cookie"} <= {*again.vary}


@pytest.mark.parametrize(
    "url", ["/api/v1/search?q=xyzzy", "/api/v1/search?since=x", "/feed.atom?q=strike", "/api/v1/x"]
)
def test_programs_are_answered_in_english(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"Accept-Language": "de"})
    assert answer.data == client.get(url).data
    assert "Accept-Language" not in answer.vary


def test_texts_of_items_say_that_they_are_not_german(client: FlaskClient) -> None:
    page = in_german(client, f"/item/{STRIKE}")
    assert page.css_first("h1").attributes["lang"] == "en"
    assert {line.attributes.get("lang") for line in page.css("#headlines .line")} == {"en"}
    results = in_german(client, "/?q=strike")
    assert {own.attributes.get("lang") for own in results.css(".hit")} == {"en"}
    assert {own.attributes.get("lang") for own in results.css(".hit .kicker")} == {"de"}
    assert {own.attributes.get("lang") for own in results.css(".hit .headline")} == {None}
    assert all("lang" in own.attributes for own in results.css(".facet:not(.periods) label bdi"))
    for own in (page, results):
        assert own.css_first("footer a[hreflang=en]").attributes["lang"] == "en"
    in_its_own = in_english(client, f"/item/{STRIKE}")
    assert "lang" not in in_its_own.css_first("h1").attributes


def test_scripts_have_their_sentences_in_the_language_of_the_page(client: FlaskClient) -> None:
    english, page = in_english(client, "/"), in_german(client, "/")
    assert not [own for own in english.css("script") if "words" in (own.attributes["src"] or "")]
    (own,) = (own for own in page.css("script") if "/words/" in (own.attributes["src"] or ""))
    answer = client.get(own.attributes["src"] or "")
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    assert '"Save":"Speichern"' in answer.get_data(as_text=True)
    assert '"{count} item":["{count} Beitrag","{count} Beiträge"]' in answer.get_data(as_text=True)


def test_every_reason_of_the_ledger_can_be_said() -> None:
    assert {own.replace("-", " ").capitalize() for own in Reason} - SKIPPED <= set(LEDGER_WORDS)
