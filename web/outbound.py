"""Which links of items may be shown, and what does paper show of them?"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from urllib.parse import unquote, urlsplit

from flask import Flask
from markupsafe import Markup

from search import Headline
from web.escaping import href
from web.translation import gettext

#: Links that need no parser: it would give them back as they are.
_PLAIN_LINK = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[\w/.~%+-]*(?:\?[\w/.~%+=&:,-]+)?", re.ASCII
)
#: Hosts, and first labels of hosts, whose addresses lead on to an article and say nothing of it.
LEADING_ON = frozenset(
    (
        *("news.google.com", "google.com", "t.co", "bit.ly", "ow.ly", "buff.ly", "dlvr.it"),
        *("tinyurl.com", "goo.gl", "is.gd", "trib.al", "ift.tt", "fb.me", "lnkd.in", "apple.news"),
    )
)
_LEADING_ON_LABELS = frozenset(
    (
        "click",
        "feed",
        "feedproxy",
        "feeds",
        "go",
        "l",
        "link",
        "links",
        "lm",
        "r",
        "redirect",
        "rss",
    )
)
#: Characters of the last part of an address, by which links of one host are told apart.
MAX_LAST_PART_CHARACTERS = 32
#: Characters of an address that paper shows: a longer one nobody types.
MAX_PRINTED_CHARACTERS = 100


def init_app(app: Flask) -> None:
    """Register the functions and filters by which templates show links of items."""
    app.jinja_env.globals.update(wayback_url=wayback_url)
    app.jinja_env.filters.update(
        host=host,
        href=lambda url: Markup(href(url)),
        leads_on=leads_on,
        outbound=outbound,
        told_apart=told_apart,
    )


def outbound(url: str) -> str | None:
    """Return a link of an item if it is http or https with a host, else None."""
    if _PLAIN_LINK.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.geturl()
    except ValueError:
        pass
    return None


def host(url: str) -> str:
    """Return the host of an http or https address, less its `www.`.

    >>> host("https://www.news.example/2026/strike")
    'news.example'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def article_words(line: Headline, title: str = "") -> str:
    """Return words for the article of a line: its outlet and headline, else the host; "" for none.

    A headline that is the title beside it is left out, and so is a host that only leads on.

    >>> article_words(Headline("Port strike ends", "Globe", "https://news.google.com/articles/1"))
    'Globe: Port strike ends'
    """
    shown = ": ".join(filter(None, (line.outlet, line.text if line.text != title else "")))
    return shown or ("" if leads_on(host(line.link)) else host(line.link))


def told_apart(lines: Iterable[Headline], title: str) -> list[tuple[str, str]]:
    """Return the links of lines with words for each (`article_words`), and what tells it apart.

    >>> lines = [Headline("", "", f"https://a.example/{path}") for path in ("1/port", "sea")]
    >>> [words for _, words in told_apart(lines, "")]
    ['a.example … port', 'a.example … sea']
    """
    lines = list(lines)
    hosts = Counter(article_words(line, title) for line in lines)
    told: list[tuple[str, str]] = []
    for line in lines:
        link, words = line.link, article_words(line, title) or gettext("the article")
        if hosts[words] > 1 and words == host(link):
            name = unquote(urlsplit(link).path.rstrip("/").rpartition("/")[2])
            if len(name) > MAX_LAST_PART_CHARACTERS:  # ends of addresses differ rather than begins
                name = f"…{name[-MAX_LAST_PART_CHARACTERS:]}"
            words = f"{words} … {name}" if name else words
        alike = sum(words == own.partition(" (")[0] for _, own in told)
        told.append((link, f"{words} ({alike + 1})" if alike else words))
    return told


def print_address(url: str) -> str:
    """Return what paper shows of an address, "" where it would tell a reader nothing.

    That is the address of a service that leads on to the article, or one too long to be typed.

    >>> print_address("https://www.news.example/2026/strike")
    'news.example/2026/strike'
    >>> print_address("https://news.google.com/rss/articles/CBMi0gFBVV95c")
    ''
    """
    shown = url.partition("://")[2].removeprefix("www.").rstrip("/")
    host = shown.partition("/")[0].lower()
    return "" if leads_on(host) or len(shown) > MAX_PRINTED_CHARACTERS else shown


def leads_on(host: str) -> bool:
    """Tell whether a host's addresses lead on to an article and say nothing of it."""
    return host in LEADING_ON or host.partition(".")[0] in _LEADING_ON_LABELS


def wayback_url(link: str, day: date | None) -> str:
    """Return where web.archive.org has a link as it was about a day, or when it saw it last."""
    when = f"{f'{day:%Y%m%d}'.zfill(8)}/" if day else ""
    return f"https://web.archive.org/web/{when}{link}"
