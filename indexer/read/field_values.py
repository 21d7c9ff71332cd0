"""Which texts are in a value of the front matter, whatever its type?"""

from collections.abc import Iterable, Iterator

#: Parts of one value that are read; the rest is ignored.
MAX_PARTS = 10_000
#: Words that stand for no value if a name or an address is expected.
_NOTHING = frozenset({"", "~", "null", "none"})


def first_text(value: object) -> str:
    """Return a value as text, or the first text of a list; "" if there is none."""
    if value is None or isinstance(value, str):  # as most are
        return value if value and not value.isspace() else ""
    return next(texts(value), "")


def name(value: object) -> str:
    """Return the first text of a value, a name or address; "" also for `~`, `null` and `none`."""
    text = first_text(value)
    return "" if text.strip().lower() in _NOTHING else text


def names(value: object) -> list[str]:
    """Return the names in a value: the texts of a list, or the parts of a text between commas."""
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, list) and len(value) < MAX_PARTS and set(map(type, value)) == {str}:
        found: Iterable[str] = value  # as most are
    else:
        found = texts(value)
    return [text for text in found if text.strip().lower() not in _NOTHING]


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, those of nested lists in order; a mapping has none."""
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
