"""Which values does the head of an HTML page give, as front matter would?

<meta property="article:published_time" content="2026-01-09T10:00:00Z">   date
<meta name="keywords" content="storm, port">                               tags
<link rel="canonical" href="https://harbourpost.example/storm">            canonical
<script type="application/ld+json">{"datePublished": "2026-01-09"}</script>  date

What these do not say, elements of the body may: <time class="dt-published" datetime="2026-01-09">.
"""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple

from indexer.read.json_ld import COMMENT, HEADLINE, read_json_ld

#: Characters at the beginning of a page in which its head must be.
MAX_HEAD_CHARACTERS = 64 * 1024

#: Characters of a page in which elements of the body are looked for.
MAX_BODY_CHARACTERS = 256 * 1024
_IN_BODY = re.compile(r"<(time|meta|link|a|abbr)\s([^<>]{1,1000}+)>", re.IGNORECASE)
#: The keys that elements of the body may give.
_OF_BODY = frozenset(("date", "canonical"))
#: Classes of microformats, and names of microdata, in small letters.
_PUBLISHED = frozenset(("dt-published", "datepublished"))
_ADDRESSES = frozenset(("p-canonical", "u-url"))
_OF_AUTHORS = frozenset(("h-card", "p-author", "u-author", "author"))
#: Characters of a moment that tell its day.
_DAY_CHARACTERS = 10
#: Words in the title of a head at least; fewer are rather the name of a site than a title.
MIN_TITLE_WORDS = 3
_END = re.compile(r"</head\b|<body\b", re.IGNORECASE)
#: What may be said before the head of a page that leaves out the tags of head and body, and in it.
_BEGIN = re.compile(r"\s*+<(?:!doctype\s|html\b)", re.IGNORECASE)
_PART = re.compile(
    r"\s++|<!doctype\s[^<>]{0,500}+>|<html\b[^<>]{0,4000}+>|<(?:meta|link|base)\b[^<>]{0,4000}+>"
    r"|<(title|style|script|noscript)\b[^<>]{0,4000}+>.*?</\1\s*+>",
    re.IGNORECASE | re.DOTALL,
)
# Elements are bounded, so that those which are never closed take no time.
_TAG = re.compile(
    r"""<(?:meta|link)\s((?:[^<>"']{1,500}+|"[^"]{0,2000}+"|'[^']{0,2000}+'){1,200}+|[^<>]{1,4000}+)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))"""
)
#: Key of front matter -> names of the elements that give it, the best first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "date": (
        "article:published_time", "datepublished", "date", "pubdate", "publishdate",
        "publish-date", "publish_date", "publication_date", "parsely-pub-date", "dc.date.issued",
        "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date",
        "sailthru.date", "created",
    ),
    "modified": (
        "article:modified_time", "datemodified", "last-modified", "dcterms.modified", "revised",
    ),
    "tags": ("article:tag", "news_keywords", "keywords"),
    "categories": ("article:section",),
    "canonical": ("canonical", "og:url", "source-url"),
    "outlet": ("og:site_name", "dc.publisher"),
    "description": ("description",),
    "summary": ("og:description", "twitter:description"),
}  # fmt: skip
#: Names of elements that give the title of a page, the best first.
_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
#: Key of front matter -> what it is called beside a page.
_CALLED = {"canonical": "address", "articlebody": "text", "date": "day", "summary": "description"}
_TITLE = re.compile(r"<title\b[^<>]{0,500}+>([^<]{1,2000}+)", re.IGNORECASE)


class PageHead(NamedTuple):
    """What the head of a page says: values by folded key of front matter, "" for no title."""

    values: dict[str, object]
    title: str

    @property
    def named(self) -> str:
        """What the page says, for the ledger: `title, date, tags`; "" for nothing."""
        keys = ["title"] * bool(self.title) + [_CALLED.get(key, key) for key in self.values]
        return ", ".join(dict.fromkeys(keys))


