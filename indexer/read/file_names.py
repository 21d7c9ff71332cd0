"""Which title does the name of a file give?"""

import re
import unicodedata
from pathlib import PurePosixPath

from search.language.month_names import month_of

#: Names of files whose folders are named for their item.
_NAMES_ALIKE = frozenset(("index", "contents"))
_WORD = re.compile(r"[^\W\d_]{2,}")
_BETWEEN_WORDS = re.compile(r"[-_\s]+")
#: What Notion puts behind a title.
_ID = re.compile(r"\s[0-9a-f]{32}\Z")
#: What programs call a note that has no name yet.
_NO_NAME = re.compile(
    r"(?:untitled|unbenannt|sans titre|sin título|new)(?: (?:note|document|page|file))?[ \d()-]*",
    re.IGNORECASE,
)
#: Letters of a name at least that is several words in a script without blanks.
_MIN_WIDE_LETTERS = 4


def words_of_name(item_id: str) -> str:
    """Return the name of a file if its author wrote it as a title, else "".

    It has words between blanks, or with capitals: `Meeting with harbour board`, `Harbour-Board`.
    Not so `harbour-board`, `2026-01-09-Storm`, `IMG 1234`, `9 January 2026` and `Untitled 1`.
    """
    name = " ".join(_ID.sub("", _name(item_id)).split())
    words = [word for word in _WORD.findall(name) if not month_of(word)]
    if name.isalpha() and name.lower() == name.upper():
        return name if len(name) >= _MIN_WIDE_LETTERS else ""
    if all(map(str.isupper, words)) or _NO_NAME.fullmatch(name):
        return ""
    if " " in name:
        return name
    has_digits = any(map(str.isdecimal, name))
    parts = _BETWEEN_WORDS.split(name)
    return "" if has_digits or len(words) < 2 or name.islower() else " ".join(filter(None, parts))


def title_of_name(item_id: str) -> str:
    """Return a title for an item of which only the name of the file is known: `storm-hits_port`."""
    name = _name(item_id)
    return " ".join(_BETWEEN_WORDS.split(name)).strip() or PurePosixPath(item_id).stem


def _name(item_id: str) -> str:
    """Return a file's name, or its folder's if all files are called alike, without the ending."""
    path = PurePosixPath(unicodedata.normalize("NFC", item_id))
    is_alike = path.stem.partition("+")[0].strip("_") in _NAMES_ALIKE
    return path.parent.name if is_alike else path.stem
