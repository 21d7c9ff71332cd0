"""Has a segment the sections and the facts that segments have? Its directory tells, without numpy.

A file may have the right checksums and still not be a segment that this program wrote: somebody
made it. What is inside the sections is looked at when they are read (`bounds`).
"""

from typing import Any

from search.embedded.segment.directory import Directory

#: The fields that `query.tree` and `schema` name, which import Whoosh.
_TEXTS = ("title", "headlines", "text")
_NAMES = ("sources", "tags", "categories", "feed")
#: Fields with postings, and those of them whose postings have positions.
_POSITIONED = (*_TEXTS, "link")
SEGMENT_FIELDS = ("path", *_POSITIONED, "forms", "date", "outlet", *_NAMES)
#: Facts of a text field, beside that of its postings.
_FACTS = ("words", "shortest", "longest")
_BYTES = ("|u1",)
_DAYS = ("<i4",)
_ENDS = ("<u4", "<u8")
#: More words than any segment can hold.
_MAX_COUNT = 2**53
_NUMBERS = ("|u1", "<u2", "<u4", "<u8")
_FREQUENCIES = ("|u1", "<u2", "<u4")


def fault_of(directory: Directory) -> str:
    """Return what a segment does not have that all have, as a clause; "" if there is nothing."""
    lengths: dict[str, tuple[int, str]] = {
        name: (size // int(dtype[2:]), dtype)
        for name, (_, size, dtype, _) in directory.sections.items()
    }
    documents = directory.meta.get("documents")
    if type(documents) is not int or documents < 0:
        return "it does not tell how many documents it has"
    if not _has_facts(directory.meta, documents):
        return "its facts are not a segment's"
    has = {**_columns(documents), **_postings(lengths)}
    for name, (length, dtypes) in has.items():
        found, dtype = lengths.get(name, (-1, ""))
        if found < 0 or dtype not in dtypes or (length is not None and found != length):
            return f"{name} is missing, or of another size"
    return ""


def _has_facts(meta: dict[str, Any], documents: int) -> bool:
    counts = meta.get("past"), meta.get("gone")
    if not all(type(count) is int and 0 <= count <= documents for count in counts):
        return False
    match meta.get("fields"):
        case dict(fields):
            return all(
                isinstance(facts := fields.get(field), dict)
                and facts.get("frequency") in _FREQUENCIES
                and all(_is_count(facts.get(name)) for name in _FACTS * (field in _TEXTS))
                for field in SEGMENT_FIELDS
            )
    return False


def _is_count(fact: object) -> bool:
    return type(fact) is int and 0 <= fact <= _MAX_COUNT


#: How many values a section has, None for any number, and of which dtypes.
_Wanted = dict[str, tuple[int | None, tuple[str, ...]]]


def _columns(documents: int) -> _Wanted:
    return {
        "items.blocks": (None, _BYTES),
        "items.ends": (None, ("<u8",)),
        "items.slots": (documents, ("<u4",)),
        "keys": (None, ("<u4",)),
        **{name: (documents, _DAYS) for name in ("days", "stood_from", "stood_until", "gone_on")},
        **{f"{field}.length": (documents, _NUMBERS) for field in _TEXTS},
        **{f"{field}.ordinals": (None, _NUMBERS) for field in _NAMES},
        **{f"{field}.offsets": (documents + 1, ("<u4",)) for field in _NAMES},
        **{f"{field}.spelled": (None, _BYTES) for field in _NAMES},
        **{f"{field}.spelled_ends": (None, ("<u4",)) for field in _NAMES},
    }


def _postings(lengths: dict[str, tuple[int, str]]) -> _Wanted:
    """Return what the postings of each field have: an entry a term, ends one more."""
    wanted: _Wanted = {}
    for field in SEGMENT_FIELDS:
        terms = lengths.get(f"{field}.count", (0, ""))[0]
        wanted |= {
            f"{field}.terms": (None, _BYTES),
            f"{field}.ends": (terms + 1, _ENDS),
            f"{field}.count": (terms, _NUMBERS),
            f"{field}.first": (terms, _NUMBERS),
            f"{field}.data_end": (terms + 1, _ENDS),
            f"{field}.data": (None, _BYTES),
        }
        if field in _POSITIONED:
            wanted |= {f"{field}.at_end": (terms + 1, _ENDS), f"{field}.at": (None, _NUMBERS)}
    return wanted
