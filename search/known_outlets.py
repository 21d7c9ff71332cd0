"""Which outlet goes by a name? A table tells: `Kommersant` -> Коммерсантъ, `WSJ`.

An archive has the outlet under the first of its names; a query may have any of them. One table is
that of the well-known outlets, another may be kept with the archive: the one it was filled with.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING

from search.language.folding import fold
from search.outlet_names import OUTLETS

if TYPE_CHECKING:
    from search.text import Analyzer

#: Endings of an address that stand for the name alone: `reuters.com` is Reuters.
SAME_AS_BARE = (".com", ".org", ".net")
#: Least number of Latin letters that begin a word of another name than the one shown.
MIN_LETTERS = 3

_SCHEME = re.compile(r"https?[:-]//", re.IGNORECASE)
# Google News adds its kind to the name of a public body: The White House (.gov).
_KIND = re.compile(r"\(\.(?:gov|mil|edu)\)$")
_SIGNS = re.compile(r"[^\w.]+|_+")
_ORNAMENTS = " \t-–—|"


class KnownOutlets:
    """The outlets that go by other names: those of an archive's own table, then the well-known.

    >>> KnownOutlets({"The Post": "Harbour Post"}).called("the post")
    'Harbour Post'
    """

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        """Take the archive's own table, other name -> name, which goes before the built-in one."""
        self.others = dict(others or {})
        self._own = {outlet_key(other): name for other, name in self.others.items()}

    def called(self, name: str) -> str:
        """Return what the outlet is called that goes by a name or an address, else "".

        >>> WELL_KNOWN.called("wsj.com")
        'The Wall Street Journal'
        """
        return self.of_key(outlet_key(name))

    def of_key(self, key: str) -> str:
        """Return what the outlet is called that goes by a name of this key (`outlet_key`)."""
        name = _in(self._own, key) or _in(_table(), key)
        return self._own.get(outlet_key(name), name)

    def starting(self, typed: str, *, whole_words: bool = False) -> tuple[str, ...]:
        """Return the outlets of whose other names a word begins as typed.

        Of an address only the begin counts. With `whole_words` the last word that is typed does not
        go on: `Deutsche` is in Deutsche Welle, `Deutsc` is not; so too where fewer than MIN_LETTERS
        are typed, as hardly anybody means by them a name that is not shown.
        """
        start, tails = _folded(typed), self._tails
        whole_words = whole_words or (start.isascii() and len(start) < MIN_LETTERS)
        found: dict[str, None] = {}
        for at in range(bisect_left(tails, (start, "")), len(tails)):
            if not start or not tails[at][0].startswith(start):
                break
            if not whole_words or f"{tails[at][0]} ".startswith(f"{start} "):
                found[tails[at][1]] = None
        return tuple(found)

    @cached_property
    def _tails(self) -> list[tuple[str, str]]:
        """The other names from the begin of each of their words on, in order, and outlets."""
        if not self.others and self is not WELL_KNOWN:
            return WELL_KNOWN._tails
        found = set()
        for other in chain(self.others, *OUTLETS.values()):
            words = _folded(other).split(" ")
            starts = 1 if "." in other and " " not in other else len(words)
            name = self.called(other)
            found |= {(" ".join(words[at:]), name) for at in range(starts)}
        return sorted(found)


#: The outlets of an archive without a table of its own.
WELL_KNOWN = KnownOutlets()


def bare_outlet(raw: str) -> str:
    """Return a name without `https://www.`, dashes, bars and blanks around it."""
    name = _SCHEME.sub("", " ".join(raw.split()), count=1)
    if name[:4].lower() == "www.":
        name = name[4:]
    name = _KIND.sub("", name.strip(_ORNAMENTS)).strip(_ORNAMENTS)
    return name.removesuffix("/")


def outlet_key(raw: str) -> str:
    """Return the form in which names are compared: folded letters, digits and dots.

    Dots are kept in domains only, so that `U.S. News` equals `US News`, but `x.com` not `xcom`.
    """
    name = fold(bare_outlet(raw))
    letters = _SIGNS.sub("", name)
    return letters if "." in name and " " not in name else letters.replace(".", "")


@cache
def _table() -> Mapping[str, str]:
    """Return the key of each name of the table, and what its outlet is called."""
    return {
        outlet_key(other): name for name, others in OUTLETS.items() for other in (name, *others)
    }


def _in(table: Mapping[str, str], key: str) -> str:
    """Return what a table has for a key, or for that of the bare name of an address, else ""."""
    if key not in table and key.endswith(SAME_AS_BARE):
        key = key[:-4]
    return table.get(key, "")


@cache
def _analyzer() -> "Analyzer":
    # Imported late: a run that finds no change cuts no text.
    from search.language.known_languages import NO_LANGUAGE
    from search.text import Analyzer

    return Analyzer(NO_LANGUAGE)


def _folded(name: str) -> str:
    return _analyzer().name(name)
