"""What is an outlet called?

One publisher goes by several names (`DW` and `dw.com`), and a feed or a link names it by its
host. `Outlets` gives each the one name under which its items are counted.
"""

import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from indexer.read.kept import KEPT_TEXTS, MAX_KEPT_CHARACTERS, kept
from indexer.read.outlet_names import AGGREGATORS, OUTLETS
from search.errors import BackfileError
from search.text import fold

MAX_NAME_CHARACTERS = 200

_SCHEME = re.compile(r"https?[:-]//", re.IGNORECASE)
# Google News writes the kind of a public body behind its name: The White House (.gov).
_KIND = re.compile(r"\(\.(?:gov|mil|edu)\)$")
_ORNAMENTS = " \t-–—|"
_SAME_AS_BARE = (".com", ".org", ".net")


class OutletsInvalid(BackfileError, ValueError):
    """A file of outlet names that cannot be used."""


class Outlets:
    """The names of outlets: the built-in table, and a user's that goes before it."""

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        """Take more names, other name -> name; they win over the built-in ones."""
        self._others = {_key(other): name for other, name in (others or {}).items()}
        self._found: dict[str, str] = {}

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read more names from a JSON file, {"other name": "name"}.

        Raises OutletsInvalid where it cannot be read or is of another shape.
        """
        try:
            given = json.loads(Path(path).read_bytes())
        except OSError as error:
            raise OutletsInvalid(
                f"{path}: cannot be read ({error.strerror}); name a JSON file of outlets"
            ) from None
        except (ValueError, RecursionError) as error:
            raise OutletsInvalid(
                f'{path}: is no JSON ({error}); write {{"other name": "name"}}'
            ) from None
        if not isinstance(given, dict):
            raise OutletsInvalid(f'{path}: holds no JSON object; write {{"other name": "name"}}')
        for other, name in given.items():
            if not isinstance(name, str) or not name.strip() or not _key(other):
                raise OutletsInvalid(
                    f"{path}: {other!r} stands for {name!r}; write a name for a name"
                )
        return cls({other: " ".join(name.split()) for other, name in given.items()})

    @property
    def fingerprint(self) -> str:
        """What tells the names that were given from any others."""
        return f"{zlib.crc32(json.dumps(self._others, sort_keys=True).encode()):08x}"

    def name(self, raw: str) -> str:
        """Return the name of the outlet that is called this; the name as given where unknown."""
        return self._known(raw) or _bare(raw)

    def knows(self, raw: str) -> bool:
        """Tell whether the table has an outlet that is called this."""
        return bool(self._known(raw))

    def of_url(self, url: str) -> str:
        """Return the name of the outlet that publishes at this URL, its host where unknown.

        An aggregator publishes nothing of its own: it has no name, nor has what is no URL.
        """
        host = _host(url)
        return "" if host in AGGREGATORS else self._of_host(host) or host

    def publisher(self, feed: str, link: str) -> str:
        """Return the name of the outlet that an article from this feed, at this link, is by."""
        host = _host(feed)
        if host not in AGGREGATORS and (known := self._of_host(host)):
            return known
        return self.of_url(link) or self.of_url(feed)

    def leading(self, text: str) -> str:
        """Return how much of the text's beginning is an outlet's name run into what follows.

        So "ReutersTrain halted" begins with "Reuters"; the longest name that fits counts.
        """
        for end in range(min(len(text) - 1, 80), 1, -1):
            last, following = text[end - 1], text[end]
            ends = last.isalnum() or last in "!.)"
            begins = not (following.isspace() or following.islower() or following in "!.),-")
            if following in "'’":  # a quotation, or what belongs to the name: Barron's
                begins = not text[end + 1 : end + 2].islower()
            if ends and begins and self._known(text[:end]):
                return text[:end]
        return ""

    def _of_host(self, host: str) -> str:
        """Return the outlet of a host or of a domain above it (feeds.bbci.co.uk, bbci.co.uk)."""
        while "." in host:
            if known := self._known(host):
                return known
            host = host.partition(".")[2]
        return ""

    def _known(self, raw: str) -> str:
        name = self._found.get(raw)
        if name is None:
            name = self._sought(_key(raw))
            if len(self._found) >= KEPT_TEXTS:
                self._found.clear()
            if len(raw) <= MAX_KEPT_CHARACTERS:
                self._found[raw] = name
        return name

    def _sought(self, key: str) -> str:
        for table in (self._others, _BUILT_IN):
            name = table.get(key)
            if name is None and key.endswith(_SAME_AS_BARE):
                name = table.get(key[:-4])
            if name is not None:
                return self._others.get(_key(name), name)
        return ""


@kept
def _bare(raw: str) -> str:
    """Return a name without blanks, addresses and ornaments around it."""
    name = _SCHEME.sub("", " ".join(raw.split()), count=1)
    if name[:4].lower() == "www.":
        name = name[4:]
    name = _KIND.sub("", name.strip(_ORNAMENTS)).strip(_ORNAMENTS)
    return name.removesuffix("/")


@kept
def _key(raw: str) -> str:
    """Return the form in which names are compared: folded letters, digits and dots.

    A dot counts inside a domain only, so that `U.S. News` is `US News` and `x.com` is not `xcom`.
    """
    name = fold(_bare(raw))
    letters = "".join(character for character in name if character.isalnum() or character == ".")
    return letters if "." in name and " " not in name else letters.replace(".", "")


@kept
def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


_BUILT_IN: Mapping[str, str] = {
    _key(other): name for name, others in OUTLETS.items() for other in (name, *others)
}
