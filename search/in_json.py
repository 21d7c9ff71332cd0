"""How is an answer of the archive written as JSON? As dicts, lists and texts."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from search.model import Item
from search.request import SearchRequest
from search.results import Page

#: Types that JSON has.
_PLAIN = frozenset((str, int, float, bool, type(None)))


def as_json(value: Any) -> Any:
    """Turn an answer of the archive into dicts, lists and texts, as a JSON encoder takes them.

    A request becomes its URL parameters; days become ISO dates; an item gets its `sources` too.
    The JSON API answers in this form, and the commands print it.

    >>> from search.results import OtherSearch
    >>> as_json(OtherSearch(total=2, search=SearchRequest(query="comet")))
    {'total': 2, 'search': [['q', 'comet']]}
    """
    if type(value) in _PLAIN:  # first: most values are
        return value
    value = as_json_holder(value)
    if isinstance(value, dict):
        return {key: as_json(entry) for key, entry in value.items()}
    return [as_json(entry) for entry in value] if isinstance(value, list | tuple) else value


def as_json_holder(value: Any) -> Any:
    """Do what `as_json` does, but leave the values inside the value as they are.

    For encoders that take a function for the types that they do not know.
    """
    if is_dataclass(value):
        if isinstance(value, SearchRequest):
            return value.to_params()
        names, values_of = _fields(value.__class__)
        members = dict(zip(names, values_of(value), strict=False))
        if isinstance(value, Page):
            request = value.request
            members |= {"page": request.page, "per_page": request.per_page, "pages": value.pages}
        elif isinstance(value, Item):
            members["sources"] = value.sources
        return members
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of a dataclass's fields, and a function that reads their values at once."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names, "__class__")  # given one name only it would not return a tuple
