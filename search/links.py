"""Which parts has the address of an article, by which it is found, whole or in part?

    https://www.reuters.com/world/port-strike/?utm_source=rss#top
    reuters | com | world | port-strike

Scheme, `www.`, fragment, letter case, a stroke at the end and what only tells where a reader came
from do not matter. A query string is one part, its parameters in order of their names.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote

from search.names import tidied

#: Characters of a link that are looked at: longer ones are not addresses of articles.
MAX_ADDRESS_CHARACTERS = 2_000
#: Bytes of the hash that a part is indexed as: parts are only ever compared whole.
_HASH_BYTES = 6
#: Bytes of the term that a part is indexed as: its hash in base 64.
TERM_BYTES = 8
#: Entries of the cache query string -> part.
_CACHED_QUERIES = 1 << 10

# Most addresses of articles need no more than to be split.
_USUAL = re.compile(r"https?://(?:www\.)?([\w./-]*)(?:\?([\w=&-]*))?", re.ASCII)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@?#]*@)?", re.IGNORECASE)
_WWW = re.compile(r"www\d?\.", re.IGNORECASE)
_PORT = re.compile(r"^([^/]+):(?:80|443)(?=/|$)")
#: Parameters that tell where a reader came from.
_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|ns_\w+|(?:fb|g|dcl|ms|y)clid|mc_[ce]id|igshid|_ga|cmp|cmpid|smid|xtor|ito"
    r"|ref|ref_src|traffic_source)(?:=|$)",
    re.IGNORECASE,
)


def link_parts(link: str) -> list[str]:
    """Return the parts of an address in order: those of its host, of its path, and its query.

    >>> link_parts("https://news.example/2026/Port-strike/?id=7")
    ['news', 'example', '2026', 'port-strike', '?id=7']
    """
    link = link[:MAX_ADDRESS_CHARACTERS]
    usual = _USUAL.fullmatch(link)
    address, query = usual.groups() if usual else ("", "")
    address = address.casefold()
    if not usual or "www" in address:
        address, query = _split(tidied(link))
    # Dots part hosts and paths alike: what is asked for may begin in either.
    parts = address.replace("/", ".").split(".")
    if query:
        parts.append(_query_part(query))
    return list(filter(None, parts))


def link_text(link: str) -> str:
    """Return the parts of an address in order, a blank between them.

    >>> link_text("https://news.example/2026/Port-strike/")
    'news example 2026 port-strike'
    """
    usual = _USUAL.fullmatch(link) if len(link) <= MAX_ADDRESS_CHARACTERS else None
    if usual and not usual[2]:
        address = usual[1].lower()
        if "www" not in address:
            return " ".join(address.replace("/", " ").replace(".", " ").split())
    return " ".join(link_parts(link))


def _split(link: str) -> tuple[str, str]:
    """Return the host and path of an address, case folded, and its query string."""
    link = link.partition("#")[0]
    scheme = _SCHEME.match(link)
    link = _WWW.sub("", link[scheme.end() :] if scheme else link, count=1)
    address, _, query = link.partition("?")
    return unquote(_PORT.sub(r"\1", address)).casefold(), query


@lru_cache(_CACHED_QUERIES)
def _query_part(query: str) -> str:
    kept = sorted(one for one in query.split("&") if one and not _TRACKING.match(one))
    return f"?{unquote('&'.join(kept))}".casefold() if kept else ""


def link_terms(link: str) -> list[str]:
    """Return the terms of a link's parts, in order."""
    return list(map(part_term, link_parts(link)))


def part_term(part: str) -> str:
    """Return the term that one part is indexed as."""
    return part_terms([part]).decode()


def part_terms(parts: Iterable[str]) -> bytes:
    """Return the terms of several parts, one after another, TERM_BYTES each."""
    return urlsafe_b64encode(
        b"".join(
            blake2b(part.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()
            for part in parts
        )
    )
