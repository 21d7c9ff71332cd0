"""How does a sentence remember what it was made of? So that a page can say it in another language.

`search/` speaks English, and so do Python and JSON. A sentence that is also shown to readers is a
`Message`: an English text with the template and the values that it was made of.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any

#: What names a field of a search before what is wrong with it, and says that it was left out.
ABOUT_FIELD = "{name}: {problem}"
LEFT_OUT = "Left out {problem}."
#: What is said of a value that is none of the `choices`.
NO_CHOICE = "{given} is not {kind}; use {choices}"
#: What is wrong, as a sentence.
SENTENCE = "{problem}."
TOO_MANY_VALUES = (
    "all but the first {most} values of {param}: a search takes {most} of all facets at most"
)
QUERY_TOO_LONG = "all but the first {most} characters of the query, which has {length}"
GIVEN_AGAIN = "all but the last value of {param}, which was given {count} times"


class Message(str):
    """An English sentence that knows its template, that for several things, and its values.

    `several` is "" where nothing is counted; else `number` chooses between the templates.
    """

    __slots__ = ("number", "several", "template", "values")
    template: str
    several: str
    number: int
    values: Mapping[str, Any]


def message(template: str, /, **values: object) -> Message:
    """Return a template with its values put in; whole numbers get commas: 1,234.

    >>> said = message("No item has “{word}”.", word="zebra")
    >>> said, said.template, dict(said.values)
    ('No item has “zebra”.', 'No item has “{word}”.', {'word': 'zebra'})
    """
    return _made(template, "", 1, values)


def counted_message(one: str, several: str, count: int, /, **values: object) -> Message:
    """Return the template for one thing or for several, of which `{count}` tells how many.

    >>> counted_message("{count} page", "{count} pages", 1200)
    '1,200 pages'
    """
    return _made(one, several, count, {"count": count, **values})


def about(name: str, template: str, /, **values: object) -> Message:
    """Return what is wrong with a field of a search, after the name of the field.

    >>> about("page", "{given} is not a whole number", given="'two'")
    "page: 'two' is not a whole number"
    """
    return message(ABOUT_FIELD, name=name, problem=message(template, **values))


def word(text: str) -> Message:
    """Return a word that the catalogs of translations have from elsewhere, as a message."""
    return message(text)


def quoted(text: str) -> Message:
    """Return a text in quotation marks: “strike”."""
    return message("“{text}”", text=text)


def listed(texts: Sequence[str]) -> str:
    """Return one or more texts with commas between them, as one.

    >>> listed(["BBC", "DW", "CNN"])
    'BBC, DW, CNN'
    """
    return reduce(lambda one, other: message("{one}, {other}", one=one, other=other), texts)


def alternatives(texts: Sequence[str]) -> str:
    """Return one or more texts with "or" between them, as one.

    >>> alternatives(["BBC", "DW"])
    'BBC or DW'
    """
    return reduce(lambda one, other: message("{one} or {other}", one=one, other=other), texts)


def with_commas(value: object) -> object:
    """Return a whole number as a text with commas, anything else as it is."""
    return f"{value:,}" if type(value) is int else value


def _made(one: str, several: str, count: int, values: Mapping[str, object]) -> Message:
    template = several if several and count != 1 else one
    made = Message(template.format_map({name: with_commas(own) for name, own in values.items()}))
    made.template, made.several, made.number = one, several, count
    made.values = MappingProxyType(dict(values))
    return made
