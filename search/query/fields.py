"""Which names may stand before a colon in a query, and which field does each mean?

title:strike    the field `title`        intitle:strike    the same, as in Google
publisher:BBC   the field `sources`      titel:strike      no field: words, and a note says so
"""

import re

from search.facets import FACETS
from search.messages import message
from search.query.borrowed import ALL_IN, BORROWED_FIELDS
from search.query.outlets import COUNT_FIELD
from search.query.read_note import read_note
from search.query.tree import CHANGED_FIELD, ID_FIELDS, NAME_FIELDS

#: Name before a colon in a query -> field, as notes list the fields.
OWN_FIELDS = {
    **{"title": "title", "headline": "headlines", "text": "text"},
    **{FACETS[name]: name for name in NAME_FIELDS},
    **{name: name for name in ("link", *ID_FIELDS, "date", "since", "until", "after", "before")},
    **{CHANGED_FIELD: CHANGED_FIELD},
}
#: All names that may stand before a colon -> field.
FIELDS = {
    **OWN_FIELDS,
    **{name: name for name in OWN_FIELDS.values()},
    **{"outlet": "sources"},
    **{"intitle": "title", "url": "link", "inurl": "link", "site": "link"},
    **BORROWED_FIELDS,
}
_OWN_NAMES = frozenset({*OWN_FIELDS, *OWN_FIELDS.values(), "outlet"})
#: Names behind which other programs have the site of an outlet.
_SITES = frozenset({"site", "domain", "host"})
#: Fields whose values are days.
DATE_FIELDS = frozenset({"date", "after", "before", "since", "until", CHANGED_FIELD})
#: Fields whose values may hold any sign, and end at a blank only.
VERBATIM_FIELDS = frozenset({*NAME_FIELDS, "link", *ID_FIELDS})
#: Fields whose values keep the signs that they are written with.
SIGNED_FIELDS = frozenset({*NAME_FIELDS, *ID_FIELDS})
FIELD_NAME = re.compile(r"([A-Za-z_]+):")
#: Names before a colon whose value is the name of a field: `has:tag`.
_ASKING = frozenset({"has", "exists", "_exists_"})


def no_field(name: str, text: str) -> str:
    """Say that the name before a colon is not a field's.

    Of `has:attachment` it is the name behind the colon that is none.
    """
    asked = text.partition(":")[2]
    return message(
        "There is no field “{field}”, so “{text}” was searched for as words; the "
        "fields are {fields}.",
        field=asked if asked and name.lower() in _ASKING else name,
        text=text,
        fields=", ".join((*OWN_FIELDS, COUNT_FIELD)),
    )


def is_field(name: str, text: str, end: int) -> bool:
    """Tell whether a name before a colon, behind which a text goes on at `end`, is a field's.

    Before a blank a name of another program, or in capitals, is a word: Story: what we know.
    """
    own = name.lower()
    if end < len(text) and not text[end].isspace():
        return own in FIELDS
    return is_own_field(name) or (own in ALL_IN and own in FIELDS)


def is_own_field(name: str) -> bool:
    """Tell whether a name is a field's of this program, as it stands in a query, not in a title."""
    own = name.lower()
    return own in FIELDS and own not in BORROWED_FIELDS and not name[0].isupper()


def said_of_field(name: str) -> str:
    """Return a note if a name before a colon is one of another program, else ""."""
    own = name.lower()
    if own not in FIELDS or own in _OWN_NAMES or own in ALL_IN:  # of which `all_in` tells
        return ""
    if own in _SITES:
        return message(
            "Read “{written}” as “link:”, which searches links; source:… finds the items of an "
            "outlet, also by its address.",
            written=f"{name}:",
        )
    return read_note(f"{name}:", f"{own_name(own)}:")


def own_name(name: str) -> str:
    """Return the name that a field goes by in this program: `title` for `TI`."""
    own = name.lower()
    if own in _OWN_NAMES:
        return own
    return next(shown for shown, field in OWN_FIELDS.items() if field == FIELDS[own])


def said_of_word(name: str, text: str, end: int) -> str:
    """Return a note if a name before a colon is a word, but a field's if no blank follows."""
    own = name.lower()
    if own == COUNT_FIELD and text[end:].strip():
        return message(
            "“{word}” was searched for as a word, as a blank follows; {query} finds by the number "
            "of outlets.",
            word=f"{name}:",
            query=f"{COUNT_FIELD}:>=4",
        )
    if own not in FIELDS or own in BORROWED_FIELDS or not text[end:].strip():
        return ""
    return message(
        "“{word}” was searched for as a word, as a blank follows; {field}:… searches that field.",
        word=f"{name}:",
        field=own,
    )
