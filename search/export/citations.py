"""How is an item cited? In words, in BibTeX, in RIS and in CSL-JSON.

Each form is given the item's address in its archive, "" if nobody knows it.
"""

import re
from datetime import date
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from search.language.folding import fold
from search.model import Headline, Item

#: Characters of each part of a key in BibTeX.
_KEY_CHARACTERS = 16
#: Bytes of the id's hash that make a key the only one of its kind.
_KEY_HASH_BYTES = 8
# A brace counts in BibTeX even behind a backslash, so it has to be a command.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22"})
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_WORDS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def cited_headline(item: Item) -> Headline:
    """Return the headline that an item is cited by: its text, its outlet, its address.

    That is the one with the item's title or link, or the only one. Else the item is cited by its
    title and link, without an outlet.

    >>> lines = (Headline("Strike", "Reuters"), Headline("Port shut", "BBC"))
    >>> cited_headline(Item(id="a", title="Strike", day=None, headlines=lines)).outlet
    'Reuters'
    """
    own = [line for line in item.headlines if line.text == item.title and line.outlet]
    own += [line for line in item.headlines if item.link and line.link == item.link]
    own += item.headlines if len(item.headlines) == 1 else ()
    outlet = own[0].outlet if own else ""
    addresses = (item.link, *(line.link for line in own))
    address = next((link for link in addresses if _is_address(link)), "")
    return Headline(_line(item.title or (own[0].text if own else "")), _line(outlet), address)


def plain(item: Item, here: str = "") -> str:
    """Return a citation in words.

    >>> plain(Item(id="a.md", title="Port shut", day="2026-01-05", link="https://bbc.example/1"))
    '“Port shut”, 5 January 2026, https://bbc.example/1 (archived as a.md)'
    """
    line = cited_headline(item)
    parts = (line.outlet, f"“{line.text}”" if line.text else "", _day_words(item.day), line.link)
    archived = f"archived at {here}" if here else f"archived as {_line(item.id)}"
    return f"{', '.join(filter(None, parts))} ({archived})"


def bibtex(item: Item, here: str = "") -> str:
    r"""Return an entry of BibTeX, with an end of line. No other id gives its key.

    >>> print(bibtex(Item(id="a.md", title="Up 5 %", day="2026-01-05")), end="")
    @misc{2026up97e61a490c0b3ad5,
      title = {{Up 5 \%}},
      year = {2026},
      month = jan,
      day = {5},
      note = {Archived as a.md}
    }
    """
    line, day = cited_headline(item), item.day
    url, note = line.link or here, _note(item, here)
    fields = {
        "title": f"{{{{{line.text.translate(_TEX)}}}}}",
        "author": f"{{{{{line.outlet.translate(_TEX)}}}}}" if line.outlet else "",
        "year": f"{{{day.year:04}}}" if day else "",
        "month": _MONTHS[day.month - 1] if day else "",
        "day": f"{{{day.day}}}" if day else "",
        "url": f"{{{url.translate(_IN_ADDRESS)}}}" if url else "",
        "keywords": f"{{{', '.join(map(_tex_keyword, item.tags))}}}" if item.tags else "",
        "note": f"{{{note.translate(_TEX)}}}",
    }
    rows = ",\n".join(f"  {name} = {value}" for name, value in fields.items() if value)
    return f"@misc{{{_key(item, line)},\n{rows}\n}}\n"


def ris(item: Item, here: str = "") -> str:
    r"""Return a record of RIS, its lines ended as the format asks.

    >>> ris(Item(id="a.md", title="Port shut", day="2026-01-05")).splitlines()[:3]
    ['TY  - NEWS', 'TI  - Port shut', 'PY  - 2026']
    """
    line, day = cited_headline(item), item.day
    rows = [
        ("TY", "NEWS"),
        ("TI", line.text),
        ("T2", line.outlet),
        ("PY", f"{day.year:04}" if day else ""),
        ("DA", f"{day.isoformat().replace('-', '/')}/" if day else ""),
        ("UR", line.link or here),
        *(("KW", _line(tag)) for tag in item.tags),
        ("AV", here),
        ("N1", f"Archived as {_line(item.id)}"),
    ]
    kept = [f"{name}  - {value}\r\n" for name, value in rows if value]
    return "".join(kept) + "ER  - \r\n"


def csl_json(item: Item, here: str = "") -> dict[str, Any]:
    """Return an item of CSL-JSON.

    >>> csl_json(Item(id="a.md", title="Port shut", day="2026-01-05"))["issued"]
    {'date-parts': [[2026, 1, 5]]}
    """
    line, day = cited_headline(item), item.day
    members = {
        "id": item.id,
        "type": "article-newspaper",
        "title": line.text,
        "container-title": line.outlet,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": line.link or here,
        # Programs split keywords at commas, unless others part them.
        "keyword": ("; " if any("," in tag for tag in item.tags) else ", ").join(
            map(_line, item.tags)
        ),
        "archive": urlsplit(here).netloc,
        "archive_location": here,
        "note": "" if here else _note(item),
    }
    return {name: value for name, value in members.items() if value}


def _key(item: Item, line: Headline) -> str:
    """Return the outlet, the year and the first long word, as far as they are ASCII, and a hash."""
    words = re.findall(r"\w+", line.text)
    word = next((word for word in words if len(word) > 3), words[0] if words else "")
    parts = (line.outlet, f"{item.day.year:04}" if item.day else "", word)
    folded = [re.sub(r"[^a-z0-9]", "", fold(part)) for part in parts]
    digest = blake2b(item.id.encode(), digest_size=_KEY_HASH_BYTES).hexdigest()
    return "".join(part[:_KEY_CHARACTERS] for part in folded) + digest


def _note(item: Item, here: str = "") -> str:
    """Return where the archive has an item: its path there, and the address if it is known."""
    return f"Archived as {_line(item.id)}{f', {here}' if here else ''}"


def _tex_keyword(tag: str) -> str:
    """Return a keyword of BibTeX, in braces if it would be split at its commas."""
    written = _line(tag).translate(_TEX)
    return f"{{{written}}}" if "," in written else written


def _line(text: str) -> str:
    """Return a text as one line, without control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _is_address(link: str) -> bool:
    return link.casefold().startswith(("http://", "https://")) and link.split() == [_line(link)]


def _day_words(day: date | None) -> str:
    return f"{day.day} {_MONTH_WORDS[day.month - 1]} {day.year}" if day else "no date"