def read_head(page: str) -> PageHead:
    """Return the values in the head and the JSON-LD of a page, and its title.

    The headline that JSON-LD gives is a value if the head has no title but perhaps a site's name.
    """
    given = _given(page)
    title, values = _title(given, page), _values(given, page)
    headline = str(values.get(HEADLINE, ""))
    if headline and (words := len(title.split())):
        is_name = words < MIN_TITLE_WORDS and len(headline.split()) > words
        if not is_name or title.lower() in headline.lower():
            del values[HEADLINE]
    return PageHead(values, title)


def read_title(page: str) -> str:
    """Return the title that the head of a page gives, "" if it gives none."""
    return _title(_given(page), page)


def title_of_page(of_head: str, heading: str) -> str:
    """Return the title of a page by what its head says and its first heading.

    A heading that the head repeats is the title without the name of the site. Another one may be
    that of a menu, unless the head gives a word or two, as `Home` and `Harbour Post` are.
    """
    words = len(of_head.split())
    is_name = words < MIN_TITLE_WORDS and len(heading.split()) > words
    is_repeated = heading and heading.lower() in of_head.lower()
    return heading if is_name or is_repeated or not of_head else of_head


def _values(given: Mapping[str, list[str]], page: str) -> dict[str, object]:
    in_scripts = read_json_ld(page)
    values: dict[str, object] = {}
    for key, names in _NAMES.items():
        found = next((given[name] for name in names if name in given), None)
        if found:
            values[key] = found if len(found) > 1 else found[0]
    found_above = {**in_scripts, **values}
    if found_above.keys() >= _OF_BODY:
        return found_above
    return {**_in_body(page), **found_above}


def _title(given: Mapping[str, list[str]], page: str) -> str:
    if found := next((given[name][0] for name in _TITLES if name in given), ""):
        return found
    title = _TITLE.search(_head(page[:MAX_HEAD_CHARACTERS]))
    return " ".join(html.unescape(title[1]).split()) if title else ""


def _given(page: str) -> dict[str, list[str]]:
    """Return what the elements in the head of a page say, by the name of each in lower case."""
    given: dict[str, list[str]] = {}
    for tag in _TAG.findall(_head(page[:MAX_HEAD_CHARACTERS])):
        attributes = _attributes(tag)
        text = html.unescape(attributes.get("content") or attributes.get("href") or "").strip()
        for kind in ("property", "name", "itemprop", "http-equiv", "rel"):
            if text and kind in attributes:
                given.setdefault(attributes[kind].lower(), []).append(text)
    return given


def _in_body(page: str) -> dict[str, object]:
    """Return the day and the address that elements of the body give: microformats, or one <time>.

    Several elements <time> that say nothing more may be of other things: comments, columns.
    """
    values: dict[str, object] = {}
    times: set[str] = set()
    for kind, tag in _IN_BODY.findall(page[:MAX_BODY_CHARACTERS]):
        attributes = _attributes(tag)
        marks = {*attributes.get("class", "").split(), attributes.get("itemprop", "").lower()}
        moment = html.unescape(attributes.get("datetime") or attributes.get("content") or "")
        if moment and not _PUBLISHED.isdisjoint(marks):
            values.setdefault("date", moment)
        elif moment and kind.lower() == "time":
            times.add(moment[:_DAY_CHARACTERS])
        elif marks & _ADDRESSES and not marks & _OF_AUTHORS and "href" in attributes:
            values.setdefault("canonical", html.unescape(attributes["href"]))
    if len(times) == 1:
        values.setdefault("date", times.pop())
    return values


def _attributes(tag: str) -> dict[str, str]:
    """Return the values of the attributes in a tag, by their names in lower case."""
    return {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag)}


def _head(page: str) -> str:
    """Return the head of a page without comments, "" if it has none.

    Where its end is not written, it ends before the first element that no head holds.
    """
    if found := _END.search(page):
        return COMMENT.sub("", page[: found.start()])
    page = COMMENT.sub("", page)
    if not _BEGIN.match(page):
        return ""
    end = 0
    while part := _PART.match(page, end):
        end = part.end()
    return page[:end]
