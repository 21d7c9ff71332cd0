"""What is an outlet called?

One publisher has several names (`DW` and `dw.com`), and a feed or link names it by its host.
`Outlets` maps them all to the one name under which its items are counted.
"""

import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from search.errors import BackfileError
from search.known_outlets import SAME_AS_BARE, KnownOutlets, bare_outlet, outlet_key
from search.settings import MAX_OTHER_NAMES

#: Hosts of aggregators, which publish nothing of their own: a feed or link there names no outlet.
AGGREGATORS = frozenset({"news.google.com", "feeds.feedburner.com", "feedproxy.google.com"})
#: Characters of an outlet's name at most.
MAX_OUTLET_CHARACTERS = 200
#: Entries of the cache of names that were looked up, and characters of the longest one in it.
_CACHED_NAMES = 4096
_MAX_CACHED_CHARACTERS = 200

# What tells the edition of an outlet on the web: SPIEGEL ONLINE, 朝日新聞デジタル.
_EDITION = re.compile(
    r"(?<=\w)(?:[\s.-]+(?:online|digital|e-?paper)"
    r"|\s*(?:デジタル|オンライン|ニュース|電子版|电子版|数字报))$",
    re.IGNORECASE,
)
# A host, and what of it may be the name of the site: `www.(corriere).it`, `(lesoir).co.uk`.
_SITE = re.compile(
    r"(?:[\w-]+\.)*?([\w-]{2,})(?:\.(?:com?|org|net|gov|ac))?\.[a-z]{2,24}", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"(?:the|der|die|das|les?|la|el|los|las|il|lo|gli|os?|as?|de|het)\s+(?=\w)", re.IGNORECASE
)


class OutletsInvalid(BackfileError, ValueError):
    """A file of outlet names cannot be used."""


class Outlets:
    """The names of outlets: a table that the user may give, and the built-in one."""

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        """Take the user's table, other name -> name, which goes before the built-in one."""
        self._table = KnownOutlets(others)
        #: Name as written -> known name, "" for an unknown one.
        self._cache: dict[str, str] = {}
        #: Name as written -> its keys.
        self._keys: dict[str, frozenset[str]] = {}

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read more names from a JSON file, {"other name": "name"}.

        Raises OutletsInvalid if it cannot be read or has another shape.
        """
        try:
            given = json.loads(Path(path).read_bytes())
        except OSError as error:
            raise OutletsInvalid(
                f"{path}: cannot be read ({error.strerror}); name a JSON file of outlets"
            ) from None
        except (ValueError, RecursionError) as error:
            raise OutletsInvalid(
                f'{path}: is not JSON ({error}); write {{"other name": "name"}}'
            ) from None
        if not isinstance(given, dict):
            raise OutletsInvalid(f'{path}: holds no JSON object; write {{"other name": "name"}}')
        if len(given) > MAX_OTHER_NAMES:
            raise OutletsInvalid(
                f"{path}: holds {len(given):,} names; write {MAX_OTHER_NAMES:,} at most"
            )
        for other, name in given.items():
            if not isinstance(name, str) or not name.strip() or not outlet_key(other):
                raise OutletsInvalid(
                    f"{path}: {other!r} stands for {name!r}; write a name for a name"
                )
            if max(len(other), len(name)) > MAX_OUTLET_CHARACTERS:
                raise OutletsInvalid(
                    f"{path}: {other[:40]!r} stands for {name[:40]!r}, and one of them is over "
                    f"{MAX_OUTLET_CHARACTERS} characters long; shorten it"
                )
        return cls({other: " ".join(name.split()) for other, name in given.items()})

    @property
    def others(self) -> Mapping[str, str]:
        """The user's table, other name -> name."""
        return self._table.others

    @property
    def fingerprint(self) -> str:
        """A hash of the user's table: another table gives another fingerprint."""
        keys = {outlet_key(other): name for other, name in self.others.items()}
        return f"{zlib.crc32(json.dumps(keys, sort_keys=True).encode()):08x}"

    def name(self, raw: str) -> str:
        """Return the usual name of an outlet; of an unknown one, the name as given, tidied."""
        return self._known(raw) or bare_outlet(raw)

    def knows(self, raw: str) -> bool:
        """Tell whether one of the tables has an outlet of this name."""
        return bool(self._known(raw))

    def are_one(self, name: str, other: str) -> bool:
        """Tell whether two names are of one outlet, whatever `The` and `.com` they have.

        `WSJ` and The Wall Street Journal are one, as are `harbourpost.com` and The Harbour Post,
        `harbourpost.example` and Harbour Post, 朝日新聞 and 朝日新聞デジタル.
        """
        return not self._cores(name).isdisjoint(self._cores(other))

    def _cores(self, name: str) -> frozenset[str]:
        """Return the keys of a name: whole, without an edition, and of the site that it names."""
        keys = self._keys.get(name)
        if keys is None:
            keys = self._read_cores(name)
            if len(self._keys) >= _CACHED_NAMES:
                self._keys.clear()
            if len(name) <= _MAX_CACHED_CHARACTERS:
                self._keys[name] = keys
        return keys

    def _read_cores(self, name: str) -> frozenset[str]:
        cores = {_core(self.name(own)) for own in {name, _EDITION.sub("", name)}}
        if site := _SITE.fullmatch(name):
            cores.add(_core(site[1]))
        elif article := _ARTICLE.match(name):
            cores.add(outlet_key(name[article.end() :]))
        return frozenset(cores - {""})

    def of_url(self, url: str) -> str:
        """Return the name of the outlet that publishes at this URL; of an unknown one, its host.

        Returns "" for an aggregator, which publishes nothing of its own, and for what is not a URL.
        """
        host = _host(url)
        return "" if host in AGGREGATORS else self._of_host(host) or host

    def publisher(self, feed: str, link: str) -> str:
        """Return the name of the outlet of an article with this feed and this link."""
        host = _host(feed)
        if host not in AGGREGATORS and (known := self._of_host(host)):
            return known
        return self.of_url(link) or self.of_url(feed)

    def leading(self, text: str) -> str:
        """Return the longest name of a known outlet that a text begins with, "" if there is none.

        The text may follow the name without a blank: "ReutersTrain halted" -> "Reuters".
        """
        for end in range(min(len(text) - 1, 80), 1, -1):
            last, following = text[end - 1], text[end]
            ends = last.isalnum() or last in "!.)"
            begins = not (following.isspace() or following.islower() or following in "!.),-")
            if following in "'’":  # it opens a quotation, or belongs to the name: Barron's
                begins = not text[end + 1 : end + 2].islower()
            if ends and begins and self._known(text[:end]):
                return text[:end]
        return ""

    def _of_host(self, host: str) -> str:
        """Return the known outlet of a host, or of a domain above it: feeds.bbci.co.uk -> BBC."""
        while "." in host:
            if known := self._known(host):
                return known
            host = host.partition(".")[2]
        return ""

    def _known(self, raw: str) -> str:
        name = self._cache.get(raw)
        if name is None:
            name = self._table.called(raw)
            if len(self._cache) >= _CACHED_NAMES:
                self._cache.clear()
            if len(raw) <= _MAX_CACHED_CHARACTERS:
                self._cache[raw] = name
        return name


def _core(name: str) -> str:
    """Return the key of a name without `the` before and `.com`, `.org` or `.net` behind it."""
    key = outlet_key(name)
    if key.endswith(SAME_AS_BARE):
        key = key[:-4]
    return key.removeprefix("the") or key


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
