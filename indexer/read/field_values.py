"""What texts does a value of the front matter hold, whatever its type?"""

from collections.abc import Iterable, Iterator

#: How many parts of one value are looked at.
MAX_PARTS = 10_000
#: What is written for nothing, where a name or an address is expected.
_NOTHING = frozenset({"", "~", "null", "none"})


def first_text(value: object) -> str:
    """Return a value as text, the first of a list's; "" where there is none."""
    if value is None or isinstance(value, str):  # as most are
        return value if value and not value.isspace() else ""
    return next(texts(value), "")


def name(value: object) -> str:
    """Return a value that is to name something; "" also for YAML's ways to write nothing."""
    text = first_text(value)
    return "" if text.strip().lower() in _NOTHING else text


def names(value: object) -> list[str]:
    """Return the names in a value: a list's, or those between the commas of one text."""
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, list) and len(value) < MAX_PARTS and set(map(type, value)) == {str}:
        found: Iterable[str] = value  # as most are
    else:
        found = texts(value)
    return [text for text in found if text.strip().lower() not in _NOTHING]


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, of lists in lists in their order; a mapping has none."""
    waiting = [value]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, str):
            if part and not part.isspace():
                yield part
        elif isinstance(part, list):
            waiting.extend(reversed(part[:MAX_PARTS]))
        elif part is not None and not isinstance(part, dict) and str(part).strip():
            yield str(part).lower() if isinstance(part, bool) else str(part)
