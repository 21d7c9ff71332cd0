"""When are two names one? A rule for outlets, tags, categories and feeds, wherever one is met.

Names that differ only in case or blanks are one: `News`, `news`, `NEWS `. Signs and accents make
another name: `C`, `C++` and `C#` are three, `Perú` and `Peru` are two.

    name as given     kept as (`tidied`)     known by (`name_key`)
    " BBC  News"      "BBC News"             "bbc news"
    "Straße"          "Straße"               "strasse"        as STRASSE, its upper case
    "İstanbul"        "İstanbul"             "istanbul"       Turkish pairs I with ı, and İ with i
    'ארה"ב'           'ארה"ב'                "ארה״ב"          a mark of Hebrew, which keyboards lack
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from search.language.folding import with_gershayim

#: Characters of a name that tell it from others; further ones are not looked at.
MAX_NAME_CHARACTERS = 256
#: Entries of the cache name -> key.
_CACHED_KEYS = 1 << 12

#: Marks that no reader sees: soft hyphen, zero-width space, word joiner, marks of direction, BOM.
#: Joiners (U+200C, U+200D) are none of them: they change what Persian words and emojis look like.
INVISIBLE = "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
#: What `tidied` would change in names that are joined by NUL, but for their normal form.
_UNTIDY = re.compile(rf"[^\S ]|  |(?:\A|\0) | (?:\0|\Z)|[{INVISIBLE}]")
_DOTTED = re.compile("i\u0307+")


def tidied(name: str) -> str:
    """Return a name as it is kept: NFC, no invisible marks, one blank between its words."""
    name = " ".join(name.split())
    return name if name.isascii() else " ".join(_nfc(_INVISIBLE.sub("", name)).split())


def are_tidy(names: Iterable[str]) -> bool:
    """Tell quickly, of most names, that `tidied` keeps all of them; False means that it may not.

    Empty ones count as tidy.
    """
    joined = "\0".join(names)
    return _UNTIDY.search(joined) is None and (
        joined.isascii() or unicodedata.is_normalized("NFC", joined)
    )


def name_key(name: str) -> str:
    """Return what a name is known by: names are one if, and only if, their keys are equal."""
    return _key(name[:MAX_NAME_CHARACTERS])


def word_begins(name: str, start: str) -> bool:
    """Tell whether a word of a name begins with a text, whatever signs this has.

    >>> word_begins("We #MeToo", "#me"), word_begins("We #MeToo", "me"), word_begins("100%", "%")
    (True, False, False)
    """
    return f" {name_key(start)}" in f" {name_key(name)}"


def as_written(name: str) -> str:
    """Return a tidy name as lists of values show it, which have no more than they compare."""
    return name if len(name) <= MAX_NAME_CHARACTERS else name[:MAX_NAME_CHARACTERS].rstrip()


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return names tidied, each once and as it was first written; empty ones are left out.

    >>> distinct(["News", "C++", " news", "C"])
    ('News', 'C++', 'C')
    """
    found: dict[str, str] = {}
    for name in names:
        tidy = tidied(name)
        if tidy:
            found.setdefault(name_key(tidy), tidy)
    return tuple(found.values())


@lru_cache(_CACHED_KEYS)
def _key(name: str) -> str:
    name = tidied(name)
    if name.isascii():
        return name.lower()
    name = with_gershayim(name)
    # Canonical caseless matching (The Unicode Standard, D145), and one letter for the four that
    # Turkish makes of i: an archive's language does not tell the language of each name.
    folded = unicodedata.normalize("NFD", name).casefold().replace("ı", "i")
    return _nfc(_DOTTED.sub("i", unicodedata.normalize("NFD", folded)))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
